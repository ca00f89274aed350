"""The style page: every component with invented facts, in the demo only. It decides nothing."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from propria.kernel.errors import NotFound
from propria.plumbing.web.components import (
    Bars,
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
from propria.web import samples


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
    counts: tuple[Count, ...] = samples.COUNTS
    waits: tuple[Waiting, ...] = samples.WAITS
    faces: tuple[Face, ...] = samples.FACES
    sums: tuple[Sum, ...] = samples.SUMS
    questions: tuple[Question, ...] = samples.QUESTIONS
    fields: tuple[Field, ...] = samples.FIELDS
    working: Progress = samples.WORKING
    nothing: Empty = samples.NOTHING
    chart: Bars = samples.CHART


@get("/styleguide", sync_to_thread=True)
def styleguide(request: Request[Any, Any, Any]) -> Response[Any]:
    """Every component in every state. Raises: NotFound(`web.no_such_page`) outside the demo."""
    source = getattr(request.app.state, STATE_KEY, None)
    if source is None or not source(request).demo:
        raise NotFound("web.no_such_page")
    return page("web/styleguide.html", StyleGuide(), request)
