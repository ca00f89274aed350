"""The only SQL of the ledger: rows go in once; running totals follow them in the same transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, bindparam, case, cast, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from propria.kernel.errors import Refused
from propria.kernel.ids import CreatorId, LicenceId, OutputId, PerformerId, TransferId, UseId
from propria.kernel.money import Money
from propria.kernel.time import Instant, wire
from propria.plumbing.database import Session
from propria.royalties import kept, pricing, rules, tables
from propria.royalties.model import (
    COUNTED,
    SIDES,
    Account,
    AccountKind,
    Basis,
    Compensation,
    Converted,
    Posting,
    SoFar,
    Transfer,
    TransferKind,
    Use,
    Used,
)

_MICRO = Decimal(1_000_000)


def add_transfers(rows: Sequence[Transfer], *, db: Session) -> None:
    """Write transfers and move the running totals of the accounts that have them.

    Raises: Refused(`royalties.funds_not_held`, `royalties.overdrawn`, `royalties.written_twice`).
    """
    if not rows:
        return
    moved = {each: sums for each, sums in rules.totals(rows).items() if each.kind in COUNTED}
    standing = _standing([each.id for each in moved], db=db)
    for each, (debits, credits) in moved.items():
        before = standing.get(each.id, (0, 0))
        rules.check_side(each, before[0] + debits, before[1] + credits)
    first, *rest = (_row(each) for each in rows)
    _insert_once(tables.transfer, first, ["id"], db=db)
    if rest:
        db.execute(tables.transfer.insert(), rest)
    _move(moved, db=db)


def add_posting(posting: Posting, *, db: Session) -> None:
    """Write one revision of a use, its transfers and its clause's totals. Raises: as `add_transfers`."""
    use, before = posting.use, Decimal(0)
    if posting.revision:
        before = history(use.id, use.clause, db=db)[-1].use.quantity
    _insert_once(tables.use, _use_row(posting), ["use_id", "clause", "revision"], db=db)
    add_transfers(posting.transfers, db=db)
    _upsert(
        tables.clause_total,
        {
            "licence_id": use.licence_id,
            "terms": pricing.terms_key(posting.compensation),
            "clause": use.clause,
        },
        {"currency": posting.change.currency},
        {"quantity_micro": _micro(use.quantity - before), "charged_minor": posting.change.minor},
        db=db,
    )


def so_far(licence_id: str, compensation: Compensation, *, db: Session) -> SoFar:
    """What a licence has used under this compensation so far and under its others, and what was charged for all of it."""
    query = select(tables.clause_total).where(tables.clause_total.c.licence_id == licence_id)
    currency = compensation.lines[0].unit_price.currency
    quantities: dict[str, dict[str, Decimal]] = {pricing.terms_key(compensation): {}}
    charged = 0
    for row in db.execute(query):
        charged += row.charged_minor if row.currency == currency else 0
        quantities.setdefault(row.terms, {})[row.clause] = row.quantity_micro / _MICRO
    own = quantities.pop(pricing.terms_key(compensation))
    others = _terms_of(licence_id, db=db) if quantities else {}
    used = tuple(Used(others[key], sums) for key, sums in quantities.items())
    return SoFar(own, Money(currency, charged), used)


def _terms_of(licence_id: str, *, db: Session) -> dict[str, Compensation]:
    """Every compensation that a licence was charged under, by its key."""
    text = cast(tables.use.c.compensation, Text)
    rows = db.execute(select(text).where(tables.use.c.licence_id == licence_id).distinct()).scalars()
    found = (kept.from_json(json.loads(row)) for row in rows)
    return {pricing.terms_key(each): each for each in found}


def history(use_id: str, clause: str, *, db: Session) -> list[Posting]:
    """Every revision of a use under a clause, first to last; empty if it was never posted."""
    moved, use = tables.transfer.c, tables.use.c
    rows = transfers((moved.use_id == use_id) & (moved.clause == clause), db=db)
    query = select(tables.use).where(use.use_id == use_id, use.clause == clause).order_by(use.revision)
    return [
        _posting(row, [each for each in rows if each.revision == row.revision]) for row in db.execute(query)
    ]


