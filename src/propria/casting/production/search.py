"""A cast found by prices and bettered by moves; it promises nothing about how good it is (the bound does)."""

from dataclasses import dataclass

import numpy as np

from propria.casting.production.model import Kind
from propria.casting.production.prices import Prices
from propria.casting.production.problem import Floats, Ints, Problem

FINE = 4.0
"""A broken row costs this many times its price, and never less than a share of the points at stake."""


@dataclass(frozen=True)
class _Seat:
    """What one role needs to be judged: the rows it touches, and its chemistry with the other roles."""

    span: slice
    rows: Ints
    block: Floats
    meets: tuple[tuple[int, Floats], ...]


class Search:
    """Moves over one production; broken rows cost a fine, so that a search may pass through them."""

    def __init__(self, problem: Problem, prices: Floats) -> None:
        self.problem = problem
        spread = float(problem.points.max() - problem.points.min() + 1)
        per_unit = problem.sizes_of_rows()
        small = spread / per_unit / len(problem.roles)
        self.fines = np.maximum(np.where(per_unit <= 1, spread * 2, small), FINE * prices)
        self.seats = [self._seat(role) for role in range(len(problem.roles))]

    def _seat(self, role: int) -> _Seat:
        problem = self.problem
        span = problem.span(role)
        columns = problem.matrix[:, span].tocoo()
        rows = np.unique(columns.row).astype(np.int64)
        block = np.zeros((len(rows), span.stop - span.start))
        block[np.searchsorted(rows, columns.row), columns.col] = columns.data
        meets = []
        for edge in problem.edges:
            if role not in (edge.left, edge.right):
                continue
            mine, theirs = (edge.lefts, edge.rights) if role == edge.left else (edge.rights, edge.lefts)
            other = edge.right if role == edge.left else edge.left
            there = problem.span(other)
            table = np.zeros((there.stop - there.start, span.stop - span.start))
            table[theirs, mine] = edge.points
            meets.append((other, table))
        return _Seat(span, rows, block, tuple(meets))

    def used(self, chosen: Ints) -> Floats:
        """How much of every row a cast takes; a role that is open takes nothing."""
        used = np.zeros(len(self.problem.limits))
        for seat, column in zip(self.seats, chosen, strict=True):
            if column >= 0:
                used[seat.rows] += seat.block[:, column - seat.span.start]
        return used

    def score(self, chosen: Ints) -> float:
        """Points less fines."""
        over = np.maximum(0.0, self.used(chosen) - self.problem.limits)
        return self.problem.value(chosen) - float(over @ self.fines)

    def gains(self, role: int, chosen: Ints, used: Floats) -> Floats:
        """What each candidate of a role adds, the others as they are; `used` is without this role."""
        seat = self.seats[role]
        over = used[seat.rows, None] + seat.block - self.problem.limits[seat.rows, None]
        gains = self.problem.points[seat.span] - self.fines[seat.rows] @ np.maximum(0.0, over)
        for other, table in seat.meets:
            if chosen[other] >= 0:
                gains = gains + table[chosen[other] - self.seats[other].span.start]
        return gains

    def _moved(self, role: int, column: int, chosen: Ints, used: Floats) -> None:
        seat = self.seats[role]
        if chosen[role] >= 0:
            used[seat.rows] -= seat.block[:, chosen[role] - seat.span.start]
        chosen[role] = column
        if column >= 0:
            used[seat.rows] += seat.block[:, column - seat.span.start]

    def descended(self, chosen: Ints, todo: list[int]) -> Ints:
        """Every role in `todo`, and whoever a change touches, takes its best candidate until none can do better."""
        used, waiting = self.used(chosen), dict.fromkeys(todo)
        while waiting:
            role = next(iter(waiting))
            del waiting[role]
            held = int(chosen[role])
            self._moved(role, -1, chosen, used)
            gains = self.gains(role, chosen, used)
            best, start = int(gains.argmax()), self.seats[role].span.start
            if held < 0 or gains[best] > gains[held - start] + 1e-9:
                self._moved(role, start + best, chosen, used)
                if held >= 0:
                    waiting |= dict.fromkeys(other for other, _ in self.seats[role].meets)
            else:
                self._moved(role, held, chosen, used)
        return chosen

    def bettered(self, start: Ints, rounds: int, target: float, seed: int) -> Ints:
        """Give one to three roles that meet to others, settle, and keep what is no worse."""
        draw = np.random.default_rng(seed)
        chosen, score = start.copy(), self.score(start)
        everybody = list(range(len(self.seats)))
        for _ in range(rounds):
            if score >= target:
                break
            trial, role = chosen.copy(), int(draw.integers(len(self.seats)))
            opened = [role, *(other for other, _ in self.seats[role].meets if draw.random() < 0.5)][:3]
            for one in opened:
                span = self.seats[one].span
                trial[one] = draw.integers(span.start, span.stop)
            trial = self.descended(trial, [*opened[1:], *draw.permutation(everybody).tolist()])
            reached = self.score(trial)
            if reached >= score:
                chosen, score = trial, reached
        return chosen


def greedy(search: Search, prices: Prices) -> Ints:
    """Roles with most at stake first; each takes whoever is worth most at these prices and breaks nothing more."""
    problem = search.problem
    chosen, used = np.full(len(problem.roles), -1, np.int64), np.zeros(len(problem.limits))
    for role in np.argsort(-prices.best(), kind="stable").tolist():
        span, seat = problem.span(role), search.seats[role]
        over = np.maximum(0.0, used[seat.rows, None] + seat.block - problem.limits[seat.rows, None])
        before = np.maximum(0.0, used[seat.rows] - problem.limits[seat.rows])
        worth = prices.worth[span] - search.fines[seat.rows] @ np.maximum(0.0, over - before[:, None])
        chosen[role] = span.start + int(worth.argmax())
        used[seat.rows] += seat.block[:, chosen[role] - span.start]
    return chosen


def plain_greedy(problem: Problem) -> Ints | None:
    """What one would do by hand: role after role, the best fit that breaks no limit and leaves enough for the cheapest
    of the others; None when that ends in a corner.
    """
    search = Search(problem, np.zeros(len(problem.limits)))
    order = np.argsort(-np.maximum.reduceat(problem.points, problem.starts[:-1]), kind="stable").tolist()
    cheapest = np.minimum.reduceat(problem.fees, problem.starts[:-1])
    chosen, used = np.full(len(problem.roles), -1, np.int64), np.zeros(len(problem.limits))
    at_least = problem.limits < 0
    for place, role in enumerate(order):
        seat, span = search.seats[role], problem.span(role)
        after = used[seat.rows, None] + seat.block - problem.limits[seat.rows, None]
        for number, row in enumerate(seat.rows):
            if problem.constraints[row].kind is Kind.BUDGET:
                after[number] += cheapest[order[place + 1 :]].sum()
        breaks = ((after > 0) & ~at_least[seat.rows, None]).any(axis=0)
        worth = np.where(breaks, -np.inf, search.gains(role, chosen, np.full_like(used, -1e18)))
        if not np.isfinite(worth.max()):
            return None
        chosen[role] = span.start + int(worth.argmax())
        used[seat.rows] += seat.block[:, chosen[role] - span.start]
    return None if problem.excess(chosen).any() else chosen
