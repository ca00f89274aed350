"""The API of exports: two people ask and confirm, one fetches the marked copy, and whoever finds a file looks it up."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from io import SEEK_END
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.response import Stream

from propria.kernel.errors import Refused
from propria.kernel.time import wire
from propria.likeness.exports import actions as exports
from propria.likeness.exports.model import Export, Ground, Traced
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.plumbing.sealed_file import SealedFile
from propria.plumbing.web.streams import streamed
from propria.record.model import Notary

MOST_TRACED_BYTES = 4 << 30


class AskForm(msgspec.Struct, forbid_unknown_fields=True):
    """Who gets a copy of a recording, what for, and on what ground."""

    recipient: str
    purpose: str
    ground: Ground = Ground.NEED
    return_url: str = "/exports"


class ConfirmForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/exports"


def export_json(export: Export) -> dict[str, Any]:
    """An export as the operator's people and its performer see it; the seed of its mark stays here."""
    return {
        "export": export.id,
        "asset": export.asset_id,
        "performer": export.performer_id,
        "recipient": export.recipient,
        "purpose": export.purpose,
        "ground": export.ground.value,
        "state": export.state.value,
        "asked_by": export.asked_by,
        "asked_at": wire(export.asked_at),
        "asked_statement": export.asked_statement,
        "expires_at": wire(export.expires_at),
        "confirmed_by": export.confirmed_by,
        "confirmed_statement": export.confirmed_statement,
        "ended_at": wire(export.ended_at) if export.ended_at else None,
        "copy_sha256": export.copy_digest,
        "handed_statement": export.handed_statement,
    }


def traced_json(one: Traced) -> dict[str, Any]:
    """A copy that a file comes from, and by what that is seen."""
    return {
        **export_json(one.export),
        "by": {
            "same_bytes": one.is_same_bytes,
            "named_in_file": one.is_named,
            "picture_spreads": round(one.seen, 1),
            "sound_spreads": round(one.heard, 1),
        },
    }


@post("/assets/{asset_id:str}/exports", status_code=201, sync_to_thread=True)
def ask(asset_id: str, data: AskForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Ask for a marked copy of a recording, for you to sign; nothing leaves before another person confirms it."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: exports.draft_ask(
            actor,
            asset_id,
            data.recipient,
            data.purpose,
            data.ground,
            return_url=data.return_url,
            now=now,
            db=db,
        )
    )
    return to_sign(notary, made.id)


@post("/exports/{export_id:str}/confirmation", status_code=201, sync_to_thread=True)
def confirm(
    export_id: str, data: ConfirmForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Confirm an export that somebody else asked for, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: exports.draft_confirmation(actor, export_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/exports/{export_id:str}/stop", status_code=200, sync_to_thread=True)
def stop(export_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Stop an export of your own recording that nobody ordered."""
    now = library.clock.now()
    return export_json(library.database.transact(lambda db: exports.stop(actor, export_id, now=now, db=db)))


def fetched(export_id: str, actor: Actor, library: Library, safe: Safe, notary: Notary) -> Stream:
    """Make the copy, write down that it leaves, hand it out. Raises: as `exports.hand_out`."""
    now, database = library.clock.now(), library.database
    export, asset = database.read(lambda db: exports.to_fetch(actor, export_id, now=now, db=db))
    copy = exports.copy_of(export, asset, safe)
    left = library.clock.now()
    try:
        database.transact(lambda db: exports.hand_out(actor, export_id, copy, safe, notary, now=left, db=db))
    except BaseException:
        copy.file.close()
        raise
    name = f'attachment; filename="{export.id}{copy.suffix}"'
    return streamed(
        copy.file.pieces(),
        copy.media_type,
        size_bytes=copy.file.seek(0, SEEK_END),
        headers={"content-disposition": name},
    )


@post("/exports/{export_id:str}/copy", status_code=200, sync_to_thread=True)
def fetch(export_id: str, actor: Actor, library: Library, safe: Safe, notary: Notary) -> Stream:
    """Fetch the marked copy that you asked for and another person confirmed; once."""
    return fetched(export_id, actor, library, safe, notary)


@get("/exports", sync_to_thread=True)
def read_exports(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every export, newest first; for the operator."""
    now = library.clock.now()
    found = library.database.read(lambda db: exports.every(actor, now=now, db=db))
    return [export_json(one) for one in found]


@get("/me/exports", sync_to_thread=True)
def read_own_exports(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every export of your recordings, newest first."""
    now = library.clock.now()
    return [
        export_json(one) for one in library.database.read(lambda db: exports.of_own(actor, now=now, db=db))
    ]


async def looked_up(actor: Actor, library: Library, pieces: AsyncIterator[bytes]) -> list[Traced]:
    """Which export a file comes from; the file lies sealed until it is read, and is thrown away.

    Raises: NotFound(`likeness.no_export`), Malformed(`likeness.not_a_recording`), Refused(`likeness.too_large`).
    """
    among = await to_thread(lambda: library.database.read(lambda db: exports.to_search(actor, db=db)))
    most_bytes = min(library.settings.max_upload_bytes, MOST_TRACED_BYTES)
    with SealedFile() as file:
        async for piece in pieces:
            await to_thread(file.write, piece)
            if file.tell() > most_bytes:
                raise Refused("likeness.too_large", "This file is too large.", most_bytes=most_bytes)
        return await to_thread(exports.trace, file.ranged(), among)


@post("/exports/trace", status_code=200, request_max_body_size=None)
async def trace(request: Request[Any, Any, Any], actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Which handed-out copy a file comes from, by its words, its pictures and its sound; the body is the file."""
    return [traced_json(one) for one in await looked_up(actor, library, request.stream())]


HANDLERS = [ask, confirm, stop, fetch, read_exports, read_own_exports, trace]
