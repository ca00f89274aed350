"""What a contract says, frozen: the only thing a contract PDF is made from. No layout, no signing."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from propria.kernel.errors import Malformed
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.kernel.time import Instant, wire

FORM = "propria/contract/1"
MAX_SIGNERS = 6


@dataclass(frozen=True)
class Words:
    """One thing said in both languages of the contract."""

    zh: str
    en: str


@dataclass(frozen=True)
class Party:
    """Who is bound: role, name, id, who acts for them, and the short form of the key they sign with."""

    role: Words
    name: Words
    party_id: str
    key_id: str
    acts_through: Words | None = None


@dataclass(frozen=True)
class Project:
    """The one production that the contract is for."""

    title: Words
    project_id: str
    role: Words
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A named point and what is agreed on it."""

    name: Words
    value: Words


@dataclass(frozen=True)
class PriceRow:
    """What one unit of one kind of doing costs; `minimum` is owed for the clause however little is used."""

    clause: str
    what: Words
    unit: Words
    unit_price: Money
    minimum: Money | None = None
    cap: Money | None = None


@dataclass(frozen=True)
class ShareRow:
    """Who receives which part of every charge, in basis points of the whole."""

    payee: Words
    basis_points: int


@dataclass(frozen=True)
class CustodyRow:
    """One kind of material: who owns, controls and holds it, and what becomes of it."""

    thing: Words
    owner: Words
    controller: Words
    holder: Words
    at_end: Words
    at_sale: Words
    at_bankruptcy: Words
    at_death: Words


@dataclass(frozen=True)
class Statement:
    """A signed statement that the contract rests on: its digest (SHA-256, hex) and its place in the log."""

    what: Words
    statement_id: str
    digest: str
    log_index: int


@dataclass(frozen=True)
class Signer:
    """A party whose act gets a seal: `field` names the signature field (`performer`, `creator`, …)."""

    field: str
    role: Words
    name: Words


@dataclass(frozen=True)
class ContractPaper:
    """Everything that is printed and embedded. The same paper gives the same bytes."""

    contract_id: str
    dated_at: Instant
    title: Words
    parties: tuple[Party, ...]
    project: Project
    allows: tuple[Line, ...]
    denies: tuple[Words, ...]
    compensation: tuple[PriceRow, ...]
    shares: tuple[ShareRow, ...]
    payment: tuple[Line, ...]
    approvals: tuple[Line, ...]
    credit: Words
    wind_down: tuple[Line, ...]
    custody: tuple[CustodyRow, ...]
    starts_at: Instant
    ends_at: Instant
    law: Words
    disputes: Words
    precedence: Literal["zh", "en"]
    signers: tuple[Signer, ...]
    rests_on: tuple[Statement, ...] = ()
    further: tuple[Line, ...] = ()
    form: str = FORM

    def __post_init__(self) -> None:
        if self.form != FORM:
            raise ValueError(f"this renderer sets {FORM}, not {self.form}")
        if not self.allows or not self.denies or not self.custody:
            raise ValueError("a contract says what is allowed, what is not, and who keeps what")
        if not 1 <= len(self.signers) <= MAX_SIGNERS or len({s.field for s in self.signers}) < len(
            self.signers
        ):
            raise ValueError(f"one to {MAX_SIGNERS} signers, each with a field of its own")
        if self.shares and sum(share.basis_points for share in self.shares) != WHOLE_BASIS_POINTS:
            raise ValueError("shares must be basis points that sum to 10000")
        if self.ends_at <= self.starts_at:
            raise ValueError("a contract ends after it starts")

    def to_json(self) -> dict[str, Any]:
        """The machine-readable terms: keys as the fields here, money and instants in their wire forms."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_json(cls, raw: Any) -> "ContractPaper":
        """Read the terms back, strictly. Raises: Malformed(`deals.terms_unreadable`)."""
        try:
            paper = msgspec.convert(raw, cls, strict=False)
        except (msgspec.ValidationError, ValueError) as problem:
            raise Malformed("deals.terms_unreadable", str(problem)) from problem
        if paper.to_json() != raw:
            raise Malformed(
                "deals.terms_unreadable", "The terms hold a field or a form that this version does not."
            )
        return paper


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return value.to_json()
        case datetime():
            return wire(value)
        case tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value
