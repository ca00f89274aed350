"""A compensation as the ledger keeps it beside each use: JSON that only grows. Pure."""

from fractions import Fraction
from typing import Any

from propria.kernel.money import Money
from propria.rates.clauses import Holdback
from propria.royalties.model import Compensation, Fee, Part, PayeeRole, PriceLine, Share


def to_json(compensation: Compensation) -> dict[str, Any]:
    """The form that is kept; what a compensation does not have is left out."""
    fees = [[fee.clause, _money(fee.amount), sorted(fee.on)] for fee in compensation.fees]
    shares = [[share.payee, share.role.value, share.basis_points] for share in compensation.shares]
    raw: dict[str, Any] = {
        "lines": [_line_json(line) for line in compensation.lines],
        "shares": shares,
        "fees": fees,
        "minimum": _money(compensation.minimum),
    }
    if compensation.holdback is not None:
        raw["holdback"] = compensation.holdback.to_json()
    if compensation.version != 1:
        raw["version"] = compensation.version
    return raw


def from_json(raw: Any) -> Compensation:
    """Read it back. Raises: KeyError, ValueError."""
    shares = tuple(Share(payee, PayeeRole(role), bp) for payee, role, bp in raw["shares"])
    fees = tuple(Fee(clause, Money.from_json(amount), frozenset(on)) for clause, amount, on in raw["fees"])
    holdback = raw.get("holdback")
    return Compensation(
        tuple(_line(*each) for each in raw["lines"]),
        shares,
        fees,
        _read(raw["minimum"]),
        Holdback.from_json(holdback) if holdback else None,
        raw.get("version", 1),
    )


def _line_json(line: PriceLine) -> list[Any]:
    plain = [
        line.clause,
        line.unit,
        _money(line.unit_price),
        _money(line.minimum),
        _money(line.cap),
        str(line.factor),
    ]
    if not line.tiers and line.part is Part.USE and line.each == 1:
        return plain
    tiers = [[above, _money(price), clause] for above, price, clause in line.tiers]
    return [*plain, tiers, line.part.value, *([line.each] if line.each != 1 else [])]


def _line(
    clause: str,
    unit: str,
    each: Any,
    minimum: Any,
    cap: Any,
    factor: str,
    tiers: Any = (),
    part: str = Part.USE.value,
    together: int = 1,
) -> PriceLine:
    steps = tuple((above, Money.from_json(price), key) for above, price, key in tiers)
    price = Money.from_json(each)
    return PriceLine(
        clause, unit, price, _read(minimum), _read(cap), Fraction(factor), steps, Part(part), together
    )


def _money(amount: Money | None) -> dict[str, str] | None:
    return amount.to_json() if amount else None


def _read(amount: Any) -> Money | None:
    return Money.from_json(amount) if amount else None