def transfer(transfer_id: str, *, db: Session) -> Transfer | None:
    """One transfer by id."""
    found = transfers(tables.transfer.c.id == transfer_id, db=db)
    return found[0] if found else None


def transfers(condition: ColumnElement[bool] | None = None, *, db: Session) -> list[Transfer]:
    """Transfers in the order in which they were written."""
    query = select(tables.transfer).order_by(tables.transfer.c.ordinal)
    return [_transfer(row) for row in db.execute(query if condition is None else query.where(condition))]


def touching(accounts: Iterable[Account], *, before: Instant | None = None, db: Session) -> list[Transfer]:
    """Transfers into or out of any of the accounts, in order, all or those written before an instant."""
    ids = [each.id for each in accounts]
    table = tables.transfer
    condition = or_(table.c.debit.in_(ids), table.c.credit.in_(ids))
    return transfers(condition if before is None else condition & (table.c.at < before), db=db)


def postings_of(payee_rows: Iterable[Transfer], *, db: Session) -> dict[tuple[str, str, int], Posting]:
    """The revisions that transfers belong to, by use, clause and revision, without their transfers."""
    ids = sorted({str(row.use_id) for row in payee_rows if row.use_id})
    found: dict[tuple[str, str, int], Posting] = {}
    for start in range(0, len(ids), 500):
        query = select(tables.use).where(tables.use.c.use_id.in_(ids[start : start + 500]))
        for row in db.execute(query):
            found[row.use_id, row.clause, row.revision] = _posting(row, [])
    return found


def unsettled(licence_id: str, *, db: Session) -> list[list[Transfer]]:
    """The transfers of each use of a licence that still waits for funds, the use first charged first."""
    rows = transfers(tables.transfer.c.licence_id == licence_id, db=db)
    uses: dict[tuple[str, str | None], list[Transfer]] = {}
    for row in rows:
        if row.use_id is not None:
            uses.setdefault((row.use_id, row.clause), []).append(row)
    return [each for each in uses.values() if rules.awaiting_by_payee(each)]


def escrows(*, db: Session) -> list[tuple[Account, Money]]:
    """Every licence's escrow that holds something, by name."""
    table = tables.account.c
    query = select(tables.account).where(table.id.startswith(f"{AccountKind.ESCROW}:", autoescape=True))
    query = query.where(table.credits_minor > table.debits_minor).order_by(table.id)
    found = ((Account.from_id(row.id), row.credits_minor - row.debits_minor) for row in db.execute(query))
    return [(account, Money(account.currency, minor)) for account, minor in found]


def balance(account: Account, *, db: Session) -> Money:
    """Credits less debits of an account; from the running total where there is one, else summed."""
    if account.kind in COUNTED:
        debits, credits = _standing([account.id], db=db).get(account.id, (0, 0))
        return Money(account.currency, credits - debits)
    return Money(account.currency, _summed(account.id, db=db))


def balances(*, db: Session) -> dict[Account, tuple[int, int]]:
    """Debits and credits of every account, summed from the transfers."""
    table = tables.transfer
    sums: dict[Account, tuple[int, int]] = {}
    for column, is_debit in ((table.c.debit, True), (table.c.credit, False)):
        query = select(column.label("name"), func.sum(table.c.amount_minor).label("total")).group_by(column)
        for row in db.execute(query):
            debits, credits = sums.get(Account.from_id(row.name), (0, 0))
            total = int(row.total)
            sums[Account.from_id(row.name)] = (total, credits) if is_debit else (debits, total)
    return sums


def running_totals(*, db: Session) -> dict[str, tuple[int, int]]:
    """Debits and credits of every account that has a running total, as kept."""
    return {row.id: (row.debits_minor, row.credits_minor) for row in db.execute(select(tables.account))}


def all_uses(*, db: Session) -> list[Posting]:
    """Every revision of every use, without transfers, in order of use, clause and revision."""
    query = select(tables.use).order_by(tables.use.c.use_id, tables.use.c.clause, tables.use.c.revision)
    return [_posting(row, []) for row in db.execute(query)]


