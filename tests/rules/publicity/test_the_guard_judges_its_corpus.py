"""The claim guard judges its corpus as reviewed; on sentences that it was not fitted to it keeps its floors."""

import re
from functools import cache

import pytest
from tests.vectors.claims.judged import COUNTS, LEFT, LISTED, PARTS, figures, rows, rows_without_verdict

from propria.publicity import lexicon
from propria.publicity.affirmed import READINGS, affirmed
from propria.publicity.model import ClaimVerdict, NamedPerformer, SentenceVerdict
from propria.publicity.rules import check_sentence, check_text
from propria.publicity.sentences import MOST_CHARACTERS, sentences

NOT_FITTED = {"last": (0.9, 0.85, 0.2)}
"""Parts that nothing was changed for: the least precision, the least recall and the largest unclear rate."""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("part", [part for part in PARTS if part not in NOT_FITTED])
def test_each_reviewed_sentence_gets_its_exact_verdict(part: str, language: str) -> None:
    mine = [row for row in rows() if row[:2] == (part, language)]
    assert mine
    wrong = {row[3]: row[4] for row in mine if row[4] != row[2]}
    assert wrong.keys() == {row[3] for row in mine} & LEFT, wrong


ENTRIES = [
    (name, entry)
    for name in ("PLAIN_EN", "WIDE_EN", "PLAIN_ZH", "WIDE_ZH")
    for entry in getattr(lexicon, name)
]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=lambda text: text[:40])
def test_every_word_of_the_lexicon_decides_some_sentence(
    name: str, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = re.compile(entry, re.IGNORECASE)
    having = [row[3] for row in rows_without_verdict() if word.search(row[3])]
    due = {sentence: with_every_word(sentence) for sentence in having}
    without = {word: needs for word, needs in getattr(lexicon, name).items() if word != entry}
    monkeypatch.setattr(lexicon, name, without)
    assert any(check_sentence(sentence, COUNTS, LISTED) != verdict for sentence, verdict in due.items())


@cache
def with_every_word(sentence: str) -> SentenceVerdict:
    """The verdict while nothing is taken out of the lexicon."""
    return check_sentence(sentence, COUNTS, LISTED)


def test_each_language_has_its_sentences_and_half_of_them_are_innocent() -> None:
    for language in ("en", "zh"):
        mine = [row for row in rows_without_verdict() if row[1] == language]
        harmless = [row for row in mine if row[2] in ("not_a_claim", "provable")]
        assert len(mine) >= 150
        assert 0.45 <= len(harmless) / len(mine) <= 0.6


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("part", "floors"), NOT_FITTED.items())
def test_sentences_that_nothing_was_fitted_to_keep_the_floors(
    part: str, floors: tuple[float, float, float], language: str
) -> None:
    found = {name: float(str(value)) for name, value in figures()[language][part].items() if name != "wrong"}
    assert found["precision"] >= floors[0]
    assert found["recall"] >= floors[1]
    assert found["unclear_rate"] <= floors[2]


TRUE = (
    "Mina Haldane has licensed a named project{}.",
    "41 performers{} are open to enquiries.",
    "温嘉{}愿意洽谈。",
)


