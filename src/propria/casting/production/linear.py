"""The linear programme of a production, given to HiGHS: prices of every row, and how much of each candidate it takes."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack, vstack

from propria.casting.production.prices import Prices
from propria.casting.production.problem import Floats, Ints, Problem


@dataclass(frozen=True)
class Programme:
    """Maximise `gains @ x` where `rows @ x <= limits` and `each @ x == 1`; x: a part of each candidate, then of each pair.

    `scale` is what each row was divided by; `firsts` where the rows of each edge's two sides begin, after the limits.
    """

    gains: Floats
    rows: csr_matrix
    limits: Floats
    each: csr_matrix
    scale: Floats
    firsts: list[tuple[int, int]]


def programme(problem: Problem) -> Programme:
    """The relaxation in full."""
    width, roles = len(problem.points), len(problem.roles)
    above, firsts = _edge_rows(problem)
    pairs = above.shape[1] - width
    rows = vstack([hstack([problem.matrix, csr_matrix((len(problem.limits), pairs))]), above]).tocsr()
    places = (np.repeat(np.arange(roles), np.diff(problem.starts)), np.arange(width))
    each = csr_matrix((np.ones(width), places), (roles, width + pairs))
    gains = np.concatenate([problem.points, *(edge.points for edge in problem.edges)]).astype(np.float64)
    scale = np.concatenate([problem.sizes_of_rows(), np.ones(above.shape[0])])
    limits = np.concatenate([problem.limits, np.zeros(above.shape[0])]) / scale
    return Programme(gains, rows.multiply(1 / scale[:, None]).tocsr(), limits, each, scale, firsts)


def relaxed(problem: Problem) -> tuple[Prices, Floats] | None:
    """Prices and parts of candidates at the optimum of the relaxation; None when even that has no solution."""
    asked, ones = programme(problem), np.ones(len(problem.roles))
    solved = linprog(-asked.gains, asked.rows, asked.limits, asked.each, ones, method="highs-ds")
    if solved.status != 0:
        return None
    dual = np.maximum(0.0, -solved.ineqlin.marginals / asked.scale)
    count = len(problem.limits)
    prices = Prices(problem, dual[:count], _handed(problem, dual[count:], asked.firsts))
    return prices, solved.x[: len(problem.points)]


def branched(problem: Problem, seconds: float) -> Ints | None:
    """The cast that HiGHS reaches by branching within so much wall time; None when it reached none.

    Chemistry below zero is left out of account: whoever asks must weigh the answer.
    """
    asked, width = programme(problem), len(problem.points)
    whole = np.concatenate([np.ones(width), np.zeros(len(asked.gains) - width)])
    kept = [LinearConstraint(asked.each, 1, 1), LinearConstraint(asked.rows, -np.inf, asked.limits)]
    told = {"time_limit": seconds, "mip_rel_gap": 1e-6}
    solved = milp(-asked.gains, constraints=kept, integrality=whole, bounds=Bounds(0, 1), options=told)
    return None if solved.x is None else by_parts(problem, solved.x[:width])


def by_parts(problem: Problem, parts: Floats) -> Ints:
    """The candidate of each role of which most is taken."""
    roles = range(len(problem.roles))
    return np.array([problem.starts[r] + parts[problem.span(r)].argmax() for r in roles], np.int64)


def _edge_rows(problem: Problem) -> tuple[csr_matrix, list[tuple[int, int]]]:
    """A pair counts only as far as both are taken: one row for each candidate on each side of an edge."""
    row, pair = 0, len(problem.points)
    at: list[tuple[Ints, Ints, float]] = []
    firsts = []
    for edge in problem.edges:
        begun = []
        for role, places in ((edge.left, edge.lefts), (edge.right, edge.rights)):
            span = problem.span(role)
            size = span.stop - span.start
            at.append((row + places, pair + np.arange(len(places)), 1.0))
            at.append((row + np.arange(size), np.arange(span.start, span.stop), -1.0))
            begun.append(row)
            row += size
        firsts.append((begun[0], begun[1]))
        pair += len(edge.points)
    rows = np.concatenate([a for a, _, _ in at]) if at else np.zeros(0, np.int64)
    columns = np.concatenate([b for _, b, _ in at]) if at else np.zeros(0, np.int64)
    data = np.concatenate([np.full(len(a), v) for a, _, v in at]) if at else np.zeros(0)
    return csr_matrix((data, (rows, columns)), (row, pair)), firsts


def _handed(problem: Problem, dual: Floats, firsts: list[tuple[int, int]]) -> list[tuple[Floats, Floats]]:
    sizes = np.diff(problem.starts)
    return [
        (dual[a : a + sizes[edge.left]].copy(), dual[b : b + sizes[edge.right]].copy())
        for edge, (a, b) in zip(problem.edges, firsts, strict=True)
    ]
