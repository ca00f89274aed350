"""Pictures for casting over pages and the API: keep one, write the statement down, take back, look."""

import re
from asyncio import to_thread
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.casting.pictures import actions, pages
from propria.casting.pictures.clip_files import LARGEST_CLIP_BYTES, is_clip, written_anew
from propria.casting.pictures.files import drawn_anew
from propria.casting.pictures.model import Picture
from propria.kernel.errors import PropriaError
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.parties.routes import signing_url
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.record.model import Notary
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
_FORM_BYTES = 1 << 16
PART = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")
"""One part of a file, as players of clips ask for it (RFC 9110, section 14)."""
NO_USE = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, noimageindex, noai, noimageai",
    "tdm-reservation": "1",
    "cross-origin-resource-policy": "same-origin",
}
"""Beside each picture: nothing keeps it, no machine indexes it or mines it (TDM Reservation Protocol)."""


class PublishForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which pictures, and until when they are shown."""

    pictures: list[str]
    until: Annotated[datetime, msgspec.Meta(tz=True)]
    return_url: str = "/profile/pictures"


class ChosenForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which pictures."""

    pictures: list[str]


def picture_json(picture: Picture) -> dict[str, Any]:
    """A picture as the API tells its performer of it."""
    return {
        **picture.named,
        "size_bytes": picture.size_bytes,
        "href": picture.href,
        "statement": picture.statement_id,
        "shown_until": None if picture.shown_until is None else wire(picture.shown_until),
    }


def _take_in(body: bytes, actor: Actor, library: Library, safe: Safe) -> Picture:
    """Draw it anew, encrypt it, keep it; what fails on the way leaves nothing."""
    now, drawn = library.clock.now(), written_anew(body) if is_clip(body) else drawn_anew(body)
    made = library.database.read(lambda db: actions.prepare(actor, drawn, now=now, db=db))
    safe.write(made.blob_key, made.id, [made.subject], [drawn.data], most_bytes=len(drawn.data))
    try:
        return library.database.transact(lambda db: actions.keep(actor, made, db=db))
    except BaseException:
        safe.destroy([(made.blob_key, made.id)])
        raise


@post("/me/pictures", status_code=201, request_max_body_size=LARGEST_CLIP_BYTES + _FORM_BYTES)
async def add(request: Asked, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    """Keep one picture (JPEG, PNG, WebP) or clip (MP4, MOV), for you alone: the body is the file, of which only that is kept."""
    body = await request.body()
    return picture_json(await to_thread(_take_in, body, actor, library, safe))


@get("/me/pictures", sync_to_thread=True)
def read_own(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Your pictures, and the statement that publishes each."""
    return [picture_json(one) for one in library.database.read(lambda db: actions.own(actor, db=db))]


@post("/me/pictures/publish", status_code=201, sync_to_thread=True)
def draft(data: PublishForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for your signature, that exactly these pictures are shown for casting; it replaces what you published."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft(actor, data.pictures, data.until, return_url=data.return_url, now=now, db=db)
    )
    return {"request_id": made.id, "sign_url": signing_url(notary, made.id)}


@post("/me/pictures/take-back", status_code=204, sync_to_thread=True)
def take_back(data: ChosenForm, actor: Actor, library: Library, safe: Safe, notary: Notary) -> None:
    """These pictures are shown no more, from now on, and the operator's copy is destroyed."""
    now = library.clock.now()
    library.database.transact(
        lambda db: actions.take_back(actor, data.pictures, safe=safe, notary=notary, now=now, db=db)
    )


@get("/performers/{performer_id:str}/pictures/{picture_id:str}", sync_to_thread=True)
def look(
    performer_id: str, picture_id: str, request: Asked, actor: Actor, library: Library, safe: Safe
) -> Response[bytes]:
    """One picture or clip, or the part of it asked for; for its performer, and for creators while signed words publish it."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.seen(actor, performer_id, picture_id, now=now, db=db))
    whole = actions.data_of(found, safe)
    part = PART.fullmatch(request.headers.get("range", ""))
    if part is None or int(part[1]) >= len(whole):
        return Response(whole, media_type=found.media_type, headers=NO_USE | {"accept-ranges": "bytes"})
    first, last = int(part[1]), min(int(part[2] or len(whole)), len(whole) - 1)
    named = {"accept-ranges": "bytes", "content-range": f"bytes {first}-{last}/{len(whole)}"}
    return Response(
        whole[first : last + 1], media_type=found.media_type, status_code=206, headers=NO_USE | named
    )


@get("/profile/pictures", sync_to_thread=True)
def own_page(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Your pictures, and what is shown of them."""
    return _page(request, actor, library)


def _page(
    request: Asked, actor: Actor, library: Library, typed: Typed | None = None, notice: Notice | None = None
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(lambda db: pages.pictures_page(actor, typed, notice, now=now, db=db))
    return page("casting/pictures.html", found, request, status=422 if notice else 200)


@post("/profile/pictures", status_code=303, request_max_body_size=LARGEST_CLIP_BYTES + _FORM_BYTES)
async def upload(request: Asked, actor: Actor, library: Library, safe: Safe) -> Response[Any]:
    """Keep one picture; a refusal comes back on the same page."""
    sent = (await request.form()).get("picture")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    return await to_thread(_uploaded, request, body, actor, library, safe)


def _uploaded(request: Asked, body: bytes, actor: Actor, library: Library, safe: Safe) -> Response[Any]:
    try:
        _take_in(body, actor, library, safe)
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, actor, library, notice=notice_of(error))
    return see_other("/profile/pictures")


@post("/profile/pictures/publish", status_code=303, sync_to_thread=True)
def publish(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write it down, and go and sign it."""
    now, typed = library.clock.now(), Typed.of(form)
    day = Reading(typed).day("until")
    end = midnight(day) if day else now
    try:
        made = library.database.transact(
            lambda db: actions.draft(
                actor, typed.many("picture"), end, return_url="/profile/pictures", now=now, db=db
            )
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, actor, library, typed, notice_of(error))
    return go_and_sign(notary, made.id)


@post("/profile/pictures/take-back", status_code=303, sync_to_thread=True)
def take_back_here(form: Form, actor: Actor, library: Library, safe: Safe, notary: Notary) -> Response[Any]:
    """One tap: shown no more."""
    now = library.clock.now()
    library.database.transact(
        lambda db: actions.take_back(actor, form.many("picture"), safe=safe, notary=notary, now=now, db=db)
    )
    return see_other("/profile/pictures")


API: list[Any] = [add, read_own, draft, take_back, look]
PAGES: list[Any] = [look, own_page, upload, publish, take_back_here]
