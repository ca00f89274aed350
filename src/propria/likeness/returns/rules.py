"""By which day what was recorded goes back, and when it counts as gone back; pure."""

from datetime import date

from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.likeness.model import Capture


def return_day(asked: date | None, retained_until: Instant, *, now: Instant) -> date:
    """The day (UTC) asked for, from today to the day that retention ends, which is also the day where none is asked for.

    Raises: Refused(`likeness.wrong_return_day`).
    """
    earliest, latest = now.date(), retained_until.date()
    day = asked or latest
    if not earliest <= day <= latest:
        raise Refused(
            "likeness.wrong_return_day",
            "The day of return is today or later, and not after the day that the recordings are destroyed.",
            earliest=earliest.isoformat(),
            latest=latest.isoformat(),
        )
    return day


def still_out(capture: Capture) -> Capture:
    """Nobody said yet that it went back. Raises: Refused(`likeness.already_returned`)."""
    if capture.returned_at is not None:
        raise Refused("likeness.already_returned", "You said already that it went back.")
    return capture


def is_due(capture: Capture, now: Instant) -> bool:
    """Whether its day has come and it is still out."""
    return capture.returned_at is None and capture.return_on <= now.date()
