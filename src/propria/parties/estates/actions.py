"""A performer's death and their estate, each as two people saw it in papers. What was licensed is not decided here."""

from collections.abc import Mapping

from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.estates import rules as rules_estates
from propria.parties.estates import store as store_estates
from propria.parties.estates import texts
from propria.parties.events import PerformerDied, PerformerLives
from propria.parties.groups import store as store_groups
from propria.parties.model import Actor, Death, Heir, Performer, Role
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.rules import ReviewKind
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.record import actions as record
from propria.record.model import Draft, Notary


def saw_death(
    actor: Actor, performer_id: str, died_on: str, notary: Notary, *, now: Instant, db: Session
) -> bool:
    """An operator saw the papers of a death; once a second one saw the same day, it is so. Whether it is now.

    Mandates freeze, the performer's keys and sessions end, openness lapses; what is to outlive them goes on.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`), Refused(`parties.death_unreadable`,
    `parties.seen_otherwise`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = store.performer(performer_id, db=db)
    day = rules_estates.readable_death(died_on, now)
    two = reviews.look(actor, ReviewKind.DEATH, performer.id, day.isoformat(), now=now, db=db)
    if two is None:
        return False
    body = {"performer": performer.id, "died_on": day.isoformat(), "seen_by": sorted(two)}
    words = Draft("death.attested", performer.subject, body, *texts.death_attested(performer, day))
    signed, receipt = record.sign_as_operator(words, notary, now=now, db=db)
    kept = Death(performer.id, day, StatementId(signed.statement.id), receipt.entry_index, now)
    store_estates.add_death(kept, db=db)
    if performer.person_id is not None:
        store_estates.close_sessions(performer.person_id, db=db)
    publish(PerformerDied(performer.id, receipt.entry_index, now), db=db)
    return True


def saw_alive(actor: Actor, performer_id: str, notary: Notary, *, now: Instant, db: Session) -> bool:
    """An operator saw that somebody recorded as dead is alive; once a second one did, the record counts no more.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`), Refused(`parties.is_alive`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = store.performer(performer_id, db=db)
    death = _death(performer, db=db)
    two = reviews.look(actor, ReviewKind.ALIVE, performer.id, "seen", now=now, db=db)
    if two is None:
        return False
    body = {"performer": performer.id, "target": death.statement_id, "seen_by": sorted(two)}
    words = Draft("death.corrected", performer.subject, body, *texts.death_corrected(performer))
    record.sign_as_operator(words, notary, now=now, db=db)
    store_estates.drop_death(performer.id, db=db)
    store_estates.put_heirs(performer.id, [], db=db)
    publish(PerformerLives(performer.id, now), db=db)
    return True


def _death(performer: Performer, *, db: Session) -> Death:
    death = store_estates.death(performer.id, db=db)
    if death is None:
        raise Refused("parties.is_alive", "No death of this performer is recorded.")
    return death


def saw_estate(
    actor: Actor, performer_id: str, shares: Mapping[str, int], notary: Notary, *, now: Instant, db: Session
) -> bool:
    """An operator saw who holds an estate, all of it, in basis points; once a second one saw the same, they are its holders.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`, `parties.no_person`),
    Refused(`parties.is_alive`, `parties.shares_not_whole`, `parties.seen_otherwise`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = store.performer(performer_id, db=db)
    _death(performer, db=db)
    parts = rules_estates.readable_shares(shares)
    holders = {store.person(person_id, db=db): share for person_id, share in parts.items()}
    two = reviews.look(
        actor, ReviewKind.ESTATE, performer.id, rules_estates.shares_digest(parts), now=now, db=db
    )
    if two is None:
        return False
    body = {
        "performer": performer.id,
        "holders": [{"person": who, "share": str(share)} for who, share in parts.items()],
        "seen_by": sorted(two),
    }
    words = Draft("estate.attested", performer.subject, body, *texts.estate_attested(performer, holders))
    signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
    by = StatementId(signed.statement.id)
    heirs = [Heir(performer.id, who.id, share, by) for who, share in holders.items()]
    store_estates.put_heirs(performer.id, heirs, db=db)
    return True


def death_of(performer_id: str, *, db: Session) -> Death | None:
    """A performer's death, or that of one of a group, if two people saw it."""
    own = store_estates.death(performer_id, db=db)
    if own is not None:
        return own
    deaths = (store_estates.death(m.performer_id, db=db) for m in store_groups.members(performer_id, db=db))
    return next((death for death in deaths if death is not None), None)


def heirs_of(performer_id: str, *, db: Session) -> list[Heir]:
    """Everybody who holds a part of a performer's estate; nobody while they live or nobody's papers were seen."""
    return store_estates.heirs(performer_id=performer_id, db=db)


def shares_at(performer_id: str, at: Instant, *, db: Session) -> dict[str, int]:
    """Who held a performer's estate at an instant, and their parts in basis points, as it was attested; nobody's while
    nothing was, or the death was found to be an error."""
    if not heirs_of(performer_id, db=db):
        return {}
    said = record.statements_of_type("estate.attested", "death.corrected", db=db)
    mine = [s for s in said if s.statement.body["performer"] == performer_id and s.logged_at <= at]
    if not mine or mine[-1].statement.type == "death.corrected":
        return {}
    return {one["person"]: int(one["share"]) for one in mine[-1].statement.body["holders"]}


def estates_of(person_id: str, *, db: Session) -> set[PerformerId]:
    """The performers of whose estates a person holds a part."""
    return {one.performer_id for one in store_estates.heirs(person_id=person_id, db=db)}


def speaks_for(person_id: str, performer: Performer, *, db: Session) -> bool:
    """Whether a person says things in the performer's own right: they themselves, after their death a holder, of a group
    each member."""
    members = store_groups.members(performer.id, db=db)
    if members:
        people = store.performers([m.performer_id for m in members], db=db).values()
        return any(speaks_for(person_id, one, db=db) for one in people)
    if store_estates.death(performer.id, db=db) is None:
        return performer.person_id == person_id
    return any(one.person_id == person_id for one in heirs_of(performer.id, db=db))


def refuse_alone(person_id: PersonId, performer_id: str, *, db: Session) -> None:
    """What ends something for good takes every holder. Raises: Refused(`parties.all_holders_needed`)."""
    rules_estates.acts_alone(person_id, heirs_of(performer_id, db=db))
