"""Compiling what is public: counts, the register, and the verdict on a text. It decides no state."""

import heapq
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice

from propria.consent import actions as consent
from propria.consent import counting
from propria.consent.model import Openness
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId, StatementId
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences.model import PublicLicence
from propria.licences.tally import public_tally
from propria.parties import actions as parties
from propria.parties import counting as ties
from propria.parties.model import Contest, Evidence, Performer
from propria.plumbing.database import Session
from propria.proofs.leaves import NamedPerson
from propria.publicity import rules, rules_names, sentences
from propria.publicity.model import NamedPerformer, PublicCounts, SentenceVerdict
from propria.record import actions as record
from propria.record.names import ids_beginning, ids_named, people_named

READ_AT_ONCE = 200
MOST_NEAR = 8


@dataclass(frozen=True)
class Listed:
    """A performer whom the register shows, and only what they signed. `entry`: the log entry they are listed by."""

    performer: Performer
    openness: Openness | None
    licences: tuple[PublicLicence, ...]
    is_disputed: bool = False
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether they may be asked: declared, and nobody denies it."""
        return self.openness is not None and not self.is_disputed

    @property
    def statements(self) -> tuple[StatementId, ...]:
        """What was signed that lists them: their openness, and both sides' words of each licence."""
        own = () if self.openness is None else (self.openness.id,)
        return (*own, *(statement for licence in self.licences for statement in licence.statements))

    @property
    def entry(self) -> int:
        """The log entry by which they are listed: their openness, else the newest licence that is public."""
        return (
            self.openness.given_at_entry if self.openness else max(x.signed_at_entry for x in self.licences)
        )


def counts(*, now: Instant, db: Session) -> PublicCounts:
    """How many distinct attested people stand in each public state now; whom a denial hides is in none.

    Nor is anybody whom only the operator attests, nor a group, whose members are the people.
    """
    facts = record.facts_of_log(db=db)
    tally = public_tally(now=now, db=db)
    people = parties.performers(tally.licensed, db=db)
    public = {i for i, one in people.items() if _may_list(one, now) and not one.rests_on_operator}
    public -= ties.groups(db=db)
    return PublicCounts(
        open=counting.open_in_public(now=now, db=db),
        licensed=len(tally.licensed & public),
        active=len(tally.active & public),
        not_usable=len(tally.ended),
        checkpoint_size=facts["checkpoint_size"],
        as_of=now,
    )


def register(*, before: int | None = None, now: Instant, db: Session) -> Iterator[Listed]:
    """Everybody whose own signature lists them by name, newest first from before a log entry on; the disputed are marked.

    It reads as far as it is asked for, and whoever asks for a page goes on from the last one's `entry`.
    """
    opened = (
        (o.given_at_entry, o.performer_id) for o in consent.shown_newest_first(before=before, now=now, db=db)
    )
    licensed = (
        (x.signed_at_entry, x.performer_id)
        for x in licences.public_newest_first(before=before, now=now, db=db)
    )
    found = heapq.merge(opened, licensed, reverse=True)
    while some := list(islice(found, READ_AT_ONCE)):
        listed = _listed({i for _, i in some}, now=now, db=db)
        yield from (listed[i] for entry, i in some if i in listed and listed[i].entry == entry)


def counted(*, now: Instant, db: Session) -> Iterator[Listed]:
    """Whoever of the register stands in the counts, newest first: no group, and nobody whom the operator alone attests."""
    groups = ties.groups(db=db)
    listed = register(now=now, db=db)
    return (x for x in listed if not x.performer.rests_on_operator and x.performer.id not in groups)


def shown_open(*, now: Instant, db: Session) -> list[StatementId]:
    """The statements of everybody who is open and counted, and shows their name, newest first."""
    return [x.openness.id for x in counted(now=now, db=db) if x.is_open and x.openness]


def shown_licensed(*, now: Instant, db: Session) -> list[StatementId]:
    """What both sides signed that may be said of the licences of everybody who is counted, newest first."""
    found = counted(now=now, db=db)
    return [statement for x in found for licence in x.licences for statement in licence.statements]


