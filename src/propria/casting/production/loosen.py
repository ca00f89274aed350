"""Where no cast exists: which single limit, loosened by how much, lets one exist. Chemistry plays no part in that."""

from dataclasses import dataclass
from enum import Enum
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack

from propria.casting.production.linear import by_parts
from propria.casting.production.model import Constraint, Kind, Person, Production, Relaxation, Role
from propria.casting.production.problem import Floats, Ints, Problem, days_shared, may_play

SECONDS = 5.0
SECONDS_IN_ALL = 15.0
MOST_TRIED = 40
_SOLVED, _OUT_OF_TIME = 0, 1
_ORDER = {kind: place for place, kind in enumerate(Kind)}
Told = tuple[tuple[Relaxation, ...], tuple[Relaxation, ...]]


class Unsolved(Enum):
    """Why there is no answer."""

    NONE_EXISTS = 1
    TIME = 2


@dataclass(frozen=True)
class Answer:
    """A cast, by how much it breaks the loosened rows, and whether that is proven to be the least."""

    chosen: Ints
    over: Ints
    proven: bool


def without_columns(production: Production) -> Told | None:
    """Roles that nobody can be considered for: the least that would bring somebody in."""
    barred = tuple(one for role in production.roles if (one := _nearest(production, role)) is not None)
    if not barred:
        return None
    return (barred, ()) if len(barred) == 1 else ((), barred)


def _nearest(production: Production, role: Role) -> Relaxation | None:
    people = [production.people.get(c.performer, Person()) for c in role.candidates]
    if any(may_play(role, person) for person in people):
        return None
    days = [days_shared(role.days, one.busy) for one in people if role.languages <= one.languages]
    if days:
        return Relaxation(Constraint(Kind.DAYS, (role.name,)), min(days))
    missing = [len(role.languages - one.languages) for one in people if days_shared(role.days, one.busy) == 0]
    if missing:
        return Relaxation(Constraint(Kind.LANGUAGES, (role.name,)), min(missing))
    return Relaxation(Constraint(Kind.NOBODY, (role.name,)), 1)


def exact(problem: Problem) -> Answer | Unsolved:
    """A cast that keeps to every row, by the solver."""
    return _least(problem, np.zeros(0, np.int64), problem.points.astype(np.float64))


def what_to_loosen(problem: Problem, *, only: Ints | None = None) -> Told:
    """Every single limit that would do alone, and the least amount; else a smallest set together.

    `only`: rows that are out of reach by themselves, so that no other alone would do.

    Rows of whoever may be cast once or not together are many: only `MOST_TRIED` rows are tried beyond those that stand
    in the way of the least broken cast, and none once `SECONDS_IN_ALL` are over.
    """
    ends = monotonic() + SECONDS_IN_ALL
    rows = sorted(range(len(problem.constraints)), key=lambda row: _ORDER[problem.constraints[row].kind])
    together = _least(problem, np.array(rows, np.int64))
    broken = [] if isinstance(together, Unsolved) else np.flatnonzero(together.over).tolist()
    alone = []
    tried = [*(rows[one] for one in broken), *rows[:MOST_TRIED]]
    if only is not None:
        tried = only.tolist() if len(only) == 1 else []
    for row in dict.fromkeys(tried):
        if monotonic() > ends:
            break
        found = _least(problem, np.array([row], np.int64))
        if isinstance(found, Answer) and found.proven:
            alone.append(Relaxation(problem.constraints[row], int(found.over[0])))
    if alone or isinstance(together, Unsolved):
        return tuple(alone), ()
    return (), tuple(Relaxation(problem.constraints[rows[n]], int(together.over[n])) for n in broken)


def _least(problem: Problem, loose: Ints, gains: Floats | None = None) -> Answer | Unsolved:
    """A cast with the least slack in the `loose` rows, each counted against the most one role could ask of it."""
    width, roles, rows = len(problem.points), len(problem.roles), len(problem.limits)
    slack = csr_matrix((-np.ones(len(loose)), (loose, np.arange(len(loose)))), (rows, len(loose)))
    sizes = problem.sizes_of_rows()
    scaled = problem.matrix.multiply(1 / sizes[:, None]) if rows else problem.matrix
    places = (np.repeat(np.arange(roles), np.diff(problem.starts)), np.arange(width))
    limits = [LinearConstraint(csr_matrix((np.ones(width), places), (roles, width + len(loose))), 1, 1)]
    if rows:
        limits.append(LinearConstraint(hstack([scaled, slack]).tocsr(), -np.inf, problem.limits / sizes))
    solved = milp(
        np.concatenate([np.zeros(width) if gains is None else -gains, np.ones(len(loose))]),
        constraints=limits,
        integrality=np.concatenate([np.ones(width), np.zeros(len(loose))]),
        bounds=Bounds(0, np.concatenate([np.ones(width), np.full(len(loose), np.inf)])),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0 if gains is None else 0.01},
    )
    if solved.x is None:
        return Unsolved.TIME if solved.status == _OUT_OF_TIME else Unsolved.NONE_EXISTS
    chosen = by_parts(problem, solved.x[:width])
    over = problem.excess(chosen)
    if np.delete(over, loose).any():
        return Unsolved.TIME
    return Answer(chosen, over[loose], solved.status == _SOLVED)
