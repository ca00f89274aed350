"""A pay statement becomes a PDF in Chinese and English, the same bytes for the same statement."""

import json
from typing import Any

from propria.deals.papers.contract import printed
from propria.deals.papers.press import Job, Press
from propria.kernel.money import Money
from propria.rates.model import Basis as PriceBasis
from propria.royalties.model import Basis, PayStatement, StatementLine
from propria.royalties.statements import plain_amount, plain_quantity, plain_rate, to_csv

TEMPLATE = "royalties/papers/statement.typ"
BASES: dict[Basis, dict[str, str]] = {
    Basis.RATE: {"zh": "按单价", "en": "by the rate"},
    Basis.REST: {"zh": "按单价，扣除保底已付部分", "en": "the rate, less what the minimum covered"},
    Basis.FEE: {"zh": "含一次性酬金", "en": "with the fixed fee"},
    Basis.MINIMUM: {"zh": "按保底", "en": "the minimum"},
    Basis.CAP: {"zh": "按上限", "en": "the cap"},
    Basis.STEP: {"zh": "含递增单价", "en": "with the step-up"},
    Basis.OWED: {"zh": "约定应付", "en": "owed on this occasion"},
    Basis.RECOUPED: {"zh": "由最低保证金抵扣", "en": "recouped from the guarantee"},
    Basis.INCLUDED: {"zh": "已含在保底、上限或已计工日内", "en": "within minimum, cap or a day already paid"},
}


def statement_pdf(statement: PayStatement, press: Press) -> bytes:
    """Set the statement: PDF/A-3a, tagged, its lines attached as CSV. It bears the end of its period.

    Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`).
    """
    data = json.dumps(_page_data(statement), ensure_ascii=False, sort_keys=True)
    return press.pdf(Job(TEMPLATE, data, statement.ends_at, {"csv": to_csv(statement).decode()}))


def _page_data(statement: PayStatement) -> dict[str, Any]:
    return {
        "payee": {"zh": statement.payee_zh, "en": statement.payee_en},
        "payee_id": statement.payee,
        "currency": statement.currency,
        "starts": printed(statement.starts_at),
        "ends": printed(statement.ends_at),
        "opening": _grouped(statement.opening),
        "earned": _grouped(statement.earned),
        "paid": _grouped(statement.paid),
        "closing": _grouped(statement.closing),
        "awaiting": _grouped(statement.awaiting),
        "held_back": _grouped(statement.held_back),
        "lines": [_line(each) for each in statement.lines],
        "payouts": [
            {
                "at": printed(row.at),
                "reference": row.reference or "",
                "id": row.id,
                "amount": _grouped(row.amount),
            }
            for row in statement.payouts
        ],
    }


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "use_id": line.use_id,
        "revision": line.revision,
        "used": printed(line.used_at),
        "project": {"zh": f"《{line.project_zh}》", "en": line.project_en},
        "clause": line.clause,
        "quantity": plain_quantity(line.quantity),
        "unit": line.unit,
        "unit_price": plain_amount(line.unit_price) + "".join(each_day(line).values()),
        "basis": reckoning(line),
        "amount": _grouped(line.amount),
        "share": f"{line.share_basis_points / 100:.2f}%",
        "earned": _grouped(line.earned),
    }


def each_day(line: StatementLine) -> dict[str, str]:
    """What the unit price is for, where that is a day-equivalent and not one unit."""
    by_day = line.clause.endswith(f"/{PriceBasis.DAY_EQUIVALENT.value}")
    return {"zh": "（每折算工日）", "en": " a day-equivalent"} if by_day else {"zh": "", "en": ""}


def reckoning(line: StatementLine) -> dict[str, str]:
    """How the amount was reckoned, the rate named where it was converted."""
    said, origin = BASES[line.basis], line.origin
    if line.reason:
        said = {"zh": f"{said['zh']}；更正：{line.reason}", "en": f"{said['en']}; corrected: {line.reason}"}
    if origin is None:
        return said
    rate = plain_rate(origin.rate)
    return {
        "zh": f"{said['zh']}；{origin.amount}，汇率 {rate}（{origin.source}，{origin.on}）",
        "en": f"{said['en']}; {origin.amount} at {rate} ({origin.source}, {origin.on})",
    }


def _grouped(money: Money) -> str:
    return str(money).removesuffix(f" {money.currency}")
