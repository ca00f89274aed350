"""The index of a running library: made from what is open, following the log, asked instead of everybody's terms.

It is pulled up to the log's size before every question, inside the reader's own snapshot, so that a withdrawal counts
from the next question on, in every process. Everybody who fits is put in the published order (`ranking`) before the first are
taken. It says who; whoever is shown is judged again by the plain algebra.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import Words, packed, rows_in, size, unpacked
from propria.casting.matching.columns import Columns, Offered, columns_of, microseconds
from propria.casting.matching.kernel import kernel
from propria.casting.matching.segment import Segment
from propria.casting.matching.sieve import Asked
from propria.casting.model import Brief
from propria.casting.search import ranking
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.ids import PerformerId, StatementId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.news import News
from propria.record import actions as record

LEAST_TAIL = 256
TAIL_SHARE = 8


@dataclass(frozen=True)
class Answer:
    """Who fits, in the published order, and who comes near, by openness id; the others' reasons, counted.

    `first` and `alone` are of those who show their name. `floor_alone`: the highest floor that alone stands in the way.
    """

    fitting: list[StatementId]
    others: list[StatementId]
    fitting_count: int
    others_count: int
    unnamed_fitting: int
    unnamed_others: int
    first: dict[str, int]
    alone: dict[str, int]
    floor_alone: Money | None


@dataclass(frozen=True)
class _Part:
    """One segment with what a row is called and which openness it is."""

    segment: Segment
    openness_ids: NDArray[np.str_]
    names: NDArray[np.str_]

    @classmethod
    def of(cls, given: list[Openness], names: dict[PerformerId, str]) -> "_Part":
        segment = Segment.of(columns_of(map(_offered, given)))
        by_id = {one.performer_id: one for one in given}
        rows = [by_id[PerformerId(row.decode())] for row in segment.columns.performer_ids.tolist()]
        return cls(
            segment,
            np.array([one.id for one in rows], np.str_),
            np.array([names[one.performer_id] for one in rows], np.str_),
        )


def _offered(given: Openness) -> Offered:
    return Offered(
        given.performer_id, given.terms, given.floor, given.starts_at, given.ends_at, given.shows_name
    )


@dataclass
class LiveIndex:
    """A large part that is seldom made anew, and a small one of whoever changed since."""

    base: _Part | None = None
    tail: dict[PerformerId, Openness] = field(default_factory=dict)
    recent: _Part | None = None
    seen: int = -1
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> list[_Part]:
        """Take in what the log gained; the parts as they stand then."""
        size_now = record.size_of_log(db=db)
        with self.lock:
            if size_now > self.seen:
                changed = consent.changed_since(self.seen, db=db)
                self._forget(changed)
                self.tail |= {o.performer_id: o for o in consent.given_since(self.seen, db=db)}
                self._settle(changed, db=db)
                self.seen = size_now
            return [part for part in (self.base, self.recent) if part is not None]

    def _forget(self, changed: Iterable[PerformerId]) -> None:
        for performer_id in changed:
            self.tail.pop(performer_id, None)
            if self.base is not None:
                self.base.segment.take_out(performer_id)

    def _settle(self, changed: set[PerformerId], *, db: Session) -> None:
        rows = 0 if self.base is None else len(self.base.segment.columns)
        if len(self.tail) > max(LEAST_TAIL, rows // TAIL_SHARE):
            everybody = consent.given_since(-1, db=db)
            self.base, self.tail = _Part.of(everybody, _names(everybody, db=db)), {}
        if changed:
            kept = list(self.tail.values())
            self.recent = _Part.of(kept, _names(kept, db=db)) if kept else None


def _names(given: list[Openness], *, db: Session) -> dict[PerformerId, str]:
    ids = [one.performer_id for one in given]
    found: dict[PerformerId, str] = {}
    for start in range(0, len(ids), 10_000):
        people = parties.performers(ids[start : start + 10_000], db=db)
        found |= {performer_id: person.name.en for performer_id, person in people.items()}
    return found


_INDEXES: "WeakKeyDictionary[News, LiveIndex]" = WeakKeyDictionary()


def ask(brief: Brief, *, most_fitting: int, most_others: int, now: Instant, db: Session) -> Answer:
    """Hold a brief against everybody who is open now."""
    parts = _INDEXES.setdefault(db.news, LiveIndex()).follow(db=db)
    asked = Asked(brief.scope, brief.budget, microseconds(now))
    contested = parties.contested(db=db)
    tallies = [_tally(part, asked, contested) for part in parts]
    fitting = _in_order(parts, [tally.fitting for tally in tallies], brief, now=now, db=db)
    others = sorted(one for tally in tallies for one in tally.others)
    floors = [tally.floor for tally in tallies if tally.floor is not None]
    return Answer(
        fitting=fitting[:most_fitting],
        others=[openness for _, _, openness in others[:most_others]],
        fitting_count=len(fitting),
        others_count=len(others),
        unnamed_fitting=sum(tally.unnamed_fitting for tally in tallies),
        unnamed_others=sum(tally.unnamed_others for tally in tallies),
        first=_added(tally.first for tally in tallies),
        alone=_added(tally.alone for tally in tallies),
        floor_alone=max(floors, key=lambda floor: floor.minor, default=None),
    )


_Placed = tuple[int, str, StatementId]


@dataclass(frozen=True)
class _Tally:
    fitting: Words
    others: list[_Placed]
    unnamed_fitting: int
    unnamed_others: int
    first: dict[str, int]
    alone: dict[str, int]
    floor: Money | None


def _tally(part: _Part, asked: Asked, contested: set[PerformerId]) -> _Tally:
    segment = part.segment
    sieve, columns = segment.sieve, segment.columns
    denied = [name.encode() for name in contested]
    undenied = packed(~np.isin(columns.performer_ids, denied)) if denied else ~np.zeros_like(sieve.named)
    open_rows = undenied.copy()
    for one in sieve.open_now(asked):
        open_rows &= one
    fits = segment.fitting(asked, kernel()) & undenied
    named = sieve.standing(asked, undenied & sieve.named)
    reasons = named.reasons
    return _Tally(
        fitting=fits & sieve.named,
        others=_placed(part, packed(reasons > 0), reasons),
        unnamed_fitting=size(fits & ~sieve.named),
        unnamed_others=size(open_rows & ~fits & ~sieve.named),
        first=dict(named.first),
        alone=dict(named.alone),
        floor=_highest(columns, named.floor_alone),
    )


def _in_order(
    parts: list[_Part], fitting: list[Words], brief: Brief, *, now: Instant, db: Session
) -> list[StatementId]:
    """The opennesses of whoever fits, in the published order."""
    rows = [rows_in(words) for words in fitting]
    each = [(part, row) for part, found in zip(parts, rows, strict=True) for row in found.tolist()]
    ids = [part.segment.columns.performer_ids[row].decode() for part, row in each]
    floors = [int(part.segment.columns.floor_minor[row]) for part, row in each]
    order = ranking.order(ids, np.array(floors, np.int64), ranking.question_of(brief), now=now, db=db)
    return [StatementId(str(each[row][0].openness_ids[each[row][1]])) for row in order.rows]


def _placed(part: _Part, words: Words, reasons: NDArray[np.int64]) -> list[_Placed]:
    rows = np.flatnonzero(unpacked(words, part.segment.sieve.count))
    counted = reasons[rows].tolist()
    named, ids = part.names[rows].tolist(), part.openness_ids[rows].tolist()
    return [(n, name, StatementId(one)) for n, name, one in zip(counted, named, ids, strict=True)]


def _highest(columns: Columns, words: Words) -> Money | None:
    rows = rows_in(words)
    if not len(rows):
        return None
    row = rows[columns.floor_minor[rows].argmax()]
    return Money(columns.currencies[columns.currency[row]], int(columns.floor_minor[row]))


def _added(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for axis, number in one.items():
            total[axis] = total.get(axis, 0) + number
    return total
