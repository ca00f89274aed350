"""The effect diff: every change a sentence, none left out, none invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.scope.strategies import DAY, START, dubbing, scopes, steady, terms

from propria.scope import ANY, Duties, Interval, Scope, StandingTerms, covers, red_line, term, volume
from propria.scope.diff import Way, diff
from propria.scope.spans import gap_words


def one(before, after):
    changes = diff(before, after)
    assert len(changes) == 1
    return changes[0]


@steady
@given(st.tuples(scopes, scopes) | st.tuples(terms, terms) | scopes.map(lambda s: (s, s)))
def test_the_diff_is_empty_if_and_only_if_nothing_changed(pair):
    before, after = pair
    assert (not diff(before, after)) is (before == after)


@steady
@given(scopes, scopes)
def test_a_covered_scope_is_reached_by_narrowing_alone(before, after):
    kinds = {change.kind for change in diff(before, after)}
    assert covers(before, after) is (kinds <= {Way.NARROWED})
    assert covers(after, before) is (kinds <= {Way.WIDENED})


@steady
@given(scopes, scopes)
def test_every_change_is_a_sentence_in_both_languages(before, after):
    for change in diff(before, after):
        assert change.zh.endswith("。")
        assert change.en.endswith(".")
        assert change.en[0].isupper() or not change.en[0].isalpha()
        assert bool(change.means.zh) is bool(change.means.en)
        assert "{" not in change.zh + change.en


def test_fine_tuning_is_called_by_its_name_with_its_consequence():
    change = one(dubbing(), dubbing(act=["dub", "fine_tune"]))
    assert (change.axis, change.kind) == ("act", Way.WIDENED)
    assert (change.zh, change.en) == ("现在允许：微调模型。", "This now allows fine-tuning a model.")
    assert "cannot unlearn" in change.means.en


def test_a_longer_term_says_by_how_much():
    longer = dubbing(term=term("2027-01-01T00:00:00Z", "2029-01-01T00:00:00Z"))
    longest = dubbing(term=term("2027-01-01T00:00:00Z", "2030-03-01T00:00:00Z"))
    change = one(longer, longest)
    assert change.en == "Ends 14 months later, last day 28 February 2030."
    assert change.zh == "推迟 14 个月结束，最后一天为 2030 年 2 月 28 日。"
    assert one(longest, longer).kind is Way.NARROWED


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (7_200, "2 hours"),
        (DAY, "1 day"),
        (31 * DAY, "1 month"),
        (33 * DAY, "1 month and 2 days"),
    ],
)
def test_gaps_are_said_in_the_largest_whole_units(seconds, words):
    assert gap_words(START, START + seconds).en == words
    assert gap_words(START + seconds, START).en == words


@pytest.mark.parametrize(
    ("changes", "kind", "en"),
    [
        ({"territory": ["CN", "HK", "MO", "SG"]}, Way.WIDENED, "More territory: Singapore."),
        ({"medium": ["film.short"]}, Way.NARROWED, "No longer shown as film; what stays: short film."),
        ({"theme": ["crime", "nudity"]}, Way.WIDENED, "This now allows themes of nudity."),
        ({"project": ANY}, Way.WIDENED, "No longer limited: any project."),
        (
            {"volume": volume(lines=640)},
            Way.WIDENED,
            "How much: at most 640 lines; it was at most 300 lines.",
        ),
        (
            {"retention": Interval(0, 31)},
            Way.WIDENED,
            "Whoever runs it may keep: at most 30 days; it was nothing kept.",
        ),
        ({"life": ["after_death"]}, Way.WIDENED, "This now allows use after death."),
        ({"role": []}, Way.NARROWED, "No longer in the role of Inspector Rowe."),
    ],
)
def test_each_axis_has_its_sentence(changes, kind, en):
    change = one(dubbing(), dubbing(**changes))
    assert (change.kind, change.en) == (kind, en)


def test_less_duty_is_wider_and_more_is_narrower():
    fewer = dubbing(duties=Duties.of(label=["c2pa"], notice_hours=24))
    changes = {change.en: change.kind for change in diff(dubbing(), fewer)}
    assert changes == {
        "Owed now: you are told 24 hours before; it was: you are told 48 hours before.": Way.WIDENED,
        "No longer owed: nobody else sees a cut before it is approved by you.": Way.WIDENED,
    }
    assert {change.kind for change in diff(fewer, dubbing())} == {Way.NARROWED}


def test_terms_are_compared_clause_by_clause_and_line_by_line():
    before = StandingTerms((dubbing(), Scope()), (red_line(theme=["nudity"]),))
    after = StandingTerms((dubbing(language=["zh", "yue"]), Scope()), (red_line(medium=["chat"]),))
    changes = [(change.axis, change.kind, change.clause) for change in diff(before, after)]
    assert changes == [
        ("language", Way.WIDENED, 0),
        ("red_lines", Way.WIDENED, None),
        ("red_lines", Way.NARROWED, None),
    ]
    swapped = StandingTerms((Scope(), dubbing()), before.red_lines)
    assert [change.kind for change in diff(before, swapped)] == [Way.CHANGED]


def test_a_scope_and_terms_are_not_versions_of_one_thing():
    with pytest.raises(TypeError):
        diff(dubbing(), StandingTerms())
