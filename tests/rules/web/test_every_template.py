"""What holds for every template of every context: its fields, its words in two languages, nothing inline."""

import ast
import dataclasses
import importlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from propria.plumbing.web.locales import PACKAGE
from propria.plumbing.web.pages import CONTEXTS
from propria.plumbing.web.templates import environment, template_folders
from propria.plumbing.web.words import LOCALES
from propria.web.strings import said, unwritten, written

FRAMES = {"web/layout.html"}
_ALWAYS = {"shell", "self", "super", "loop", "caller", "varargs", "kwargs"}
_SPOKEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "aria-description"}
_UNSPOKEN_TAGS = {"script", "style", "code", "pre", "kbd", "svg"}
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_BRAND = "Propria"


def templates() -> list[str]:
    """Every template, by its address."""
    return [
        f"{name}/{path.relative_to(folder)}"
        for name, folder in template_folders().items()
        for path in sorted(folder.rglob("*.html"))
    ]


def pages() -> list[str]:
    """The templates that are pages: neither frames, components nor parts that others include."""
    return [
        name
        for name in templates()
        if name not in FRAMES and "/components/" not in name and not Path(name).name.startswith("_")
    ]


def source(name: str) -> str:
    context, _, rest = name.partition("/")
    return (template_folders()[context] / rest).read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def _every_context_declared() -> None:
    """Import every module that declares page contexts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "page_context(" in text and "def page_context(" not in text:
            dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
            importlib.import_module(dotted)


def names_used(name: str) -> set[str]:
    """The names that a template and the parts it includes expect from outside, frames left out."""
    env = environment("en")
    tree = env.parse(source(name))
    imported = {node.target for node in tree.find_all(nodes.Import)}
    found = meta.find_undeclared_variables(tree) - _ALWAYS - imported - set(env.globals)
    for other in meta.find_referenced_templates(tree):
        if other is not None and other not in FRAMES:
            found |= names_used(other)
    return found


@pytest.mark.parametrize("name", pages())
def test_a_template_uses_exactly_the_fields_of_its_context(name: str) -> None:
    assert name in CONTEXTS, "no class declares @page_context for this template"
    assert names_used(name) == {field.name for field in dataclasses.fields(CONTEXTS[name])}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", templates())
def test_a_template_compiles_in_both_languages(name: str, locale: str) -> None:
    template = environment(locale).get_template(name)  # type: ignore[arg-type]
    assert callable(template.root_render_func)


class _Bare(HTMLParser):
    """Collects words that no gettext call covers, and scripts or styles written into the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent: list[str] = []
        self.bare: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _UNSPOKEN_TAGS or given.get("translate") == "no" or self.silent:
            self.silent.append(tag)
        if tag in {"input", "link", "meta", "img", "br", "hr", "line", "rect"} and self.silent:
            self.silent.pop()
        for name, value in given.items():
            if name in _SPOKEN_ATTRIBUTES and _LETTERS.search(value or ""):
                self.bare.append(f"{name}={value}")
            if name == "style" or name.startswith("on"):
                self.inline.append(name)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent and _LETTERS.search(data.replace(_BRAND, "")):
            self.bare.append(data.strip())


def bare(text: str) -> _Bare:
    """Read a template as HTML with its tags, expressions and translated words taken out."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    text = re.sub(r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    reader = _Bare()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("name", templates())
def test_every_word_goes_through_gettext(name: str) -> None:
    assert bare(source(name)).bare == []


@pytest.mark.parametrize("name", templates())
def test_no_script_or_style_is_written_into_a_page(name: str) -> None:
    assert bare(source(name)).inline == []


def test_the_check_for_bare_words_sees_them() -> None:
    found = bare(
        '<p title="Say">Hello {% trans %}there{% endtrans %}<b onclick="x">友</b></p><code>git</code>'
    )
    assert (found.bare, found.inline) == (["title=Say", "Hello"], ["onclick"])


def test_every_word_is_written_in_chinese() -> None:
    assert [f"{each.template}:{each.line} {each.singular}" for each in unwritten()] == []


def test_both_languages_name_the_same_facts() -> None:
    known = written("zh-Hans")
    wrong = [
        each.singular
        for each in said()
        if (text := known.get(each.key)) is not None
        and set(re.findall(r"%\((\w+)\)s", text))
        != set(re.findall(r"%\((\w+)\)s", each.plural or each.singular))
    ]
    assert wrong == []


def test_pages_are_rendered_by_the_template_they_declare() -> None:
    """`page("x.html", …)` names a template that exists, so that no reader is the first to miss it."""
    known, missing = set(templates()), []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "page(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"page", "page_context"}:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and first.value not in known:
                    missing.append(f"{path.name}: {first.value}")
    assert missing == []
