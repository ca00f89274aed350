"""The index of a running library: made from what is open, following the log and its own list of changes.

It is pulled up before every question, inside the reader's own snapshot, so that a withdrawal counts from the next question on, in
every process. `asking` holds briefs against it, `search.finding` searches. It says who; whoever is shown is judged again by the
plain algebra.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from propria.casting import store_touched as touched
from propria.casting.matching.bits import Rows, Words, everything, packed, rows_in
from propria.casting.matching.columns import Offered, columns_of
from propria.casting.matching.segment import Segment
from propria.casting.search import kept
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
_BETWEEN = "\0"


@dataclass(frozen=True)
class Part:
    """One segment with what a row is called and which openness it is. `place`: where it stands by English name, then openness.

    `by_id`: the rows in the order of performer ids.
    """

    segment: Segment
    openness_ids: NDArray[np.str_]
    names: NDArray[np.str_]
    place: NDArray[np.int64]
    called: NDArray[np.uint16]
    called_starts: NDArray[np.int64]
    by_id: NDArray[np.intp]
    _joined: "WeakKeyDictionary[Register, _Join]" = field(default_factory=WeakKeyDictionary)
    _days: "WeakKeyDictionary[Calendars, _Days]" = field(default_factory=WeakKeyDictionary)

    @classmethod
    def of(cls, given: list[Openness], names: dict[PerformerId, Name]) -> "Part":
        """Compile what some performers gave."""
        segment = Segment.of(columns_of(map(_offered, given)))
        one_of = {one.performer_id: one for one in given}
        rows = [one_of[PerformerId(row.decode())] for row in segment.columns.performer_ids.tolist()]
        ids = np.array([one.id for one in rows], np.str_)
        english = np.array([names[one.performer_id].en for one in rows], np.str_)
        place = np.empty(len(rows), np.int64)
        place[np.lexsort((ids, english))] = np.arange(len(rows))
        called, starts = _called([names[one.performer_id] for one in rows])
        by_id = np.argsort(segment.columns.performer_ids)
        return cls(segment, ids, english, place, called, starts, by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    def kept(self) -> dict[str, Any]:
        """As arrays and a segment, with whoever is there now."""
        sieve = replace(self.segment.sieve, alive=self.segment.sieve.alive.copy())
        parts = {name: getattr(self, name) for name in _PART}
        return parts | {"segment": replace(self.segment, sieve=sieve)}

    @cached_property
    def _ids(self) -> NDArray[np.bytes_]:
        """The performers' ids in order."""
        return self.segment.columns.performer_ids[self.by_id]

    def rows_of(self, performer_ids: Iterable[str]) -> Rows:
        """The rows of these performers; whoever has none is left out."""
        ids = self._ids
        wanted = np.array([who.encode() for who in performer_ids], np.bytes_)
        if not len(wanted) or not len(ids):
            return np.empty(0, np.intp)
        near = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return self.by_id[near[ids[near] == wanted]]

    def forget(self, performer_ids: Iterable[str]) -> None:
        """They are there no more."""
        rows, alive = self.rows_of(performer_ids), self.segment.sieve.alive
        np.bitwise_and.at(alive, rows >> 6, ~(np.uint64(1) << (rows & 63).astype(np.uint64)))

    def gone(self) -> list[str]:
        """Whoever was here and is there no more."""
        return self._named(everything(len(self)) & ~self.segment.sieve.alive)

    def there(self) -> list[str]:
        """Whoever is here still."""
        return self._named(self.segment.sieve.alive)

    def _named(self, words: Words) -> list[str]:
        return [who.decode() for who in self.segment.columns.performer_ids[rows_in(words)].tolist()]

    def without(self, performer_ids: Iterable[str]) -> Words:
        """Everybody but these."""
        others = np.ones(self.segment.sieve.count, np.bool_)
        others[self.rows_of(performer_ids)] = False
        return packed(others)

    def rows_at(self, register: Register) -> NDArray[np.int64]:
        """The row in other columns of whoever each row here is; whoever moved there since is placed anew."""
        join = self._joined.get(register)
        if join is None:
            rows = np.empty(len(self), np.int64)
            rows[self.by_id] = register.first(self._ids)
            join = self._joined.setdefault(register, _Join(rows))
        for who, row in register.moved[join.seen :]:
            join.rows[self.rows_of([who.decode()])] = row
        join.seen = len(register.moved)
        return join.rows

    def days(self, calendars: Calendars, *, now: Instant) -> "_Days":
        """The taken months and the responsiveness of every row; kept while nobody's change."""
        of = calendars.busy(day_of(now)), calendars.responsiveness(now)
        kept = self._days.get(calendars)
        if kept is None or kept.of[0] is not of[0] or kept.of[1] is not of[1]:
            rows = self.rows_at(calendars.register)
            kept = self._days[calendars] = _Days(of, of[0][rows], of[1][rows])
        return kept

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


_PART = ("openness_ids", "names", "place", "called", "called_starts", "by_id")


@dataclass
class _Join:
    rows: NDArray[np.int64]
    seen: int = 0


@dataclass(frozen=True)
class _Days:
    """`of`: the columns of calendars that they were placed from, held so that others can be told from them."""

    of: tuple[NDArray[np.uint64], NDArray[np.float64]]
    busy: NDArray[np.uint64]
    answers: NDArray[np.float64]


