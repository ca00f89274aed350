"""A whole cast at once: held against every cast there is at small sizes; the bound is above all; the right limit is named."""

from itertools import product

import numpy as np
import pytest

from propria.casting.production.casting import cast_production
from propria.casting.production.exhausted import better_cast
from propria.casting.production.linear import relaxed
from propria.casting.production.model import (
    Candidate,
    Cast,
    Chemistry,
    Constraint,
    Kind,
    Limits,
    NoCast,
    Person,
    Production,
    Relaxation,
    Role,
)
from propria.casting.production.prices import Prices
from propria.casting.production.problem import compiled
from propria.casting.production.readable import MOST_ROLES
from propria.kernel.errors import Malformed


def _drawn(seed):
    """A small production with every kind of limit, some of which cannot all be kept."""
    draw = np.random.default_rng(seed)
    n_roles, n_people = int(draw.integers(2, 5)), 8
    people = {
        f"p{n}": Person(
            agency=f"a{n % 3}",
            languages=frozenset(["zh", "en"][: 1 + n % 2]),
            busy=((first, first + 3),) if (first := int(draw.integers(0, 30))) < 20 else (),
        )
        for n in range(n_people)
    }
    roles = []
    for number in range(n_roles):
        first = int(draw.integers(0, 20))
        several = draw.choice(n_people, 5, replace=False)
        shortlist = tuple(
            Candidate(f"p{n}", int(draw.integers(10, 99)), int(draw.integers(1, 60))) for n in several
        )
        needs = frozenset(["en"]) if draw.random() < 0.2 else frozenset(["zh"])
        locked = f"p{several[0]}" if draw.random() < 0.2 else None
        roles.append(Role(f"r{number}", shortlist, ((first, first + 2),), needs, locked))
    chemistry = tuple(
        Chemistry(
            f"r{a}", f"p{draw.integers(8)}", f"r{b}", f"p{draw.integers(8)}", int(draw.integers(-20, 60))
        )
        for a in range(n_roles)
        for b in range(n_roles)
        if a != b
        for _ in range(4)
    )
    return Production(
        tuple(roles), people, int(draw.integers(10 * n_roles, 35 * n_roles)),
        {"a0": Limits(most=1), "a1": Limits(least=int(draw.integers(0, 2)))}, {"en": int(draw.integers(0, 3))},
        chemistry, (("p0", "p1"), ("p2", "p3")), bool(draw.random() < 0.3),
    )  # fmt: skip


def _overlap(one, other):
    return any(a[0] <= b[1] and b[0] <= a[1] for a in one for b in other)


def _is_kept(production, cast):
    """The limits in plain words, told apart from how they are compiled."""
    people = [production.people[c.performer] for c in cast]
    names, roles = [c.performer for c in cast], production.roles
    agencies = [p.agency for p in people]
    twice = [(i, j) for i in range(len(cast)) for j in range(i) if names[i] == names[j]]
    return (
        all(r.languages <= p.languages and not _overlap(r.days, p.busy) for r, p in zip(roles, people, strict=True))
        and all(r.locked in (None, name) for r, name in zip(roles, names, strict=True))
        and sum(c.fee_minor for c in cast) <= production.budget_minor
        and all(
            limits.least <= agencies.count(a) <= (limits.most if limits.most is not None else 99)
            for a, limits in production.agencies.items()
        )
        and all(sum(lang in p.languages for p in people) >= n for lang, n in production.covers.items())
        and not any(a in names and b in names for a, b in production.apart)
        and all(production.doubling and not _overlap(roles[i].days, roles[j].days) for i, j in twice)
    )  # fmt: skip


def _points(production, cast):
    plays = {(r.name, c.performer) for r, c in zip(production.roles, cast, strict=True)}
    return sum(c.points for c in cast) + sum(
        one.points
        for one in production.chemistry
        if {(one.role, one.performer), (one.other_role, one.other_performer)} <= plays
    )


def _every_cast(production):
    return [
        _points(production, cast)
        for cast in product(*(role.candidates for role in production.roles))
        if _is_kept(production, cast)
    ]


@pytest.mark.thorough
def test_it_is_what_trying_every_cast_finds():
    possible = impossible = 0
    for seed in range(16):
        production = _drawn(seed)
        reached, told = _every_cast(production), cast_production(production)
        assert isinstance(told, Cast) == bool(reached), seed
        if isinstance(told, NoCast):
            impossible += 1
            assert told.relaxations or told.together, seed
            continue
        possible += 1
        chosen = [
            next(c for c in role.candidates if c.performer == told.chosen[role.name])
            for role in production.roles
        ]
        assert _is_kept(production, chosen)
        assert (told.points, told.fees_minor) == (
            _points(production, chosen),
            sum(c.fee_minor for c in chosen),
        )
        assert told.points == max(reached) <= told.bound
        for one in told.alternatives:
            place = [role.name for role in production.roles].index(one.role)
            other = next(c for c in production.roles[place].candidates if c.performer == one.performer)
            swapped = [*chosen[:place], other, *chosen[place + 1 :]]
            assert _is_kept(production, swapped)
            assert told.points - _points(production, swapped) == one.points_lost
    assert possible > 5
    assert impossible > 3


