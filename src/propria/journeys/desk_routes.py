"""The operator's desk: read the request, gather, fill the page; names come in as CSV."""

import csv
import io
from typing import Any

from litestar import Request, Response, get, post

from propria.journeys.desk import desk_page
from propria.kernel.errors import Malformed, PropriaError
from propria.licences.gate import TokenKey
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.record.model import Notary
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
MOST_ROWS = 10_000
COLUMNS = 3


def _desk(
    request: Asked,
    actor: Actor,
    library: Library,
    notary: Notary,
    token_key: TokenKey,
    *,
    typed: str = "",
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(
        lambda db: desk_page(
            actor, notary, token_key, library.jobs, typed=typed, notice=notice, now=now, db=db
        )
    )
    return page("journeys/desk.html", found, request, status=422 if notice else 200)


@get("/desk", sync_to_thread=True)
def desk(
    request: Asked, actor: Actor, library: Library, notary: Notary, token_key: TokenKey
) -> Response[Any]:
    """Incidents by the clock, the log's health, the vault, imports, keys."""
    return _desk(request, actor, library, notary, token_key)


@post("/desk/imports", status_code=303, sync_to_thread=True)
def import_names(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary, token_key: TokenKey
) -> Response[Any]:
    """Take in names that nobody signed: unclaimed, shown to nobody, gone after 90 days."""
    now, typed = library.clock.now(), form.one("rows")
    try:
        rows = read_rows(typed)
        library.database.transact(lambda db: parties.import_performers(actor, rows, now=now, db=db))
    except PropriaError as error:
        return _desk(request, actor, library, notary, token_key, typed=typed, notice=notice_of(error))
    return see_other("/desk#imports")


def read_rows(text: str) -> list[tuple[str, str, str]]:
    """Names from CSV: Chinese name, English name, contact. Raises: Malformed(`journeys.import_unreadable`)."""
    rows = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not 2 <= len(cells) <= COLUMNS or number > MOST_ROWS:
            raise Malformed(
                "journeys.import_unreadable", "A line has two names and a contact, with commas.", line=number
            )
        rows.append((cells[0], cells[1], cells[2] if len(cells) == COLUMNS else ""))
    if not rows:
        raise Malformed(
            "journeys.import_unreadable", "A line has two names and a contact, with commas.", line=1
        )
    return rows


HANDLERS: list[Any] = [desk, import_names]
