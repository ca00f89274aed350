"""Instants: aware UTC datetimes with one wire form. Nothing here reads a clock."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

Instant = datetime

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def instant(text: str) -> Instant:
    """Read the wire form `2026-11-22T10:04:00Z` (UTC, whole seconds, nothing else).

    Raises: ValueError.

    >>> instant("2026-11-22T10:04:00Z").hour
    10
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def wire(moment: Instant) -> str:
    """Write the wire form; sub-seconds are cut, never rounded up. The last few are kept: one batch is of one moment.

    Raises: ValueError if `moment` carries no time zone.

    >>> wire(instant("2026-11-22T10:04:00Z"))
    '2026-11-22T10:04:00Z'
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
