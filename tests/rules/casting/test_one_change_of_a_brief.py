"""What is tried on a brief asks for less or offers more, on one axis alone; people are told in round numbers."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from tests.rules.casting.libraries import NOW, seeds
from tests.rules.scope.strategies import _anything, steady

from propria.casting.model import Brief, Change, Won
from propria.casting.whynot.rules import FEW, LEFT_OUT, changes, chosen, roughly
from propria.kernel.ids import BriefId, CreatorId
from propria.kernel.money import Money
from propria.scope import Scope, covers, kept_at_most, term, up_to, volume

AXES = ("term", "rating", "retention", "volume", "floor", *LEFT_OUT)
ASKED = Scope.of(
    term=term("2027-01-31T00:00:00Z", "2029-01-31T00:00:00Z"), rating=up_to("12"), retention=kept_at_most(30),
    volume=volume(seconds=600, lines=1), territory=["CN", "JP"], theme=["war"], language=["zh"],
)  # fmt: skip


def _brief(scope):
    return Brief(BriefId("brf"), CreatorId("crt"), "p", ("a", "b"), "r", scope, Money("CNY", 123_456), NOW)


@steady
@given(seeds)
def test_a_change_never_asks_for_more(seed):
    brief = _brief(_anything(random.Random(seed), duties_too=True))
    for change in changes(brief, AXES):
        after = change.brief
        if change.axis == "floor":
            assert after == replace(brief, budget=after.budget)
            assert after.budget.minor > brief.budget.minor
        else:
            same = {change.axis: getattr(brief.scope, change.axis)}
            assert after == replace(brief, scope=after.scope) != brief
            assert after.scope.but(**same) == brief.scope
            assert covers(brief.scope, after.scope)


@pytest.mark.parametrize(
    ("axis", "asked"),
    [
        ("term", [f"20{day}T00:00:00Z" for day in ("28-07-31", "28-01-31", "27-10-31", "27-07-31", "27-04-30", "27-02-28")]),
        ("rating", ["6", "all"]),
        ("retention", ["7", "1", "0"]),
        ("volume", [["1", "450"], ["1", "300"], ["1", "150"], ["1", "60"]]),
        ("territory", [["JP"], ["CN"]]),
        ("theme", []),
        ("language", []),
    ],
)  # fmt: skip
def test_what_is_tried_the_least_change_first(axis, asked):
    ends = {"term": "end", "rating": "to", "retention": "to_days"}
    raw = [change.brief.scope.to_json().get(axis) for change in changes(_brief(ASKED), [axis])]
    if axis in ends:
        raw = [one[ends[axis]] for one in raw]
    if axis == "volume":
        raw = [[quota["limit"] for quota in one] for one in raw]
    assert raw == asked


def test_the_least_change_that_wins_at_least_half_of_the_most():
    brief = _brief(ASKED)
    steps = [Won(Change("term", brief, step), count) for step, count in enumerate((0, 4, 20, 39, 40))]
    places = [Won(Change("territory", brief, left_out=code), n) for code, n in (("CN", 7), ("JP", 9))]
    nobody = [Won(Change("rating", brief), 0)]
    assert chosen([*steps, *places, *nobody]) == (steps[2], places[1])


@given(seeds)
def test_a_count_is_told_in_one_figure(seed):
    count = seed % 10_000
    told = roughly(count)
    assert (told == 0) == (count < FEW)
    assert told == 0 or str(told).rstrip("0") in [*"123456789"]
    assert told == 0 or abs(told - count) <= max(5, told / 2)
