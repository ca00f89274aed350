"""Interest is not approval: a sentence that says more than was signed is refused, with the one that can be proven."""

import pytest

from tests.cast import Stage
from tests.terms import film_terms


def check(stage: Stage, text: str) -> list[dict[str, object]]:
    """The verdicts on a text."""
    answer = stage.person("otto").asked("/api/v1/claims/check", {"text": text})
    assert isinstance(answer, list)
    return answer


def test_over_a_hundred_signed_is_refused_and_the_true_sentence_offered(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    stage.open_performer("wen", film_terms())

    verdict = check(stage, "More than 100 artists have signed.")[0]
    assert verdict["verdict"] == "overclaims"
    assert verdict["provable_text"] == "2 performers are open to enquiries; 0 have licensed a named project."

    own_words = check(stage, str(verdict["provable_text"]))
    assert {v["verdict"] for v in own_words} == {"provable"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Over 100 performers onboarded.",
        "120 artists joined our library.",
        "We partnered with a hundred artists.",
        "Our artists include 100 stars.",
        "逾百位艺人已签约。",
        "超过100位演员入驻。",
        "一百位明星加盟。",
        "100位艺人已授权。",
    ],
)
def test_every_synonym_is_flagged_while_the_facts_do_not_support_it(stage: Stage, sentence: str) -> None:
    stage.open_performer("mina", film_terms())
    assert check(stage, sentence)[0]["verdict"] == "overclaims"


def test_a_named_performer_without_that_state_is_flagged_by_name(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    flagged = check(stage, "Mina Haldane has signed with us.")[0]
    assert flagged["verdict"] == "overclaims"
    assert "Mina Haldane" in str(flagged["reasons"])
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] == "provable"


def test_what_says_nothing_of_performers_is_left_alone(stage: Stage) -> None:
    assert check(stage, "The weather in Hangzhou was fine.")[0]["verdict"] == "not_a_claim"
    assert check(stage, "Have 100 artists signed?")[0]["verdict"] == "not_a_claim"
