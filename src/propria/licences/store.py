"""The only SQL of licences."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, func, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import ContractId, CreatorId, LicenceId, PerformerId, PermitId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.licences import tables as t
from propria.licences.model import Licence, Permit, Version
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared
from propria.scope import Scope, Use

_COLUMNS = [
    *(column for column in t.licence.c if column.name != "scope"),
    cast(t.licence.c.scope, Text).label("scope"),
]
_ANY = select(*_COLUMNS)
"""A licence's row with its scope as text: it is read once for its text."""

# Every reservation runs these.
_ONE = _ANY.where(t.licence.c.id == bindparam("licence"))
_LICENCE, _LOCKED = Prepared(_ONE), Prepared(_ONE.with_for_update())
_USED = Prepared(select(t.used).where(t.used.c.licence_id == bindparam("licence")))
_NONCE = Prepared(
    select(t.permit.c.id).where(
        t.permit.c.licence_id == bindparam("licence"), t.permit.c.nonce == bindparam("nonce")
    )
)
_ADD_PERMIT = Prepared(insert(t.permit))


def _consume(insert: Any) -> Any:
    more = insert(t.used)
    added = {"amount": t.used.c.amount + more.excluded.amount}
    return more.on_conflict_do_update(index_elements=["licence_id", "unit"], set_=added)


_CONSUME = Prepared.insert(_consume)


def add(licence: Licence, *, db: Session) -> None:
    """Keep a frozen licence."""
    values = {
        "id": licence.id,
        "contract_id": licence.contract_id,
        "performer_id": licence.performer_id,
        "subject": licence.subject,
        "creator_id": licence.creator_id,
        "project": licence.project,
        "project_title": list(licence.project_title),
        "scope": licence.scope.to_json(),
        "starts_at": licence.starts_at,
        "ends_at": licence.ends_at,
        "notice_ends_at": licence.notice_ends_at,
        "funds_currency": licence.funds_needed.currency,
        "funds_minor": licence.funds_needed.minor,
        "funds_held_at": licence.funds_held_at,
        "shown_by_performer": licence.shown_by_performer,
        "shown_by_creator": licence.shown_by_creator,
        "signed_at_entry": licence.signed_at_entry,
        "signed_at": licence.signed_at,
        "withdrawn_at_entry": licence.withdrawn_at_entry,
        "withdrawn_at": licence.withdrawn_at,
        "held_at_entry": licence.held_at_entry,
        "disputed_at_entry": licence.disputed_at_entry,
        "version": licence.version,
    }
    db.execute(insert(t.licence).values(values))


@lru_cache(maxsize=4096)
def _scope(text: str) -> Scope:
    """A row's scope, from its text."""
    return Scope.from_json(json.loads(text))


