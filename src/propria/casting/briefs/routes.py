"""A brief after it was made, over pages and the API: change it, who changed what, archive, export."""

from typing import Any, Literal

from litestar import Request, Response, get, post, put

from propria.casting import actions
from propria.casting.access import form as access_form
from propria.casting.briefs import actions as briefs
from propria.casting.briefs import pages, rules
from propria.casting.briefs.typed import typed_like
from propria.casting.page_routes import brief_form, read_brief
from propria.casting.roles import actions as roles
from propria.casting.roles.routes import sight_json
from propria.casting.routes import BriefForm, brief_json
from propria.casting.sheet import form as sheet_form
from propria.kernel.errors import PropriaError
from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page, reader_locale
from propria.scope import Scope
from propria.scope.words import Said
from propria.web.typed_form import Reading, Typed, notice_of

Asked = Request[Any, Any, Any]
FORM = "casting/brief_form.html"


def _said(said: Said) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def revision_json(one: briefs.Revision) -> dict[str, Any]:
    """One change of a brief."""
    fields = [
        {
            "field": each.field,
            "says": _said(each.says),
            "before": _said(each.before),
            "after": _said(each.after),
        }
        for each in one.changes
    ]
    who = {"number": one.number, "by": one.by, "name": one.name.to_json(), "at": wire(one.at)}
    return who | {"changes": fields}


@put("/briefs/{brief_id:str}", sync_to_thread=True)
def change(brief_id: str, data: BriefForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Change what a brief says; its project stays, and what it said before can be read."""
    now = library.clock.now()

    def work(db: Session) -> Any:
        title, scope, pay = (
            (data.title_zh, data.title_en),
            Scope.from_json(data.scope),
            Money.from_json(data.budget),
        )
        return briefs.change(
            actor,
            brief_id,
            title,
            data.role,
            scope,
            pay,
            data.seeks,
            data.access,
            asks=data.asks,
            now=now,
            db=db,
        )

    return brief_json(library.database.transact(work))


@get("/briefs/{brief_id:str}/changes", sync_to_thread=True)
def read_changes(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who changed which field of the brief, when, from what to what; newest first."""
    _, found = library.database.read(lambda db: briefs.revisions(actor, brief_id, db=db))
    return [revision_json(one) for one in found]


@post("/briefs/{brief_id:str}/archive", status_code=200, sync_to_thread=True)
def archive(brief_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Put a brief away: it asks nobody from then on."""
    now = library.clock.now()
    return brief_json(library.database.transact(lambda db: briefs.archive(actor, brief_id, now=now, db=db)))


@post("/briefs/{brief_id:str}/take-back", status_code=200, sync_to_thread=True)
def take_back(brief_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Take a brief out of the archive."""
    return brief_json(library.database.transact(lambda db: briefs.take_back(actor, brief_id, db=db)))


@get("/briefs/{brief_id:str}/export", sync_to_thread=True)
def export(brief_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """A brief with its AI sheet in words, its shortlist, its changes, and who saw what of it."""

    def read(db: Session) -> dict[str, Any]:
        brief, found = briefs.revisions(actor, brief_id, db=db)
        kept = actions.shortlist(actor, brief_id, db=db)
        sheet = [
            {"field": field, "name": _said(name), "says": _said(value)}
            for field, name, value in rules.sheet_rows(brief)
        ]
        seen = roles.sights(actor, brief_id, now=library.clock.now(), db=db)
        return {
            "brief": brief_json(brief),
            "sheet": sheet,
            "shortlist": [{"performer": one.performer_id, "added_at": wire(one.added_at)} for one in kept],
            "changes": [revision_json(one) for one in found],
            "seen": [sight_json(*one) for one in seen],
        }

    return library.database.read(read)


def _csv(actor: Actor, library: Library, project: str, language: str) -> Response[str]:
    every = library.database.read(lambda db: actions.briefs(actor, db=db))
    chosen = [one for one in reversed(every) if not project or one.project == project]
    headers = {"content-disposition": 'attachment; filename="roles.csv"', "cache-control": "no-store"}
    text = rules.as_csv(chosen, language=language)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@get("/briefs/export.csv", sync_to_thread=True)
def export_csv(
    actor: Actor, library: Library, project: str = "", language: Literal["zh", "en"] = "en"
) -> Response[str]:
    """Your roles with their AI sheets, one line a role, of all projects or of one."""
    return _csv(actor, library, project, language)


@get("/briefs/export.csv", sync_to_thread=True)
def csv_by_page(request: Asked, actor: Actor, library: Library, project: str = "") -> Response[str]:
    """The same as a download, in the language of the page."""
    return _csv(actor, library, project, "zh" if reader_locale(request).startswith("zh") else "en")


@get("/briefs/{brief_id:str}/sheet", sync_to_thread=True)
def sheet(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The AI sheet of one role, on one page to print."""
    found = library.database.read(lambda db: pages.sheet_page(actor, brief_id, db=db))
    return page("casting/sheet.html", found, request)


@get("/briefs/{brief_id:str}/changes", sync_to_thread=True)
def changes(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Who changed what of a brief."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages.changes_page(actor, brief_id, now=now, db=db))
    return page("casting/changes.html", found, request)


@get("/briefs/{brief_id:str}/change", sync_to_thread=True)
def change_form(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The form of a brief as it reads now."""
    typed = library.database.read(lambda db: typed_like(actions.brief(actor, brief_id, db=db)))
    return page(FORM, brief_form(actor, library, typed, changes=brief_id), request)


@post("/briefs/{brief_id:str}/change", status_code=303, sync_to_thread=True)
def change_by_page(
    request: Asked, brief_id: str, form: Form, actor: Actor, library: Library
) -> Response[Any]:
    """Change it."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    project = library.database.read(lambda db: actions.brief(actor, brief_id, db=db)).project
    title, role, scope, budget = read_brief(reading, project)
    access, asks = access_form.read(reading), sheet_form.read(reading)
    if reading.errors:
        return page(
            FORM, brief_form(actor, library, typed, None, reading, changes=brief_id), request, status=422
        )
    try:
        library.database.transact(
            lambda db: briefs.change(
                actor,
                brief_id,
                title,
                role,
                scope,
                budget,
                typed.one("seeks"),
                access,
                asks=asks,
                now=now,
                db=db,
            )
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return page(
            FORM, brief_form(actor, library, typed, notice_of(error), changes=brief_id), request, status=422
        )
    return see_other(f"/briefs/{brief_id}")


@post("/briefs/{brief_id:str}/archive", status_code=303, sync_to_thread=True)
def archive_by_page(brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Put it away."""
    now = library.clock.now()
    library.database.transact(lambda db: briefs.archive(actor, brief_id, now=now, db=db))
    return see_other("/briefs#archive")


@post("/briefs/{brief_id:str}/take-back", status_code=303, sync_to_thread=True)
def take_back_by_page(brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Take it out of the archive."""
    library.database.transact(lambda db: briefs.take_back(actor, brief_id, db=db))
    return see_other(f"/briefs/{brief_id}")


API = [change, read_changes, archive, take_back, export, export_csv]
PAGES: list[Any] = [
    csv_by_page,
    sheet,
    changes,
    change_form,
    change_by_page,
    archive_by_page,
    take_back_by_page,
]
