"""Every cast that could still be better, tried one role after the other: what is found is the best there is.

What a cast falls short of the bound is a sum of shortfalls none of which is below zero: of each candidate, of each two roles
with chemistry, and of what is not used of each row that has a price. So whoever falls short by more than what is open is in
no better cast, and neither is any group that does together. Arithmetic in double precision, no solver.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from propria.casting.production.model import Kind
from propria.casting.production.prices import Prices, left_over
from propria.casting.production.problem import Bools, Edge, Floats, Ints, Problem

MOST_SEATS = 300_000
"""How many seats are filled at once at most: casts times roles."""
_BATCH = 512
_SLACK = 1e-6


@dataclass
class _Group:
    """Casts of the roles that are done: one a row, by how much each falls short, and what each uses of the watched rows."""

    casts: Ints
    short: Floats
    used: Floats

    def keep(self, which: Bools) -> None:
        self.casts, self.short, self.used = self.casts[which], self.short[which], self.used[which]


def better_cast(prices: Prices, above: float) -> Ints | None:
    """The best cast with more points than `above`; empty if there is none; None where there are too many to try."""
    problem, losses = prices.problem, prices.losses()
    open_points = prices.bound() - above + _SLACK
    columns = [_open_in(problem, role, losses, open_points) for role in range(len(problem.roles))]
    watched = _Watched.of(prices, columns)
    group = _Group(np.zeros((1, len(columns)), np.int64), np.zeros(1), np.zeros((1, len(watched.limits))))
    done: set[int] = set()
    most = MOST_SEATS // len(columns)
    for role in sorted(range(len(columns)), key=lambda one: len(columns[one])):
        theirs = columns[role]
        if len(group.casts) * len(theirs) > 8 * most:
            return None
        done.add(role)
        short = (group.short[:, None] + losses[theirs]).ravel()
        near = np.flatnonzero(short <= open_points)
        casts = group.casts[near // max(1, len(theirs))]
        casts[:, role] = theirs[near % max(1, len(theirs))]
        used = group.used[near // max(1, len(theirs))] + watched.of_columns[casts[:, role]]
        group = _Group(casts, short[near], used)
        for edge, handed in zip(problem.edges, prices.handed, strict=True):
            if role in (edge.left, edge.right) and {edge.left, edge.right} <= done:
                group.short = group.short + _falls_short(problem, edge, handed, group.casts)
        group.keep(watched.may_hold(group, [r for r in range(len(columns)) if r not in done], open_points))
        if len(group.casts) > most:
            return None
    return _best_valid(problem, group, watched, above)


def _open_in(problem: Problem, role: int, losses: Floats, open_points: float) -> Ints:
    span = problem.span(role)
    return np.asarray(span.start + np.flatnonzero(losses[span] <= open_points), np.int64)


@dataclass(frozen=True)
class _Watched:
    """The rows that are followed role by role: those with a price, the budget, and those that ask for somebody."""

    prices: Floats
    limits: Floats
    of_columns: Floats
    least: Floats
    most: Floats

    @classmethod
    def of(cls, prices: Prices, columns: list[Ints]) -> "_Watched":
        problem = prices.problem
        is_budget = np.array([one.kind is Kind.BUDGET for one in problem.constraints], np.bool_)
        rows = np.flatnonzero((prices.rows > 0) | (problem.limits < 0) | is_budget)
        wanted = np.concatenate(columns)
        of_columns = np.zeros((len(problem.points), len(rows)))
        of_columns[wanted] = problem.matrix[rows][:, wanted].T.toarray()
        empty = np.full((1, len(rows)), np.inf)
        least = np.stack([np.concatenate([of_columns[c], empty]).min(axis=0) for c in columns])
        most = np.stack([np.concatenate([of_columns[c], -empty]).max(axis=0) for c in columns])
        return cls(prices.rows[rows], problem.limits[rows].astype(np.float64), of_columns, least, most)

    def unused(self, used: Floats) -> Floats:
        """What is lost by what is not used of priced rows."""
        return np.asarray(np.maximum(0.0, self.limits - used) @ self.prices, np.float64)

    def may_hold(self, group: _Group, left: list[int], open_points: float) -> Bools:
        """Which casts can still keep to every row, and to what is open, whoever plays the roles that are left."""
        fits = (group.used + self.least[left].sum(axis=0) <= self.limits + _SLACK).all(axis=1)
        short = group.short + self.unused(group.used + self.most[left].sum(axis=0))
        return np.asarray(fits & (short <= open_points), np.bool_)


def _falls_short(problem: Problem, edge: Edge, handed: tuple[Floats, Floats], casts: Ints) -> Floats:
    left, right = handed
    table = np.zeros((len(left), len(right)))
    table[edge.lefts, edge.rights] = edge.points
    ours, theirs = (
        casts[:, edge.left] - problem.starts[edge.left],
        casts[:, edge.right] - problem.starts[edge.right],
    )
    return np.asarray(
        left_over(edge, left, right) - (table[ours, theirs] - left[ours] - right[theirs]), np.float64
    )


def _best_valid(problem: Problem, group: _Group, watched: _Watched, above: float) -> Ints:
    """The first that keeps to every row, those that fall short least before the others."""
    order = np.argsort(group.short + watched.unused(group.used), kind="stable")
    for start in range(0, len(order), _BATCH):
        casts = group.casts[order[start : start + _BATCH]]
        places = (np.repeat(np.arange(len(casts)), casts.shape[1]), casts.ravel())
        taken = csr_matrix((np.ones(casts.size, np.int64), places), (len(casts), len(problem.points)))
        valid = casts[((problem.matrix @ taken.T).toarray() <= problem.limits[:, None]).all(axis=0)]
        if len(valid):
            best = max(valid, key=problem.value)
            return np.asarray(best if problem.value(best) > above else [], np.int64)
    return np.empty(0, np.int64)
