"""Casting profiles: a performer signs what they say of themselves; creators read it while the performer is open under a name."""

from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles import store, texts
from propria.casting.profiles.model import Profile, Stated
from propria.casting.search import meaning
from propria.casting.search import saved as searches
from propria.consent import actions as consent
from propria.kernel.errors import NotFound
from propria.kernel.ids import PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties import rules as parties_rules
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

STATED = "profile.stated"


def draft(actor: Actor, profile: Profile, *, return_url: str, now: Instant, db: Session) -> SigningRequest:
    """Write down a profile for the performer's own signature.

    Raises: NotFound(`parties.no_performer`), Malformed(`casting.profile_unclear`).
    """
    performer = parties.own_profile(actor, db=db)
    said = rules_profiles.checked(profile)
    body = {"performer": performer.id, "profile": said.to_json()}
    words = Draft(STATED, performer.subject, body, *texts.stated(performer, said))
    return record.draft(words, actor.person_id, texts.SHEET, return_url=return_url, now=now, db=db)


def state(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `profile.stated`; the newest counts. Raises: Forbidden(`parties.not_yours`)."""
    performer = parties.performer(signed.body["performer"], db=db)
    parties_rules.is_own(by, performer)
    profile = Profile.from_json(signed.body["profile"])
    made = Stated(
        performer.id, StatementId(signed.statement.id), profile, _meaning(profile.text), entry_index
    )
    store.keep(made, db=db)
    searches.tell_of(performer.id, now=now, db=db)


def _meaning(text: str) -> bytes:
    model = meaning.encoder() if text else None
    return b"" if model is None else meaning.meant(model, [text])[0].tobytes()


def own(actor: Actor, *, db: Session) -> Profile:
    """What the actor signed last; an empty profile where they never did. Raises: NotFound(`parties.no_performer`)."""
    performer = parties.own_profile(actor, db=db)
    found = store.newest([performer.id], db=db)
    return found[performer.id].profile if performer.id in found else Profile()


def read(actor: Actor, performer_id: str, *, now: Instant, db: Session) -> Profile:
    """The profile of somebody who is open under their name, for creators alone.

    Raises: NotFound(`parties.no_creator`, `parties.no_performer`).
    """
    parties.own_creator(actor, db=db)
    given = consent.find_openness(performer_id, now=now, db=db)
    hidden = performer_id in parties.contested(db=db)
    found = store.newest([performer_id], db=db)
    if given is None or not given.shows_name or hidden or not found:
        raise NotFound("parties.no_performer", "There is no such performer.")
    return next(iter(found.values())).profile
