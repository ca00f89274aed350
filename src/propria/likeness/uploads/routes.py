"""Uploads in parts over the API and, with a form token, from the page of a session: begin, send, ask, finish, drop."""

from asyncio import to_thread
from typing import Any

import msgspec
from litestar import Request, delete, get, post, put

from propria.kernel.errors import Malformed
from propria.kernel.time import wire
from propria.likeness.model import AssetKind
from propria.likeness.routes import asset_json
from propria.likeness.safe import Safe
from propria.likeness.uploads import actions as uploads
from propria.likeness.uploads.model import PART_BYTES, Part, Upload, received_bytes
from propria.parties.model import Actor
from propria.plumbing.library import Library

Asked = Request[Any, Any, Any]


class BeginForm(msgspec.Struct, forbid_unknown_fields=True):
    """A recording that is about to come: its kind, its media type, its size, the words in it."""

    kind: AssetKind
    media_type: str
    size_bytes: int
    line: str = ""


class FinishForm(msgspec.Struct, forbid_unknown_fields=True):
    """SHA-256 (hex) of the whole file, or over the digests of its parts in order; or both."""

    sha256: str = ""
    parts_sha256: str = ""


def upload_json(upload: Upload, parts: list[Part]) -> dict[str, Any]:
    """An upload as its sender sees it: from where to go on, and what came."""
    return {
        "upload": upload.id,
        "kind": upload.kind.value,
        "media_type": upload.media_type,
        "line": upload.line,
        "size_bytes": upload.size_bytes,
        "part_bytes": PART_BYTES,
        "received_bytes": received_bytes(parts) if upload.asset_id is None else upload.size_bytes,
        "parts": [part.digest for part in parts],
        "expires_at": wire(upload.expires_at),
        "asset": upload.asset_id,
    }


@post("/captures/{capture_id:str}/uploads", status_code=201, sync_to_thread=True)
def begin(capture_id: str, data: BeginForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Announce a recording; then send it in parts of `part_bytes`, the last one shorter."""
    now, most = library.clock.now(), library.settings.max_upload_bytes
    begun = library.database.transact(
        lambda db: uploads.begin(
            actor,
            capture_id,
            data.kind,
            data.media_type,
            data.line,
            data.size_bytes,
            most_bytes=most,
            now=now,
            db=db,
        )
    )
    return upload_json(begun, [])


@get("/captures/{capture_id:str}/uploads", sync_to_thread=True)
def under_way(capture_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What can be gone on with in one session of yours."""
    found = library.database.read(lambda db: uploads.under_way(actor, capture_id, db=db))
    return [upload_json(upload, parts) for upload, parts in found]


@get("/uploads/{upload_id:str}", sync_to_thread=True)
def read_upload(upload_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """How much of an upload of yours is here."""
    return upload_json(*library.database.read(lambda db: uploads.own_with_parts(actor, upload_id, db=db)))


@put("/uploads/{upload_id:str}", status_code=200, request_max_body_size=None)
async def put_part(
    upload_id: str, request: Asked, actor: Actor, library: Library, safe: Safe, offset: int, sha256: str
) -> dict[str, Any]:
    """Send the part that begins at `offset`; the body is the part, `sha256` its digest in hex."""
    now, database = library.clock.now(), library.database
    wanted = await to_thread(
        lambda: database.read(lambda db: uploads.wanted_bytes(actor, upload_id, offset, db=db))
    )
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > wanted:
            raise Malformed("likeness.part_size", "This part is not of its size.", wanted_bytes=wanted)
    parts = await to_thread(
        lambda: uploads.put_part(actor, upload_id, offset, bytes(body), sha256, safe, database, now=now)
    )
    return {"received_bytes": received_bytes(parts)}


@post("/uploads/{upload_id:str}/finish", status_code=201, sync_to_thread=True)
def finish(upload_id: str, data: FinishForm, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    """Put the whole into the vault; asked again, the answer is the same."""
    kept = uploads.finish(
        actor,
        upload_id,
        digest=data.sha256,
        parts_digest=data.parts_sha256,
        safe=safe,
        database=library.database,
        jobs=library.jobs,
        most_bytes=library.settings.max_upload_bytes,
        now=library.clock.now(),
    )
    return asset_json(kept)


@delete("/uploads/{upload_id:str}", status_code=204, sync_to_thread=True)
def drop(upload_id: str, actor: Actor, library: Library, safe: Safe) -> None:
    """Drop an upload of yours; what came of it is destroyed."""
    library.database.transact(lambda db: uploads.drop(actor, upload_id, safe, db=db))


HANDLERS: list[Any] = [begin, under_way, read_upload, put_part, finish, drop]
