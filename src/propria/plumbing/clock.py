"""Where the present comes from. Only the edge reads a clock; everything below is handed `now`."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from propria.kernel.time import Instant


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> Instant:
        """The present."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Instant:
        """The present, to the microsecond."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests.

    >>> from propria.kernel.time import instant, wire
    >>> clock = FixedClock(instant("2026-11-22T10:00:00Z"))
    >>> clock.advance(timedelta(hours=2))
    >>> wire(clock.now())
    '2026-11-22T12:00:00Z'
    """

    def __init__(self, moment: Instant) -> None:
        self._lock = threading.Lock()
        self._moment = _aware(moment)

    def now(self) -> Instant:
        """The instant it stands at."""
        with self._lock:
            return self._moment

    def advance(self, by: timedelta) -> None:
        """Move forward. Raises: ValueError if `by` is negative: time does not run back."""
        if by < timedelta(0):
            raise ValueError("a clock does not run back")
        with self._lock:
            self._moment += by

    def set(self, moment: Instant) -> None:
        """Move to `moment`. Raises: ValueError if that is in the past or has no time zone."""
        self.advance(_aware(moment) - self.now())


class StoryClock:
    """A clock that starts at a chosen instant and runs at real speed, and can jump ahead; for the demo."""

    def __init__(self, start: Instant) -> None:
        self._lock = threading.Lock()
        self._start = _aware(start)
        self._origin = time.monotonic()

    def now(self) -> Instant:
        """The story's present."""
        with self._lock:
            return self._start + timedelta(seconds=time.monotonic() - self._origin)

    def advance(self, by: timedelta) -> None:
        """Jump ahead. Raises: ValueError if `by` is negative."""
        if by < timedelta(0):
            raise ValueError("a clock does not run back")
        with self._lock:
            self._start += by


def _aware(moment: Instant) -> Instant:
    """`moment` in UTC. Raises: ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC)
