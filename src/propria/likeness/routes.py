"""The API of the vault: sessions, uploads, who opened what, and what was destroyed."""

from asyncio import to_thread
from datetime import date
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.response import Stream

from propria.kernel.errors import Malformed, NotFound
from propria.kernel.time import Instant, wire
from propria.likeness import actions, holding, intake, quality
from propria.likeness.model import AssetKind, MediaAsset
from propria.likeness.quality_model import Quality
from propria.likeness.quality_words import FINDINGS
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.streams import streamed


class CaptureForm(msgspec.Struct, forbid_unknown_fields=True):
    """A recording session: where it takes place, and by which day (UTC) what lies outside the library goes back.

    Without a day it is the day that retention ends.
    """

    place: str
    return_on: date | None = None


class OpenForm(msgspec.Struct, forbid_unknown_fields=True):
    """Why a recording is opened; the performer reads it."""

    purpose: str


class DecisionForm(msgspec.Struct, forbid_unknown_fields=True):
    """A person's word on a held recording, and why; the performer reads it."""

    is_performer: bool
    why: str


def asset_json(asset: MediaAsset) -> dict[str, Any]:
    """A recording as the API tells of it; its bytes come only from `open`."""
    return {
        "asset": asset.id,
        "capture": asset.capture_id,
        "kind": asset.kind.value,
        "media_type": asset.media_type,
        "line": asset.line,
        "sha256": asset.digest,
        "size_bytes": asset.size_bytes,
        "duration_ms": asset.duration_ms,
        "state": asset.state.value,
        "stored_at": wire(asset.stored_at),
        "retained_until": wire(asset.retained_until),
        "statement_digest": asset.statement_digest,
    }


@post("/captures", status_code=201, sync_to_thread=True)
def begin_capture(data: CaptureForm, actor: Actor, library: Library) -> dict[str, str]:
    """Begin a recording session under your consent to be recorded."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.begin_capture(actor, data.place, data.return_on, now=now, db=db)
    )
    return {"capture": made.id}


@post("/captures/{capture_id:str}/assets", status_code=201, request_max_body_size=None)
async def store_asset(
    capture_id: str,
    request: Request[Any, Any, Any],
    actor: Actor,
    library: Library,
    safe: Safe,
    kind: AssetKind,
    line: str = "",
) -> dict[str, Any]:
    """Put one recording into the vault: the body is the file, its type the content-type, never plain on disk."""
    return asset_json(await take_in(capture_id, request, actor, library, safe, kind, line))


async def take_in(
    capture_id: str,
    request: Request[Any, Any, Any],
    actor: Actor,
    library: Library,
    safe: Safe,
    kind: AssetKind,
    line: str,
) -> MediaAsset:
    """Encrypt the body as it arrives, look at what it is, keep it.

    Raises: as the actions, Malformed(`likeness.no_type`).
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if not media_type:
        raise Malformed("likeness.no_type", "Say what the file is with a content-type.")
    now, database = library.clock.now(), library.database
    prepared = await to_thread(
        lambda: database.read(
            lambda db: actions.prepare_asset(actor, capture_id, kind, media_type, line, now=now, db=db)
        )
    )
    most = library.settings.max_upload_bytes
    stored = await intake.store_stream(prepared, request.stream(), safe, most_bytes=most)
    seen = await to_thread(lambda: intake.look_at(stored, safe))
    try:
        return await to_thread(lambda: database.transact(lambda db: _kept(seen, library, now, db)))
    except BaseException:
        safe.destroy([(seen.blob_key, seen.id)])
        raise


def _kept(seen: MediaAsset, library: Library, now: Instant, db: Session) -> MediaAsset:
    kept = actions.keep_asset(seen, now=now, db=db)
    quality.ask(kept, jobs=library.jobs, db=db)
    return kept


