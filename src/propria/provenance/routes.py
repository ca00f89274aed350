"""The public API of provenance: is this file what it says, and may it be shown? Nobody signs in for it."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from litestar import Request, get, post

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant, wire
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.media import workplace
from propria.provenance import actions, texts
from propria.provenance.actions import OutputAnswer, Recognised
from propria.provenance.authority import Sealer
from propria.provenance.marks import MAX_FRAMES
from propria.provenance.model import (
    Absent,
    ExplicitLabel,
    FrameMark,
    ImplicitLabel,
    LicenceMark,
    ReadBack,
    Seal,
    Unreadable,
)
from propria.provenance.rules_answers import Answer
from propria.record.model import Words

MOST_VERIFIED_BYTES = 1 << 30


def both(words: Words) -> dict[str, str]:
    """The same words in both languages."""
    return {"zh": words[0], "en": words[1]}


def answer_json(answer: OutputAnswer) -> dict[str, Any]:
    """What anyone is told of an output."""
    released = answer.released
    performed = released.passport.facts.performed_by
    return {
        "output": released.output_id,
        "licence": released.mark.licence_id,
        "licence_state": answer.licence_state,
        "after_withdrawal": answer.after_withdrawal,
        "permit": released.mark.permit_id,
        "public": answer.is_public,
        "says": both(answer.said),
        "made": released.passport.facts.making.value,
        "performed_by": None if performed is None else performed.to_assertion(),
        "manner": dict(released.passport.facts.manner) or None,
        "sha256": released.passport.sha256,
        "size_bytes": released.size_bytes,
        "media_type": released.passport.media_type,
        "sealed_at": wire(released.sealed_at),
        "sealed_at_entry": released.passport.sealed_index,
        "statement": released.statement_id,
        "may_show": _may_json(answer.may_show),
        "may_make": _may_json(answer.may_make),
    }


def _may_json(answer: Answer) -> dict[str, str]:
    return {"may": answer.may.value, "reason": answer.reason, "zh": answer.words.zh, "en": answer.words.en}


def read_back_json(seen: ReadBack) -> dict[str, Any]:
    """What a file says about itself, as facts."""
    return {
        "sha256": seen.sha256,
        "size_bytes": seen.size_bytes,
        "media_type": seen.media_type,
        "integrity": seen.integrity.value,
        "integrity_says": both(texts.INTEGRITY[seen.integrity]),
        "findings": list(seen.findings),
        "seal": _seal_json(seen.seal),
        "licence": _found(seen.licence),
        "labels": {
            "implicit": _found(seen.implicit),
            "explicit": _found(seen.explicit),
            "explicit_sight": seen.sight.value,
        },
    }


def _seal_json(seal: Seal | Absent) -> dict[str, Any] | None:
    if isinstance(seal, Absent):
        return None
    signer = seal.signer
    return {
        "trusted_by": seal.trusted_by,
        "signer": None
        if signer is None
        else {"name": signer.common_name, "organisation": signer.organisation},
        "signed_at": signer.signed_at if signer else None,
        "training": seal.training,
        "actions": [{"name": a.name, "source_type": a.source_type} for a in seal.actions],
    }


def _found(found: LicenceMark | ImplicitLabel | ExplicitLabel | Absent | Unreadable) -> dict[str, Any]:
    match found:
        case Absent():
            return {"found": "absent"}
        case Unreadable(reason):
            return {"found": "unreadable", "reason": reason}
        case LicenceMark() | ExplicitLabel():
            return {"found": "present", **found.to_assertion()}
        case ImplicitLabel():
            return {
                "found": "present",
                "label": found.label.value,
                "producer": found.content_producer,
                "produce_id": found.produce_id,
            }


def recognised_json(found: Recognised, *, now: Instant, db: Session) -> dict[str, Any]:
    """Which output it is, how that is known, and the two answers."""
    told = actions.answer(found.output, now=now, db=db) if found.output else None
    return {
        "found_by": found.found_by.value,
        "found_says": both(texts.FOUND[found.found_by]),
        "output": answer_json(told) if told else None,
        "leads": [
            {"output": output_id, "frames": r.frames, "alike": r.alike, "least_bits": r.least_bits}
            for output_id, r in found.leads
        ],
    }


@post("/verify", status_code=200, request_max_body_size=None)
async def verify_file(request: Request[Any, Any, Any], library: Library, sealer: Sealer) -> dict[str, Any]:
    """Is this file what it says? The body is the file; it is read and thrown away.

    Raises: Malformed(`provenance.nothing_to_verify`), Refused(`provenance.too_large`).
    """
    now, database = library.clock.now(), library.database
    with workplace() as place:
        file = place / "asked"
        await receive(request.stream(), file, min(library.settings.max_upload_bytes, MOST_VERIFIED_BYTES))
        seen, looks = await to_thread(actions.look_at, file, sealer)

    def work(db: Session) -> dict[str, Any]:
        return recognised_json(actions.recognise(seen, looks, db=db), now=now, db=db)

    return read_back_json(seen) | await to_thread(database.read, work)


async def receive(stream: AsyncIterator[bytes], file: Path, most_bytes: int) -> None:
    """Write a stream to a file. Raises: Refused(`provenance.too_large`), Malformed(`provenance.nothing_to_verify`)."""
    size = 0
    with file.open("wb") as target:
        async for chunk in stream:
            size += len(chunk)
            if size > most_bytes:
                raise Refused("provenance.too_large", "This file is too large.", most_bytes=most_bytes)
            target.write(chunk)
    if size == 0:
        raise Malformed("provenance.nothing_to_verify", "Send the file as the request's body.")


@get("/verify", sync_to_thread=True)
def look_up(library: Library, sha256: str = "", looks: str = "") -> dict[str, Any]:
    """Find an output without sending its file: by `sha256`, or by `looks`, its frames' 64-bit hashes in hex.

    Raises: Malformed(`provenance.nothing_to_verify`).
    """
    now = library.clock.now()
    try:
        frames = tuple(
            FrameMark(0, f"{int(bits, 16):016x}", True) for bits in looks.split(",")[:MAX_FRAMES] if bits
        )
    except ValueError:
        raise Malformed("provenance.nothing_to_verify", "Frames are 16 hex digits each.") from None
    if not sha256 and not frames:
        raise Malformed("provenance.nothing_to_verify", "Say which bytes, or how the frames look.")

    def work(db: Session) -> dict[str, Any]:
        found = actions.by_digest(sha256, db=db) if sha256 else actions.by_looks(frames, db=db)
        return recognised_json(found, now=now, db=db)

    return library.database.read(work)


@get("/outputs/{output_id:str}", sync_to_thread=True)
def read_output(output_id: str, library: Library) -> dict[str, Any]:
    """What anyone is told of one output: may it be shown, may more be made, and why."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        return answer_json(actions.answer(actions.output(output_id, db=db), now=now, db=db))

    return library.database.read(work)


HANDLERS: list[Any] = [verify_file, look_up, read_output]
