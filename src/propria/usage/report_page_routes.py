"""The page of a licence's use reports: read them beside what tokens show, and report."""

from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import PropriaError
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.record.model import Notary
from propria.usage import pages_reports, reconciling
from propria.web.typed_form import Notice, Typed, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)


def _page(
    request: Asked,
    licence_id: str,
    actor: Actor,
    library: Library,
    *,
    typed: Typed | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    found = library.database.read(
        lambda db: pages_reports.reports_page(actor, licence_id, typed=typed, notice=notice, db=db)
    )
    return page("usage/reports.html", found, request, status=422 if notice else 200)


@get("/licences/{licence_id:str}/reports", sync_to_thread=True)
def read_reports(request: Asked, licence_id: str, actor: Actor, library: Library) -> Response[Any]:
    """What was reported of a licence beside what tokens and leases show, for both sides."""
    return _page(request, licence_id, actor, library)


@post("/licences/{licence_id:str}/reports", status_code=303, sync_to_thread=True)
def report(
    request: Asked, licence_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Report how much was used in whole days that are over, and what any more than is shown was for."""
    now, typed = library.clock.now(), Typed.of(form)
    try:
        used, span, beyond = pages_reports.read_report(typed)
        library.database.transact(
            lambda db: reconciling.report(
                actor, licence_id, used, span, notary, beyond=beyond, now=now, db=db
            )
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _page(request, licence_id, actor, library, typed=typed, notice=notice_of(error))
    return see_other(f"/licences/{licence_id}/reports")


HANDLERS: list[Any] = [read_reports, report]
