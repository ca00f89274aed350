"""What the page of a licence's use reports tells both its sides: what was reported, what tokens show, what became of the rest."""

from dataclasses import dataclass
from datetime import timedelta

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.licences import use_form
from propria.licences.model import Licence, Permit
from propria.licences.pages import UNITS, licence_for, other_side, title_of
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.record.model import StoredStatement
from propria.scope import Use
from propria.usage import elsewhere, reconciling
from propria.usage.reconciling import Shown, UseReport
from propria.web.typed_form import Notice, Reading, Typed, midnight


@dataclass(frozen=True)
class Counted:
    """One unit of a report: what was said and what is shown."""

    unit: Words
    reported: int
    shown: int


@dataclass(frozen=True)
class ShownUse:
    """One use that a token or a lease shows."""

    id: str
    at: Instant
    amounts: tuple[tuple[Words, int], ...]


@dataclass(frozen=True)
class ReportRow:
    """One report beside what is shown; `uses` is open where they differ."""

    id: str
    starts_at: Instant
    ends_at: Instant
    state: State
    counted: tuple[Counted, ...]
    words: Words
    uses: tuple[ShownUse, ...]
    proof_href: str


@dataclass(frozen=True)
class Unreported:
    """One use that was reserved for an engine elsewhere and not reported: until when it may be, before it is charged in full."""

    at: Instant
    amounts: tuple[tuple[Words, int], ...]
    until: Instant


@dataclass(frozen=True)
class Charged:
    """What was charged in full because nobody reported it, as the operator signed it."""

    at: Instant
    words: Words
    proof_href: str


@page_context("usage/reports.html")
@dataclass(frozen=True)
class ReportsPage:
    """The reports of one licence, newest first; its creator may report."""

    licence_id: str
    title: Words
    other: Words
    rows: tuple[ReportRow, ...]
    differing: int
    unreported: tuple[Unreported, ...]
    charged: tuple[Charged, ...]
    is_creator: bool
    amounts: tuple[Field, ...]
    rest: tuple[Field, ...]
    notice: Notice | None
    nothing: Empty


def reports_page(
    actor: Actor,
    licence_id: str,
    *,
    typed: Typed | None = None,
    notice: Notice | None = None,
    db: Session,
) -> ReportsPage:
    """The page. Raises: NotFound(`licences.no_licence`)."""
    licence = licence_for(actor, licence_id, db=db)
    rows = [_row(one, uses) for one, uses in reversed(reconciling.reports_for(actor, licence.id, db=db))]
    amounts, rest = _fields(licence, typed)
    return ReportsPage(
        licence_id=licence.id,
        title=title_of(licence),
        other=other_side(actor, licence, db=db),
        rows=tuple(rows),
        differing=sum(row.state.kind is not Kind.ACTIVE for row in rows),
        unreported=tuple(_unreported(one) for one in elsewhere.uncharged(licence, db=db)),
        charged=tuple(
            Charged(each.logged_at, _said(each), f"/log/bundles/{each.statement.id}")
            for each in reversed(elsewhere.statements_of(licence, db=db))
            if each.statement.type == elsewhere.UNREPORTED
        ),
        is_creator=actor.role is Role.CREATOR,
        amounts=amounts,
        rest=rest,
        notice=notice,
        nothing=_NOTHING,
    )


def _unreported(one: Permit) -> Unreported:
    amounts = tuple((UNITS[unit], n) for unit, n in elsewhere.by_unit(one).items() if n)
    return Unreported(one.reserved_at, amounts, one.reserved_at + elsewhere.REPORT_WITHIN)


def _said(each: StoredStatement) -> Words:
    return Words(each.statement.text["zh"], each.statement.text["en"])


def _row(one: UseReport, uses: tuple[Shown, ...]) -> ReportRow:
    return ReportRow(
        id=one.statement_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        state=_state(one),
        counted=tuple(
            Counted(words, one.reported.get(unit, 0), one.shown.get(unit, 0))
            for unit, words in UNITS.items()
            if one.reported.get(unit) or one.shown.get(unit)
        ),
        words=Words(*one.words),
        uses=tuple(
            ShownUse(use.id, use.at, tuple((UNITS[unit], n) for unit, n in use.amounts.items() if n))
            for use in uses
        ),
        proof_href=f"/log/bundles/{one.statement_id}",
    )


def _state(one: UseReport) -> State:
    if one.beyond is not None and one.beyond.use_id is None:
        return State(Kind.STOP, Words("超出授权：违约", "more than the licence allows: a breach"))
    if one.differs:
        return State(Kind.WAIT, Words("不符：演员可查核", "differs: the performer may audit"))
    return State(Kind.ACTIVE, Words("相符", "agrees"))


def _fields(licence: Licence, typed: Typed | None) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The form in two parts: how much in which time, and what any more than is shown was for."""
    usual = {
        name: found for name, found in use_form.typed_use(licence.scope).fields.items() if name not in UNITS
    }
    now = typed or Typed(usual)
    asked = use_form.use_fields(now)
    days = (
        Field("starts_on", Words("自", "From"), kind="date", value=now.one("starts_on")),
        Field(
            "ends_on", Words("至（含当日）", "To, that day included"), kind="date", value=now.one("ends_on")
        ),
    )
    made = Field(
        "made_on",
        Words("制作之日", "The day it was made"),
        kind="date",
        value=now.one("made_on"),
        required=False,
    )
    return (*days, *(one for one in asked if one.name in UNITS)), (
        *(one for one in asked if one.name not in UNITS),
        made,
    )


def read_report(typed: Typed) -> tuple[dict[str, int], tuple[Instant, Instant], Use | None]:
    """How much, in which whole days (UTC), and what any more than is shown was for: None where nothing was said.

    Raises: Malformed(`usage.report_unreadable`, `scope.*`).
    """
    reading = Reading(typed)
    first, last = reading.day("starts_on"), reading.day("ends_on")
    made_on = reading.day("made_on") if typed.one("made_on") else last
    used = {unit: reading.whole(unit) for unit in UNITS}
    if reading.errors or first is None or last is None or made_on is None:
        raise Malformed("usage.report_unreadable", "Write two days, and how much as whole numbers.")
    use = use_form.read_use(typed, now=midnight(made_on))
    span = midnight(first), midnight(last) + timedelta(days=1)
    return {unit: n for unit, n in used.items() if n}, span, use if use.declared else None


_NOTHING = Empty(
    Words("尚无申报。", "Nothing was reported yet."),
    Words(
        "制作方申报用了多少，本库与令牌、租约所示相对照，一并入日志。",
        "The creator reports how much was used; it is held against what tokens and leases show, and logged with it.",
    ),
)
