"""The nouns of a deal."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import (
    BriefId,
    ContractId,
    CreatorId,
    MandateId,
    OfferId,
    PerformerId,
    PersonId,
    StatementId,
)
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant, wire
from propria.parties.model import Capacity
from propria.rates import RateCard
from propria.rulepacks import check_facts
from propria.scope import ANY, Scope
from propria.scope.measures import words_of_term


class Side(StrEnum):
    """The two sides of a deal."""

    CREATOR = "creator"
    PERFORMER = "performer"

    @property
    def other(self) -> "Side":
        """Whoever is not this one."""
        return Side.PERFORMER if self is Side.CREATOR else Side.CREATOR


class Kind(StrEnum):
    """What talks are for: a new licence, or a change of one that runs."""

    LICENCE = "licence"
    AMENDMENT = "amendment"
    RENEWAL = "renewal"
    TERMINATION = "termination"


class Finished(StrEnum):
    """What a wind-down clause says of works finished before the end."""

    MAY_STAY = "may_stay"
    UNTIL = "until"
    MUST_STOP = "must_stop"


@dataclass(frozen=True)
class WindDown:
    """What happens after a withdrawal or the end to finished works, and until when work in flight may end."""

    finished: Finished
    until: Instant | None = None
    in_flight_until: Instant | None = None

    def __post_init__(self) -> None:
        if (self.finished is Finished.UNTIL) != (self.until is not None):
            raise ValueError("only a clause of the kind `until` names a date")

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {"finished": self.finished.value}
        if self.until is not None:
            raw["until"] = wire(self.until)
        if self.in_flight_until is not None:
            raw["in_flight_until"] = wire(self.in_flight_until)
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "WindDown":
        """Read the signed form. Raises: ValueError, KeyError."""
        until, flight = raw.get("until"), raw.get("in_flight_until")
        return cls(
            Finished(raw["finished"]),
            instant(until) if until else None,
            instant(flight) if flight else None,
        )


class RenewalBy(StrEnum):
    """Who may ask for the renewal that was promised."""

    CREATOR = "creator"
    PERFORMER = "performer"
    EITHER = "either"


@dataclass(frozen=True)
class RenewalOption:
    """A promised renewal: who may ask for it before `ask_by`, and until when at most; what it costs is on the card."""

    by: RenewalBy
    ask_by: Instant
    until: Instant

    def to_json(self) -> dict[str, str]:
        """The signed form."""
        return {"by": self.by.value, "ask_by": wire(self.ask_by), "until": wire(self.until)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "RenewalOption":
        """Read the signed form. Raises: ValueError, KeyError."""
        return cls(RenewalBy(raw["by"]), instant(raw["ask_by"]), instant(raw["until"]))


@dataclass(frozen=True)
class TermSheet:
    """Everything that is agreed on: one project, one role, one scope, what it pays, how it ends.

    `guarantee` is the least that is paid in all, and what must be held before anything is rendered. `facts` are what
    both sides state so that it is plain which rules reach the deal (codes of rulepacks.FACTS). `exclusive` is where
    the performer promises to work for nobody else: ANY on every axis but those that it names; None promises nothing.
    `renewal` is a renewal that is promised beforehand.

    Raises: Malformed(`rulepacks.unknown_fact`).
    """

    project: str
    title: tuple[str, str]
    role: tuple[str, str]
    scope: Scope
    card: RateCard
    guarantee: Money
    wind_down: WindDown | None
    credit: tuple[str, str]
    facts: frozenset[str] = frozenset()
    exclusive: Scope | None = None
    renewal: RenewalOption | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", check_facts(self.facts))

    @property
    def term(self) -> tuple[Instant, Instant]:
        """From when until when, the end not included; a sheet without one never gets this far."""
        span = self.scope.term
        if span is ANY:
            raise ValueError("a term sheet names its term")
        starts, ends = words_of_term(span)
        return instant(starts), instant(ends)

    @property
    def acts(self) -> frozenset[str]:
        """The acts that it names."""
        return self.scope.act if isinstance(self.scope.act, frozenset) else frozenset()

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        raw: dict[str, Any] = {
            "project": self.project,
            "title": {"zh": self.title[0], "en": self.title[1]},
            "role": {"zh": self.role[0], "en": self.role[1]},
            "scope": self.scope.to_json(),
            "card": self.card.to_json(),
            "guarantee": self.guarantee.to_json(),
            "wind_down": None if self.wind_down is None else self.wind_down.to_json(),
            "credit": {"zh": self.credit[0], "en": self.credit[1]},
        }
        if self.facts:
            raw["facts"] = sorted(self.facts)
        if self.exclusive is not None:
            raw["exclusive"] = self.exclusive.to_json()
        if self.renewal is not None:
            raw["renewal"] = self.renewal.to_json()
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "TermSheet":
        """Read the signed form. Raises: Malformed(`scope.*`, `rulepacks.unknown_fact`), KeyError, ValueError."""
        return cls(
            project=raw["project"],
            title=(raw["title"]["zh"], raw["title"]["en"]),
            role=(raw["role"]["zh"], raw["role"]["en"]),
            scope=Scope.from_json(raw["scope"]),
            card=RateCard.from_json(raw["card"]),
            guarantee=Money.from_json(raw["guarantee"]),
            wind_down=None if raw["wind_down"] is None else WindDown.from_json(raw["wind_down"]),
            credit=(raw["credit"]["zh"], raw["credit"]["en"]),
            facts=frozenset(raw.get("facts", ())),
            exclusive=Scope.from_json(raw["exclusive"]) if "exclusive" in raw else None,
            renewal=RenewalOption.from_json(raw["renewal"]) if "renewal" in raw else None,
        )


@dataclass(frozen=True)
class Deal:
    """One negotiation: one performer, one role of one project.

    Talks about a running licence name the talks that it came from (`root_id`) and the contract whose terms they
    would replace (`base_id`); talks about a new licence name neither. `ended_by` is the side that declined or took
    back (None: the clock, or nobody); `split_from` the talks that these were split off from.
    """

    id: OfferId
    brief_id: BriefId
    creator_id: CreatorId
    performer_id: PerformerId
    state: str
    turns: int
    turn_of: Side
    opened_at: Instant
    lapses_at: Instant
    kind: Kind = Kind.LICENCE
    root_id: OfferId | None = None
    base_id: ContractId | None = None
    ended_by: Side | None = None
    split_from: OfferId | None = None

    @property
    def licence_deal(self) -> OfferId:
        """The talks that the licence came from: these, or those that these would change."""
        return self.root_id or self.id


@dataclass(frozen=True)
class Turn:
    """One version of the term sheet, and who put it."""

    deal_id: OfferId
    number: int
    side: Side
    person_id: PersonId
    sheet: TermSheet
    made_at: Instant


class Standing(StrEnum):
    """In what right somebody takes a step: the capacities of the performer's side, and the two of a creator's."""

    OWN = "own"
    MANDATE = "mandate"
    ASSENT = "assent"
    GUARDIAN = "guardian"
    ESTATE = "estate"
    MEMBER = "member"
    FOUNDER = "founder"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class By:
    """Who takes a step, in which right (None: kept before rights were), and under which mandate where one is used."""

    person_id: PersonId
    standing: Standing | None
    mandate_id: MandateId | None = None


@dataclass(frozen=True)
class Step:
    """One step of talks: an act on a version, by which side and by whom. The clock's own have neither."""

    deal_id: OfferId
    number: int
    act: str
    turn_number: int
    side: Side | None
    by: By | None
    made_at: Instant


