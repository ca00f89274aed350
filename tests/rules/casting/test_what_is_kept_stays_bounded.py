"""A process that answers for months keeps the sets of the last questions, not of all that it heard."""

from tests.rules.casting.libraries import library, question

from propria.casting.matching.columns import columns_of
from propria.casting.matching.kernel import kernel
from propria.casting.matching.postings import MOST_KEPT
from propria.casting.matching.segment import Segment
from propria.casting.matching.sieve import Asked
from propria.casting.profiles.model import Profile, Stated
from propria.casting.search.indexing import Profiles
from propria.kernel.ids import PerformerId, StatementId
from propria.kernel.money import Money
from propria.scope import Quota


def _unlike(number: int) -> Asked:
    """No two are alike in what is kept of them: codes, quotas, pay."""
    asked = question(number)
    scope = asked.scope.but(project=[f"p{number}"], volume=(Quota("lines", number + 1),))
    return Asked(scope, Money("CNY", 1000 + number), asked.now_us)


def test_the_sets_of_no_more_questions_than_the_last_are_kept() -> None:
    segment, most = Segment.of(columns_of(library(3))), 0
    sieve, lines = segment.sieve, segment.sieve.red_lines
    for number in range(2 * MOST_KEPT):
        segment.fitting(_unlike(number), kernel())
        sieve.standing(_unlike(number))
        kept = [*(len(slot._made) for slot in sieve.slots), len(lines._drawn)]
        most = max(most, *kept, *([len(segment._located._parts)] if kernel() else []))
    assert most == MOST_KEPT


def test_which_lists_speak_a_language_is_kept_of_the_last_languages_asked_for() -> None:
    stated = Stated(PerformerId("prf_a"), StatementId("stm_a"), Profile(speaks=("zh-Hant", "en-GB")), b"", 0)
    profiles = Profiles([[("A", stated)]])
    for number in range(2 * MOST_KEPT):
        assert not profiles.facts_answer(f"x-{number}", 0)[0]
        assert len(profiles._speaking) <= MOST_KEPT
    assert profiles.facts_answer("en", 0).tolist() == [True, False]
