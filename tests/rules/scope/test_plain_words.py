"""Every code, axis and reason has plain words in both languages, and a scope is said whole."""

import re

import pytest
from hypothesis import given
from tests.rules.scope.strategies import a_dubbed_line, dubbing, scopes, steady, terms, uses

from propria.kernel.time import instant
from propria.scope import ANY, Duties, Scope, StandingTerms, permits, red_line
from propria.scope.axes import AXIS_NAMES
from propria.scope.codes import audience, commerce, doings, languages, m49, media, territories
from propria.scope.codes.territories import COUNTRIES
from propria.scope.sentences import allows, does_not_allow, reason_sentence, rows
from propria.scope.words import (
    ANY_WORDS,
    AXIS_WORDS,
    ME,
    PERFORMER,
    ROW_ORDER,
    Said,
    code_words,
    term_words,
    value_words,
)

HAN = re.compile(r"[一-鿿]")
LANTERN = {
    "Paper Lantern Street": Said("纸灯街", "Paper Lantern Street"),
    "Inspector Rowe": Said("罗探长", "Inspector Rowe"),
}


def test_every_code_has_words_in_both_languages():
    lists = (
        *(doings.ATTRIBUTES, doings.ACTS, doings.SCRIPTS, doings.LIFE, media.MEDIA, audience.RATINGS),
        *(audience.THEMES, commerce.PRODUCT_LINES, territories.TERRITORIES, languages.LANGUAGES, m49.AREAS),
    )
    for codes in lists:
        for code, (zh, en) in codes.items():
            assert HAN.search(zh), code
            assert en, code
            assert not HAN.search(en), code
    assert set(AXIS_WORDS) == set(ROW_ORDER)
    assert set(ANY_WORDS) == {*AXIS_NAMES, "volume"}


def test_every_part_of_the_media_and_product_trees_hangs_on_something():
    for tree in (media.MEDIA, commerce.PRODUCT_LINES):
        assert all(code.rpartition(".")[0] in tree for code in tree if "." in code)


@steady
@given(scopes)
def test_a_scope_is_said_line_by_line_in_both_languages(scope):
    for speaker in (ME, PERFORMER):
        assert allows(scope, speaker=speaker)[0]
        for zh, en in (allows(scope, speaker=speaker), does_not_allow(scope, speaker=speaker)):
            assert len(zh) == len(en)
            assert all(line.endswith("。") for line in zh)
            assert all(line.endswith(".") and "{" not in line and ".." not in line for line in en)
    assert [axis for axis, _, _ in rows(scope)] == list(ROW_ORDER)


@steady
@given(terms, uses)
def test_every_reason_is_a_sentence_in_both_languages(listed, use):
    for reason in permits(listed, use).reasons:
        said = reason_sentence(reason, listed)
        assert said.zh.endswith("。")
        assert said.en.endswith(".")
        assert HAN.search(said.zh)


def test_silence_is_said_to_be_no_permission():
    terms = dubbing()
    [reason] = permits(terms, a_dubbed_line(medium="merchandise")).reasons
    assert reason_sentence(reason, terms) == Said(
        "媒介：所许为电影；未提及周边商品。沉默即不同意。",
        "Media: allowed is film; nothing is said of merchandise. Silence is not permission.",
    )


def test_the_statement_speaks_in_the_first_person_with_names_in_each_language():
    zh, en = allows(dubbing(), speaker=ME, names=LANTERN)
    assert zh[:3] == ("可译配，所用限于本人的声音。", "仅限作品：《纸灯街》。", "角色：罗探长。")
    assert en[:2] == (
        "It allows dubbing into a language, using my voice.",
        "Only in the project Paper Lantern Street.",
    )
    assert "I am told 48 hours before." in en
    assert "须提前 48 小时通知本人。" in zh


def test_what_is_not_allowed_is_listed_as_plainly():
    listed = StandingTerms((dubbing(),), (red_line(theme=["nudity"]),))
    zh, en = does_not_allow(listed)
    assert en[0] == "Never, your red line: themes: nudity."
    assert zh[0] == "您的红线，永不允许：题材为裸露。"
    assert any("training a model" in line for line in en)
    assert any("merchandise" in line for line in en)
    assert any("sequel" in line for line in en)
    assert en[-1] == "Not mentioned, so not allowed: anything after your death."
    assert not any("dubbing" in line for line in en)


@pytest.mark.parametrize(
    ("codes", "en"),
    [
        (["150", "CN"], "Europe and mainland China"),
        (sorted(COUNTRIES), "worldwide"),
        (sorted(COUNTRIES - {"KP"}), "worldwide except North Korea"),
        (["US-NY"], "New York State"),
        (["US-WY"], "United States (WY)"),
    ],
)
def test_territories_are_said_by_area_where_one_is_whole(codes, en):
    assert value_words("territory", Scope.of(territory=codes).territory).en == en


def test_terms_are_said_by_their_first_and_last_day():
    zh, en = term_words(Scope.of(term=dubbing().term).term)
    assert en == "1 January 2027 to 30 December 2028, UTC"
    assert zh == "2027 年 1 月 1 日至 2028 年 12 月 30 日（UTC）"


def test_duties_and_open_axes_are_said():
    owed = Duties.of(credit=["饰罗探长"], pay=["clause 4"], report_days=30, label=["c2pa", "visible"])
    owed = owed.and_also(Duties(delete_by=instant("2029-02-01T00:00:00Z"), notice_hours=48))
    _, en = allows(dubbing(project=ANY, volume=ANY, duties=owed))
    assert "In any project." in en
    assert "There is no limit to how much." in en
    assert "It carries a visible label and C2PA content credentials." in en
    assert "Recordings and models are deleted by 1 February 2029." in en
    assert code_words("language", "zh-Hant-HK").en == "Chinese, traditional (HK)"
    assert allows(Scope()) == (("不允许任何使用。",), ("It allows nothing.",))
