"""The scenarios that the first story promises are each played; the page that lists them is made from the stories."""

from pathlib import Path

import pytest

from propria.cli.docs_scenarios import SCENARIOS, played

TESTS = Path(__file__).resolve().parents[1]
FIRST = {
    1: 3, 2: 1, 8: 1, 14: 2, 15: 2, 22: 3, 23: 2, 28: 4, 29: 4, 34: 3, 38: 2, 40: 1,
}  # fmt: skip
"""Scenario → how many stories play it at least: one that is taken away is missed."""


@pytest.mark.parametrize("number", FIRST)
def test_a_scenario_is_played(number: int) -> None:
    assert len(played(TESTS).get(number, [])) >= FIRST[number]


def test_a_story_plays_a_scenario_that_exists() -> None:
    assert set(played(TESTS)) <= set(SCENARIOS)
