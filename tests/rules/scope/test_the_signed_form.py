"""Scopes, terms and uses on the wire: one form each, strings only, read strictly."""

import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.scope.strategies import a_dubbed_line, dubbing, duties, scopes, steady, terms, uses

from propria.kernel.errors import Malformed
from propria.scope import Duties, Scope, StandingTerms, Use, term
from propria.scope.codes.languages import spell
from propria.scope.codes.m49 import AREAS, expand
from propria.scope.codes.territories import COUNTRIES


def strings_only(raw):
    match raw:
        case dict():
            return all(isinstance(k, str) and strings_only(v) for k, v in raw.items())
        case list():
            return all(strings_only(v) for v in raw)
        case _:
            return isinstance(raw, str)


@steady
@given(st.one_of(scopes, terms, uses, duties))
def test_what_is_written_is_read_back_the_same_and_holds_strings_only(thing):
    raw = thing.to_json()
    assert strings_only(raw)
    assert type(thing).from_json(json.loads(json.dumps(raw))) == thing


def test_no_empty_axis_is_written():
    assert Scope().to_json() == {}
    assert Scope.from_json({}) == Scope()
    assert Scope.of(attribute=["voice"]).to_json() == {"attribute": ["voice"]}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([], "scope.unreadable"),
        ({"mood": ["sad"]}, "scope.unreadable"),
        ({"attribute": "voice"}, "scope.unreadable"),
        ({"attribute": []}, "scope.not_canonical"),
        ({"attribute": ["voice", "image"]}, "scope.not_canonical"),
        ({"attribute": ["voice", "voice"]}, "scope.not_canonical"),
        ({"attribute": ["soul"]}, "scope.unknown_code"),
        ({"attribute": [7]}, "scope.unknown_code"),
        ({"territory": ["030"]}, "scope.not_canonical"),
        ({"territory": ["US", "US-NY"]}, "scope.not_canonical"),
        ({"territory": ["XX"]}, "scope.unknown_code"),
        ({"language": ["cmn"]}, "scope.not_canonical"),
        ({"language": ["mandarin chinese"]}, "scope.unknown_code"),
        ({"project": ["*"]}, "scope.unknown_code"),
        ({"project": [""]}, "scope.unknown_code"),
        ({"term": {"start": "2027-01-01", "end": "2028-01-01"}}, "scope.unreadable"),
        ({"term": {"start": "2028-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}}, "scope.not_canonical"),
        ({"rating": {"from": "all", "to": "99"}}, "scope.unknown_code"),
        ({"retention": {"to_days": "0"}}, "scope.unreadable"),
        ({"volume": [{"unit": "lines", "limit": 3}]}, "scope.not_canonical"),
        ({"volume": [{"unit": "lines", "limit": "-3"}]}, "scope.bad_quota"),
        ({"volume": [{"unit": "hours", "limit": "3"}]}, "scope.bad_quota"),
        ({"duties": {}}, "scope.not_canonical"),
        ({"duties": {"label": ["stamp"]}}, "scope.bad_duty"),
        ({"duties": {"notice_hours": "0"}}, "scope.bad_duty"),
        ({"duties": {"kneel": "yes"}}, "scope.bad_duty"),
    ],
)
def test_anything_else_is_refused_by_code(raw, code):
    with pytest.raises(Malformed) as refusal:
        Scope.from_json(raw)
    assert refusal.value.code == code


def test_terms_and_uses_are_read_strictly_too():
    good = StandingTerms((dubbing(),)).to_json()
    with pytest.raises(Malformed):
        StandingTerms.from_json(good | {"note": "x"})
    use = a_dubbed_line().to_json()
    for broken in (use | {"note": "x"}, use | {"at": "now"}, {"declared": {}}, use | {"amounts": "ANY"}):
        with pytest.raises(Malformed):
            Use.from_json(broken)
    with pytest.raises(Malformed):
        Duties.from_json({"credit": "as Rowe"})


def test_what_is_written_by_hand_is_spelt_out():
    scope = Scope.parse({"territory": ["030", "US-NY", "US"], "language": ["CMN", "zh-yue", "zh-hans"]})
    assert scope.territory == {"CN", "HK", "JP", "KP", "KR", "MN", "MO", "TW", "US"}
    assert scope.language == {"zh", "yue"}
    assert Scope.parse({"medium": ["film.short", "film"]}).medium == {"film"}


def test_every_area_is_written_out_in_countries_and_the_regions_share_none():
    for area in AREAS:
        assert expand(area) <= COUNTRIES
    regions = [expand(region) for region in ("002", "009", "019", "142", "150")]
    assert sum(map(len, regions)) == len(frozenset().union(*regions)) == len(COUNTRIES) - 1
    assert expand("001") == COUNTRIES


@steady
@given(
    st.sampled_from(["zh", "ZH-hant-tw", "en_US", "cmn-Hans", "zh-wuu", "zh-x-Sichuan", "sr-Latn", "es-419"])
)
def test_a_tag_is_spelt_once(tag):
    assert spell(spell(tag)) == spell(tag)


def test_what_was_read_once_is_read_by_its_very_words_again() -> None:
    """Nothing that only looks like a form that was read before passes for it, and a change of the form counts."""
    raw = Scope.of(
        attribute=["voice"], territory=["CN"], term=term("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z")
    ).to_json()
    assert Scope.from_json(raw) is Scope.from_json(dict(raw))
    assert Scope.from_json(MappingProxyType(raw)) == Scope.from_json(raw)
    raw["territory"].append("JP")
    assert Scope.from_json(raw).territory == {"CN", "JP"}
    raw["territory"].append("CN")
    for _ in (1, 2):
        with pytest.raises(Malformed) as refused:
            Scope.from_json(raw)
        assert refused.value.code == "scope.not_canonical"
