"""Minors: their guardians, and their age as two people saw it. The day of birth leaves this module for nobody."""

import hashlib
import secrets

from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.minors import rules as rules_minors
from propria.parties.minors import store as store_minors
from propria.parties.minors import texts
from propria.parties.model import Actor, Birth, Role, Ward
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.rules import ReviewKind
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, Notary, SigningRequest


def draft_guardianship(
    actor: Actor, performer_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the actor is a performer's legal guardian.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`).
    """
    rules.only(Role.REPRESENTATIVE, actor)
    performer = store.performer(performer_id, db=db)
    words = texts.guardianship_stated(store.person(actor.person_id, db=db), performer)
    draft = Draft("guardianship.stated", performer.subject, {"performer": performer.id}, *words)
    sheet = texts.guardianship_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def state_guardianship(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `guardianship.stated`; it gives nothing until two people saw the papers."""
    performer = store.performer(signed.body["performer"], db=db)
    store_minors.add_ward(Ward(performer.id, by, StatementId(signed.statement.id), None), db=db)


def saw_guardian(
    actor: Actor, performer_id: str, guardian_id: str, notary: Notary, *, now: Instant, db: Session
) -> bool:
    """An operator saw a guardian's papers; once a second one did, it is attested. Whether it is now.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_ward`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = store.performer(performer_id, db=db)
    stated = {w.guardian_id: w for w in store_minors.wards(performer_id=performer.id, db=db)}
    if guardian_id not in stated:
        raise NotFound("parties.no_ward", "Nobody signed that they are this performer's guardian.")
    two = reviews.look(actor, ReviewKind.GUARDIAN, performer.id, "seen", beside=guardian_id, now=now, db=db)
    if two is None:
        return False
    guardian = store.person(guardian_id, db=db)
    body = {"performer": performer.id, "guardian": guardian.id, "seen_by": sorted(two)}
    words = Draft(
        "guardianship.attested",
        performer.subject,
        body,
        *texts.guardianship_attested(guardian, performer),
    )
    signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
    store_minors.attest_ward(performer.id, guardian.id, signed.statement.id, db=db)
    return True


def saw_birth(
    actor: Actor, performer_id: str, born_on: str, notary: Notary, *, now: Instant, db: Session
) -> bool:
    """An operator read a performer's day of birth in a document; once a second one read the same, it is evidence.

    The log holds a salted hash of the day, and nobody is shown it. Whether it is attested now.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`), Refused(`parties.birth_unreadable`,
    `parties.seen_otherwise`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = store.performer(performer_id, db=db)
    day = rules_minors.readable_birth(born_on, now)
    two = reviews.look(actor, ReviewKind.BIRTH, performer.id, day.isoformat(), now=now, db=db)
    if two is None:
        return False
    salt = secrets.token_hex(32)
    body = {
        "performer": performer.id,
        "born_sha256": digest_of(salt, day.isoformat()),
        "seen_by": sorted(two),
    }
    words = Draft("birth.attested", performer.subject, body, *texts.birth_attested(performer))
    signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
    kept = Birth(performer.id, day, salt, StatementId(signed.statement.id))
    store_minors.put_birth(kept, db=db)
    return True


def digest_of(salt: str, born_on: str) -> str:
    """What the log's statement says of a day of birth."""
    return hashlib.sha256(f"{salt} {born_on}".encode()).hexdigest()


def adult_at(performer_id: str, *, db: Session) -> Instant | None:
    """When a performer comes of age, for rules that end or cap by it; None where no birth is evidenced."""
    birth = store_minors.birth(performer_id, db=db)
    return None if birth is None else rules_minors.birthday(birth.born_on, rules_minors.ADULT_AT)


def is_minor(performer_id: str, *, now: Instant, db: Session) -> bool:
    """Whether a performer is known to be under eighteen now."""
    return rules_minors.is_minor(store_minors.birth(performer_id, db=db), now)


def is_guardian(person_id: str, performer_id: str, *, now: Instant, db: Session) -> bool:
    """Whether a person is an attested guardian of a performer who is a minor now."""
    mine = store_minors.wards(performer_id=performer_id, guardian_id=person_id, db=db)
    attested = any(w.attested_by is not None for w in mine)
    return attested and is_minor(performer_id, now=now, db=db)


def wards_of(person_id: str, *, now: Instant, db: Session) -> set[PerformerId]:
    """The minors for whom a person signs as their guardian now."""
    mine = store_minors.wards(guardian_id=person_id, db=db)
    return {
        w.performer_id for w in mine if w.attested_by is not None and is_minor(w.performer_id, now=now, db=db)
    }