def test_any_prices_give_a_bound_that_holds():
    """Whatever the prices are, and whoever set them, no cast reaches more than they say, and trying all finds the best."""
    draw, held = np.random.default_rng(2), 0
    for seed in range(10):
        production = _drawn(seed)
        reached = _every_cast(production)
        if not reached:
            continue
        problem = compiled(production)
        prices = Prices.none(problem)
        for _ in range(4):
            prices.rows[:] = draw.exponential(3, len(prices.rows))
            prices.handed = [
                (draw.normal(0, 9, a.shape), draw.normal(0, 9, b.shape)) for a, b in prices.handed
            ]
            prices.reckon()
            before, found = prices.bound(), better_cast(prices, max(reached) - 1)
            assert found is not None
            assert problem.value(found) == max(reached)
            assert not problem.excess(found).any()
            assert better_cast(prices, max(reached)).tolist() == []
            assert before >= max(reached) - 1e-6
            prices.exchange()
            assert max(reached) - 1e-6 <= prices.bound() <= before + 1e-6
            held += 1
        solved = relaxed(problem)
        assert solved is not None
        assert solved[0].bound() >= max(reached) - 1e-6
    assert held > 10


def _plain(**more):
    roles = (
        Role("hero", (Candidate("ann", 90, 50), Candidate("bea", 60, 20)), ((1, 5),)),
        Role("rival", (Candidate("cid", 80, 40), Candidate("dov", 50, 10)), ((3, 8),)),
    )
    people = {
        "ann": Person("north", frozenset({"en"})), "bea": Person("north", frozenset({"zh"})),
        "cid": Person("north", frozenset({"en"})), "dov": Person("south", frozenset({"zh"})),
    }  # fmt: skip
    return Production(**({"roles": roles, "people": people} | more))


@pytest.mark.parametrize(
    ("limits", "kind", "subject", "amount"),
    [
        ({"budget_minor": 25}, Kind.BUDGET, (), 5),
        ({"agencies": {"south": Limits(least=2)}}, Kind.LEAST_OF_AGENCY, ("south",), 1),
        ({"agencies": {"north": Limits(most=0)}}, Kind.MOST_OF_AGENCY, ("north",), 1),
        ({"covers": {"fr": 2}}, Kind.COVER, ("fr",), 2),
    ],
)
def test_the_limit_that_stands_in_the_way_is_named(limits, kind, subject, amount):
    told = cast_production(_plain(**limits))
    assert told == NoCast((Relaxation(Constraint(kind, subject), amount),))
    assert isinstance(cast_production(_plain()), Cast)


def test_a_lock_and_a_budget_are_each_enough_and_both_are_told():
    hero, rival = _plain().roles
    locked = (Role("hero", hero.candidates, hero.days, locked="ann"), rival)
    told = cast_production(_plain(roles=locked, budget_minor=45))
    assert told == NoCast(
        (Relaxation(Constraint(Kind.BUDGET), 15), Relaxation(Constraint(Kind.LOCKED, ("hero",)), 1))
    )


def test_what_no_single_limit_mends_is_told_together():
    told = cast_production(_plain(budget_minor=25, covers={"fr": 1}))
    assert told.relaxations == ()
    assert {one.constraint.kind: one.amount for one in told.together} == {Kind.BUDGET: 5, Kind.COVER: 1}


def test_a_role_for_which_nobody_is_free_says_how_many_days_stand_in_the_way():
    busy = {"cid": Person(busy=((1, 6),)), "dov": Person(busy=((8, 20),))}
    told = cast_production(_plain(people=busy))
    assert told == NoCast((Relaxation(Constraint(Kind.DAYS, ("rival",)), 1),))


def test_a_production_that_cannot_be_read_is_refused():
    hero, _ = _plain().roles
    crowd = tuple(Role(f"extra {n}", ()) for n in range(MOST_ROLES + 1))
    for roles, why in (((hero, hero), "role_twice"), ((), "no_roles"), (crowd, "too_large")):
        with pytest.raises(Malformed) as refused:
            cast_production(_plain(roles=roles))
        assert refused.value.code == "casting.production_unclear"
        assert refused.value.facts["problems"] == [why]