def register_page(*, before: int | None, most: int, now: Instant, db: Session) -> tuple[list[Listed], int]:
    """So many of the register, and the entry to go on before; zero at its end."""
    found = list(islice(register(before=before, now=now, db=db), most + 1))
    return found[:most], found[most - 1].entry if len(found) > most else 0


def _may_list(performer: Performer, now: Instant) -> bool:
    return performer.is_evidenced and performer.contested(now) in (Contest.NONE, Contest.DISPUTED)


def _listed(ids: Set[PerformerId], *, now: Instant, db: Session) -> dict[PerformerId, Listed]:
    """Which of these the register shows."""
    shown, public = consent.shown_of(ids, now=now, db=db), licences.public_of(ids, now=now, db=db)
    people = parties.performers({*shown, *public}, db=db)
    seen = parties.evidence_about_all(people.values(), db=db)
    return {
        i: Listed(one, shown.get(i), public.get(i, ()), one.contested(now) is Contest.DISPUTED, seen[i])
        for i, one in people.items()
        if _may_list(one, now)
    }


def listed(performer_id: str, *, now: Instant, db: Session) -> Listed:
    """One performer of the register; whoever is not on it does not exist here.

    Raises: NotFound(`publicity.not_listed`).
    """
    found = _listed({PerformerId(performer_id)}, now=now, db=db)
    if not found:
        raise NotFound("publicity.not_listed", "Nobody is publicly listed here.")
    return found[PerformerId(performer_id)]


def people_listed(name: str, *, now: Instant, db: Session) -> list[NamedPerson]:
    """Whom the library lists under a name now; who was hidden since the last checkpoint is not among them."""
    found = people_named(name, db=db)
    known = parties.performers([PerformerId(p.public_id) for p in found], db=db)
    return [p for p in found if p.public_id in known and _may_list(known[PerformerId(p.public_id)], now)]


def names_beginning(name: str, *, now: Instant, db: Session) -> list[Performer]:
    """Some whom the register lists under a longer name that begins so, each once."""
    ids = dict.fromkeys(PerformerId(one) for one in ids_beginning(name, MOST_NEAR, db=db))
    listed = _listed(ids.keys(), now=now, db=db)
    return [listed[one].performer for one in ids if one in listed]


def check_claims(text: str, *, now: Instant, db: Session) -> list[SentenceVerdict]:
    """The verdict on every sentence of a text, as of now; of the register it reads only whom the text may name."""
    return rules.check_text(text, counts(now=now, db=db), named_in(text, now=now, db=db))


def named_in(text: str, *, now: Instant, db: Session) -> tuple[NamedPerformer, ...]:
    """Whoever the register lists under a name that stands in the text, and what may be said of them."""
    return tuple(_named(one) for one in listed_in(text, now=now, db=db))


def listed_in(text: str, *, now: Instant, db: Session) -> list[Listed]:
    """Whoever the register lists under a name that stands in the text, newest first."""
    names = rules_names.names_in(text) | rules_names.names_in(sentences.as_read(text))
    ids = sorted(PerformerId(i) for i in ids_named(names, db=db))
    some = (set(ids[start : start + READ_AT_ONCE]) for start in range(0, len(ids), READ_AT_ONCE))
    found = [one for each in some for one in _listed(each, now=now, db=db).values()]
    return sorted(found, key=lambda one: one.entry, reverse=True)


def _named(one: Listed) -> NamedPerformer:
    """What a sentence may say of somebody by name: the titles of their licences in both languages."""
    return NamedPerformer(
        zh=one.performer.name.zh,
        en=one.performer.name.en,
        is_open=one.is_open,
        licensed_projects=_titles(one.licences),
        active_projects=_titles(x for x in one.licences if x.state == Deal.ACTIVE.value),
    )


def _titles(licences: Iterable[PublicLicence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for one in licences for title in one.title))
