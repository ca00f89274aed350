"""The page of one finished output, with another beside it."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get

from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page
from propria.provenance.model import Released
from propria.usage import actions
from propria.usage.model import RenderRequest
from propria.usage.pages_clip import ClipPage, clip_page

Asked = Request[Any, Any, Any]


@get("/renders/{render_id:str}", sync_to_thread=True)
def clip(request: Asked, render_id: str, actor: Actor, library: Library, beside: str = "") -> Response[Any]:
    """One finished output to play, and another under the same licence beside it. Raises: as `actions.output_file`."""
    now = library.clock.now()

    def found(wanted: str, db: Session) -> tuple[RenderRequest, Released, Mapping[str, Any]]:
        asked, released = actions.output_file(actor, wanted, now=now, db=db)
        return asked, released, actions.facts_of(asked, db=db)

    def work(db: Session) -> ClipPage:
        shown = [found(one, db) for one in (render_id, beside) if one]
        first = shown[0][0]
        if any(asked.licence_id != first.licence_id for asked, _, _ in shown):
            raise NotFound("usage.no_render", "There is no such render.")
        return clip_page(
            shown,
            _others(actor, first, now=now, db=db),
            licences.licence(first.licence_id, db=db),
            is_creator=actor.role is Role.CREATOR,
        )

    return page("usage/clip.html", library.database.read(work), request)


def _others(actor: Actor, first: RenderRequest, *, now: Instant, db: Session) -> list[RenderRequest]:
    same = (r for r in actions.renders_of(actor, db=db) if r.licence_id == first.licence_id)
    return [r for r in same if r.id != first.id and r.released_at is not None and _may_see(actor, r, now, db)]


def _may_see(actor: Actor, request: RenderRequest, now: Instant, db: Session) -> bool:
    try:
        actions.output_file(actor, request.id, now=now, db=db)
    except Refused:
        return False
    return True


HANDLERS: list[Any] = [clip]