def quality_json(found: Quality) -> dict[str, Any]:
    """What was found in a recording as the API tells of it: every finding with why it matters and what helps."""
    return {
        "asset": found.asset_id,
        "verdict": found.verdict.value,
        "findings": [
            {
                "code": code,
                "what": {"zh": FINDINGS[code].what.zh, "en": FINDINGS[code].what.en},
                "retake": {"zh": FINDINGS[code].retake.zh, "en": FINDINGS[code].retake.en},
            }
            for code in found.findings
        ],
        "measures": found.measures,
        "engine": found.by,
        "made_at": wire(found.made_at),
        "decision": found.decision and {"why": found.decision.why, "at": wire(found.decision.at)},
    }


@get("/me/assets/{asset_id:str}/quality", sync_to_thread=True)
def read_quality(asset_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """How good one of your recordings is, and what to take again and why.

    Raises: NotFound(`likeness.no_asset`, `likeness.not_looked_at`).
    """
    _, found = library.database.read(lambda db: quality.own_quality(actor, asset_id, db=db))
    if found is None:
        raise NotFound("likeness.not_looked_at", "Nobody has looked at this recording yet.")
    return quality_json(found)


@post("/me/assets/{asset_id:str}/quality", status_code=202, sync_to_thread=True)
def look_again(asset_id: str, actor: Actor, library: Library) -> dict[str, str]:
    """Have one of your recordings looked at again."""
    now = library.clock.now()
    asset = library.database.transact(
        lambda db: quality.look_again(actor, asset_id, jobs=library.jobs, now=now, db=db)
    )
    return {"asset": asset.id}


@get("/assets/held", sync_to_thread=True)
def read_held(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Recordings that may show another person than their performer, for the operator to look at."""
    return [quality_json(found) for found in library.database.read(lambda db: quality.waiting(actor, db=db))]


@post("/assets/{asset_id:str}/decision", status_code=200, sync_to_thread=True)
def decide(asset_id: str, data: DecisionForm, actor: Actor, library: Library, safe: Safe) -> dict[str, bool]:
    """Say of a held recording that it is the performer, or that it is not, and then it is destroyed."""
    now = library.clock.now()
    library.database.transact(
        lambda db: holding.decide(
            actor, asset_id, is_performer=data.is_performer, why=data.why, safe=safe, now=now, db=db
        )
    )
    return {"is_performer": data.is_performer}


@get("/me/assets", sync_to_thread=True)
def read_assets(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What the vault holds of you."""
    return [asset_json(a) for a in library.database.read(lambda db: actions.own_assets(actor, db=db))]


@get("/me/accesses", sync_to_thread=True)
def read_accesses(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Everybody who opened your recordings, when and why; newest first."""
    found = library.database.read(lambda db: actions.own_accesses(actor, db=db))
    return [
        {
            "asset": a.asset_id,
            "by": a.person_id,
            "purpose": a.purpose.replace("\n", " · "),
            "at": wire(a.opened_at),
        }
        for a in found
    ]


@get("/me/destructions", sync_to_thread=True)
def read_receipts(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What was destroyed of the operator's copy of your recordings, with reason and time."""
    found = library.database.read(lambda db: actions.own_receipts(actor, db=db))
    return [{"assets": list(r.asset_ids), "reason": r.reason, "at": wire(r.destroyed_at)} for r in found]


@post("/assets/{asset_id:str}/open", status_code=200, sync_to_thread=True)
def open_asset(asset_id: str, data: OpenForm, actor: Actor, library: Library, safe: Safe) -> Stream:
    """Open one recording for a stated purpose; its performer sees who, when and why."""
    now = library.clock.now()
    opened = library.database.transact(
        lambda db: actions.open_asset(actor, asset_id, data.purpose, now=now, db=db)
    )
    return streamed(actions.plaintext(opened, safe), opened.media_type, size_bytes=opened.size_bytes)


HANDLERS = [
    begin_capture,
    store_asset,
    read_assets,
    read_accesses,
    read_receipts,
    open_asset,
    read_quality,
    look_again,
    read_held,
    decide,
]
