"""The API of the likeness check: the body is the file, the answer is evidence, and neither is kept."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request, post

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant, wire
from propria.likeness.checks import actions, texts
from propria.likeness.checks.actions import Answer, Told
from propria.likeness.checks.model import WHOLE, Span, Trait
from propria.likeness.safe import Safe
from propria.likeness.slots import OriginOf, WhoIsIn
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.sealed_file import SealedFile
from propria.plumbing.web.words import Words


async def answered(
    actor: Actor,
    performer_id: str,
    library: Library,
    safe: Safe,
    who_is_in: WhoIsIn,
    origin_of: OriginOf,
    pieces: AsyncIterator[bytes],
) -> Answer:
    """The answer for a file that comes in pieces; it lies sealed until then and is gone afterwards.

    Raises: as `actions.may_ask`, `actions.begin`, `actions.compare`; Refused(`likeness.too_large`), Malformed(`likeness.no_file`,
    `likeness.unusable_file`).
    """
    now, database = library.clock.now(), library.database
    await to_thread(database.read, lambda db: actions.may_ask(actor, performer_id, now=now, db=db))
    with SealedFile() as sealed:
        await _receive(pieces, sealed, min(library.settings.max_upload_bytes, actions.MOST_BYTES))
        file = sealed.ranged()
        kind = await to_thread(actions.kind_of, file)
        begun = await to_thread(
            database.transact, lambda db: actions.begin(actor, performer_id, kind, now=now, db=db)
        )
        return await to_thread(actions.compare, begun, file, who_is_in, origin_of, safe)


async def _receive(pieces: AsyncIterator[bytes], file: SealedFile, most_bytes: int) -> None:
    async for piece in pieces:
        await to_thread(file.write, piece)
        if file.tell() > most_bytes:
            raise Refused("likeness.too_large", "This file is too large.", most_bytes=most_bytes)
    if not file.tell():
        raise Malformed("likeness.no_file", "Choose a picture, a clip or a sound first.")


def answer_json(answer: Answer, *, now: Instant) -> dict[str, Any]:
    """A check's answer: evidence by trait, where the file comes from, and what all of it cannot tell."""
    traits = {told.evidence.trait: _trait_json(told) for told in answer.traits}
    origin = answer.origin
    return {
        "performer": answer.performer_id,
        "checked_at": wire(now),
        "kind": answer.kind.value,
        "engine": answer.by,
        "similarity": {trait.value: traits.get(trait) for trait in Trait},
        "origin": {
            "found_by": origin.found_by,
            "output": origin.output_id or None,
            "licence": origin.licence_id or None,
            "licensed_by_performer": origin.is_own,
            "says": [_both(words) for words in origin.says],
        },
        "limits": [_both(words) for words in texts.LIMITS],
    }


def _trait_json(told: Told) -> dict[str, Any]:
    found, measured = told.evidence, told.measured
    return {
        "places": found.moments,
        "recordings": found.references,
        "nearest": [
            {"from_ms": n.from_ms, "to_ms": None if n.to_ms == WHOLE else n.to_ms, "cosine": n.cosine}
            for n in found.nearest
        ],
        "own_recordings": _span_json(found.own),
        "measured": None
        if measured is None
        else {
            "same": _span_json(measured.same),
            "other": _span_json(measured.other),
            "on": _both(measured.on),
        },
        "says": [_both(words) for words in texts.reads(found, measured)],
    }


def _span_json(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"low": span.low, "middle": span.middle, "high": span.high, "comparisons": span.count}


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


@post("/likeness-checks", status_code=200, request_max_body_size=None)
async def check(
    request: Request[Any, Any, Any],
    actor: Actor,
    library: Library,
    safe: Safe,
    who_is_in: WhoIsIn,
    origin_of: OriginOf,
    performer: str = "",
) -> dict[str, Any]:
    """Is this me, and was it licensed? The body is the file; only with the performer's consent, and by their side alone."""
    found = await answered(actor, performer, library, safe, who_is_in, origin_of, request.stream())
    return answer_json(found, now=library.clock.now())


HANDLERS: list[Any] = [check]
