"""A whole cast with its certificate: prices, a greedy start, the linear programme, moves; or what to loosen.

The bound rests on prices alone; HiGHS proposes them, and tries whoever is still open. It decides nothing about people:
points, fees and limits are given.
"""

from dataclasses import dataclass
from math import floor

import numpy as np

from propria.casting.production.exhausted import better_cast
from propria.casting.production.linear import branched, by_parts, relaxed
from propria.casting.production.loosen import Answer, Unsolved, exact, what_to_loosen, without_columns
from propria.casting.production.model import Alternative, Cast, Kind, NoCast, Production, Relaxation
from propria.casting.production.prices import Prices
from propria.casting.production.problem import Bools, Floats, Ints, Problem, compiled
from propria.casting.production.readable import check
from propria.casting.production.search import Search, greedy, plain_greedy

EXCHANGES = 24
KEPT_COLUMNS = 1_600
CORE_A_ROLE = 6
ROUNDS = 60
GOOD_ENOUGH = 1e-4
STIRRED_ABOVE = 1e-3
SECONDS = 1.5
NARROWER = 4e-3
ALTERNATIVES = 3


@dataclass(frozen=True)
class _Found:
    chosen: Ints | None
    bound: float


def cast_production(production: Production) -> Cast | NoCast:
    """The best cast found and how far from the best it may be; or, where none exists, which single limit to loosen.

    Raises: Malformed(`casting.production_unclear`).
    """
    check(production)
    barred = without_columns(production)
    if barred:
        return NoCast(*barred)
    problem = compiled(production)
    beyond = problem.out_of_reach()
    if beyond.any():
        return _least_loosened(problem, beyond)
    found = _search(problem)
    if found.chosen is not None:
        return _told(problem, found.chosen, found.bound)
    answer = exact(problem)
    if not isinstance(answer, Answer):
        return NoCast((), undecided=True) if answer is Unsolved.TIME else NoCast(*what_to_loosen(problem))
    search = Search(problem, np.zeros(len(problem.limits)))
    moved = search.bettered(answer.chosen, ROUNDS, found.bound, seed=1)
    best = _better(problem, answer.chosen, [moved])
    return _told(problem, answer.chosen if best is None else best, found.bound)


def _least_loosened(problem: Problem, beyond: Ints) -> NoCast:
    """Some rows are out of reach by themselves: where it is one, and all the rest can be kept, that is what to loosen."""
    rows = np.flatnonzero(beyond)
    if len(rows) == 1:
        found = _search(problem.without_row(int(rows[0])))
        if found.chosen is not None and problem.excess(found.chosen)[rows[0]] == beyond[rows[0]]:
            return NoCast((Relaxation(problem.constraints[rows[0]], int(beyond[rows[0]])),))
    return NoCast(*what_to_loosen(problem, only=rows))


def _search(problem: Problem) -> _Found:
    prices = Prices.none(problem)
    budget = [row for row, one in enumerate(problem.constraints) if one.kind is Kind.BUDGET]
    for _ in range(EXCHANGES):
        for row in budget:
            prices.settle(row)
        prices.exchange()
    kept = _narrowed(problem, prices)
    small, columns = problem.narrowed(kept), np.flatnonzero(kept)
    search = Search(small, prices.rows)
    by_hand = plain_greedy(small)
    starts = [greedy(search, _carried(prices, small, kept)), *([] if by_hand is None else [by_hand])]
    solved = relaxed(small)
    if solved is not None:
        prices = min(prices, _spread(problem, kept, solved[0], prices), key=Prices.bound)
        starts.append(by_parts(small, solved[1]))
        search = Search(small, solved[0].rows)
    settled = [columns[search.descended(one.copy(), list(range(len(small.roles))))] for one in starts]
    best = _better(problem, None, [*(columns[one] for one in starts), *settled])
    bound = prices.bound()
    if not _is_near(problem, best, bound, GOOD_ENOUGH):
        best = _better(problem, best, _of_core(problem, prices, best))
    if not _is_near(problem, best, bound, STIRRED_ABOVE):
        foremost = max(starts, key=search.score)
        best = _better(problem, best, [columns[search.bettered(foremost, ROUNDS, bound, seed=1)]])
    if best is None or _is_near(problem, best, bound, GOOD_ENOUGH):
        return _Found(best, bound)
    return _exhausted(problem, prices, best)


def _is_near(problem: Problem, best: Ints | None, bound: float, share: float) -> bool:
    return best is not None and floor(bound + 1e-6) - problem.value(best) <= share * bound


