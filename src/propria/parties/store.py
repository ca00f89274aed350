"""The only SQL of parties."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import CreatorId, KeyId, MandateId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import tables as t
from propria.parties.model import Contest, Creator, Mandate, Name, Performer, Person, Power, Role, SigningKey
from propria.plumbing.database import Session
from propria.proofs.envelopes import PublicKey
from propria.proofs.names import fold_name
from propria.scope import Scope

ASKED_AT_ONCE = 5_000


def _person(row: Any) -> Person:
    return Person(
        PersonId(row.id),
        SubjectId(row.subject),
        Name(row.name_zh, row.name_en),
        Role(row.role),
        row.demo_name,
    )


def _performer(row: Any) -> Performer:
    return Performer(
        id=PerformerId(row.id),
        subject=SubjectId(row.subject),
        name=Name(row.name_zh, row.name_en),
        person_id=row.person_id,
        domain=row.domain,
        evidenced_at=row.evidenced_at,
        imported_at=row.imported_at,
        import_expires_at=row.import_expires_at,
        contest=Contest(row.contest),
        hides_at=row.hides_at,
        by_operator=row.by_operator,
    )


def add_person(person: Person, *, db: Session) -> None:
    """Keep a new person."""
    values = {
        "id": person.id,
        "name_zh": person.name.zh,
        "name_en": person.name.en,
        "role": person.role.value,
        "subject": person.subject,
        "demo_name": person.demo_name,
    }
    db.execute(insert(t.person).values(values))


def person(person_id: str, *, db: Session) -> Person:
    """One person. Raises: NotFound(`parties.no_person`)."""
    row = db.execute(select(t.person).where(t.person.c.id == person_id)).first()
    if row is None:
        raise NotFound("parties.no_person", "There is no such person.")
    return _person(row)


def person_in_demo(demo_name: str, *, db: Session) -> Person | None:
    """The member of the demo's cast with this short name."""
    row = db.execute(select(t.person).where(t.person.c.demo_name == demo_name)).first()
    return None if row is None else _person(row)


def people_in_demo(*, db: Session) -> list[Person]:
    """The demo's whole cast, by short name."""
    rows = db.execute(
        select(t.person).where(t.person.c.demo_name.is_not(None)).order_by(t.person.c.demo_name)
    )
    return [_person(row) for row in rows]


def add_performers(performers: Iterable[Performer], contacts: Iterable[str | None], *, db: Session) -> None:
    """Keep new profiles, each with its private contact."""
    rows = [
        {
            "id": p.id,
            "subject": p.subject,
            "name_zh": p.name.zh,
            "name_en": p.name.en,
            "folded_zh": fold_name(p.name.zh),
            "folded_en": fold_name(p.name.en),
            "person_id": p.person_id,
            "domain": p.domain,
            "evidenced_at": p.evidenced_at,
            "contact": contact,
            "imported_at": p.imported_at,
            "import_expires_at": p.import_expires_at,
        }
        for p, contact in zip(performers, contacts, strict=True)
    ]
    db.execute(insert(t.performer), rows)


def performer(performer_id: str, *, db: Session) -> Performer:
    """One profile. Raises: NotFound(`parties.no_performer`)."""
    return _one_performer(t.performer.c.id == performer_id, db=db)


def performer_by_subject(subject: str, *, db: Session) -> Performer:
    """The profile whose statements carry this subject. Raises: NotFound(`parties.no_performer`)."""
    return _one_performer(t.performer.c.subject == subject, db=db)


def performer_of(person_id: str, *, db: Session) -> Performer:
    """A person's own profile. Raises: NotFound(`parties.no_performer`)."""
    return _one_performer(t.performer.c.person_id == person_id, db=db)


def _one_performer(condition: Any, *, db: Session) -> Performer:
    row = db.execute(select(t.performer).where(condition)).first()
    if row is None:
        raise NotFound("parties.no_performer", "There is no such performer.")
    return _performer(row)


def performers(ids: Iterable[str], *, db: Session) -> dict[PerformerId, Performer]:
    """Several profiles by id; an unknown id is simply not in the answer."""
    every = list(ids)
    found: dict[PerformerId, Performer] = {}
    for start in range(0, len(every), ASKED_AT_ONCE):
        some = every[start : start + ASKED_AT_ONCE]
        rows = db.execute(select(t.performer).where(t.performer.c.id.in_(some)))
        found |= {row.id: _performer(row) for row in rows}
    return found


def contested(*, db: Session) -> set[PerformerId]:
    """Whose profiles somebody denies."""
    denied = [one.value for one in Contest if one is not Contest.NONE]
    rows = db.execute(select(t.performer.c.id).where(t.performer.c.contest.in_(denied)))
    return {PerformerId(row.id) for row in rows}