def _offered(given: Openness) -> Offered:
    return Offered(
        given.performer_id,
        given.terms,
        given.floor,
        given.starts_at,
        given.ends_at,
        given.shows_name,
        fees=tuple((one.line, one.least) for one in given.floors),
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
        days = part.days(self.calendars, now=now)
        said = heard.said[profiles]
        if called is not None:
            said[(called[rows >> 6] >> (rows & 63).astype(np.uint64) & np.uint64(1)).astype(np.bool_)] = 1.0
        return Known(
            columns.floor_minor[rows],
            days.busy[rows],
            days.answers[rows],
            columns.keys[rows],
            said,
            profiles,
        )


@dataclass
class LiveIndex:
    """Large parts that are seldom made anew, and a small one, `recent`, of the `tail`: whoever changed since.

    A full tail becomes a part, together with the parts before it that are no larger; so nobody waits for all of them.
    """

    name: ClassVar[str] = "terms"
    parts: list[Part] = field(default_factory=list)
    tail: dict[PerformerId, Openness] = field(default_factory=dict)
    recent: Part | None = None
    seen: int = -1
    heard: int = -1
    changes: int = 0
    token: str = ""
    erased: set[PerformerId] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> list[Part]:
        """Take in what the log gained, and what ended by itself; the parts as they stand then."""
        size_now, newest = record.size_of_log(db=db), touched.newest(db=db)
        with self.lock:
            if self.seen < 0:
                self._begin(db=db)
            if size_now > self.seen or newest > self.heard:
                changed = consent.changed_since(self.seen, db=db)
                changed |= {*touched.since(self.heard, touched.What.OPENNESS, db=db)}
                self.erased |= {*touched.since(self.heard, touched.What.ERASED, db=db)}
                self._take_in(changed, db=db)
                self.seen, self.heard = size_now, newest
            return self.parts if self.recent is None else [*self.parts, self.recent]

    def _begin(self, *, db: Session) -> None:
        """From the snapshot and whoever was in its tail; where there is none, from everybody who is open."""
        self.seen, self.heard = record.size_of_log(db=db), touched.newest(db=db)
        found = kept.mapped(self.name, db=db)
        if found is None:
            given = consent.given_since(-1, db=db)
        else:
            self.parts = [Part(**part) for part in found.value["parts"]]
            self.seen, self.heard, self.token = found.seen, found.heard, found.token
            given = consent.given_of([PerformerId(who) for who in found.value["tail"]], db=db)
        self.tail = {one.performer_id: one for one in given}
        self._settle(db=db)

    def _take_in(self, changed: set[PerformerId], *, db: Session) -> None:
        self.changes += len(changed)
        for performer_id in changed:
            self.tail.pop(performer_id, None)
        for part in self.parts:
            part.forget(changed)
        self.tail |= {one.performer_id: one for one in consent.given_of(changed, db=db)}
        if changed:
            self._settle(db=db)

    def _settle(self, *, db: Session) -> None:
        if len(self.tail) > LEAST_TAIL:
            given, parts = list(self.tail.values()), list(self.parts)
            while parts and len(parts[-1]) <= len(given):
                given += consent.given_of(map(PerformerId, parts.pop().there()), db=db)
            self.parts, self.tail = [*parts, Part.of(given, _names(given, db=db))], {}
        tail = list(self.tail.values())
        self.recent = Part.of(tail, _names(tail, db=db)) if tail else None

    def frozen(self) -> kept.Frozen:
        """What is to be kept as of now: the large parts, and who is in the tail."""
        with self.lock:
            value: Mapping[str, Any] = {"parts": [part.kept() for part in self.parts], "tail": [*self.tail]}
            return kept.Frozen(self.seen, self.heard, self.changes, lambda: value)

    def renew(self, *, db: Session) -> None:
        """Make anew the parts that hold what was erased. It takes time; meanwhile nobody waits."""
        self.follow(db=db)
        with self.lock:
            erased, parts = set(self.erased), list(self.parts)
        for part in parts:
            gone = {*part.gone()}
            if gone & erased:
                given = consent.given_of(map(PerformerId, part.there()), db=db)
                fresh = [Part.of(given, _names(given, db=db))] if given else []
                with self.lock:
                    for one in fresh:
                        one.forget(part.gone())
                    self.parts = [new for one in self.parts for new in (fresh if one is part else [one])]
        with self.lock:
            self.erased -= erased


def _names(given: list[Openness], *, db: Session) -> dict[PerformerId, Name]:
    ids = [one.performer_id for one in given]
    found: dict[PerformerId, Name] = {}
    for start in range(0, len(ids), 10_000):
        people = parties.performers(ids[start : start + 10_000], db=db)
        found |= {performer_id: person.name for performer_id, person in people.items()}
    return found


_INDEXES: "WeakKeyDictionary[News, LiveIndex]" = WeakKeyDictionary()


def index_of(news: News) -> LiveIndex:
    """The index of a running library's terms."""
    return _INDEXES.setdefault(news, LiveIndex())


def library_of(*, db: Session) -> Library:
    """The running library's index, pulled up to this snapshot."""
    parts = index_of(db.news).follow(db=db)
    return Library(parts, profiles_of(db=db), calendars_of(db=db))
