"""Compiling what is public: counts, the register, and the verdict on a text. It decides no state."""

from dataclasses import dataclass

from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import PublicLicence
from propria.parties import actions as parties
from propria.parties.model import Contest, Performer
from propria.plumbing.database import Session
from propria.proofs.leaves import NamedPerson
from propria.publicity import rules
from propria.publicity.model import NamedPerformer, PublicCounts, SentenceVerdict
from propria.record import actions as record
from propria.record.names import people_named


@dataclass(frozen=True)
class Listed:
    """A performer whom the register shows, and only what they signed."""

    performer: Performer
    openness: Openness | None
    licences: tuple[PublicLicence, ...]
    is_disputed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether they may be asked: declared, and nobody denies it."""
        return self.openness is not None and not self.is_disputed


def counts(*, now: Instant, db: Session) -> PublicCounts:
    """How many distinct attested people stand in each public state now."""
    facts = record.facts_of_log(db=db)
    open_ids = {o.performer_id for o in consent.all_open(now=now, db=db)}
    evidenced = {p.id for p in parties.performers(open_ids, db=db).values() if p.is_evidenced}
    tally = licences.public_tally(now=now, db=db)
    return PublicCounts(
        open=len(evidenced),
        licensed=len(tally.licensed),
        active=len(tally.active),
        not_usable=len(tally.ended),
        checkpoint_size=facts["checkpoint_size"],
        as_of=now,
    )


def register(*, now: Instant, db: Session) -> list[Listed]:
    """Everybody whose own signature lists them by name, in the order in which they signed; the disputed are marked."""
    declared = consent.all_declared(now=now, db=db)
    shown: dict[str, Openness] = {o.performer_id: o for o in declared if o.shows_name}
    public = {licence.performer_id for licence in licences.public_licences(now=now, db=db)}
    found = parties.performers({*shown, *public}, db=db)
    order = sorted(found, key=lambda i: shown[i].given_at_entry if i in shown else 0, reverse=True)
    return [_listed(found[i], shown.get(i), now=now, db=db) for i in order if _may_list(found[i], now)]


def _may_list(performer: Performer, now: Instant) -> bool:
    return performer.is_evidenced and performer.contested(now) in (Contest.NONE, Contest.DISPUTED)


def _listed(performer: Performer, openness: Openness | None, *, now: Instant, db: Session) -> Listed:
    mine = [x for x in licences.public_licences(now=now, db=db) if x.performer_id == performer.id]
    return Listed(performer, openness, tuple(mine), performer.contested(now) is Contest.DISPUTED)


def listed(performer_id: str, *, now: Instant, db: Session) -> Listed:
    """One performer of the register; whoever is not on it does not exist here.

    Raises: NotFound(`publicity.not_listed`).
    """
    for one in register(now=now, db=db):
        if one.performer.id == performer_id:
            return one
    raise NotFound("publicity.not_listed", "Nobody is publicly listed here.")


def people_listed(name: str, *, now: Instant, db: Session) -> list[NamedPerson]:
    """Whom the library lists under a name now; who was hidden since the last checkpoint is not among them."""
    found = people_named(name, db=db)
    known = parties.performers([PerformerId(p.public_id) for p in found], db=db)
    return [p for p in found if p.public_id in known and _may_list(known[PerformerId(p.public_id)], now)]


def check_claims(text: str, *, now: Instant, db: Session) -> list[SentenceVerdict]:
    """The verdict on every sentence of a text, as of now."""
    named = tuple(
        NamedPerformer(
            zh=one.performer.name.zh,
            en=one.performer.name.en,
            is_open=one.is_open,
            licensed_projects=tuple(x.project for x in one.licences),
        )
        for one in register(now=now, db=db)
    )
    return rules.check_text(text, counts(now=now, db=db), named)
