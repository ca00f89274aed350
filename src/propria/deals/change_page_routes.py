"""The pages of changing a licence that runs: the forms of a change, and versions beside each other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get, post

from propria.deals import changes, pages_changes, pages_versions, tries, versions
from propria.deals.actions import room
from propria.deals.model import Kind, TermSheet
from propria.deals.sheet_form import lapse_after, read_sheet_form, read_wind_down, typed_sheet
from propria.kernel.errors import PropriaError
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.scope.measures import term
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)


def _running_sheet(deal_id: str, actor: Actor, library: Library) -> TermSheet:
    now = library.clock.now()

    def work(db: Session) -> TermSheet:
        seen = room(actor, deal_id, now=now, db=db)
        return versions.running(seen.deal, db=db).sheet

    return library.database.read(work)


def _form(
    request: Asked,
    deal_id: str,
    kind: Kind,
    before: TermSheet,
    typed: Typed,
    reading: Reading | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    status = 422 if reading or notice else 200
    errors = reading.errors if reading else {}
    if kind is Kind.AMENDMENT:
        found: Any = pages_changes.amendment_form(deal_id, typed, errors, notice)
        return page("deals/sheet_form.html", found, request, status=status)
    found = pages_changes.end_form(deal_id, kind, before, typed, errors, notice)
    return page("deals/change_end.html", found, request, status=status)


@get("/deals/{deal_id:str}/change", sync_to_thread=True)
def change_form(
    request: Asked, deal_id: str, actor: Actor, library: Library, kind: str = Kind.AMENDMENT.value
) -> Response[Any]:
    """The form of an amendment, a renewal or an early end, filled with the terms that run."""
    chosen, before = changes.read_kind(kind), _running_sheet(deal_id, actor, library)
    typed = Typed({**typed_sheet(before).fields, "lapses_days": ("14",)})
    return _form(request, deal_id, chosen, before, typed)


@post("/deals/{deal_id:str}/change", status_code=303, sync_to_thread=True)
def propose(request: Asked, deal_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Put the change to the other side."""
    now, typed, reading = library.clock.now(), Typed.of(form), Reading(Typed.of(form))
    kind, before = changes.read_kind(typed.one("kind")), _running_sheet(deal_id, actor, library)
    sheet = _read(reading, kind, before)
    lapses_at = lapse_after(reading, now=now)
    if sheet is None or reading.errors:
        return _form(request, deal_id, kind, before, typed, reading)
    try:
        library.database.transact(lambda db: tries.count_version(actor, deal_id, now=now, db=db))
        made = library.database.transact(
            lambda db: changes.propose(actor, deal_id, kind, sheet, lapses_at=lapses_at, now=now, db=db)
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _form(request, deal_id, kind, before, typed, reading, notice_of(error))
    return see_other(f"/deals/{made.id}")


def _read(reading: Reading, kind: Kind, before: TermSheet) -> TermSheet | None:
    """The terms that would run: an amendment is typed whole, a renewal and an early end say what differs."""
    if kind is Kind.AMENDMENT:
        roles = tuple(sorted(before.scope.role)) if isinstance(before.scope.role, frozenset) else ()
        return read_sheet_form(reading, project=before.project, roles=roles, before=before)
    ends = reading.day("ends_on")
    if ends is None:
        return None
    scope = before.scope.but(term=term(before.term[0], midnight(ends + timedelta(days=1))))
    if kind is Kind.TERMINATION:
        return replace(before, scope=scope, wind_down=read_wind_down(reading))
    return replace(before, scope=scope, guarantee=reading.money("guarantee", before.guarantee.currency))


@get("/deals/{deal_id:str}/versions", sync_to_thread=True)
def versions_page(
    request: Asked, deal_id: str, actor: Actor, library: Library, one: int = -1, other: int = -1
) -> Response[Any]:
    """Two versions of the terms side by side; 0 is what runs today, where these talks would change it."""
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages_versions.versions_page(actor, deal_id, one, other, now=now, db=db)
    )
    return page("deals/versions.html", found, request)


HANDLERS: list[Any] = [change_form, propose, versions_page]
