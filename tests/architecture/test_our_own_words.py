"""Our own words do not overclaim: templates, catalogues, pages' words and documents hold no number of people and no status.

What a page, the API or the sitemap says of people is put together from counted facts and the ladder's words. So whatever
was written beforehand has to stand in a library where nobody is listed; the claim guard itself reads it there.
"""

import ast
import re
from collections.abc import Iterable

import pytest

from propria.kernel.time import instant
from propria.plumbing.web.locales import PACKAGE
from propria.plumbing.web.templates import template_folders
from propria.publicity.model import ClaimVerdict, PublicCounts
from propria.publicity.rules import check_text
from propria.web.strings import said, written

ROOT = PACKAGE.parent.parent
NOBODY = PublicCounts(0, 0, 0, 0, 0, instant("2026-01-01T00:00:00Z"))
_TAG = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]+>", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|`[^`]*`|```.*?```", re.DOTALL)
_GENERATED = ("docs/api.md", "docs/errors.md", "docs/lifecycles.md", "docs/settings.md", "docs/scenarios.md")
_NOT_OF_PEOPLE = {"signing here replaces all of them."}
"""Sentences that the guard takes for claims of people: this one speaks of earlier statements."""


def overclaiming(texts: Iterable[str]) -> list[str]:
    """The sentences that say more than holds where nobody is listed."""
    return [
        verdict.text
        for text in dict.fromkeys(texts)
        for verdict in check_text(text, NOBODY, ())
        if verdict.verdict is ClaimVerdict.OVERCLAIMS and verdict.text not in _NOT_OF_PEOPLE
    ]


def words_of(template: str) -> str:
    """What a template says by itself: without expressions and tags."""
    return _TAG.sub("\n", template)


def typed_words(source: str) -> list[str]:
    """The plain strings that a module says in both languages; what is put together from facts is no plain string."""
    return [
        word.value.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Words"
        for word in call.keywords
        if isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    ]


def test_no_template_claims_anything_of_people_by_itself() -> None:
    paths = [path for folder in template_folders().values() for path in sorted(folder.rglob("*.html"))]
    assert len(paths) > 50
    assert overclaiming(words_of(path.read_text("utf-8")) for path in paths) == []


def test_no_catalogue_does_in_either_language() -> None:
    assert overclaiming(each.singular for each in said()) == []
    assert overclaiming(word for words in written("zh-Hans").values() for word in _strings(words)) == []


def _strings(words: object) -> list[str]:
    return [words] if isinstance(words, str) else [str(each) for each in words]  # type: ignore[attr-defined]


def test_no_page_s_own_words_do() -> None:
    sources = [path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))]
    texts = [word for source in sources if "Words(" in source for word in typed_words(source)]
    assert len(texts) > 500
    assert overclaiming(texts) == []


def test_no_document_does_outside_quotation_marks() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    texts = {
        str(page.relative_to(ROOT)): _QUOTED.sub("…", page.read_text("utf-8"))
        for page in pages
        if str(page.relative_to(ROOT)) not in _GENERATED
    }
    assert {name: found for name, text in texts.items() if (found := overclaiming([text]))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "<p>{% trans %}More than 100 artists have signed.{% endtrans %}</p>",
        "<h1>120 performers joined our library.</h1>{{ answer|say }}",
        "<p>{% trans n=checkpoint %}Our 12 artists are licensed.{% endtrans %}</p>",
        "<p>逾百位艺人已签约。</p>",
    ],
)
def test_a_planted_template_is_found(planted: str) -> None:
    assert len(overclaiming([words_of(planted)])) == 1
    assert overclaiming([words_of("<p>{{ answer|say }}</p><p>{{ counts|length }}</p>")]) == []


def test_planted_words_of_a_page_are_found() -> None:
    planted = 'SAYS = Words(zh="一百位明星加盟。", en="100 stars have joined.")'
    assert len(overclaiming(typed_words(planted))) == 2
