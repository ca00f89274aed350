"""A production as columns and rows: a column is a candidate in a role, a row is what a cast must keep to."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from propria.casting.production.model import Candidate, Constraint, Days, Kind, Person, Production, Role

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_Row = tuple[Constraint, dict[int, int], int]
_Columns = list[tuple[int, Candidate]]


@dataclass(frozen=True)
class Edge:
    """Two roles with chemistry: pairs of columns, as places within each role, and their points."""

    left: int
    right: int
    lefts: Ints
    rights: Ints
    points: Ints


@dataclass(frozen=True)
class Problem:
    """`matrix @ chosen <= limits` for the rows; columns of role r are `starts[r]:starts[r + 1]`."""

    roles: tuple[str, ...]
    starts: Ints
    performers: tuple[str, ...]
    points: Ints
    fees: Ints
    matrix: csr_matrix
    limits: Ints
    constraints: tuple[Constraint, ...]
    edges: tuple[Edge, ...]

    def span(self, role: int) -> slice:
        """The columns of one role."""
        return slice(int(self.starts[role]), int(self.starts[role + 1]))

    def sizes_of_rows(self) -> Floats:
        """The most that one candidate takes of each row, at least one."""
        sizes = np.ones(len(self.limits))
        row_of = np.repeat(np.arange(len(self.limits)), np.diff(self.matrix.indptr))
        np.maximum.at(sizes, row_of, np.abs(self.matrix.data))
        return sizes

    def out_of_reach(self) -> Ints:
        """By how much each row is broken at least, whoever is cast; zero where some choice of candidates keeps to it."""
        dense = self.matrix.toarray()
        least = np.minimum.reduceat(dense, self.starts[:-1], axis=1).sum(axis=1)
        return np.asarray(np.maximum(0, least - self.limits), np.int64)

    def without_row(self, row: int) -> "Problem":
        """The same with one thing less to keep to."""
        kept = np.delete(np.arange(len(self.limits)), row)
        constraints = tuple(self.constraints[one] for one in kept)
        return replace(self, matrix=self.matrix[kept], limits=self.limits[kept], constraints=constraints)

    def value(self, chosen: Ints) -> int:
        """Points of a cast; `chosen` is one column a role."""
        total = int(self.points[chosen].sum())
        places = chosen - self.starts[:-1]
        for edge in self.edges:
            hit = (edge.lefts == places[edge.left]) & (edge.rights == places[edge.right])
            total += int(edge.points[hit].sum())
        return total

    def excess(self, chosen: Ints) -> Ints:
        """By how much each row is broken; zero where it holds."""
        taken = np.zeros(len(self.points), np.int64)
        taken[chosen] = 1
        return np.maximum(0, self.matrix @ taken - self.limits)

    def narrowed(self, keep: Bools) -> "Problem":
        """The same over fewer candidates; every role keeps somebody."""
        places = np.cumsum(keep) - 1
        starts = np.concatenate([[0], np.cumsum(np.add.reduceat(keep.astype(np.int64), self.starts[:-1]))])
        return Problem(
            self.roles, starts, tuple(np.array(self.performers, object)[keep]), self.points[keep], self.fees[keep],
            self.matrix[:, keep], self.limits, self.constraints,
            tuple(self._narrowed(edge, keep, places, starts) for edge in self.edges),
        )  # fmt: skip

    def _narrowed(self, edge: Edge, keep: Bools, places: Ints, starts: Ints) -> Edge:
        lefts, rights = edge.lefts + self.starts[edge.left], edge.rights + self.starts[edge.right]
        both = keep[lefts] & keep[rights]
        return Edge(
            edge.left, edge.right, places[lefts[both]] - starts[edge.left],
            places[rights[both]] - starts[edge.right], edge.points[both],
        )  # fmt: skip


def days_shared(one: Days, other: Days) -> int:
    """How many days two calendars have in common.

    >>> days_shared(((1, 5),), ((5, 9), (3, 3)))
    2
    """
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0]) + 1) for a in one for b in other)


def may_play(role: Role, person: Person) -> bool:
    """Whether somebody can be considered at all: they speak what the role needs and have no other work on its days."""
    return role.languages <= person.languages and days_shared(role.days, person.busy) == 0


def compiled(production: Production) -> Problem:
    """Columns, rows and edges; whoever is not free or does not speak what the role needs has no column.

    Every role must have somebody left.
    """
    people = production.people
    columns = [
        (number, candidate)
        for number, role in enumerate(production.roles)
        for candidate in role.candidates
        if may_play(role, people.get(candidate.performer, Person()))
    ]
    counts = np.bincount([number for number, _ in columns], minlength=len(production.roles))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    rows = list(_rows(production, columns))
    return Problem(
        roles=tuple(role.name for role in production.roles),
        starts=starts,
        performers=tuple(candidate.performer for _, candidate in columns),
        points=np.array([candidate.points for _, candidate in columns], np.int64),
        fees=np.array([candidate.fee_minor for _, candidate in columns], np.int64),
        matrix=_matrix(rows, len(columns)),
        limits=np.array([limit for _, _, limit in rows], np.int64),
        constraints=tuple(constraint for constraint, _, _ in rows),
        edges=tuple(_edges(production, columns, starts)),
    )


def _matrix(rows: list[_Row], width: int) -> csr_matrix:
    lengths = [len(row) for _, row, _ in rows]
    data = np.array([value for _, row, _ in rows for value in row.values()], np.int64)
    indices = np.array([column for _, row, _ in rows for column in row], np.int64)
    return csr_matrix((data, indices, np.cumsum([0, *lengths])), shape=(len(rows), width))


def _rows(production: Production, columns: _Columns) -> Iterator[_Row]:
    if production.budget_minor is not None:
        fees = {place: candidate.fee_minor for place, (_, candidate) in enumerate(columns)}
        yield Constraint(Kind.BUDGET), fees, production.budget_minor
    yield from _agency_rows(production, columns)
    for language, least in production.covers.items():
        spoken = _speaking(production, columns, language)
        yield Constraint(Kind.COVER, (language,)), dict.fromkeys(spoken, -1), -least
    by_performer: dict[str, list[int]] = defaultdict(list)
    by_seat: dict[tuple[int, str], int] = {}
    for place, (number, candidate) in enumerate(columns):
        by_performer[candidate.performer].append(place)
        by_seat[number, candidate.performer] = place
    for number, role in enumerate(production.roles):
        if role.locked is not None:
            held = by_seat.get((number, role.locked))
            yield Constraint(Kind.LOCKED, (role.name,)), {} if held is None else {held: -1}, -1
    yield from _once_rows(production, columns, by_performer)
    yield from _apart_rows(production, by_performer)


def _speaking(production: Production, columns: _Columns, language: str) -> list[int]:
    people = production.people
    return [n for n, (_, c) in enumerate(columns) if language in people.get(c.performer, Person()).languages]


def _of_agency(production: Production, columns: _Columns, agency: str) -> list[int]:
    people = production.people
    return [n for n, (_, c) in enumerate(columns) if people.get(c.performer, Person()).agency == agency]


def _agency_rows(production: Production, columns: _Columns) -> Iterator[_Row]:
    for agency, limits in production.agencies.items():
        theirs = _of_agency(production, columns, agency)
        if limits.most is not None:
            yield Constraint(Kind.MOST_OF_AGENCY, (agency,)), dict.fromkeys(theirs, 1), limits.most
        if limits.least:
            yield Constraint(Kind.LEAST_OF_AGENCY, (agency,)), dict.fromkeys(theirs, -1), -limits.least


def _once_rows(
    production: Production, columns: _Columns, by_performer: dict[str, list[int]]
) -> Iterator[_Row]:
    for performer, places in by_performer.items():
        named = Constraint(Kind.ONCE, (performer,))
        if len(places) > 1 and not production.doubling:
            yield named, dict.fromkeys(places, 1), 1
        elif production.doubling:
            for one, other in combinations(places, 2):
                days, others = (
                    production.roles[columns[one][0]].days,
                    production.roles[columns[other][0]].days,
                )
                if days_shared(days, others):
                    yield named, {one: 1, other: 1}, 1


def _apart_rows(production: Production, by_performer: dict[str, list[int]]) -> Iterator[_Row]:
    for one, other in production.apart:
        ours, theirs = by_performer.get(one, []), by_performer.get(other, [])
        named = Constraint(Kind.APART, (one, other))
        if ours and theirs and not production.doubling:
            yield named, dict.fromkeys((*ours, *theirs), 1), 1
        elif ours and theirs:
            for a in ours:
                for b in theirs:
                    yield named, {a: 1, b: 1}, 1


def _edges(production: Production, columns: _Columns, starts: Ints) -> Iterator[Edge]:
    numbers = {role.name: number for number, role in enumerate(production.roles)}
    places = {(n, c.performer): place - int(starts[n]) for place, (n, c) in enumerate(columns)}
    pairs: dict[tuple[int, int], dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for one in production.chemistry:
        ends = [(numbers[one.role], one.performer), (numbers[one.other_role], one.other_performer)]
        (left, a), (right, b) = sorted(ends)
        if (left, a) in places and (right, b) in places:
            pairs[left, right][places[left, a], places[right, b]] += one.points
    for (left, right), found in pairs.items():
        both = np.array(list(found), np.int64).reshape(-1, 2)
        yield Edge(left, right, both[:, 0], both[:, 1], np.array(list(found.values()), np.int64))
