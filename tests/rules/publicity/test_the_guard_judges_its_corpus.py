"""The claim guard judges its corpus as reviewed; on sentences that it was not fitted to it keeps its floors."""

import re

import pytest
from tests.vectors.claims.judged import COUNTS, LISTED, PARTS, figures, rows, rows_without_verdict

from propria.publicity import lexicon
from propria.publicity.model import ClaimVerdict
from propria.publicity.rules import check_sentence, sentences

NOT_FITTED = ("unseen",)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("part", [part for part in PARTS if part not in NOT_FITTED])
def test_each_reviewed_sentence_gets_its_exact_verdict(part: str, language: str) -> None:
    mine = [row for row in rows() if row[:2] == (part, language)]
    assert mine
    assert [f"{row[3]} is {row[4]}" for row in mine if row[4] != row[2]] == []


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
    due = [check_sentence(sentence, COUNTS, LISTED) for sentence in having]
    monkeypatch.delitem(getattr(lexicon, name), entry)
    assert due != [check_sentence(sentence, COUNTS, LISTED) for sentence in having]


def test_each_language_has_its_sentences_and_half_of_them_are_innocent() -> None:
    for language in ("en", "zh"):
        mine = [row for row in rows_without_verdict() if row[1] == language]
        harmless = [row for row in mine if row[2] in ("not_a_claim", "provable")]
        assert len(mine) >= 150
        assert 0.45 <= len(harmless) / len(mine) <= 0.6


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_that_nothing_was_fitted_to_keep_the_floors(language: str) -> None:
    unseen = {
        name: float(str(value)) for name, value in figures()[language]["unseen"].items() if name != "wrong"
    }
    assert unseen["precision"] >= 0.8
    assert unseen["recall"] >= 0.6
    assert unseen["unclear_rate"] <= 0.2


def test_every_reason_says_what_is_wrong_by_code() -> None:
    def code(sentence: str) -> str:
        return check_sentence(sentence, COUNTS, LISTED).reasons[0].code

    assert code("Wen Jia will join the library.") == "publicity.not_yet"
    assert code("Several leading actors have signed.") == "publicity.no_number"
    assert code("Tom Keller has licensed his likeness.") == "publicity.unknown_person"
    assert code("Half of the performers have licensed their faces.") == "publicity.share_without_whole"
    assert code("Mina Haldane has licensed her likeness in perpetuity.") == "publicity.beyond_project"


def test_a_text_in_another_spelling_is_judged_alike_and_quoted_as_it_was_written() -> None:
    verdict = check_sentence("逾１００位藝人已簽約。", COUNTS, LISTED)
    assert verdict.verdict is ClaimVerdict.OVERCLAIMS
    assert verdict.text == "逾１００位藝人已簽約。"
    assert "簽約" in verdict.reasons[0].quoted
    assert check_sentence("溫嘉願意洽談。", COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE


def test_the_sentence_that_is_offered_is_itself_provable() -> None:
    verdict = check_sentence("More than 100 artists have signed.", COUNTS, LISTED)
    assert check_sentence(verdict.provable_text, COUNTS, LISTED).verdict is ClaimVerdict.PROVABLE


def test_an_abbreviation_ends_no_sentence_and_a_bullet_begins_one() -> None:
    assert sentences("Dr. Lee spoke. • 41 performers are open.") == [
        "Dr. Lee spoke.",
        "41 performers are open.",
    ]
