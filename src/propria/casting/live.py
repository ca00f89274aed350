"""The index of a running library: made from what is open, following the log and its own list of changes.

It is pulled up before every question, inside the reader's own snapshot, so that a withdrawal counts from the next question on, in
every process. `asking` holds briefs against it, `search.finding` searches. It says who; whoever is shown is judged again by the
plain algebra.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from propria.casting import store_touched as touched
from propria.casting.matching.bits import Rows, Words, packed
from propria.casting.matching.columns import Offered, columns_of
from propria.casting.matching.segment import Segment
from propria.casting.search.calendars import Calendars, calendars_of
from propria.casting.search.indexing import Heard, Profiles, profiles_of
from propria.casting.search.ranking import Known, day_of
from propria.casting.search.register import Register
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Name
from propria.plumbing.database import Session
from propria.plumbing.news import News
from propria.record import actions as record

LEAST_TAIL = 256
TAIL_SHARE = 8
_BETWEEN = "\0"


@dataclass(frozen=True)
class Part:
    """One segment with what a row is called and which openness it is. `place`: where it stands by English name, then openness."""

    segment: Segment
    openness_ids: NDArray[np.str_]
    names: NDArray[np.str_]
    place: NDArray[np.int64]
    called: NDArray[np.uint16]
    called_starts: NDArray[np.int64]
    _joined: "WeakKeyDictionary[Register, _Join]" = field(default_factory=WeakKeyDictionary)

    @classmethod
    def of(cls, given: list[Openness], names: dict[PerformerId, Name]) -> "Part":
        """Compile what some performers gave."""
        segment = Segment.of(columns_of(map(_offered, given)))
        by_id = {one.performer_id: one for one in given}
        rows = [by_id[PerformerId(row.decode())] for row in segment.columns.performer_ids.tolist()]
        ids = np.array([one.id for one in rows], np.str_)
        english = np.array([names[one.performer_id].en for one in rows], np.str_)
        place = np.empty(len(rows), np.int64)
        place[np.lexsort((ids, english))] = np.arange(len(rows))
        called, starts = _called([names[one.performer_id] for one in rows])
        return cls(segment, ids, english, place, called, starts)

    @cached_property
    def _by_id(self) -> tuple[NDArray[np.intp], NDArray[np.bytes_]]:
        ids = self.segment.columns.performer_ids
        order = np.argsort(ids)
        return order, ids[order]

    def rows_of(self, performer_ids: Iterable[str]) -> Rows:
        """The rows of these performers; whoever has none is left out."""
        order, ids = self._by_id
        wanted = np.array([who.encode() for who in performer_ids], np.bytes_)
        if not len(wanted) or not len(ids):
            return np.empty(0, np.intp)
        near = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return order[near[ids[near] == wanted]]

    def without(self, performer_ids: Iterable[str]) -> Words:
        """Everybody but these."""
        others = np.ones(self.segment.sieve.count, np.bool_)
        others[self.rows_of(performer_ids)] = False
        return packed(others)

    def rows_at(self, register: Register) -> NDArray[np.int64]:
        """The row in other columns of whoever each row here is; whoever moved there since is placed anew."""
        join = self._joined.get(register)
        if join is None:
            join = self._joined.setdefault(
                register, _Join(register.first(self.segment.columns.performer_ids))
            )
        for who, row in register.moved[join.seen :]:
            join.rows[self.rows_of([who.decode()])] = row
        join.seen = len(register.moved)
        return join.rows

    def holding(self, text: str) -> Words:
        """The rows of which a name holds a text, whatever the case of its letters."""
        asked = np.frombuffer(text.casefold().encode("utf-16-le", "surrogatepass"), np.uint16)
        last = max(0, len(self.called) - len(asked) + 1)
        starts = np.flatnonzero(self.called[:last] == asked[0])
        for place in range(1, len(asked)):
            starts = starts[self.called[starts + place] == asked[place]]
        found = np.zeros(self.segment.sieve.count, np.bool_)
        found[np.searchsorted(self.called_starts, starts, side="right") - 1] = _BETWEEN not in text
        return packed(found)


@dataclass
class _Join:
    rows: NDArray[np.int64]
    seen: int = 0


def _offered(given: Openness) -> Offered:
    return Offered(
        given.performer_id, given.terms, given.floor, given.starts_at, given.ends_at, given.shows_name
    )


def _called(names: list[Name]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """All names one after the other, as numbers of 16 bits, and where those of each row start."""
    units = [f"{name.zh}{_BETWEEN}{name.en}{_BETWEEN}".casefold().encode("utf-16-le") for name in names]
    starts = np.cumsum([0, *(len(one) // 2 for one in units)], dtype=np.int64)
    return np.frombuffer(b"".join(units), np.uint16), starts[:-1]


@dataclass(frozen=True)
class Library:
    """Everything that a question is asked of, as of one moment."""

    parts: list[Part]
    profiles: Profiles
    calendars: Calendars

    def known(
        self, part: Part, rows: Rows, heard: Heard, called: Words | None = None, *, now: Instant
    ) -> Known:
        """What the order of some rows rests on. `called`: whose name holds the question."""
        columns = part.segment.columns
        profiles = part.rows_at(self.profiles.register)[rows]
        days = part.rows_at(self.calendars.register)[rows]
        said = heard.said[profiles]
        if called is not None:
            said[(called[rows >> 6] >> (rows & 63).astype(np.uint64) & np.uint64(1)).astype(np.bool_)] = 1.0
        return Known(
            columns.floor_minor[rows],
            self.calendars.busy(day_of(now))[days],
            self.calendars.responsiveness(now)[days],
            columns.keys[rows],
            said,
            profiles,
        )


@dataclass
class LiveIndex:
    """A large part that is seldom made anew, and a small one of whoever changed since."""

    base: Part | None = None
    tail: dict[PerformerId, Openness] = field(default_factory=dict)
    recent: Part | None = None
    seen: int = -1
    heard: int = -1
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> list[Part]:
        """Take in what the log gained, and what ended by itself; the parts as they stand then."""
        size_now, newest = record.size_of_log(db=db), touched.newest(db=db)
        with self.lock:
            if size_now > self.seen or newest > self.heard:
                changed = consent.changed_since(self.seen, db=db)
                changed |= {*touched.since(self.heard, touched.What.OPENNESS, db=db)}
                self._forget(changed)
                self.tail |= {o.performer_id: o for o in consent.given_of(changed, db=db)}
                self._settle(changed, db=db)
                self.seen, self.heard = size_now, newest
            return [part for part in (self.base, self.recent) if part is not None]

    def _forget(self, changed: Iterable[PerformerId]) -> None:
        for performer_id in changed:
            self.tail.pop(performer_id, None)
        if self.base is not None:
            rows, alive = self.base.rows_of(changed), self.base.segment.sieve.alive
            np.bitwise_and.at(alive, rows >> 6, ~(np.uint64(1) << (rows & 63).astype(np.uint64)))

    def _settle(self, changed: set[PerformerId], *, db: Session) -> None:
        rows = 0 if self.base is None else len(self.base.segment.columns)
        if len(self.tail) > max(LEAST_TAIL, rows // TAIL_SHARE):
            everybody = consent.given_since(-1, db=db)
            self.base, self.tail = Part.of(everybody, _names(everybody, db=db)), {}
        if changed:
            kept = list(self.tail.values())
            self.recent = Part.of(kept, _names(kept, db=db)) if kept else None


def _names(given: list[Openness], *, db: Session) -> dict[PerformerId, Name]:
    ids = [one.performer_id for one in given]
    found: dict[PerformerId, Name] = {}
    for start in range(0, len(ids), 10_000):
        people = parties.performers(ids[start : start + 10_000], db=db)
        found |= {performer_id: person.name for performer_id, person in people.items()}
    return found


_INDEXES: "WeakKeyDictionary[News, LiveIndex]" = WeakKeyDictionary()


def library_of(*, db: Session) -> Library:
    """The running library's index, pulled up to this snapshot."""
    parts = _INDEXES.setdefault(db.news, LiveIndex()).follow(db=db)
    return Library(parts, profiles_of(db=db), calendars_of(db=db))