def unclaimed(*, db: Session) -> list[Performer]:
    """Imported profiles that nobody has claimed; the operator's eyes only."""
    c = t.performer.c
    query = select(t.performer).where(c.person_id.is_(None), c.imported_at.is_not(None))
    rows = db.execute(query.order_by(c.id))
    return [_performer(row) for row in rows]


def drop_expired_imports(now: Instant, *, db: Session) -> int:
    """Forget imports past their date; how many went."""
    old = delete(t.performer).where(t.performer.c.person_id.is_(None), t.performer.c.import_expires_at <= now)
    return db.execute(old).rowcount


def contest(performer_id: str, how: Contest, hides_at: Instant | None, *, db: Session) -> None:
    """Where denials leave the profile; a claim that is void is evidenced by nobody any more."""
    values: dict[str, Any] = {"contest": how.value, "hides_at": hides_at}
    if how is Contest.VOID:
        values["evidenced_at"] = None
        db.execute(delete(t.evidence).where(t.evidence.c.party_id == performer_id))
    db.execute(update(t.performer).where(t.performer.c.id == performer_id).values(**values))


def people_of(role: Role, *, db: Session) -> list[Person]:
    """Everybody of one role."""
    rows = db.execute(select(t.person).where(t.person.c.role == role.value).order_by(t.person.c.id))
    return [_person(row) for row in rows]


def add_creator(creator: Creator, *, db: Session) -> None:
    """Keep a new creator."""
    values = {
        "id": creator.id,
        "person_id": creator.person_id,
        "name_zh": creator.name.zh,
        "name_en": creator.name.en,
    }
    db.execute(insert(t.creator).values(values))


def _creator(row: Any) -> Creator:
    return Creator(CreatorId(row.id), PersonId(row.person_id), Name(row.name_zh, row.name_en))


def creator(*, creator_id: str, db: Session) -> Creator:
    """One creator. Raises: NotFound(`parties.no_creator`)."""
    row = db.execute(select(t.creator).where(t.creator.c.id == creator_id)).first()
    if row is None:
        raise NotFound("parties.no_creator", "There is no such creator.")
    return _creator(row)


def founded_by(person_id: str, *, db: Session) -> Creator | None:
    """The creator that a person founded."""
    row = db.execute(select(t.creator).where(t.creator.c.person_id == person_id)).first()
    return None if row is None else _creator(row)


def _key(row: Any) -> SigningKey:
    public = PublicKey(row.id, row.kind, row.public, row.rp_id, row.origin)
    return SigningKey(
        public,
        PersonId(row.person_id),
        row.credential_id,
        row.is_bound,
        row.bound_by,
        row.attested_by,
        row.revoked_by,
        row.name,
        row.added_at,
        row.barred_until,
    )


def add_key(key: SigningKey, *, db: Session) -> None:
    """Keep a signing key."""
    values = {
        "id": key.public.key_id,
        "person_id": key.person_id,
        "kind": key.public.kind,
        "public": key.public.public,
        "credential_id": key.credential_id,
        "rp_id": key.public.rp_id,
        "origin": key.public.origin,
        "is_bound": key.is_bound,
        "bound_by": key.bound_by,
        "attested_by": key.attested_by,
        "name": key.name,
        "added_at": key.added_at,
    }
    db.execute(insert(t.signing_key).values(values))


def key(key_id: str, *, db: Session) -> SigningKey:
    """One signing key. Raises: NotFound(`parties.no_key`)."""
    row = db.execute(select(t.signing_key).where(t.signing_key.c.id == key_id)).first()
    if row is None:
        raise NotFound("parties.no_key", "There is no such signing key.")
    return _key(row)


def keys_of(person_id: str, *, db: Session) -> list[SigningKey]:
    """A person's signing keys, oldest first."""
    c = t.signing_key.c
    query = select(t.signing_key).where(c.person_id == person_id)
    return [_key(row) for row in db.execute(query.order_by(c.added_at, c.id))]


def bind_key(key_id: KeyId, bound_by: StatementId, attested_by: StatementId, *, db: Session) -> None:
    """The key stands for its person, by these two statements."""
    change = update(t.signing_key).where(t.signing_key.c.id == key_id)
    db.execute(change.values(is_bound=True, bound_by=bound_by, attested_by=attested_by))


def revoke_key(key_id: str, revoked_by: str, *, db: Session) -> None:
    """The key signs nothing any more, by this statement; revoking again changes nothing."""
    change = update(t.signing_key).where(t.signing_key.c.id == key_id, t.signing_key.c.revoked_by.is_(None))
    db.execute(change.values(revoked_by=revoked_by))


def _mandate(row: Any) -> Mandate:
    return Mandate(
        id=MandateId(row.id),
        performer_id=PerformerId(row.performer_id),
        representative_id=PersonId(row.representative_id),
        powers=frozenset(Power(p) for p in row.powers),
        scopes=tuple(Scope.from_json(s) for s in row.scopes),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        statement_id=StatementId(row.statement_id),
        revoked_at_entry=row.revoked_at_entry,
        parent_id=None if row.parent_id is None else MandateId(row.parent_id),
        floor=None if row.floor is None else Money.from_json(row.floor),
    )


