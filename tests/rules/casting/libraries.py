"""Random libraries of open performers and random briefs, over pools so small that they often meet."""

import random

import numpy as np
from hypothesis import strategies as st
from tests.rules.scope.strategies import _anything, _red_line

from propria.casting.matching.columns import DIMENSIONS, Offered
from propria.casting.matching.rank import Ranking
from propria.casting.matching.sieve import Asked, Wanted
from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.scope import ANY, StandingTerms, red_line

NOW = instant("2027-01-03T00:00:00Z")
_DAYS = [instant(f"2027-01-0{day}T00:00:00Z") for day in range(1, 7)]
_TONGUES = ["zh", "zh-Hans", "en", "en-US", "yue"]


def _money(rng):
    return Money(rng.choice(["CNY", "USD"]), rng.choice([0, 1, 2, 3, 500]))


def _fee_line(rng):
    """An act, a medium, or both: what a floor of its own reaches."""
    line = _anything(rng, duties_too=False)
    named = {axis: line.value(axis) for axis in rng.choice([("act",), ("medium",), ("act", "medium")])}
    return red_line(
        **{axis: codes for axis, codes in named.items() if codes and codes is not ANY} or {"act": ["dub"]}
    )


def _offered(rng, number, *, least):
    clauses = tuple(_anything(rng, duties_too=True) for _ in range(rng.randint(least, 3)))
    starts, ends = sorted(rng.sample(_DAYS, 2))
    low, high = sorted(rng.sample(range(90), 2))
    return Offered(
        performer_id=f"prf_{number}",
        terms=StandingTerms(clauses, tuple(_red_line(rng) for _ in range(rng.choice([0, 0, 1, 2])))),
        floor=_money(rng),
        starts_at=starts,
        ends_at=ends,
        shows_name=rng.random() < 0.7,
        floors=tuple(_money(rng) for _ in clauses) if rng.random() < 0.3 else (),
        busy=rng.getrandbits(64),
        responsiveness=rng.randrange(256),
        speaks=frozenset(rng.sample(_TONGUES, rng.randint(0, 2))),
        presents=rng.choice(["woman", "man", ""]),
        plays=(low, high),
        fees=tuple((_fee_line(rng), _money(rng)) for _ in range(rng.choice([0, 0, 1, 3]))),
    )


def library(seed, size=40, *, least=0):
    """A library, the same for the same seed."""
    rng = random.Random(seed)
    return [_offered(rng, number, least=least) for number in range(size)]


def question(seed):
    """A brief; half of them are made of some clause of some library, narrowed."""
    rng = random.Random(seed)
    wanted = Wanted(
        speaks=frozenset(rng.sample(_TONGUES, rng.choice([0, 0, 1]))),
        presents=rng.choice([frozenset(), frozenset({"woman"}), frozenset({"woman", "man"})]),
        plays=rng.choice([None, (20, 30)]),
    )
    micro = int(NOW.timestamp()) * 1_000_000
    budget = rng.choice([None, _money(rng), Money("CNY", 500)])
    return Asked(_anything(rng, duties_too=True), budget, micro, rng.choice([Wanted(), Wanted(), wanted]))


seeds = st.integers(0, 2**40)


def vectors(seed, size):
    """Unit vectors that crowd around a common direction and a few themes, as an encoder's do; some twice."""
    rng = np.random.default_rng(seed)
    themes = rng.normal(size=(5, DIMENSIONS))
    noise = 0.5 * rng.normal(size=(size, DIMENSIONS))
    made = themes[rng.integers(0, 5, size)] + noise + rng.normal(size=DIMENSIONS)
    made[rng.integers(0, size, size // 4)] = made[0]
    made /= np.linalg.norm(made, axis=1)[:, None]
    return made.astype(np.float32)


def ranking(seed, pool):
    """A ranking around one of `pool`, or without meaning."""
    rng = np.random.default_rng(seed)
    near = pool[rng.integers(len(pool))] + 0.3 * rng.normal(size=DIMENSIONS) / 16
    direction = (near / np.linalg.norm(near)).astype(np.float32)
    return Ranking(
        direction=None if seed % 5 == 0 else direction,
        months=int(rng.integers(0, 2**40)),
        budget_minor=int(rng.choice([0, 2, 500])),
        seed=int(seed),
        most=int(rng.choice([1, 3, 10, 50])),
    )