def revisions_of(use_id: str, *, db: Session) -> list[Posting]:
    """Every revision of one use under every clause, without transfers."""
    use = tables.use.c
    query = select(tables.use).where(use.use_id == use_id).order_by(use.clause, use.revision)
    return [_posting(row, []) for row in db.execute(query)]


def uses_before(licence_id: str, at: Instant | None, *, db: Session) -> list[Posting]:
    """Every revision of a licence's uses that was posted before an instant, or all, without transfers, in order."""
    use = tables.use.c
    query = select(tables.use).where(use.licence_id == licence_id)
    if at is not None:
        query = query.where(use.posted_at < at)
    return [_posting(row, []) for row in db.execute(query.order_by(use.posted_at, use.use_id, use.revision))]


def unpaid_uses(
    licence_ids: Iterable[str], starts_at: Instant, ends_at: Instant, *, db: Session
) -> list[Posting]:
    """The uses of these licences in a time that changed no charge, in order of posting."""
    use = tables.use.c
    found = []
    for licence_id in sorted(set(licence_ids)):
        query = select(tables.use).where(use.licence_id == licence_id, use.change_minor == 0)
        query = query.where(use.posted_at >= starts_at, use.posted_at < ends_at)
        found += [_posting(row, []) for row in db.execute(query.order_by(use.posted_at, use.use_id))]
    return found


def held_back(until: Instant, *, db: Session) -> list[Transfer]:
    """What stayed back, and becomes payable at `until` or before, and has not yet."""
    table = tables.transfer
    ended = select(table.c.reverses).where(table.c.kind == TransferKind.FREED.value)
    due = (table.c.kind == TransferKind.RETENTION.value) & (table.c.reference <= wire(until))
    return transfers(due & table.c.id.not_in(ended), db=db)


def clause_totals(*, db: Session) -> dict[tuple[str, str, str], tuple[Decimal, int]]:
    """Quantity and charge by licence, terms and clause, as kept."""
    rows = db.execute(select(tables.clause_total))
    return {
        (row.licence_id, row.terms, row.clause): (row.quantity_micro / _MICRO, row.charged_minor)
        for row in rows
    }


def _standing(ids: Sequence[str], *, db: Session) -> dict[str, tuple[int, int]]:
    query = select(tables.account).where(tables.account.c.id.in_(ids))
    return {row.id: (row.debits_minor, row.credits_minor) for row in db.execute(query)}


def _summed(account_id: str, *, db: Session) -> int:
    table = tables.transfer
    signed = case((table.c.credit == account_id, table.c.amount_minor), else_=-table.c.amount_minor)
    touches = or_(table.c.debit == account_id, table.c.credit == account_id)
    return int(db.execute(select(func.coalesce(func.sum(signed), 0)).where(touches)).scalar_one())


def _insert_once(table: Table, row: dict[str, Any], key: list[str], *, db: Session) -> None:
    """Insert a row whose key must be new.

    Where another transaction has just written the same, PostgreSQL then reports a conflict, which is tried
    again and finds it; a plain insert would report a broken constraint.
    Raises: Refused(`royalties.written_twice`).
    """
    make: Any = postgresql.insert if db.dialect_name == "postgresql" else sqlite.insert
    statement = make(table).values(row).on_conflict_do_nothing(index_elements=key)
    if db.execute(statement.returning(table.c[key[0]])).first() is None:
        raise Refused("royalties.written_twice", "This is in the ledger already.", **{n: row[n] for n in key})


def _move(moved: Mapping[Account, tuple[int, int]], *, db: Session) -> None:
    """Add to the running totals; an account that is new starts at zero.

    In two steps: SQLite holds the checks against the row that an upsert proposes, which is no total.
    """
    if not moved:
        return
    table = tables.account
    make: Any = postgresql.insert if db.dialect_name == "postgresql" else sqlite.insert
    opened = [
        {"id": each.id, "side": SIDES[each.kind].value, "debits_minor": 0, "credits_minor": 0}
        for each in sorted(moved)
    ]
    db.execute(make(table).on_conflict_do_nothing(index_elements=["id"]), opened)
    grown = (
        table.update()
        .where(table.c.id == bindparam("account"))
        .values(
            debits_minor=table.c.debits_minor + bindparam("debits"),
            credits_minor=table.c.credits_minor + bindparam("credits"),
        )
    )
    db.execute(
        grown,
        [{"account": each.id, "debits": sums[0], "credits": sums[1]} for each, sums in sorted(moved.items())],
    )


