"""Open performers as columns: what each signed, interned value by value, and what their rank rests on.

Row r is a performer; slot j is the (j + 1)-th clause of their standing terms. Rows stand in the order of how
many clauses they have, most first, so that slot j belongs to the first `len(slot.floor_minor)` rows.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import address_of
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.scope import Scope, StandingTerms
from propria.scope.axes import AXIS_NAMES

V = TypeVar("V", bound=Hashable)
CLAUSE_PARTS = (*AXIS_NAMES, "volume", "duties")
DIMENSIONS = 256
CALENDAR_MONTHS = 64


@dataclass(frozen=True)
class Offered:
    """One open performer, as signed and as known on the day: what a row is made of.

    `busy`: bit m is set where month m of the calendar is taken. `responsiveness`: 0–255. `floors`: the least
    fee of each clause where it is above `floor`. `speaks`, `presents`, `plays`: casting facts, if stated.
    `fees`: the least fee where a brief touches a scope, as a red line is touched.
    """

    performer_id: str
    terms: StandingTerms
    floor: Money
    starts_at: Instant
    ends_at: Instant
    shows_name: bool
    floors: tuple[Money, ...] = ()
    busy: int = 0
    responsiveness: int = 255
    speaks: frozenset[str] = frozenset()
    presents: str = ""
    plays: tuple[int, int] = (0, 120)
    fees: tuple[tuple[Scope, Money], ...] = ()


@dataclass(frozen=True)
class Slot:
    """One clause a row: for each part of it, which of the distinct values; and its floor."""

    parts: Mapping[str, NDArray[np.uint32]]
    currency: NDArray[np.uint8]
    floor_minor: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.floor_minor)

    def of(self, rows: NDArray[np.intp]) -> "Slot":
        """The clauses of these rows, in this order."""
        parts = {part: ids[rows] for part, ids in self.parts.items()}
        return Slot(parts, self.currency[rows], self.floor_minor[rows])


@dataclass(frozen=True)
class Fees:
    """The floors by act and medium of those who have any: the distinct ones, what each reaches and its least.

    `starts[r]:starts[r + 1]` are the places of row r in `ids`.
    """

    starts: NDArray[np.int64]
    ids: NDArray[np.uint32]
    lines: Sequence[Scope]
    least: Sequence[Money]

    @classmethod
    def of(cls, rows: Sequence[Offered]) -> "Fees | None":
        """Of these people, in this order; None where nobody has any."""
        fees: Interner[tuple[Scope, Money]] = Interner()
        starts, ids = _listed([[fees.place(one) for one in row.fees] for row in rows])
        lines, least = [line for line, _ in fees.values], [least for _, least in fees.values]
        return cls(starts, ids, lines, least) if lines else None


@dataclass(frozen=True)
class Columns:
    """The open performers of a library, or a shard of it. Instants are whole microseconds since 1970 UTC.

    `line_starts[r]:line_starts[r + 1]` are the places of row r in `line_ids`, its red lines in signed order.
    `vectors` are unit vectors, `projection` what made them from the encoder's.
    `values[part]` holds the distinct values of one part; `currencies`, `speaks`, `presents` of those columns.
    """

    performer_ids: NDArray[np.bytes_]
    keys: NDArray[np.uint64]
    starts_us: NDArray[np.int64]
    ends_us: NDArray[np.int64]
    shows_name: NDArray[np.bool_]
    currency: NDArray[np.uint8]
    floor_minor: NDArray[np.int64]
    busy: NDArray[np.uint64]
    responsiveness: NDArray[np.uint8]
    speaks: NDArray[np.uint32]
    presents: NDArray[np.uint8]
    plays_from: NDArray[np.int16]
    plays_to: NDArray[np.int16]
    line_starts: NDArray[np.int64]
    line_ids: NDArray[np.uint32]
    slots: tuple[Slot, ...]
    values: Mapping[str, Sequence[Any]]
    lines: Sequence[Scope]
    currencies: Sequence[str]
    speaks_values: Sequence[frozenset[str]]
    presents_values: Sequence[str]
    fees: Fees | None = None
    vectors: NDArray[np.float32] | None = field(default=None)
    projection: NDArray[np.float32] | None = field(default=None)

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where the columns of the rank lie, as the kernel reads them."""
        read = ("busy", "floor_minor", "responsiveness", "keys")
        return {name: address_of(getattr(self, name)) for name in read}


def together(columns: Columns) -> Columns:
    """The same people in the order of their clauses, most first, and then of what tells most of them apart in a brief.

    So that the rows of a set come in runs, and a brief passes over what it does not touch.
    """
    count = len(columns)
    keys: list[NDArray[Any]] = [-np.sum([np.arange(count) < len(slot) for slot in columns.slots], 0)]
    for part in _TOLD_APART_BY:
        for slot in columns.slots:
            key = np.zeros(count, np.uint32)
            key[: len(slot)] = slot.parts[part]
            keys.append(key)
    rows = np.lexsort(keys[::-1])
    line_starts, line_ids = _in_order(columns.line_starts, columns.line_ids, rows)
    fees = columns.fees
    if fees is not None:
        starts, ids = _in_order(fees.starts, fees.ids, rows)
        fees = replace(fees, starts=starts, ids=ids)
    moved: dict[str, Any] = {
        name: value[rows]
        for name, value in vars(columns).items()
        if isinstance(value, np.ndarray) and name not in _OF_NO_ROW
    }
    slots = tuple(slot.of(rows[: len(slot)]) for slot in columns.slots)
    return replace(columns, **moved, slots=slots, line_starts=line_starts, line_ids=line_ids, fees=fees)


