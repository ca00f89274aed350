"""Cedar, given the same words, decides the same: permits and the compiled masks against an outside engine."""

import json

import cedarpy
import pytest
from hypothesis import given
from tests.rules.scope.cedar import entities, policies, request
from tests.rules.scope.strategies import (
    POOLS,
    a_dubbed_line,
    dubbing,
    scopes,
    steady,
    terms,
    uses,
)

from propria.scope import StandingTerms, permits, red_line
from propria.scope.compiled import compile_allowance

TREES = cedarpy.Entities.from_json_str(json.dumps(entities(POOLS)))


def cedar_allows(allowance, use):
    result = cedarpy.is_authorized(request(use), policies(allowance), TREES)
    assert not result.diagnostics.errors
    return result.allowed


@steady
@given(scopes | terms, uses)
def test_cedar_decides_the_same(allowance, use):
    plain = permits(allowance, use).allowed
    assert plain is cedar_allows(allowance, use)
    assert plain is compile_allowance(allowance).decide(use)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"act": "real_time"},
        {"language": "zh-Hant"},
        {"language": "yue"},
        {"theme": None},
        {"medium": "film.trailer"},
        {"medium": "film"},
        {"amounts": {"lines": 301}},
        {"at": "2029-01-01T00:00:00Z"},
        {"medium": "advertisement"},
    ],
)
def test_cedar_decides_the_same_around_one_licence(changes):
    listed = StandingTerms(
        (dubbing(), dubbing(medium=["advertisement"])),
        (red_line(medium=["film.trailer"], attribute=["voice"]),),
    )
    use = a_dubbed_line(**changes)
    assert permits(listed, use).allowed is cedar_allows(listed, use)
