"""Pay statements out of the ledger's rows, and their CSV. Pure; the PDF is made in `papers`."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant, wire
from propria.royalties.model import (
    AccountKind,
    Converted,
    PayStatement,
    Posting,
    StatementLine,
    Transfer,
    TransferKind,
)

_EARNED = frozenset({AccountKind.PAYABLE, AccountKind.RETAINED, AccountKind.AWAITING, AccountKind.FEE})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HEADER = (
    "use_id",
    "revision",
    "posted_at",
    "used_at",
    "project_id",
    "project_zh",
    "project_en",
    "licence_id",
    "clause",
    "quantity",
    "unit",
    "unit_price",
    "basis",
    "amount",
    "share_percent",
    "earned",
    "currency",
    "converted_from",
    "rate",
    "rate_on",
    "rate_source",
    "reason",
)


def build(
    payee: str,
    names: tuple[str, str],
    currency: str,
    rows: Sequence[Transfer],
    postings: Mapping[tuple[str, str, int], Posting],
    *,
    starts_at: Instant,
    ends_at: Instant,
    unpaid: Sequence[Posting] = (),
) -> PayStatement:
    """The statement of [starts_at, ends_at) from every row of the payee's accounts before `ends_at`.

    `postings` holds the revisions that the period's rows belong to; `unpaid` those that changed no charge, because a
    guarantee or a minimum covers them. opening + earned - paid = closing.
    """
    before = [row for row in rows if row.at < starts_at]
    during = [row for row in rows if starts_at <= row.at < ends_at]
    opening = _owed(payee, before)
    nothing = [
        _line(payee, each, 0) for each in unpaid if payee in {s.payee for s in each.compensation.shares}
    ]
    lines = tuple(sorted((*_lines(payee, during, postings), *nothing), key=lambda line: line.posted_at))
    payouts = tuple(row for row in during if row.kind is TransferKind.PAYOUT)
    earned = sum(line.earned.minor for line in lines)
    paid = sum(row.amount.minor for row in payouts)
    awaiting = _net(rows, payee, frozenset({AccountKind.AWAITING}))
    held_back = _net(rows, payee, frozenset({AccountKind.RETAINED}))
    return PayStatement(
        payee=payee,
        payee_zh=names[0],
        payee_en=names[1],
        currency=currency,
        starts_at=starts_at,
        ends_at=ends_at,
        lines=lines,
        payouts=payouts,
        opening=Money(currency, opening),
        earned=Money(currency, earned),
        paid=Money(currency, paid),
        closing=Money(currency, opening + earned - paid),
        awaiting=Money(currency, awaiting),
        held_back=Money(currency, held_back),
    )


def to_csv(statement: PayStatement) -> bytes:
    """The lines of a statement as CSV: UTF-8, a header, CRLF; a spreadsheet runs nothing in it.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers never do.
    Source: RFC 4180; OWASP, CSV injection.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in statement.lines:
        writer.writerow(
            (
                line.use_id,
                line.revision,
                wire(line.posted_at),
                wire(line.used_at),
                safe_cell(line.project_id),
                safe_cell(line.project_zh),
                safe_cell(line.project_en),
                line.licence_id,
                safe_cell(line.clause),
                plain_quantity(line.quantity),
                safe_cell(line.unit),
                plain_amount(line.unit_price),
                line.basis.value,
                plain_amount(line.amount),
                f"{line.share_basis_points / 100:.2f}",
                plain_amount(line.earned),
                statement.currency,
                *_origin_cells(line.origin),
                safe_cell(line.reason),
            )
        )
    return out.getvalue().encode()


def _origin_cells(origin: Converted | None) -> tuple[str, str, str, str]:
    if origin is None:
        return ("", "", "", "")
    amount = f"{plain_amount(origin.amount)} {origin.amount.currency}"
    return (amount, plain_rate(origin.rate), origin.on, safe_cell(origin.source))


def plain_rate(rate: Fraction) -> str:
    """A rate to eight significant digits; the ledger keeps it exactly.

    >>> plain_rate(Fraction(71234, 10000))
    '7.1234'
    """
    return f"{float(rate):.8g}"


def safe_cell(text: str) -> str:
    """Text as a cell that no spreadsheet runs.

    >>> safe_cell("=1+1"), safe_cell("《北岸灯塔》")
    ("'=1+1", '《北岸灯塔》')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain_amount(money: Money) -> str:
    """An amount as a bare decimal number, without currency or separators.

    >>> plain_amount(Money("CNY", -1840005)), plain_amount(Money("JPY", 12))
    ('-18400.05', '12')
    """
    return f"{Decimal(money.minor).scaleb(-MINOR_DIGITS[money.currency]):f}"


def plain_quantity(quantity: Decimal) -> str:
    """A quantity without trailing zeros or exponent.

    >>> plain_quantity(Decimal("12.480000")), plain_quantity(Decimal("1E+2"))
    ('12.48', '100')
    """
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _owed(payee: str, rows: Sequence[Transfer]) -> int:
    return _net(rows, payee, _EARNED)


def _net(rows: Sequence[Transfer], payee: str, kinds: frozenset[AccountKind]) -> int:
    total = 0
    for row in rows:
        if row.credit.kind in kinds and row.credit.owner == payee:
            total += row.amount.minor
        if row.debit.kind in kinds and row.debit.owner == payee:
            total -= row.amount.minor
    return total


def _lines(
    payee: str, rows: Sequence[Transfer], postings: Mapping[tuple[str, str, int], Posting]
) -> tuple[StatementLine, ...]:
    """One line for each revision of each use that changed what the payee earned, in order of posting."""
    earning = (TransferKind.CHARGE, TransferKind.ACCRUAL, TransferKind.CORRECTION)
    grouped: dict[tuple[str, str, int], list[Transfer]] = {}
    for row in rows:
        if row.kind in earning:
            grouped.setdefault((str(row.use_id), str(row.clause), row.revision or 0), []).append(row)
    return tuple(_line(payee, postings[key], _net(group, payee, _EARNED)) for key, group in grouped.items())


def _line(payee: str, posting: Posting, earned: int) -> StatementLine:
    use = posting.use
    share = next(each for each in posting.compensation.shares if each.payee == payee)
    return StatementLine(
        use_id=use.id,
        revision=posting.revision,
        posted_at=posting.posted_at,
        used_at=use.used_at,
        project_id=use.project_id,
        project_zh=use.project_zh,
        project_en=use.project_en,
        licence_id=use.licence_id,
        clause=use.clause,
        quantity=use.quantity,
        unit=posting.unit,
        unit_price=posting.unit_price,
        basis=posting.basis,
        amount=posting.change,
        share_basis_points=share.basis_points,
        earned=Money(posting.change.currency, earned),
        origin=use.origin,
        reason=posting.reason or "",
    )
