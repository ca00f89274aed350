"""What the claim guard leaves out of a sentence: each word of an attribution, each kind of aside, and what is near them and stays."""

import pytest
from tests.vectors.claims.judged import COUNTS, LISTED

from propria.publicity import attributions as said
from propria.publicity.asides import ASIDES_EN, ASIDES_ZH, Aside, is_aside
from propria.publicity.attributions import attributes
from propria.publicity.model import ClaimVerdict, NamedPerformer
from propria.publicity.resolved import share_as_number
from propria.publicity.rules import check_sentence

IN_PLACE_EN = {
    "SPEAKERS_EN": "the {} said on Friday",
    "OFFICES_EN": "the head of {} said",
    "SAYS_EN": "the company {} on Friday",
    "HEARERS_EN": "the company said to the {}",
    "WHEN_EN": "the company said {}",
    "GLUE_EN": "the company said {} analysts",
}
IN_PLACE_ZH = {"_ORGANISATIONS_ZH": "{}说", "_PAPERS_ZH": "{}显示", "_SAYS_ZH": "公司{}"}


@pytest.mark.parametrize(("name", "frame"), IN_PLACE_EN.items())
def test_each_word_of_an_attribution_is_read_in_its_place_and_another_is_not(name: str, frame: str) -> None:
    words = getattr(said, name).split()
    assert [word for word in words if not attributes(frame.format(word), zh=False)] == []
    assert not attributes(frame.format("licensed"), zh=False)


@pytest.mark.parametrize(("name", "frame"), IN_PLACE_ZH.items())
def test_each_chinese_word_of_an_attribution_too(name: str, frame: str) -> None:
    words = [word for word in getattr(said, name).split("|") if word != "告诉"]
    assert [word for word in words if not attributes(frame.format(word), zh=True)] == []
    assert not attributes(frame.format("签约"), zh=True)


@pytest.mark.parametrize(
    ("kind", "zh"), [*((kind, False) for kind in ASIDES_EN), *((kind, True) for kind in ASIDES_ZH)]
)
def test_each_kind_of_aside_reads_its_examples_and_nothing_near_them(kind: Aside, zh: bool) -> None:
    assert [part for part in kind.examples if not is_aside(part, zh=zh)] == []
    assert [part for part in kind.near if is_aside(part, zh=zh)] == []


TRUE = {
    "en": "Forty-one performers are open to enquiries{}.",
    "zh": "四十一位表演者愿意接受询问{}。",
}


@pytest.mark.parametrize(
    ("language", "beside"),
    [
        ("en", ", and each of them may say no to a sequel"),
        ("en", ", and a producer may use any of them"),
        ("en", ", which is not an interest but a licence"),
        ("en", ", the company’s newest star told reporters"),
        ("en", ", said the sixty who have signed"),
        ("en", ", and none of them may refuse"),
        ("en", ", a source said"),
        ("en", ", chief executive Wen Jia told analysts"),
        ("en", ", her employer the library said"),
        ("en", ", the company’s brand ambassador told reporters"),
        ("en", ", said the library that owns them"),
        ("zh", "，平台当家花旦代表说"),
        ("zh", "，公司首批入库代表说"),
        ("zh", "，随时可以签约"),
        ("zh", "，这不是询问而是授权"),
        ("zh", "，公司签约艺人说"),
        ("zh", "，谁都不能拒绝"),
        ("zh", "，知情人士透露"),
        ("zh", "，是否出演由公司决定"),
        ("zh", "，制片方可以使用其形象"),
    ],
)
def test_no_addition_that_may_say_more_passes_beside_a_true_claim(language: str, beside: str) -> None:
    assert check_sentence(TRUE[language].format(""), COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE
    verdict = check_sentence(TRUE[language].format(beside), COUNTS, LISTED).verdict
    assert verdict is not ClaimVerdict.PROVABLE


def test_a_share_is_held_against_the_register_only_where_it_bounds_from_above() -> None:
    said = "Of the performers open to enquiries, {} one in ten is licensed for a named project."
    assert share_as_number(said.format("fewer than"), COUNTS, zh=False).startswith("fewer than 5 performers")
    assert check_sentence(said.format("fewer than"), COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE
    assert check_sentence(said.format("more than"), COUNTS, LISTED).verdict is not ClaimVerdict.PROVABLE


def test_exactly_so_many_is_held_in_both_directions() -> None:
    for sentence, verdict in (
        ("Exactly 41 performers are open to enquiries.", ClaimVerdict.PROVABLE),
        ("Exactly 40 performers are open to enquiries.", ClaimVerdict.OVERCLAIMS),
        ("四十位表演者愿意接受询问，一个也不多。", ClaimVerdict.OVERCLAIMS),
    ):
        assert check_sentence(sentence, COUNTS, LISTED).verdict is verdict, sentence


def test_the_latter_is_whoever_was_named_last() -> None:
    other = NamedPerformer("温嘉", "Wen Jia", True, ("Night Ferry",))
    said = "Mina Haldane and Wen Jia are open to enquiries; the latter has licensed a named project."
    assert check_sentence(said, COUNTS, LISTED).verdict is ClaimVerdict.OVERCLAIMS
    assert check_sentence(said, COUNTS, (LISTED[0], other)).verdict is ClaimVerdict.PROVABLE
