"""A frozen contract paper becomes a PDF. Only layout is decided here; every term comes from the paper."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from propria.deals.papers.paper import ContractPaper
from propria.deals.papers.press import Job, Press
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.proofs.canonical import canonical_bytes

TEMPLATE = "deals/papers/contract.typ"
_PAGE_HEIGHT, _LEFT, _TOP = 841.89, 62.0, 340.0
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 225.0, 96.0, 245.0, 144.0
_NOTHING = "–"


@dataclass(frozen=True)
class Box:
    """Where a seal goes on the last page: points from the page's top left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """The rectangle as PDF counts it: from the bottom left corner of the page."""
        return (self.x, _PAGE_HEIGHT - self.y - self.h, self.x + self.w, _PAGE_HEIGHT - self.y)


@dataclass(frozen=True)
class ContractFile:
    """A contract as it will be signed: the PDF, its SHA-256 (what the parties sign), the terms' SHA-256."""

    pdf: bytes
    digest: str
    terms: bytes
    terms_digest: str


def seal_boxes(paper: ContractPaper) -> dict[str, Box]:
    """The box of each signer, by signature field, two in a row."""
    return {
        signer.field: Box(_LEFT + _ACROSS * (n % 2), _TOP + _DOWN * (n // 2), _WIDTH, _HEIGHT)
        for n, signer in enumerate(paper.signers)
    }


def contract_file(paper: ContractPaper, press: Press) -> ContractFile:
    """Set the contract: PDF/A-3a, tagged, Chinese and English, with the terms as an attachment.

    The same paper gives the same bytes: the only date in the file is the contract's own.
    Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`).
    Source: ISO 19005-3; RFC 8785 for the attachment.
    """
    terms = canonical_bytes(paper.to_json())
    digest = hashlib.sha256(terms).hexdigest()
    data = json.dumps(_page_data(paper, digest), ensure_ascii=False, sort_keys=True)
    pdf = press.pdf(Job(TEMPLATE, data, paper.dated_at, {"terms": terms.decode()}))
    return ContractFile(pdf, hashlib.sha256(pdf).hexdigest(), terms, digest)


def _page_data(paper: ContractPaper, digest: str) -> dict[str, Any]:
    """The template's data: the terms, with money, dates and shares as they are printed."""
    data = paper.to_json()
    boxes = seal_boxes(paper)
    return data | {
        "id": paper.contract_id,
        "digest": digest,
        "dated": printed(paper.dated_at),
        "starts": printed(paper.starts_at),
        "ends": printed(paper.ends_at),
        "compensation": [
            row
            | {
                "unit_price": str(price.unit_price),
                "minimum": _amount(price.minimum),
                "cap": _amount(price.cap),
            }
            for row, price in zip(data["compensation"], paper.compensation, strict=True)
        ],
        "shares": [
            row | {"share": f"{share.basis_points / 100:.2f}%"}
            for row, share in zip(data["shares"], paper.shares, strict=True)
        ],
        "rests_on": [row | {"log_index": f"{row['log_index']:,}"} for row in data["rests_on"]],
        "signers": [row | vars(boxes[row["field"]]) for row in data["signers"]],
    }


def printed(moment: Instant) -> str:
    """An instant as papers print it: date and time in UTC, read alike in both languages."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _amount(money: Money | None) -> str:
    return _NOTHING if money is None else str(money)
