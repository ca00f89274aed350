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
from propria.plumbing.web.pages import Policy, page
from propria.provenance.model import Released
from propria.replicas import actions as replicas
from propria.replicas.model import HEAD, ReplicaVersion
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
            _with_files(actor, db=db),
            is_creator=actor.role is Role.CREATOR,
        )

    found_page = library.database.read(work)
    shows_head = any(player.head for player in found_page.players)
    policy = Policy.VIEWS_3D if shows_head else Policy.STRICT
    return page("usage/clip.html", found_page, request, policy=policy)


def _with_files(actor: Actor, *, db: Session) -> dict[str, ReplicaVersion]:
    """The versions of the performer who looks whose head can still be read, by their ids; nobody else's."""
    if actor.role is not Role.PERFORMER:
        return {}
    own = replicas.own_versions(actor, db=db)
    gone = {one.id for one in own if replicas.receipt_of(one.id, db=db) is not None}
    return {one.id: one for one in own if one.artefact(HEAD) and one.built_at and one.id not in gone}


@get("/renders/{render_id:str}/track", sync_to_thread=True)
def track(render_id: str, actor: Actor, library: Library) -> Response[str]:
    """How the face moved in an output, to be done again by the performer's own head. Raises: as `actions.track_of`."""
    now = library.clock.now()
    moved = library.database.read(lambda db: actions.track_of(actor, render_id, now=now, db=db))
    return Response(moved, media_type="application/json", headers={"cache-control": "no-store"})


def _others(actor: Actor, first: RenderRequest, *, now: Instant, db: Session) -> list[RenderRequest]:
    same = (r for r in actions.renders_of(actor, db=db) if r.licence_id == first.licence_id)
    return [r for r in same if r.id != first.id and r.released_at is not None and _may_see(actor, r, now, db)]


def _may_see(actor: Actor, request: RenderRequest, now: Instant, db: Session) -> bool:
    try:
        actions.output_file(actor, request.id, now=now, db=db)
    except Refused:
        return False
    return True


HANDLERS: list[Any] = [clip, track]
