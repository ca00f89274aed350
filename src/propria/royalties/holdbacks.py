"""What of a payment stays back, and when it becomes payable. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from propria.kernel.money import WHOLE_BASIS_POINTS
from propria.kernel.time import Instant, wire
from propria.rates.clauses import Holdback
from propria.royalties.model import Account, AccountKind, Transfer, TransferKind
from propria.royalties.naming import transfer_id


def kept_back(rows: Iterable[Transfer], holdback: Holdback | None, *, now: Instant) -> Iterator[Transfer]:
    """For each payment that became payable, the part of it that stays back; `reference` is the instant of its end.

    Each payee's part is rounded once, half up.
    """
    for row in rows:
        if holdback is None or row.credit.kind is not AccountKind.PAYABLE:
            continue
        amount = row.amount.times(Fraction(holdback.basis_points, WHOLE_BASIS_POINTS))
        if amount.minor:
            yield replace(
                row,
                id=transfer_id("retain", row.id),
                kind=TransferKind.RETENTION,
                debit=row.credit,
                credit=Account(AccountKind.RETAINED, row.credit.owner, row.amount.currency),
                amount=amount,
                at=now,
                reverses=None,
                reference=wire(now + timedelta(days=holdback.days)),
            )


def freed(kept: Transfer, *, now: Instant) -> Transfer:
    """What stayed back becomes payable."""
    return replace(
        kept,
        id=transfer_id("freed", kept.id),
        kind=TransferKind.FREED,
        debit=kept.credit,
        credit=kept.debit,
        at=now,
        reverses=kept.id,
    )
