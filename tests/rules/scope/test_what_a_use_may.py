"""Whether one use is permitted, and every axis that says no."""

import pytest
from hypothesis import given
from tests.rules.scope.strategies import a_dubbed_line, dubbing, scopes, steady, terms, uses

from propria.kernel.errors import Malformed, Refused
from propria.scope import (
    ANY,
    Duties,
    Scope,
    StandingTerms,
    Why,
    check_specific,
    check_terms,
    covers,
    overlaps,
    permits,
    red_line,
    term,
    volume,
)
from propria.scope.needs import required_axes


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@steady
@given(scopes, uses)
def test_permits_agrees_with_covers_of_the_use_as_a_point(scope, use):
    said = use.declared
    needed = required_axes(*(said.get(n, frozenset()) for n in ("act", "medium", "attribute")))
    hidden = [n for n in needed if not use.is_declared(n)]
    assert permits(scope, use).allowed is (covers(scope, use.as_scope(scope.duties)) and not hidden)


@steady
@given(terms, uses)
def test_standing_terms_permit_by_one_clause_and_no_red_line(listed, use):
    lone = [StandingTerms((clause,), listed.red_lines) for clause in listed.clauses]
    assert permits(listed, use).allowed is any(permits(one, use).allowed for one in lone)


def test_what_was_licensed_is_permitted():
    assert permits(dubbing(), a_dubbed_line()).allowed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"project": "Paper Lantern Street 2"}, ["project_mismatch"]),
        ({"act": "real_time"}, ["act_mismatch"]),
        ({"act": "fine_tune"}, ["act_mismatch"]),
        ({"language": "en", "territory": "US"}, ["territory_mismatch", "language_mismatch"]),
        ({"language": "yue"}, ["language_mismatch"]),
        ({"medium": "film.trailer"}, []),
        ({"theme": ["crime", "nudity"]}, ["theme_mismatch"]),
        ({"theme": []}, []),
        ({"theme": None}, ["theme_undeclared"]),
        ({"attribute": []}, ["attribute_undeclared"]),
        ({"territory": []}, ["territory_undeclared"]),
        ({"script": None}, ["script_undeclared"]),
        ({"script": "improvised"}, ["script_mismatch"]),
        ({"rating": "18"}, ["rating_mismatch"]),
        ({"retention_days": 30}, ["retention_mismatch"]),
        ({"retention_days": None}, ["retention_undeclared"]),
        ({"sub_licensee": "Dub House"}, ["sub_licensee_silent"]),
        ({"life": "after_death"}, ["life_silent"]),
        ({"amounts": {"lines": 301}}, ["volume_over_quota"]),
        ({"amounts": {"seconds": 1}}, ["volume_silent"]),
        ({"at": "2029-01-01T00:00:00Z"}, ["term_mismatch"]),
        ({"at": "2026-12-31T23:59:59Z"}, ["term_mismatch"]),
        ({"at": "2027-01-01T00:00:00Z"}, []),
    ],
)
def test_every_failing_axis_is_named(changes, expected):
    assert codes(permits(dubbing(), a_dubbed_line(**changes))) == expected


def test_silence_is_told_apart_from_another_value():
    use = a_dubbed_line()
    silent = permits(dubbing(medium=[]), use)
    other = permits(dubbing(medium=["series"]), use)
    assert [(r.axis, r.why) for r in silent.reasons] == [("medium", Why.SILENCE)]
    assert [(r.axis, r.why, r.asked) for r in other.reasons] == [("medium", Why.NOT_IN_SET, ("film",))]


def test_an_advertisement_must_name_advertiser_and_product():
    spot = dubbing(medium=["advertisement"])
    named = {"medium": "advertisement.online", "advertiser": "Brand X", "product_line": "vehicles.cars"}
    assert codes(permits(spot, a_dubbed_line(medium="advertisement.online"))) == [
        "advertiser_undeclared",
        "product_line_undeclared",
    ]
    assert codes(permits(spot, a_dubbed_line(**named))) == ["advertiser_silent", "product_line_silent"]
    signed = spot.but(advertiser=["Brand X"], product_line=["vehicles"])
    assert permits(signed, a_dubbed_line(**named)).allowed


def test_a_red_line_wins_over_every_clause():
    open_to = StandingTerms((dubbing(theme=ANY),), (red_line(theme=["nudity"]),))
    assert permits(open_to, a_dubbed_line()).allowed
    refused = permits(open_to, a_dubbed_line(theme=["crime", "nudity"]))
    assert [(r.code, r.asked, r.clause) for r in refused.reasons] == [("theme_red_line", ("nudity",), 0)]
    assert not covers(open_to, dubbing(theme=["nudity"]))
    assert covers(open_to, dubbing())


def test_film_dub_and_advertisement_voice_are_two_clauses_and_do_not_mix():
    film = dubbing(attribute=["image", "voice"])
    spot = dubbing(medium=["advertisement"], advertiser=["Brand X"], product_line=["vehicles.cars"])
    both = StandingTerms((film, spot))
    assert covers(both, film.but(attribute=["image"]))
    assert not covers(both, spot.but(attribute=["image"]))


def test_a_contract_may_owe_more_than_the_terms_ask_never_less():
    asked = StandingTerms((dubbing(duties=Duties.of(approval=["cut"], notice_hours=24)),))
    assert covers(asked, dubbing())
    assert not covers(asked, dubbing(duties=Duties.of(approval=["cut"], notice_hours=12)))
    assert not covers(asked, dubbing(duties=Duties.of(notice_hours=48)))


def test_an_exclusivity_overlaps_a_rival_in_its_months_and_country_only():
    half_year = term("2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z")
    exclusive = Scope.anything(
        medium=["advertisement"], product_line=["vehicles.cars"], territory=["CN"], term=half_year
    )
    rival = dubbing(medium=["advertisement.online"], advertiser=["Brand Y"], product_line=["vehicles.cars"])
    assert overlaps(exclusive, rival)
    assert not overlaps(exclusive, rival.but(territory=["HK"]))
    assert not overlaps(exclusive, rival.but(term=term("2027-07-01T00:00:00Z", "2027-09-01T00:00:00Z")))
    assert not overlaps(exclusive, rival.but(product_line=["food"]))
    assert not overlaps(exclusive, dubbing())


def test_any_is_refused_in_a_contract_and_named():
    check_specific(dubbing())
    with pytest.raises(Refused) as refusal:
        check_specific(dubbing(territory=ANY, volume=ANY))
    assert refusal.value.code == "scope.any_not_allowed"
    assert refusal.value.facts["axes"] == ["territory", "volume"]


def test_standing_terms_name_media_acts_and_attributes_one_by_one():
    check_terms(StandingTerms((dubbing(project=ANY, role=ANY),), (red_line(theme=["nudity"]),)))
    with pytest.raises(Refused) as refusal:
        check_terms(StandingTerms((dubbing(medium=ANY),)))
    assert refusal.value.facts["axes"] == ["medium"]
    with pytest.raises(Refused) as nothing:
        check_terms(StandingTerms((dubbing(),), (Scope.anything(),)))
    assert nothing.value.code == "scope.red_line_names_nothing"


def test_a_use_is_concrete_and_a_code_is_listed():
    with pytest.raises(Malformed) as unknown:
        a_dubbed_line(act="clone")
    assert (unknown.value.code, unknown.value.facts["axis"]) == ("scope.unknown_code", "act")
    with pytest.raises(Malformed) as bad:
        volume(minutes=3)
    assert bad.value.code == "scope.bad_quota"
