"""The style page: every component with invented facts, in the demo only. It decides nothing."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from propria.kernel.errors import NotFound
from propria.plumbing.web.charts import Bars, Lines
from propria.plumbing.web.components import (
    Count,
    DecisionTrace,
    Empty,
    EvidenceDrawer,
    Face,
    Field,
    Ladder,
    Progress,
    Question,
    ScopeDiff,
    ScopeTable,
    State,
    StatementSheet,
    Sum,
    Timeline,
    Waiting,
)
from propria.plumbing.web.pages import STATE_KEY, page, page_context
from propria.plumbing.web.words import Words
from propria.web import samples, samples_parts


@page_context("web/styleguide.html")
@dataclass(frozen=True)
class StyleGuide:
    """One of everything."""

    performer: Words = samples.MINA
    states: tuple[State, ...] = samples.STATES
    ladder: Ladder = samples.LADDER
    statement: StatementSheet = samples.STATEMENT
    scope: ScopeTable = samples.SCOPE
    diff: ScopeDiff = samples.DIFF
    permit: DecisionTrace = samples.PERMIT
    deny: DecisionTrace = samples.DENY
    acts: Timeline = samples.ACTS
    drawer: EvidenceDrawer = samples.DRAWER
    counts: tuple[Count, ...] = samples_parts.COUNTS
    waits: tuple[Waiting, ...] = samples_parts.WAITS
    faces: tuple[Face, ...] = samples_parts.FACES
    sums: tuple[Sum, ...] = samples_parts.SUMS
    questions: tuple[Question, ...] = samples_parts.QUESTIONS
    fields: tuple[Field, ...] = samples_parts.FIELDS
    working: Progress = samples_parts.WORKING
    nothing: Empty = samples_parts.NOTHING
    chart: Bars = samples_parts.CHART
    matches: Lines = samples_parts.MATCHES


@get("/styleguide", sync_to_thread=True)
def styleguide(request: Request[Any, Any, Any]) -> Response[Any]:
    """Every component in every state. Raises: NotFound(`web.no_such_page`) outside the demo."""
    source = getattr(request.app.state, STATE_KEY, None)
    if source is None or not source(request).demo:
        raise NotFound("web.no_such_page")
    return page("web/styleguide.html", StyleGuide(), request)
