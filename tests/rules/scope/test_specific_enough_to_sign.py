"""Scenario 22: what is too vague cannot be signed, and the linter says what is missing."""

import pytest
from hypothesis import given
from tests.rules.scope.strategies import dubbing, scopes, steady

from propria.kernel.errors import Refused
from propria.kernel.time import instant
from propria.scope import ANY, Duties, Scope, check_specific, term
from propria.scope.codes.media import MEDIA
from propria.scope.lint import Weight, check_signable, latest_end, lint
from propria.scope.phrases import sweeping_phrases
from propria.scope.specifics import TOO_WIDE
from propria.scope.words import AXIS_WORDS

NOW = instant("2026-11-22T10:04:00Z")
SEVENTEEN = instant("2027-06-01T00:00:00Z")
TEN = instant("2034-06-01T00:00:00Z")


def codes(scope, **more):
    return [f.code for f in lint(scope, signing_at=NOW, **more) if f.weight is Weight.MUST]


def test_all_media_worldwide_in_perpetuity_for_any_purpose_cannot_be_signed():
    everything = dubbing(medium=ANY, territory=ANY, term=ANY, project=ANY)
    with pytest.raises(Refused) as refusal:
        check_signable(everything, signing_at=NOW)
    assert refusal.value.code == "scope.too_vague"
    assert refusal.value.facts["findings"] == [
        "scope.any_medium",
        "scope.any_project",
        "scope.any_territory",
        "scope.any_term",
    ]
    for missing in refusal.value.facts["missing"]:
        assert all(missing[part] for part in ("zh", "en", "clause_zh", "clause_en"))


def test_the_same_terms_named_one_by_one_can_be_signed():
    check_signable(dubbing(), signing_at=NOW)
    assert codes(dubbing()) == []


def test_every_root_of_the_media_tree_is_all_media_too():
    roots = [medium for medium in MEDIA if "." not in medium]
    assert codes(dubbing(medium=roots)) == ["scope.all_media"]


def test_worldwide_named_country_by_country_is_worth_a_second_look():
    found = {f.code: f.weight for f in lint(dubbing(territory=["001"]), signing_at=NOW)}
    assert found["scope.worldwide"] is Weight.LOOK


@pytest.mark.parametrize(
    ("birthday", "last"),
    [
        (None, "2036-11-22T10:04:00Z"),
        (instant("2001-01-01T00:00:00Z"), "2036-11-22T10:04:00Z"),
        (SEVENTEEN, "2027-06-01T00:00:00Z"),
        (TEN, "2031-11-22T10:04:00Z"),
    ],
)
def test_the_default_caps_are_ten_years_and_for_a_minor_five_or_eighteen(birthday, last):
    assert latest_end(NOW, birthday) == instant(last)
    just = dubbing(term=term(NOW, last))
    over = dubbing(term=term(NOW, last[:17] + "01Z"))
    assert codes(just, eighteenth_birthday=birthday) == []
    assert codes(over, eighteenth_birthday=birthday) == ["scope.term_too_long"]


def test_a_minor_cannot_play_romance_whoever_signs():
    assert codes(dubbing(theme=["romance"]), eighteenth_birthday=TEN)[-1] == "scope.minor_theme"
    assert codes(dubbing(theme=["romance"])) == []


def test_an_act_that_could_never_be_done_is_found_with_what_it_lacks():
    found = lint(dubbing(language=[]), signing_at=NOW)
    assert [f.code for f in found if f.weight is Weight.MUST] == ["scope.silent_language"]
    assert "silence is not permission" in found[0].wrong.en
    assert "沉默即不同意" in found[0].wrong.zh


def test_a_model_needs_a_day_on_which_it_is_gone():
    trains = dubbing(act=["train"])
    assert "scope.no_deletion" in codes(trains)
    deleted = trains.but(duties=Duties(delete_by=instant("2029-02-01T00:00:00Z")))
    assert "scope.no_deletion" not in codes(deleted)


def test_nothing_at_all_is_not_specific_either():
    assert codes(Scope()) == ["scope.no_attribute", "scope.no_act", "scope.no_term"]


@steady
@given(scopes)
def test_what_can_be_signed_leaves_nothing_at_any(scope):
    if not codes(scope):
        check_specific(scope)


def test_every_axis_has_a_clause_that_would_do():
    assert set(TOO_WIDE) == set(AXIS_WORDS) - {"duties"}


@pytest.mark.parametrize(
    ("text", "axes"),
    [
        ("All media, worldwide, in perpetuity, for any purpose", ["medium", "territory", "term", "project"]),
        ("在全世界范围内永久、不可撤销地用于任何用途", ["territory", "term", "term", "project"]),
        ("in any media now known or hereafter devised", ["medium", "medium"]),
        ("甲方有权自由转让，且无需另行同意", ["sub_licensee", "act"]),
        ("Only the series Paper Lantern Street, until 31 December 2028.", []),
    ],
)
def test_sweeping_words_in_a_text_are_found(text, axes):
    found = sweeping_phrases(text)
    assert [phrase.axis for phrase in found] == axes
    assert all(phrase.text in phrase.wrong.en for phrase in found)
