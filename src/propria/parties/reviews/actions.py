"""What takes two of the operator's people: who looked first, who has yet to look, and what was refused and why."""

from propria.kernel.errors import NotFound
from propria.kernel.ids import PREFIXES, PersonId
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.events import ReviewRefused
from propria.parties.identity import vouching
from propria.parties.minors import rules as rules_minors
from propria.parties.minors import store as store_minors
from propria.parties.model import Actor, Performer, Person, Role
from propria.parties.reviews import rules as rules_reviews
from propria.parties.reviews import texts
from propria.parties.reviews.rules import Review, ReviewKind
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.record import actions as record
from propria.record.model import Draft, Notary

REFUSED = "review.refused"


def look(
    actor: Actor, kind: ReviewKind, about: str, value: str, *, beside: str = "", now: Instant, db: Session
) -> tuple[PersonId, PersonId] | None:
    """Keep what one of the operator's people saw; the two of them, once a second one saw the same.

    Raises: Forbidden(`parties.wrong_role`), Refused(`parties.voucher_flagged`, `parties.seen_otherwise`).
    """
    rules.only(Role.OPERATOR, actor)
    vouching.may_vouch(actor.person_id, db=db)
    what = rules_reviews.name_of(kind, about, beside)
    two = rules_minors.both_saw(store_minors.saw(what, actor.person_id, value, now, db=db))
    if two is not None:
        store_minors.forget_seen(what, db=db)
    return two


def waiting(actor: Actor, *, db: Session) -> list[Review]:
    """What waits for somebody of the operator's, whoever looked first, oldest first; last what nobody looked at.

    Raises: Forbidden(`parties.wrong_role`).
    """
    rules.only(Role.OPERATOR, actor)
    begun = [
        Review(*rules_reviews.read_name(what), first, since)
        for what, first, since in store_minors.first_looks(db=db)
    ]
    known = {one.what for one in begun} | _refused(db=db)
    stated = [
        Review(ReviewKind.GUARDIAN, ward.performer_id, ward.guardian_id)
        for ward in store_minors.wards(db=db)
        if ward.attested_by is None
    ]
    return begun + [one for one in stated if one.what not in known]


def _refused(*, db: Session) -> set[str]:
    said = record.statements_of_type(REFUSED, db=db)
    return {str(one.statement.body["review"]) for one in said}


def refuse(actor: Actor, what: str, why: str, notary: Notary, *, now: Instant, db: Session) -> None:
    """One of the operator's people ends a review with a reason: what was seen so far counts no more, and the log says so.

    It may be begun again with other papers. Whoever it is about hears why.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_review`), Malformed(`parties.no_such_reason`).
    """
    found = next((one for one in waiting(actor, db=db) if one.what == what), None)
    if found is None:
        raise NotFound("parties.no_review", "No such review waits; somebody may have settled it.")
    reason = rules_reviews.readable_reason(why)
    about, concerned = _concerned(found, db=db)
    body = {"review": found.what, "why": reason.value, "by": actor.person_id}
    words = texts.refused(found.kind, about.name, reason)
    record.sign_as_operator(Draft(REFUSED, about.subject, body, *words), notary, now=now, db=db)
    store_minors.forget_seen(found.what, db=db)
    publish(ReviewRefused(found.what, concerned, *words, now), db=db)


def whom(found: Review, *, db: Session) -> Performer | Person:
    """Whom a review is about: a performer, or somebody else by themselves."""
    is_person = found.about.startswith(f"{PREFIXES['person']}_")
    return store.person(found.about, db=db) if is_person else store.performer(found.about, db=db)


def _concerned(found: Review, *, db: Session) -> tuple[Performer | Person, tuple[PersonId, ...]]:
    """Whom a review is about, and who hears of it; a death is told to nobody by this."""
    performer = whom(found, db=db)
    if isinstance(performer, Person):
        return performer, (performer.id,)
    if found.kind in (ReviewKind.DEATH, ReviewKind.ALIVE, ReviewKind.ESTATE):
        return performer, ()
    people = [performer.person_id, PersonId(found.beside) if found.beside else None]
    return performer, tuple(person for person in people if person is not None)
