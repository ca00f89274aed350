"""A whole cast at once: the casting of a production against casting by hand and against HiGHS alone, in one run.

    ./run bench production [--roles 5,20,60] [--productions 3] [--first-seed 0] [--seconds 20] [--json]

Productions are drawn by seed: shortlists of 200 that overlap, a budget, performers who are busy, two exclusions a performer,
limits on seven agencies, a language to cover, 600 pairs with chemistry for every two roles that share scenes. `gap` is from
the bound that comes with each cast, so at most that much is lost; the peers are held against the same bound. Seconds are
processor time of this process. `milp` is HiGHS with the whole programme and `--seconds` of wall time, whatever it has by then.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from propria.casting.production.casting import cast_production  # noqa: E402
from propria.casting.production.linear import branched  # noqa: E402
from propria.casting.production.model import (  # noqa: E402
    Candidate,
    Chemistry,
    Limits,
    Person,
    Production,
    Role,
)
from propria.casting.production.problem import compiled  # noqa: E402
from propria.casting.production.search import plain_greedy  # noqa: E402

SHORTLIST = 200
AGENCIES = 12


def drawn(n_roles, seed):
    """A production that could be one: leads weigh more, the good cost more, shortlists overlap."""
    draw = np.random.default_rng([seed, n_roles])
    pool = SHORTLIST * n_roles // 2 + SHORTLIST
    listed = np.stack([draw.choice(pool, SHORTLIST, replace=False) for _ in range(n_roles)])
    weights = np.maximum(1, np.round(draw.pareto(1.5, n_roles) * 2 + 1)).clip(1, 8).astype(int)
    spread = np.sort(draw.gumbel(0, 0.03, listed.shape), axis=1)[:, ::-1].clip(-0.05, 0.3)
    points = np.round((0.42 + spread) * 10_000).astype(int) * weights[:, None]
    asked = np.exp(draw.normal(7.2, 0.8, pool))[listed] * np.exp(draw.normal(0.3, 0.6, n_roles))[:, None]
    fees = np.round(asked).astype(int)
    first, length = draw.integers(0, 80, n_roles), draw.integers(5, 25, n_roles)
    roles = tuple(
        Role(
            f"role {r}",
            tuple(
                Candidate(f"p{listed[r, k]}", int(points[r, k]), int(fees[r, k])) for k in range(SHORTLIST)
            ),
            ((int(first[r]), int(first[r] + length[r])),),
        )
        for r in range(n_roles)
    )
    return Production(
        roles=roles,
        people=_people(draw, pool),
        budget_minor=int(np.sort(fees, axis=1)[:, : SHORTLIST // 3].mean(1).sum()),
        agencies={f"agency {n}": Limits(most=max(2, n_roles // 8)) for n in range(6)}
        | {"agency 7": Limits(least=n_roles // 12)},
        covers={"en": n_roles // 3},
        chemistry=tuple(_chemistry(draw, listed)),
        apart=tuple((f"p{a}", f"p{b}") for a, b in draw.integers(0, pool, (2 * pool, 2)).tolist() if a != b),
    )


def _people(draw, pool):
    begins = draw.integers(0, 100, (pool, 2))
    lasts = draw.integers(0, 20, (pool, 2))
    has = draw.random((pool, 2)) < 0.5
    return {
        f"p{n}": Person(
            agency=f"agency {n % AGENCIES}",
            languages=frozenset({"zh", "en"} if n % 3 == 0 else {"zh"}),
            busy=tuple((int(begins[n, j]), int(begins[n, j] + lasts[n, j])) for j in range(2) if has[n, j]),
        )
        for n in range(pool)
    }


def _chemistry(draw, listed):
    n_roles = len(listed)
    meet = [(a, b) for a in range(n_roles) for b in range(a + 1, n_roles)]
    for place in draw.permutation(len(meet))[: 2 * n_roles].tolist():
        a, b = meet[place]
        pairs = zip(*draw.integers(0, SHORTLIST, (2, 600)).tolist(), strict=True)
        for (x, y), points in zip(dict.fromkeys(pairs), draw.integers(50, 700, 600).tolist(), strict=False):
            if listed[a, x] != listed[b, y]:
                yield Chemistry(f"role {a}", f"p{listed[a, x]}", f"role {b}", f"p{listed[b, y]}", points)


def timed(call):
    """Processor seconds and the answer."""
    started = time.process_time()
    answer = call()
    return time.process_time() - started, answer


def by_highs(problem, seconds):
    """Points that HiGHS alone reaches within so many seconds, or None."""
    chosen = branched(problem, seconds)
    return None if chosen is None or problem.excess(chosen).any() else problem.value(chosen)


def measured(n_roles, seeds, seconds):
    """The gap and the seconds of each way, production by production."""
    rows = {"propria": [], "greedy": [], "milp": []}
    for seed in seeds:
        production = drawn(n_roles, seed)
        spent, cast = timed(lambda p=production: cast_production(p))
        rows["propria"].append((cast.gap, spent))
        problem = compiled(production)
        spent, hand = timed(lambda p=problem: plain_greedy(p))
        reached = None if hand is None else problem.value(hand)
        rows["greedy"].append((None if reached is None else 1 - reached / cast.bound, spent))
        spent, reached = timed(lambda p=problem: by_highs(p, seconds))
        rows["milp"].append((None if reached is None else 1 - reached / cast.bound, spent))
    return {
        name: {
            "gap_percent": [None if gap is None else round(100 * gap, 3) for gap, _ in found],
            "cpu_seconds": [round(spent, 2) for _, spent in found],
        }
        for name, found in rows.items()
    }


def main():
    """Measure every size and print it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--roles", default="5,20,60")
    asked.add_argument("--productions", type=int, default=3)
    asked.add_argument("--first-seed", type=int, default=0)
    asked.add_argument("--seconds", type=float, default=20.0)
    asked.add_argument("--json", action="store_true")
    words = asked.parse_args()
    seeds = range(words.first_seed, words.first_seed + words.productions)
    found = {n: measured(int(n), seeds, words.seconds) for n in words.roles.split(",")}
    if words.json:
        print(json.dumps({"shortlist": SHORTLIST, "by_roles": found}))
        return
    for n_roles, ways in found.items():
        for name, told in ways.items():
            gaps = ", ".join("none" if gap is None else f"{gap:.3f} %" for gap in told["gap_percent"])
            spent = ", ".join(f"{s:.2f} s" for s in told["cpu_seconds"])
            print(f"{n_roles:>3} roles  {name:<8} gap {gaps:<28} cpu {spent}")


if __name__ == "__main__":
    main()