def _licence(row: Any) -> Licence:
    return Licence(
        id=LicenceId(row.id),
        contract_id=ContractId(row.contract_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        creator_id=CreatorId(row.creator_id),
        project=row.project,
        project_title=(row.project_title[0], row.project_title[1]),
        scope=_scope(row.scope),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        notice_ends_at=row.notice_ends_at,
        funds_needed=Money(row.funds_currency, row.funds_minor),
        funds_held_at=row.funds_held_at,
        shown_by_performer=row.shown_by_performer,
        shown_by_creator=row.shown_by_creator,
        signed_at_entry=row.signed_at_entry,
        signed_at=row.signed_at,
        withdrawn_at_entry=row.withdrawn_at_entry,
        withdrawn_at=row.withdrawn_at,
        held_at_entry=row.held_at_entry,
        disputed_at_entry=row.disputed_at_entry,
        version=row.version,
    )


def licence(licence_id: str, *, lock: bool, db: Session) -> Licence:
    """One licence; `lock` keeps others from reserving under it until this transaction ends.

    Raises: NotFound(`licences.no_licence`).
    """
    found = db.rows(_LOCKED if lock else _LICENCE, licence=licence_id)
    if not found:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return _licence(found[0])


def of_contract(contract_id: str, *, db: Session) -> Licence | None:
    """The licence that a contract gave, or of which it froze a later version."""
    held = t.licence.join(t.version, t.version.c.licence_id == t.licence.c.id)
    query = _ANY.select_from(held).where(t.version.c.contract_id == contract_id)
    row = db.execute(query).first()
    return None if row is None else _licence(row)


def add_version(version: Version, *, db: Session) -> None:
    """Keep what a licence allows from an entry on; the licence itself follows."""
    funds = {"funds_currency": version.funds_needed.currency, "funds_minor": version.funds_needed.minor}
    now_in_force = {
        "contract_id": version.contract_id,
        "scope": version.scope.to_json(),
        "starts_at": version.starts_at,
        "ends_at": version.ends_at,
        **funds,
    }
    kept = {
        "licence_id": version.licence_id,
        "number": version.number,
        "kind": version.kind,
        "from_entry": version.from_entry,
        "from_at": version.from_at,
    }
    db.execute(insert(t.version).values(**kept, **now_in_force))
    change = update(t.licence).where(t.licence.c.id == version.licence_id)
    db.execute(change.values(version=version.number, **now_in_force))


def versions(licence_id: str, *, db: Session) -> list[Version]:
    """Every version of a licence, oldest first."""
    query = select(t.version).where(t.version.c.licence_id == licence_id).order_by(t.version.c.number)
    return [
        Version(
            LicenceId(row.licence_id),
            row.number,
            row.kind,
            ContractId(row.contract_id),
            Scope.from_json(row.scope),
            row.starts_at,
            row.ends_at,
            Money(row.funds_currency, row.funds_minor),
            row.from_entry,
            row.from_at,
        )
        for row in db.execute(query)
    ]


def licences(*, performer_id: str | None = None, creator_id: str | None = None, db: Session) -> list[Licence]:
    """Licences of a performer, of a creator, or all, in the order in which they were signed."""
    query = _ANY
    if performer_id is not None:
        query = query.where(t.licence.c.performer_id == performer_id)
    if creator_id is not None:
        query = query.where(t.licence.c.creator_id == creator_id)
    return [_licence(row) for row in db.execute(query.order_by(t.licence.c.signed_at_entry))]


def shown(
    *, before: int | None = None, most: int | None = None, of: Iterable[str] | None = None, db: Session
) -> list[Licence]:
    """Licences that both sides allow to be said, newest first: signed before an entry, at most so many, of these performers."""
    c = t.licence.c
    query = _ANY.where(c.shown_by_performer, c.shown_by_creator)
    query = query if before is None else query.where(c.signed_at_entry < before)
    query = query if of is None else query.where(c.performer_id.in_(list(of)))
    return [_licence(row) for row in db.execute(query.order_by(c.signed_at_entry.desc()).limit(most))]


def count(*, db: Session) -> int:
    """How many licences there are."""
    return int(db.execute(select(func.count()).select_from(t.licence)).scalar_one())


def licences_from(first: int, most: int, *, db: Session) -> list[Licence]:
    """So many licences from the given place on, in the order in which they were signed."""
    c = t.licence.c
    query = _ANY.order_by(c.signed_at_entry, c.id).offset(first).limit(most)
    return [_licence(row) for row in db.execute(query)]


def stop(licence_id: str, entry_index: int, now: Instant, *, db: Session) -> None:
    """The licence is withdrawn from this entry on; doing it again changes nothing."""
    c = t.licence.c
    change = update(t.licence).where(c.id == licence_id, c.withdrawn_at_entry.is_(None))
    db.execute(change.values(withdrawn_at_entry=entry_index, withdrawn_at=now))


def to_warn(now: Instant, before: Instant, most: int, *, db: Session) -> list[Licence]:
    """Licences that end before an instant and whose sides were not yet warned of that."""
    c = t.licence.c
    unwarned = c.warned_of.is_(None) | (c.warned_of != c.ends_at)
    query = _ANY.where(c.ends_at > now, c.ends_at <= before, c.withdrawn_at_entry.is_(None), unwarned)
    return [_licence(row) for row in db.execute(query.order_by(c.ends_at, c.id).limit(most))]


def warned(licence: Licence, *, db: Session) -> None:
    """The sides know when this licence ends."""
    db.execute(update(t.licence).where(t.licence.c.id == licence.id).values(warned_of=licence.ends_at))


def dispute(licence_id: str, entry_index: int | None, *, db: Session) -> None:
    """The licence is disputed from this entry on; None lifts it."""
    db.execute(update(t.licence).where(t.licence.c.id == licence_id).values(disputed_at_entry=entry_index))


def set_funds_held(licence_id: str, now: Instant | None, *, db: Session) -> None:
    """The creator's funds are held, or (None) more is needed than was held."""
    db.execute(update(t.licence).where(t.licence.c.id == licence_id).values(funds_held_at=now))


def show(
    licence_id: str, *, by_performer: bool | None = None, by_creator: bool | None = None, db: Session
) -> None:
    """Whether a side allows the licence to be said in public."""
    said = {"shown_by_performer": by_performer, "shown_by_creator": by_creator}
    values = {name: value for name, value in said.items() if value is not None}
    db.execute(update(t.licence).where(t.licence.c.id == licence_id).values(**values))


def used(licence_id: str, *, db: Session) -> dict[str, int]:
    """Unit → amount that was reserved so far."""
    return {row.unit: row.amount for row in db.rows(_USED, licence=licence_id)}


def consume(licence_id: str, unit: str, amount: int, *, db: Session) -> None:
    """Add to what was reserved."""
    db.run(_CONSUME, [{"licence_id": licence_id, "unit": unit, "amount": amount}])


def add_permit(permit: Permit, *, db: Session) -> None:
    """Keep a permit."""
    values = {
        "id": permit.id,
        "licence_id": permit.licence_id,
        "creator_id": permit.creator_id,
        "use": permit.use.to_json(),
        "nonce": permit.nonce,
        "reserved_at": permit.reserved_at,
        "at_entry": permit.at_entry,
    }
    db.run(_ADD_PERMIT, [values])


def _permit(row: Any) -> Permit:
    use = Use.from_json(row.use)
    return Permit(
        PermitId(row.id),
        LicenceId(row.licence_id),
        CreatorId(row.creator_id),
        use,
        use.amounts,
        row.nonce,
        row.reserved_at,
        row.at_entry,
    )


def has_nonce(licence_id: str, nonce: str, *, db: Session) -> bool:
    """Whether a use with this nonce was reserved before."""
    return bool(db.rows(_NONCE, licence=licence_id, nonce=nonce))


def permit(permit_id: str, *, db: Session) -> Permit:
    """One permit. Raises: NotFound(`licences.no_permit`)."""
    row = db.execute(select(t.permit).where(t.permit.c.id == permit_id)).first()
    if row is None:
        raise NotFound("licences.no_permit", "There is no such permit.")
    return _permit(row)


def reserved_since(
    since: Instant | None, last: Instant, most: int, *, db: Session
) -> tuple[list[Permit], Instant]:
    """The oldest permits in (since, last] and until when they are all: `most` of them, and those of their last instant."""
    at = t.permit.c.reserved_at
    after = at <= last if since is None else (at > since) & (at <= last)
    until = db.execute(select(at).where(after).order_by(at).offset(most - 1).limit(1)).scalar() or last
    rows = db.execute(select(t.permit).where(after, at <= until).order_by(at, t.permit.c.id))
    return [_permit(row) for row in rows], until


def permits(licence_id: str, *, db: Session) -> list[Permit]:
    """Every permit of a licence, oldest first."""
    query = select(t.permit).where(t.permit.c.licence_id == licence_id).order_by(t.permit.c.reserved_at)
    return [_permit(row) for row in db.execute(query)]