@dataclass(frozen=True)
class Note:
    """Something said beside the terms, to both sides or to one's own; `pin` says to what it belongs."""

    deal_id: OfferId
    number: int
    turn_number: int
    side: Side
    person_id: PersonId
    pin: str
    text: str
    is_private: bool
    made_at: Instant


@dataclass(frozen=True)
class Contract:
    """The text that both sides sign: made from one turn's term sheet, fixed by the hash of its PDF."""

    id: ContractId
    deal_id: OfferId
    turn_number: int
    paper: Mapping[str, Any]
    pdf_digest: str
    terms_digest: str
    overrides_terms: bool
    made_at: Instant

    @property
    def blob_key(self) -> str:
        """Where its file lies."""
        return blob_key(self.pdf_digest)


def blob_key(pdf_digest: str) -> str:
    """Where the file of this SHA-256, in hex, lies."""
    return f"contracts/{pdf_digest}.pdf"


@dataclass(frozen=True)
class PartySignature:
    """One side's signature on a contract: the statement, and the mandate where one was used."""

    contract_id: ContractId
    side: Side
    person_id: PersonId
    statement_id: StatementId
    digest: str
    mandate_id: MandateId | None
    entry_index: int
    signed_at: Instant


@dataclass(frozen=True)
class BroughtPaper:
    """A PDF that a side brought into a negotiation as evidence; its file lies under its SHA-256, in hex."""

    deal_id: str
    digest: str
    size_bytes: int
    side: Side
    person_id: PersonId
    brought_at: Instant


@dataclass(frozen=True)
class Hand:
    """One person's hand on a contract for the performer's side, and the right in which they put it."""

    contract_id: ContractId
    person_id: PersonId
    capacity: Capacity
    statement_id: StatementId
    digest: str
    mandate_id: MandateId | None
    entry_index: int
    signed_at: Instant
