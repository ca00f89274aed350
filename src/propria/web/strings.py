"""Which words the templates say, and which of them no catalogue says in Chinese yet."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2.ext import babel_extract

from propria.plumbing.web.locales import PACKAGE, catalogue_paths, read_catalogue
from propria.plumbing.web.templates import template_folders
from propria.plumbing.web.words import Locale

_KEYWORDS = {
    "gettext": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "silent": "false"}


@dataclass(frozen=True)
class Said:
    """One thing a template says: where, in which gettext context, singular and plural."""

    template: str
    line: int
    context: str
    singular: str
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue knows it by."""
        return self.context, self.singular


def said(context: str | None = None) -> Iterator[Said]:
    """Everything that the templates say, of one context of the code or of all."""
    for name, folder in template_folders().items():
        if context in (None, name):
            for path in sorted(folder.rglob("*.html")):
                yield from _said_in(path, f"{name}/{path.relative_to(folder)}")


def _said_in(path: Path, template: str) -> Iterator[Said]:
    with path.open("rb") as file:
        for line, function, message, _ in babel_extract(file, list(_KEYWORDS), [], _OPTIONS):
            parts = [
                part for part in (message if isinstance(message, tuple) else (message,)) if part is not None
            ]
            match function, parts:
                case ("pgettext", [where, singular]):
                    yield Said(template, line, where, singular)
                case ("npgettext", [where, singular, plural, *_]):
                    yield Said(template, line, where, singular, plural)
                case ("ngettext", [singular, plural, *_]):
                    yield Said(template, line, "", singular, plural)
                case (_, [singular, *_]):
                    yield Said(template, line, "", singular)


def written(locale: Locale) -> dict[tuple[str, str], str]:
    """What the catalogues say, by gettext context and English words.

    Raises: ValueError where two catalogues say one thing differently: give it a gettext context.
    """
    found: dict[tuple[str, str], str] = {}
    for path in catalogue_paths(locale):
        for message in read_catalogue(path, locale):
            singular, text = _first(message.id), _first(message.string)
            key = (message.context or "", singular)
            if singular and text and found.setdefault(key, text) != text:
                raise ValueError(f"{path.relative_to(PACKAGE)} says {singular!r} unlike another catalogue")
    return found


def _first(text: Any) -> str:
    """The singular of a message that may have a plural."""
    return text if isinstance(text, str) else text[0]


def unwritten(context: str | None = None) -> list[Said]:
    """What the templates say and no catalogue says in Chinese."""
    known = written("zh-Hans")
    return [each for each in said(context) if each.key not in known]


def main(arguments: list[str]) -> int:
    """Print the missing entries in .po form, ready to be written: `python -m propria.web.strings deals`."""
    missing = {each.key: each for each in unwritten(arguments[0] if arguments else None)}
    for each in missing.values():
        print(f"#: {each.template}:{each.line}")
        if each.context:
            print(f"msgctxt {_quoted(each.context)}")
        print(f"msgid {_quoted(each.singular)}")
        if each.plural:
            print(f'msgid_plural {_quoted(each.plural)}\nmsgstr[0] ""\n')
        else:
            print('msgstr ""\n')
    return 1 if missing else 0


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
