"""Prices that prove how good a cast can be at most: any prices give a bound that holds, better ones a tighter bound.

The bound is the Lagrangian of the rows joined with a reparametrisation of the chemistry: each edge hands parts of its
points to the two roles it joins. It rests on arithmetic alone, on no solver's word. Source: Globerson and Jaakkola, Fixing
Max-Product (2007), for the exchange between roles.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from propria.casting.production.problem import Edge, Floats, Ints, Problem


@dataclass
class Prices:
    """A price a row, at least zero, and what every edge hands to each candidate of its two roles."""

    problem: Problem
    rows: Floats
    handed: list[tuple[Floats, Floats]]
    worth: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.reckon()

    @classmethod
    def none(cls, problem: Problem) -> "Prices":
        """Nothing costs anything yet."""
        sizes = np.diff(problem.starts)
        handed = [(np.zeros(sizes[e.left]), np.zeros(sizes[e.right])) for e in problem.edges]
        return cls(problem, np.zeros(len(problem.limits)), handed)

    def reckon(self) -> None:
        """What every candidate is worth: points, less what their rows cost, and what edges hand them."""
        problem = self.problem
        self.worth = problem.points - problem.matrix.T @ self.rows
        for edge, (left, right) in zip(problem.edges, self.handed, strict=True):
            self.worth[problem.span(edge.left)] += left
            self.worth[problem.span(edge.right)] += right

    def best(self) -> Floats:
        """The most any candidate of each role is worth."""
        return np.maximum.reduceat(self.worth, self.problem.starts[:-1])

    def bound(self) -> float:
        """No cast that keeps to every row has more points than this."""
        kept = sum(left_over(e, *h) for e, h in zip(self.problem.edges, self.handed, strict=True))
        return float(self.rows @ self.problem.limits + self.best().sum() + kept)

    def losses(self) -> Floats:
        """By how much the bound falls at least if this candidate is cast."""
        return np.repeat(self.best(), np.diff(self.problem.starts)) - self.worth

    def exchange(self) -> None:
        """Every edge hands its points on as evenly as it can; the bound never rises."""
        for number, edge in enumerate(self.problem.edges):
            a, b = self.problem.span(edge.left), self.problem.span(edge.right)
            left, right = self.handed[number]
            ours, theirs = self.worth[a] - left, self.worth[b] - right
            for_left, for_right = np.full(len(ours), theirs.max()), np.full(len(theirs), ours.max())
            np.maximum.at(for_left, edge.lefts, edge.points + theirs[edge.rights])
            np.maximum.at(for_right, edge.rights, edge.points + ours[edge.lefts])
            self.handed[number] = ((for_left - ours) / 2, (for_right - theirs) / 2)
            self.worth[a], self.worth[b] = (ours + for_left) / 2, (theirs + for_right) / 2

    def settle(self, row: int, steps: int = 30) -> None:
        """Find the price of one row at which the bound is least, all else as it is."""
        column = self.problem.matrix[row].toarray()[0].astype(np.float64)
        free = self.worth + column * self.rows[row]
        starts, limit = self.problem.starts, self.problem.limits[row]
        low, high = 0.0, _dear(free, column)
        for _ in range(steps):
            middle = (low + high) / 2
            picked = _picked(free - middle * column, starts)
            low, high = (middle, high) if column[picked].sum() > limit else (low, middle)
        self.rows[row] = high
        self.worth = free - high * column


def _picked(worth: Floats, starts: Ints) -> list[int]:
    return [int(a + worth[a:b].argmax()) for a, b in pairwise(starts)]


def _dear(free: Floats, column: Floats) -> float:
    """A price that nobody would pay."""
    costs = np.abs(column[column != 0])
    return float((free.max() - free.min() + 1) / costs.min()) if len(costs) else 0.0


def left_over(edge: Edge, left: Floats, right: Floats) -> float:
    """The most an edge keeps once it has handed on: over all pairs, those without chemistry among them."""
    kept = (edge.points - left[edge.lefts] - right[edge.rights]).max(initial=-np.inf)
    return float(max(kept, (-left).max() + (-right).max()))
