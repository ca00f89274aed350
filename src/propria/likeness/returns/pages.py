"""What the pages of recording and of the vault say of a session's originals and copies outside the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from propria.kernel.ids import CaptureId
from propria.kernel.time import Instant
from propria.likeness.model import Capture, Returned
from propria.likeness.returns.rules import is_due
from propria.plumbing.web.words import Words

HOW_WORDS = {
    Returned.HANDED_OVER: Words(zh="已交还给我", en="Handed to me"),
    Returned.DELETED: Words(zh="已在对方处删除", en="Deleted where they lay"),
    Returned.NONE_OUTSIDE: Words(zh="库外从未留存", en="There never were any outside"),
}


@dataclass(frozen=True)
class Return:
    """What of one session lies outside: the day by which it goes back, whether that has come, and what became of it."""

    capture_id: CaptureId
    place: str
    begun_at: Instant
    on: date
    is_due: bool
    at: Instant | None
    how: Words | None


def told(capture: Capture, now: Instant) -> Return:
    """One session's return, in words."""
    how = None if capture.returned_how is None else HOW_WORDS[capture.returned_how]
    return Return(
        capture.id,
        capture.place,
        capture.begun_at,
        capture.return_on,
        is_due(capture, now),
        capture.returned_at,
        how,
    )


def every(captures: Sequence[Capture], now: Instant) -> tuple[Return, ...]:
    """Each session's return; what is due first, then what is still out by its day, then what went back."""
    rows = (told(one, now) for one in captures)
    return tuple(sorted(rows, key=lambda r: (r.at is not None, r.on)))