def _of_core(problem: Problem, prices: Prices, best: Ints | None) -> list[Ints]:
    """What HiGHS makes of the candidates that lose least at these prices."""
    losses = prices.losses()
    core = losses <= np.sort(losses)[min(len(losses), CORE_A_ROLE * len(problem.roles)) - 1]
    core[problem.starts[:-1] if best is None else best] = True
    reached = branched(problem.narrowed(core), SECONDS)
    return [] if reached is None else [np.flatnonzero(core)[reached]]


def _exhausted(problem: Problem, prices: Prices, best: Ints) -> _Found:
    """Try everybody who can still be in a better cast: in any, or else in one that is better by more than a little."""
    bound = prices.bound()
    for above in (float(problem.value(best)), problem.value(best) * (1 + NARROWER)):
        found = better_cast(prices, above) if above < bound else None
        if found is not None:
            return _Found(best, above) if not len(found) else _Found(found, float(problem.value(found)))
    return _Found(best, bound)


def _better(problem: Problem, best: Ints | None, found: list[Ints]) -> Ints | None:
    valid = [one for one in found if not problem.excess(one).any()]
    return max([*valid, *([] if best is None else [best])], key=problem.value, default=None)


def _narrowed(problem: Problem, prices: Prices) -> Bools:
    """The columns that lose least, and of every role and every row that asks for somebody at least some."""
    losses = prices.losses()
    if len(losses) <= KEPT_COLUMNS:
        return np.ones(len(losses), np.bool_)
    kept: Bools = losses <= np.partition(losses, KEPT_COLUMNS)[KEPT_COLUMNS]
    for role in range(len(problem.roles)):
        span = problem.span(role)
        kept[span.start + np.argsort(losses[span], kind="stable")[:8]] = True
        kept[span.start + np.argsort(problem.fees[span], kind="stable")[:2]] = True
    for row in np.flatnonzero(problem.limits < 0):
        asked = problem.matrix[row].indices
        kept[asked[np.argsort(losses[asked], kind="stable")[: 8 * -int(problem.limits[row])]]] = True
    return kept


def _carried(prices: Prices, small: Problem, kept: Bools) -> Prices:
    """The same prices over fewer candidates."""
    spans = [prices.problem.span(role) for role in range(len(small.roles))]
    handed = [
        (left[kept[spans[edge.left]]], right[kept[spans[edge.right]]])
        for edge, (left, right) in zip(small.edges, prices.handed, strict=True)
    ]
    return Prices(small, prices.rows, handed)


def _spread(problem: Problem, kept: Bools, solved: Prices, before: Prices) -> Prices:
    """The programme's prices over everybody: whoever was left out is handed what the exchange gave them."""
    handed: list[tuple[Floats, Floats]] = []
    for number, edge in enumerate(problem.edges):
        sides = []
        roles = (edge.left, edge.right)
        for role, old, new in zip(roles, before.handed[number], solved.handed[number], strict=True):
            side, here = old.copy(), kept[problem.span(role)]
            side[~here] += float(np.median(new - old[here]))
            side[here] = new
            sides.append(side)
        handed.append((sides[0], sides[1]))
    prices = Prices(problem, solved.rows, handed)
    for _ in range(3):
        prices.exchange()
    return prices


def _told(problem: Problem, chosen: Ints, bound: float) -> Cast:
    points = problem.value(chosen)
    return Cast(
        chosen={role: problem.performers[n] for role, n in zip(problem.roles, chosen, strict=True)},
        points=points,
        fees_minor=int(problem.fees[chosen].sum()),
        bound=max(points, floor(bound + 1e-6 + 1e-9 * abs(bound))),
        alternatives=tuple(_alternatives(problem, chosen)),
    )


def _alternatives(problem: Problem, chosen: Ints) -> list[Alternative]:
    """For each role whoever could step in, everybody else staying and nothing broken, the least loss first."""
    search = Search(problem, np.zeros(len(problem.limits)))
    search.fines = np.full(len(problem.limits), 1e15)
    used, told = search.used(chosen), []
    for role, name in enumerate(problem.roles):
        seat, held = search.seats[role], int(chosen[role])
        without = used.copy()
        without[seat.rows] -= seat.block[:, held - seat.span.start]
        gains = search.gains(role, chosen, without)
        lost = gains[held - seat.span.start] - gains
        order = [int(one) for one in np.argsort(lost, kind="stable") if one != held - seat.span.start]
        for one in order[:ALTERNATIVES]:
            if lost[one] < 1e12:
                column = seat.span.start + one
                more = int(problem.fees[column] - problem.fees[held])
                told.append(Alternative(name, problem.performers[column], round(float(lost[one])), more))
    return told
