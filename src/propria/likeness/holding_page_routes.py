"""The pages of held recordings: what waits, pictures for a stated reason, a person's decision."""

from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import NotFound, PropriaError
from propria.likeness import holding, holding_pages, quality
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]


@get("/desk/held", sync_to_thread=True)
def every(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Recordings that wait for a person. Raises: NotFound(`likeness.no_asset`) for anybody but the operator."""
    found = library.database.read(lambda db: holding.every(actor, db=db))
    return page("likeness/held.html", holding_pages.held_list_page(found), request)


def _page(
    asset_id: str,
    request: Asked,
    actor: Actor,
    library: Library,
    *,
    typed: str = "",
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> holding_pages.HeldPage:
        held = holding.one(actor, asset_id, db=db)
        looks = holding.is_looking(actor, asset_id, now=now, db=db)
        return holding_pages.held_page(held, is_looking=looks, typed=typed, notice=notice)

    return page("likeness/held_one.html", library.database.read(work), request, status=422 if notice else 200)


@get("/desk/held/{asset_id:str}", sync_to_thread=True)
def one(asset_id: str, request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """One of them. Raises: NotFound(`likeness.no_asset`), Refused(`likeness.not_held`)."""
    return _page(asset_id, request, actor, library)


@post("/desk/held/{asset_id:str}/look", status_code=303, sync_to_thread=True)
def look(asset_id: str, request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Say why you look; then the pictures are shown for an hour. Raises: NotFound(`likeness.no_asset`)."""
    now = library.clock.now()
    try:
        library.database.transact(
            lambda db: holding.look(actor, asset_id, form.one("purpose"), now=now, db=db)
        )
    except NotFound:
        raise
    except PropriaError as error:
        return _page(asset_id, request, actor, library, notice=notice_of(error))
    return see_other(f"/desk/held/{asset_id}")


@get("/desk/held/{asset_id:str}/pictures/{shown:str}", sync_to_thread=True)
def pictures(asset_id: str, shown: str, actor: Actor, library: Library, safe: Safe) -> Response[bytes]:
    """Pictures of the held recording, or of one beside it, for whoever said why within the hour.

    Raises: NotFound(`likeness.no_asset`, `likeness.no_pictures`), Refused(`likeness.not_held`, `likeness.look_first`).
    """
    now = library.clock.now()
    asset = library.database.read(lambda db: holding.sheet(actor, asset_id, shown, now=now, db=db))
    sheet = quality.pictures(asset, safe)
    return Response(sheet, media_type="image/jpeg", headers={"cache-control": "no-store"})


@post("/desk/held/{asset_id:str}/decide", status_code=303, sync_to_thread=True)
def decide(
    asset_id: str, request: Asked, form: Form, actor: Actor, library: Library, safe: Safe
) -> Response[Any]:
    """It is the performer, or somebody else and is destroyed. Raises: NotFound(`likeness.no_asset`)."""
    now, why, is_performer = library.clock.now(), form.one("why"), form.one("do") == "release"
    try:
        library.database.transact(
            lambda db: holding.decide(
                actor, asset_id, is_performer=is_performer, why=why, safe=safe, now=now, db=db
            )
        )
    except NotFound:
        raise
    except PropriaError as error:
        return _page(asset_id, request, actor, library, typed=why, notice=notice_of(error))
    return see_other("/desk/held")


HANDLERS: list[Any] = [every, one, look, pictures, decide]
