"""Who is taken when, and who answers when asked, kept in memory as columns: what `days.store` says of everybody, followed.

It takes in whose days changed since, before every question, inside the reader's own snapshot.
"""

import threading
from array import array
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from propria.casting import store_touched as touched
from propria.casting.days import store as store_days
from propria.casting.days.known import MONTH_DAYS
from propria.casting.matching import rank
from propria.casting.matching.columns import CALENDAR_MONTHS, microseconds
from propria.casting.search import kept
from propria.casting.search.register import NOWHERE, Register, Rows, sorted_ids
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.news import News

LEAST_LATER = 1_000
LATER_SHARE = 4
Pairs = NDArray[np.int64]


def months_taken(pairs: Pairs, count: int, today: int) -> NDArray[np.uint64]:
    """Of `count` rows, the months from today of which at least half the days are taken, bit by bit.

    `pairs`: row and day since 1970; what comes twice counts once.
    """
    found, ahead = np.zeros(count, np.uint64), CALENDAR_MONTHS * MONTH_DAYS
    pairs = pairs[(pairs[:, 1] >= today) & (pairs[:, 1] < today + ahead)]
    each = np.unique(pairs[:, 0] * ahead + (pairs[:, 1] - today))
    keys, days = np.unique(each // MONTH_DAYS, return_counts=True)
    full = keys[2 * days >= MONTH_DAYS]
    bits = np.uint64(1) << (full % CALENDAR_MONTHS).astype(np.uint64)
    np.bitwise_or.at(found, full // CALENDAR_MONTHS, bits)
    return found


def in_255ths(answered: NDArray[np.int64], unanswered: NDArray[np.int64]) -> NDArray[np.float64]:
    """Responsiveness in 255ths; whoever was asked nothing has all of them."""
    return np.floor(rank.FULL * (answered + 1.0) / (answered + unanswered + 1.0))


class Calendars:
    """Days, and what became of askings, by the rows of a register; the last row of every answer is of whoever has none.

    `_waiting`: row and instant (microseconds) by which somebody is to answer.
    """

    def __init__(self, taken: Iterable[tuple[str, int]], asked: Iterable[tuple[str, int, int]]) -> None:
        """From everybody's days, and from askings: answered (1 or 0), or by when they are to be."""
        met: dict[str, int] = {}
        days, askings = array("q"), array("q")
        for who, day in taken:
            days.extend((met.setdefault(who, len(met)), day))
        for who, answered, until in asked:
            askings.extend((met.setdefault(who, len(met)), answered, until))
        ids = sorted(met)
        row = np.empty(len(ids), np.int64)
        row[np.array([met[who] for who in ids], np.int64)] = np.arange(len(ids))
        self.register = Register(sorted_ids(ids))
        self._taken = [_placed(days, 2, row)]
        self._answered = np.zeros(len(ids) + 1, np.int64)
        self._waiting = np.empty((0, 2), np.int64)
        self._asked(_placed(askings, 3, row))
        self._busy: tuple[int, NDArray[np.uint64]] | None = None
        self._answers: tuple[int, NDArray[np.float64]] | None = None

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Calendars":
        """From what `kept` gave."""
        found = cls((), ())
        found.register = Register(kept["ids"])
        found._taken, found._answered, found._waiting = [kept["taken"]], kept["answered"], kept["waiting"]
        found._busy = None if kept["today"] is None else (kept["today"], kept["busy"])
        return found

    def frozen(self) -> "Calendars":
        """The same as they are now, whatever changes later."""
        same = copy(self)
        same.register, same._taken = self.register.frozen(), list(self._taken)
        return same

    def kept(self) -> dict[str, Any]:
        """As arrays and plain values: what is known of everybody now, in the order of ids."""
        ids, rows = self.register.standing()
        moved = np.full(len(self.register) + 1, NOWHERE, np.int64)
        moved[rows] = np.arange(len(rows))
        last = np.append(rows, len(self.register))
        today, busy = (None, None) if self._busy is None else self._busy
        return {
            "ids": ids,
            "taken": _moved(np.concatenate(self._taken), moved),
            "answered": self._answered[last],
            "waiting": _moved(self._waiting, moved),
            "today": today,
            "busy": None if busy is None else busy[last],
        }

    @property
    def is_stale(self) -> bool:
        """Whether so many changed that the whole is to be made anew."""
        later = len(self.register.moved)
        return later > max(LEAST_LATER, (len(self.register) - later) // LATER_SHARE)

    def take_in(self, who: str, days: Iterable[int], asked: Iterable[tuple[int, int]]) -> None:
        """What is now known of one performer, in place of what was."""
        row = len(self.register)
        taken = np.array([(row, day) for day in days], np.int64).reshape(-1, 2)
        self._taken.append(taken)
        self._answered = np.append(self._answered, 0)
        self._asked(np.array([(row, *one) for one in asked], np.int64).reshape(-1, 3))
        self._answers = None
        if self._busy is not None:
            today, before = self._busy
            now = months_taken(taken - np.array([row, 0]), 1, today)
            self._busy = today, np.concatenate([before[:-1], now, before[-1:]])
        self.register.move(who)

    def _asked(self, askings: Pairs) -> None:
        np.add.at(self._answered, askings[:, 0], askings[:, 1])
        waiting = np.concatenate([self._waiting, askings[askings[:, 1] == 0][:, [0, 2]]])
        self._waiting = waiting[np.argsort(waiting[:, 1], kind="stable")]

    def busy(self, today: int) -> NDArray[np.uint64]:
        """The taken months of every row."""
        kept = self._busy
        if kept is None or kept[0] != today:
            kept = today, months_taken(np.concatenate(self._taken), len(self.register) + 1, today)
            self._busy = kept
        return kept[1]

    def responsiveness(self, now: Instant) -> NDArray[np.float64]:
        """Of every row, in 255ths."""
        due = int(np.searchsorted(self._waiting[:, 1], microseconds(now), side="right"))
        kept = self._answers
        if kept is None or kept[0] != due:
            unanswered = np.bincount(self._waiting[:due, 0], minlength=len(self._answered))
            kept = due, in_255ths(self._answered, unanswered)
            self._answers = kept
        return kept[1]


def _moved(pairs: Pairs, rows: Rows) -> Pairs:
    """The pairs of whoever has a row, at that row."""
    found = rows[pairs[:, 0]]
    return np.stack([found, pairs[:, 1]], 1)[found != NOWHERE]


def _placed(numbers: "array[int]", width: int, row: Rows) -> Pairs:
    """Numbers as rows of so many; the first of each, a place in `row`, is what is there."""
    found = np.array(numbers, np.int64).reshape(-1, width)
    found[:, 0] = row[found[:, 0]]
    return found


@dataclass
class Following:
    """The calendars as of a change of them."""

    name: ClassVar[str] = "calendars"
    seen: int = -1
    changes: int = 0
    token: str = ""
    calendars: Calendars = field(default_factory=lambda: Calendars((), ()))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> Calendars:
        """Take in whose days changed since; all of them."""
        newest = touched.newest(db=db)
        with self.lock:
            if newest > self.seen:
                if self.seen < 0:
                    self._map(db=db)
                if self.seen >= 0:
                    self._take_in(db=db)
                if self.seen < 0 or self.calendars.is_stale:
                    self.calendars = _everybody(db=db)
                self.seen = newest
            return self.calendars

    def _map(self, *, db: Session) -> None:
        found = kept.mapped(self.name, db=db)
        if found is not None:
            self.calendars, self.seen, self.token = Calendars.of_kept(found.value), found.heard, found.token

    def frozen(self) -> kept.Frozen:
        """What is to be kept as of now."""
        with self.lock:
            return kept.Frozen(self.seen, self.seen, self.changes, self.calendars.frozen().kept)

    def _take_in(self, *, db: Session) -> None:
        changed = touched.since(self.seen, touched.What.DAYS, db=db)
        self.changes += len(changed)
        if len(changed) > LEAST_LATER:
            self.calendars = _everybody(db=db)
            return
        days: dict[str, list[int]] = {who: [] for who in changed}
        asked: dict[str, list[tuple[int, int]]] = {who: [] for who in changed}
        for who, day in store_days.each_taken(changed, db=db):
            days[who].append(day)
        for who, answered, until in store_days.each_asked(changed, db=db):
            asked[who].append((answered, until))
        for who in changed:
            self.calendars.take_in(who, days[who], asked[who])


def _everybody(*, db: Session) -> Calendars:
    return Calendars(store_days.each_taken(db=db), store_days.each_asked(db=db))


_FOLLOWING: "WeakKeyDictionary[News, Following]" = WeakKeyDictionary()


def following_of(news: News) -> Following:
    """The calendars of a running library."""
    return _FOLLOWING.setdefault(news, Following())


def calendars_of(*, db: Session) -> Calendars:
    """The running library's calendars, as they stand."""
    return following_of(db.news).follow(db=db)