def _in_order(
    starts: NDArray[np.int64], ids: NDArray[np.uint32], rows: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where each row's own lines begin, and they, after the rows have moved."""
    lengths = np.diff(starts)[rows]
    moved = np.cumsum([0, *lengths], dtype=np.int64)
    return moved, ids[np.repeat(starts[:-1][rows] - moved[:-1], lengths) + np.arange(moved[-1])]


def _listed(places: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where each row's places begin, and all of them."""
    ids = np.array([i for row in places for i in row], np.uint32)
    return np.cumsum([0, *map(len, places)], dtype=np.int64), ids


_TOLD_APART_BY = ("medium", "territory", "rating")
_OF_NO_ROW = ("line_starts", "line_ids", "projection")


class Interner(Generic[V]):
    """Distinct values in the order of their first coming, and where each stands."""

    def __init__(self) -> None:
        self.values: list[V] = []
        self._places: dict[V, int] = {}

    def place(self, value: V) -> int:
        """Where a value stands; it is added if it is new."""
        found = self._places.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found

    def find(self, value: V) -> int:
        """Where a value stands; -1 if it never came."""
        return self._places.get(value, -1)


def microseconds(moment: Instant) -> int:
    """Whole microseconds since 1970 UTC; exact, unlike a float of seconds."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def key_of(performer_id: str) -> int:
    """The number that stands for a performer in the fair rotation: 64 bits of the SHA-256 of the id."""
    return int.from_bytes(sha256(performer_id.encode()).digest()[:8], "little")


def columns_of(people: Iterable[Offered], vectors: NDArray[np.float32] | None = None) -> Columns:
    """Open performers as columns; `vectors[i]` belongs to the i-th of `people`."""
    listed = list(people)
    order = sorted(range(len(listed)), key=lambda i: -len(listed[i].terms.clauses))
    rows = [listed[i] for i in order]
    values: dict[str, Interner[Any]] = {part: Interner() for part in CLAUSE_PARTS}
    currencies: Interner[str] = Interner()
    speaks: Interner[frozenset[str]] = Interner()
    presents: Interner[str] = Interner()
    lines: Interner[Scope] = Interner()
    most = len(rows[0].terms.clauses) if rows else 0
    slots = tuple(_slot(rows, j, values, currencies) for j in range(most))
    line_starts, line_ids = _listed([[lines.place(line) for line in row.terms.red_lines] for row in rows])

    def column(kind: Any, value: Callable[[Offered], Any]) -> NDArray[Any]:
        return np.array([value(row) for row in rows], kind)

    return Columns(
        performer_ids=np.array([row.performer_id.encode() for row in rows], np.bytes_),
        keys=column(np.uint64, lambda o: key_of(o.performer_id)),
        starts_us=column(np.int64, lambda o: microseconds(o.starts_at)),
        ends_us=column(np.int64, lambda o: microseconds(o.ends_at)),
        shows_name=column(np.bool_, lambda o: o.shows_name),
        currency=column(np.uint8, lambda o: currencies.place(o.floor.currency)),
        floor_minor=column(np.int64, lambda o: o.floor.minor),
        busy=column(np.uint64, lambda o: o.busy),
        responsiveness=column(np.uint8, lambda o: o.responsiveness),
        speaks=column(np.uint32, lambda o: speaks.place(o.speaks)),
        presents=column(np.uint8, lambda o: presents.place(o.presents)),
        plays_from=column(np.int16, lambda o: o.plays[0]),
        plays_to=column(np.int16, lambda o: o.plays[1]),
        line_starts=line_starts,
        line_ids=line_ids,
        fees=Fees.of(rows),
        slots=slots,
        values={part: interner.values for part, interner in values.items()},
        lines=lines.values,
        currencies=currencies.values,
        speaks_values=speaks.values,
        presents_values=presents.values,
        vectors=None if vectors is None else np.ascontiguousarray(vectors[order], np.float32),
    )


def _slot(
    rows: Sequence[Offered], j: int, values: Mapping[str, Interner[Any]], currencies: Interner[str]
) -> Slot:
    holders = [row for row in rows if len(row.terms.clauses) > j]
    floors = [row.floors[j] if row.floors else row.floor for row in holders]
    return Slot(
        parts={
            part: np.array(
                [interner.place(getattr(row.terms.clauses[j], part)) for row in holders], np.uint32
            )
            for part, interner in values.items()
        },
        currency=np.array([currencies.place(floor.currency) for floor in floors], np.uint8),
        floor_minor=np.array([floor.minor for floor in floors], np.int64),
    )