def add_mandate(mandate: Mandate, *, db: Session) -> None:
    """Keep a signed mandate."""
    db.execute(insert(t.mandate).values(mandate_row(mandate)))


def mandate_row(mandate: Mandate) -> dict[str, Any]:
    """What is kept of a mandate."""
    return {
        "id": mandate.id,
        "performer_id": mandate.performer_id,
        "representative_id": mandate.representative_id,
        "powers": sorted(p.value for p in mandate.powers),
        "scopes": [s.to_json() for s in mandate.scopes],
        "starts_at": mandate.starts_at,
        "ends_at": mandate.ends_at,
        "statement_id": mandate.statement_id,
        "revoked_at_entry": mandate.revoked_at_entry,
        "parent_id": mandate.parent_id,
        "floor": None if mandate.floor is None else mandate.floor.to_json(),
    }


def mandates(
    *, performer_id: str | None = None, representative_id: str | None = None, db: Session
) -> list[Mandate]:
    """The mandates of a performer, of a representative, or between the two; newest last."""
    query = select(t.mandate)
    if performer_id is not None:
        query = query.where(t.mandate.c.performer_id == performer_id)
    if representative_id is not None:
        query = query.where(t.mandate.c.representative_id == representative_id)
    return [_mandate(row) for row in db.execute(query.order_by(t.mandate.c.starts_at, t.mandate.c.id))]


def mandate(mandate_id: str, *, db: Session) -> Mandate:
    """One mandate. Raises: NotFound(`parties.no_mandate`)."""
    row = db.execute(select(t.mandate).where(t.mandate.c.id == mandate_id)).first()
    if row is None:
        raise NotFound("parties.no_mandate", "There is no such mandate.")
    return _mandate(row)


def revoke_mandate(mandate_id: str, entry_index: int, *, db: Session) -> None:
    """The mandate ends before this log entry; revoking again changes nothing."""
    change = update(t.mandate).where(t.mandate.c.id == mandate_id, t.mandate.c.revoked_at_entry.is_(None))
    db.execute(change.values(revoked_at_entry=entry_index))


def add_session(token_hash: bytes, person_id: str, expires_at: Instant, *, db: Session) -> None:
    """Remember that whoever shows this token's preimage is the person."""
    values = {"token_hash": token_hash, "person_id": person_id, "expires_at": expires_at}
    db.execute(insert(t.session).values(values))


def session_person(token_hash: bytes, now: Instant, *, db: Session) -> str | None:
    """Whose session this is, if it has not ended."""
    found = select(t.session.c.person_id).where(
        t.session.c.token_hash == token_hash, t.session.c.expires_at > now
    )
    return db.execute(found).scalar()


def drop_session(token_hash: bytes, *, db: Session) -> None:
    """End a session."""
    db.execute(delete(t.session).where(t.session.c.token_hash == token_hash))


def add_challenge(
    challenge_id: str, person_id: str | None, value: bytes, expires_at: Instant, *, db: Session
) -> None:
    """Keep a sign-in challenge until it is answered once."""
    values = {"id": challenge_id, "person_id": person_id, "challenge": value, "expires_at": expires_at}
    db.execute(insert(t.challenge).values(values))


def challenge(challenge_id: str, now: Instant, *, db: Session) -> tuple[str | None, bytes] | None:
    """(whose, value) of a challenge that is still open."""
    row = db.execute(
        select(t.challenge).where(t.challenge.c.id == challenge_id, t.challenge.c.expires_at > now)
    ).first()
    return None if row is None else (row.person_id, row.challenge)


def take_challenge(challenge_id: str, now: Instant, *, db: Session) -> tuple[str | None, bytes] | None:
    """(whose, value) of a challenge that is still open; it is gone afterwards."""
    found = challenge(challenge_id, now, db=db)
    db.execute(
        delete(t.challenge).where((t.challenge.c.id == challenge_id) | (t.challenge.c.expires_at <= now))
    )
    return found


def add_passkey(
    credential_id: bytes, person_id: str, public_key: bytes, sign_count: int, *, db: Session
) -> None:
    """Keep a sign-in credential."""
    values = {
        "credential_id": credential_id,
        "person_id": person_id,
        "public_key": public_key,
        "sign_count": sign_count,
    }
    db.execute(insert(t.passkey).values(values))


def passkey(credential_id: bytes, *, db: Session) -> Any | None:
    """A sign-in credential's row: person_id, public_key, sign_count."""
    return db.execute(select(t.passkey).where(t.passkey.c.credential_id == credential_id)).first()


def count_sign(credential_id: bytes, sign_count: int, *, db: Session) -> None:
    """Remember the authenticator's counter."""
    db.execute(
        update(t.passkey).where(t.passkey.c.credential_id == credential_id).values(sign_count=sign_count)
    )