def _upsert(
    table: Table, key: dict[str, Any], fixed: dict[str, Any], added: dict[str, int], *, db: Session
) -> None:
    """Insert the row, or add to its counts."""
    make: Any = postgresql.insert if db.dialect_name == "postgresql" else sqlite.insert
    statement = make(table).values(**key, **fixed, **added)
    grown = {name: table.c[name] + statement.excluded[name] for name in added}
    db.execute(statement.on_conflict_do_update(index_elements=list(key), set_=grown))


def _row(row: Transfer) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "debit": row.debit.id,
        "credit": row.credit.id,
        "currency": row.amount.currency,
        "amount_minor": row.amount.minor,
        "at": row.at,
        "licence_id": row.licence_id,
        "use_id": row.use_id,
        "revision": row.revision,
        "clause": row.clause,
        "reverses": row.reverses,
        "reference": row.reference,
    }


def _transfer(row: Any) -> Transfer:
    return Transfer(
        id=TransferId(row.id),
        kind=TransferKind(row.kind),
        debit=Account.from_id(row.debit),
        credit=Account.from_id(row.credit),
        amount=Money(row.currency, row.amount_minor),
        at=row.at,
        licence_id=LicenceId(row.licence_id) if row.licence_id else None,
        use_id=UseId(row.use_id) if row.use_id else None,
        revision=row.revision,
        clause=row.clause,
        reverses=TransferId(row.reverses) if row.reverses else None,
        reference=row.reference,
    )


def _use_row(posting: Posting) -> dict[str, Any]:
    use = posting.use
    return {
        "use_id": use.id,
        "revision": posting.revision,
        "licence_id": use.licence_id,
        "performer_id": use.performer_id,
        "creator_id": use.creator_id,
        "project_id": use.project_id,
        "project_zh": use.project_zh,
        "project_en": use.project_en,
        "clause": use.clause,
        "unit": posting.unit,
        "quantity_micro": _micro(use.quantity),
        "used_at": use.used_at,
        "output_id": use.output_id,
        "currency": posting.amount.currency,
        "unit_price_minor": posting.unit_price.minor,
        "change_minor": posting.change.minor,
        "amount_minor": posting.amount.minor,
        "basis": posting.basis.value,
        "compensation": kept.to_json(posting.compensation),
        "posted_at": posting.posted_at,
        "reason": posting.reason,
        "origin": None if use.origin is None else use.origin.to_json(),
    }


def _posting(row: Any, rows: list[Transfer]) -> Posting:
    use = Use(
        id=UseId(row.use_id),
        licence_id=LicenceId(row.licence_id),
        performer_id=PerformerId(row.performer_id),
        creator_id=CreatorId(row.creator_id),
        project_id=row.project_id,
        project_zh=row.project_zh,
        project_en=row.project_en,
        clause=row.clause,
        quantity=row.quantity_micro / _MICRO,
        used_at=row.used_at,
        output_id=OutputId(row.output_id) if row.output_id else None,
        origin=Converted.from_json(row.origin) if row.origin else None,
    )
    return Posting(
        use=use,
        revision=row.revision,
        unit=row.unit,
        unit_price=Money(row.currency, row.unit_price_minor),
        change=Money(row.currency, row.change_minor),
        amount=Money(row.currency, row.amount_minor),
        basis=Basis(row.basis),
        posted_at=row.posted_at,
        compensation=kept.from_json(row.compensation),
        transfers=tuple(rows),
        reason=row.reason,
    )


def _micro(quantity: Decimal) -> int:
    return int(quantity * _MICRO)


PAYEE_KINDS = (AccountKind.PAYABLE, AccountKind.RETAINED, AccountKind.AWAITING, AccountKind.FEE)
