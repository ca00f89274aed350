"""The six components: what they must never leave out."""

import pytest

from propria.plumbing.web.components import Empty, Field, ScopeRow, ScopeTable, Timeline
from propria.plumbing.web.templates import environment
from propria.plumbing.web.words import LOCALES, Locale
from propria.web import samples, samples_parts


def drawn(macro: str, *given: object, locale: Locale = "en") -> str:
    """A component as this reader gets it."""
    return str(getattr(environment(locale).globals["ui"], macro)(*given))


def test_a_ladder_says_where_it_stands_and_dashes_what_is_never_public() -> None:
    text = drawn("ladder", samples.LADDER)
    assert text.count('aria-current="step"') == 1
    assert 'data-is="private"' in text
    assert "never public" in text
    assert text.count("<details") == len(samples.LADDER.ticks)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_statement_shows_both_languages_what_it_denies_and_its_digest(locale: Locale) -> None:
    text = drawn("statement", samples.STATEMENT, locale=locale)
    for clause in (*samples.STATEMENT.zh.clauses, *samples.STATEMENT.en.clauses):
        assert clause in text
    assert 'lang="zh-Hans"' in text
    assert "7f3a 91c4 0be8 … 52d1" in text
    assert text.count("<li><span>") == len(samples.STATEMENT.denies)


def test_silence_is_written_out() -> None:
    rows = ScopeTable((ScopeRow("Advertising"), ScopeRow("Acts", "dub", struck=("train",))))
    assert drawn("scope", rows).count("not mentioned: not allowed") == 1
    assert drawn("scope", rows, locale="zh-Hans").count("未提及，即不允许") == 1
    assert "<s>train</s>" in drawn("scope", rows)


def test_a_change_is_a_sentence_with_its_consequence() -> None:
    text = drawn("scope_diff", samples.DIFF)
    assert "This now allows fine-tuning a voice model on your takes." in text
    assert "<del>17,000 CNY</del> <ins>18,250 CNY</ins>" in text
    assert "2 axes unchanged" in text


def test_a_decision_is_one_word_and_every_axis_has_its_reason() -> None:
    permit, deny = drawn("trace", samples.PERMIT), drawn("trace", samples.DENY)
    assert 'data-v="permit"><span class="verdict">Permit' in permit
    assert 'data-v="deny"><span class="verdict">Deny' in deny
    assert deny.count("data-no") == 2
    assert "not met:" in deny, "a reader who sees neither colour nor mark is told in words"


def test_a_timeline_groups_by_day_and_links_its_evidence() -> None:
    text = drawn("timeline", samples.ACTS)
    assert text.count("<h3>") == 2
    assert 'href="/log/48209"' in text
    assert "Export with evidence" in text
    assert "Nothing has happened here yet." in drawn("timeline", Timeline(()))


def test_an_evidence_drawer_leads_to_bundle_json_command_and_the_check_in_the_browser() -> None:
    text = drawn("evidence", samples.DRAWER)
    for wanted in ("Bundle, 14.2 kB", "JSON", "propria verify", 'data-verify="', "data-verify-run hidden"):
        assert wanted in text


def test_no_picture_is_shown_without_a_signature_for_it() -> None:
    assert "<img" not in drawn("face", samples_parts.FACES[0])
    assert "no picture signed" in drawn("face", samples_parts.FACES[0])


def test_a_field_that_failed_says_so_to_everyone() -> None:
    text = drawn("field", Field("fee", "Fee", error="Offer more <b>"))
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="error-fee"' in text
    assert "Offer more &lt;b&gt;" in text


def test_an_empty_place_says_what_that_means() -> None:
    assert "Nothing waits for you." in drawn("empty", samples_parts.NOTHING)
    assert "btn" not in drawn("empty", Empty("Nothing."))
