"""Numbers with their unit, times with their zone, in both languages."""

from datetime import timedelta

import pytest
from markupsafe import Markup

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.plumbing.web import formats
from propria.plumbing.web.charts import Bar, Bars
from propria.plumbing.web.components import Act
from propria.plumbing.web.words import Words, say, work

AT = instant("2026-11-22T18:04:00Z")


def test_a_moment_says_its_zone() -> None:
    assert formats.moment(AT, "en") == "22 Nov 2026, 18:04 UTC"
    assert formats.moment(AT, "zh-Hans") == "2026 年 11 月 23 日 02:04（北京时间）"


def test_a_day_is_the_reader_s_day() -> None:
    acts = [Act(AT + timedelta(hours=h), "") for h in (0, -1, -3)]
    assert [len(group) for _, group in formats.by_day(acts, "en")] == [3]
    assert [len(group) for _, group in formats.by_day(acts, "zh-Hans")] == [2, 1]


def test_an_element_is_machine_readable_in_utc() -> None:
    assert formats.shown(AT, "zh-Hans").startswith('<time datetime="2026-11-22T18:04:00Z">')


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [
        (Money("CNY", 1_840_000), "18,400.00 CNY", "人民币 18,400.00 元"),
        (Money("JPY", 1_840_000), "1,840,000 JPY", "日元 1,840,000"),
        (Money("USD", -5), "-0.05 USD", "美元 -0.05"),
        (Money("EUR", 9_007_199_254_740_993), "90,071,992,547,409.93 EUR", "欧元 90,071,992,547,409.93"),
    ],
)
def test_money_is_exact_and_names_its_currency(amount: Money, en: str, zh: str) -> None:
    assert formats.money(amount, "en") == en
    assert formats.money(amount, "zh-Hans") == zh


def test_a_digest_is_shown_as_people_compare_it() -> None:
    assert formats.short_digest(bytes.fromhex("7f3a91c40be8" + "00" * 24 + "52d1")) == "7f3a 91c4 0be8 … 52d1"


@pytest.mark.parametrize("both", [Words("甲", "A"), {"zh": "甲", "en": "A"}, ("甲", "A")])
def test_words_of_any_form_are_said_in_the_reader_s_language(both: Words) -> None:
    assert (say(both, "zh-Hans"), say(both, "en")) == ("甲", "A")


def test_the_title_of_a_work_is_marked_once_and_escaped() -> None:
    assert work(Words("《盐港》", "Salt & Harbour")) == Words(
        "《盐港》", Markup("<em>Salt &amp; Harbour</em>")
    )


@pytest.mark.parametrize(("highest", "top"), [(0, 3), (3, 3), (7, 9), (122, 150), (31, 60), (2400, 2400)])
def test_a_chart_s_gridlines_are_round(highest: float, top: int) -> None:
    assert Bars("", "", "", ("",), (Bar("", (highest,)),)).top == top