@pytest.mark.parametrize(
    "unread",
    [
        " (“Copper Sky”)",
        " – zestfully –",
        ", zestful as ever,",
        " ✅",
        " 《慢潮》",
        "（招牌）",
        "、鲸鱼",
        " и другие",
    ],
)
@pytest.mark.parametrize("true", TRUE)
def test_what_no_rule_reads_is_not_called_provable(true: str, unread: str) -> None:
    assert check_sentence(true.format(""), COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE
    assert check_sentence(true.format(unread), COUNTS, LISTED).verdict is not ClaimVerdict.PROVABLE


@pytest.mark.parametrize(
    ("passes_by", "verdict"),
    [
        ("Wen Jia frobnicated a likeness.", "unclear"),
        ("Nine actors frobnicated a likeness.", "unclear"),
        ("Wen Jia did not frobnicate a likeness.", "not_a_claim"),
        ("Did Wen Jia frobnicate a likeness?", "not_a_claim"),
        ("Wen Jia frobnicated a teapot.", "not_a_claim"),
        ("温嘉琢磨肖像。", "unclear"),
        ("温嘉没有琢磨肖像。", "not_a_claim"),
        ("温嘉琢磨茶壶。", "not_a_claim"),
    ],
)
def test_somebody_beside_a_word_of_this_business_that_no_rule_reads_is_not_innocent(
    passes_by: str, verdict: str
) -> None:
    assert check_sentence(passes_by, COUNTS, LISTED).verdict.value == verdict


@pytest.mark.parametrize(("written", "example", "near"), [(w, e, n) for w, _, e, n in READINGS])
def test_two_negations_are_none_and_one_is_left(written: str, example: str, near: str) -> None:
    assert re.search(written, example, re.IGNORECASE)
    assert affirmed(example) != example
    assert affirmed(near) == near


def test_nothing_else_is_held_against_every_licence() -> None:
    both = NamedPerformer("米娜", "Mina Haldane", True, ("Harbour Lights", "Night Ferry"))
    for said in (
        "Mina Haldane has licensed “Harbour Lights” and nothing else.",
        "米娜已将形象授权给《Harbour Lights》，仅此一部。",
    ):
        assert check_sentence(said, COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE
        verdict = check_sentence(said, COUNTS, (both,))
        assert (verdict.verdict, verdict.reasons[0].quoted) == (ClaimVerdict.OVERCLAIMS, "Night Ferry")


def test_a_number_that_nothing_was_held_against_is_not_called_provable() -> None:
    assert (
        check_sentence("Three performers have licensed 41 projects.", COUNTS, LISTED).reasons[0].quoted
        == "41 projects"
    )
    assert (
        check_sentence("Two of the 90 licences are in use.", COUNTS, LISTED).verdict
        is ClaimVerdict.OVERCLAIMS
    )
    assert (
        check_sentence("Two of the three licences are in use.", COUNTS, LISTED).verdict
        is ClaimVerdict.PROVABLE
    )
    for said in (
        "The 41 performers open to enquiries have given a licence each.",
        "There are 41 performers open to enquiries and thirty licensed ones.",
        "Mina Haldane has granted two licences.",
        "米娜的授权有两份。",
    ):
        assert check_sentence(said, COUNTS, LISTED).verdict is not ClaimVerdict.PROVABLE


def test_every_reason_says_what_is_wrong_by_code() -> None:
    def code(sentence: str) -> str:
        return check_sentence(sentence, COUNTS, LISTED).reasons[0].code

    assert code("Wen Jia will join the library.") == "publicity.not_yet"
    assert code("Several leading actors have signed.") == "publicity.no_number"
    assert code("Tom Keller has licensed his likeness.") == "publicity.unknown_person"
    assert code("Half of the performers have licensed their faces.") == "publicity.share_without_whole"
    assert code("Mina Haldane has licensed her likeness in perpetuity.") == "publicity.beyond_project"
    assert code("Wen Jia (our star) is open to enquiries.") == "publicity.words_not_understood"


def test_a_text_in_another_spelling_is_judged_alike_and_quoted_as_it_was_written() -> None:
    verdict = check_sentence("逾１００位藝人已簽約。", COUNTS, LISTED)
    assert verdict.verdict is ClaimVerdict.OVERCLAIMS
    assert verdict.text == "逾１００位藝人已簽約。"
    assert "簽約" in verdict.reasons[0].quoted
    assert check_sentence("溫嘉願意洽談。", COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE


@pytest.mark.parametrize(
    "hidden",
    [
        "Wen\u200b Jia has si\u200bgned.",
        "Wen Jia has s\u0456gned.",
        "Wen&nbsp;Jia has signed.",
        "𝐖𝐞𝐧 𝐉𝐢𝐚 𝐡𝐚𝐬 𝐬𝐢𝐠𝐧𝐞𝐝.",
        "Ｗｅｎ Ｊｉａ ｈａｓ ｓｉｇｎｅｄ．",
        "Wen Jia\nhas signed.",
        "Wen Jia has li\u00adcensed.",
        "温\u200b嘉已签约。",
        "&#28201;嘉已签约。",
        "溫 嘉 已 簽 約。",
        "More than １００ artists have signed.",
        "⼀百位⼈⽓演员已签约。",
    ],
)
def test_nothing_unseen_and_no_other_spelling_hides_a_claim(hidden: str) -> None:
    (verdict,) = check_text(hidden, COUNTS, LISTED)
    assert verdict.verdict is ClaimVerdict.OVERCLAIMS


def test_a_sentence_without_an_end_is_read_in_pieces_and_in_time() -> None:
    verdicts = check_text("Wen Jia signed " * 200, COUNTS, LISTED)
    assert len(verdicts) == 4
    assert max(len(each.text) for each in verdicts) <= MOST_CHARACTERS
    assert {each.verdict for each in verdicts} == {ClaimVerdict.OVERCLAIMS}


def test_the_sentence_that_is_offered_is_itself_provable() -> None:
    verdict = check_sentence("More than 100 artists have signed.", COUNTS, LISTED)
    assert check_sentence(verdict.provable_text, COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE


def test_an_abbreviation_ends_no_sentence_and_a_bullet_begins_one() -> None:
    assert sentences("Dr. Lee spoke. • 41 performers are open.") == [
        "Dr. Lee spoke.",
        "41 performers are open.",
    ]
