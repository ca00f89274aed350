"""Rules of submissions; pure."""

from datetime import timedelta

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant

LONGEST_CALL = timedelta(days=90)
LONGEST_NOTE = 500
MOST_AT_ONCE = 20


def check_until(until: Instant, *, now: Instant) -> Instant:
    """When a brief is open to representatives no more. Raises: Malformed(`casting.call_unclear`)."""
    if not now < until <= now + LONGEST_CALL:
        raise Malformed("casting.call_unclear", "Name a day ahead, within 90 days.")
    return until


def check_open(until: Instant | None, *, now: Instant) -> None:
    """The brief takes submissions now. Raises: Refused(`casting.call_over`)."""
    if until is None or now >= until:
        raise Refused("casting.call_over", "This brief takes no submissions any more.")


def note_text(note: str) -> str:
    """What a representative says of it. Raises: Malformed(`casting.note_unreadable`)."""
    tidy = note.replace("\r", "").strip()
    if len(tidy) > LONGEST_NOTE or not all(c.isprintable() or c == "\n" for c in tidy):
        raise Malformed(
            "casting.note_unreadable", f"A note has at most {LONGEST_NOTE} characters of plain text."
        )
    return tidy


def check_many(count: int) -> None:
    """Some, and not too many. Raises: Refused(`casting.too_many_submitted`)."""
    if not 0 < count <= MOST_AT_ONCE:
        raise Refused("casting.too_many_submitted", f"Propose 1 to {MOST_AT_ONCE} performers at once.")
