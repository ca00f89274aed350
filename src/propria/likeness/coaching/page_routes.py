"""The coach's one address: a small picture comes in, what it shows goes out, and neither is kept."""

from asyncio import to_thread
from typing import Any

from litestar import Request, Response, post

from propria.kernel.errors import Refused
from propria.likeness.coaching import actions, rules
from propria.likeness.coaching.model import Glimpse
from propria.likeness.slots import Watch
from propria.parties.model import Actor
from propria.plumbing.errors import Unavailable
from propria.plumbing.library import Library


@post("/captures/{capture_id:str}/watch", status_code=200, request_max_body_size=None)
async def watch_frame(
    capture_id: str, request: Request[Any, Any, Any], actor: Actor, library: Library, watch: Watch | None
) -> Response[dict[str, Any]]:
    """What the camera of a session of yours sees: the face's points, how it is held and lit, and what to change.

    Raises: as `actions.may_watch`, `actions.check_frame`, Refused(`likeness.too_large`), Unavailable(`likeness.no_eyes`).
    """
    now = library.clock.now()
    await to_thread(
        library.database.transact, lambda db: actions.may_watch(actor, capture_id, now=now, db=db)
    )
    if watch is None:
        raise Unavailable(
            "likeness.no_eyes", "The engine of this library is elsewhere; nothing is sent to it."
        )
    frame = await _received(request)
    actions.check_frame(frame)
    seen = await to_thread(watch, frame)
    return Response(_told(seen), headers={"cache-control": "no-store"})


async def _received(request: Request[Any, Any, Any]) -> bytes:
    frame = b""
    async for piece in request.stream():
        frame += piece
        if len(frame) > rules.MOST_BYTES:
            raise Refused("likeness.too_large", "This picture is too large.", most_bytes=rules.MOST_BYTES)
    return frame


def _told(seen: Glimpse) -> dict[str, Any]:
    turn, nod, tilt = seen.facing_degrees
    return {
        "faces": seen.faces,
        "box": seen.box,
        "points": seen.points,
        "turn_degrees": turn,
        "nod_degrees": nod,
        "tilt_degrees": tilt,
        "light": seen.light,
        "says": rules.advice(seen),
        "reached": rules.reached(seen),
    }


HANDLERS: list[Any] = [watch_frame]
