"""Words in both languages of the house, and the reader's choice between them. No catalogue here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

Locale = Literal["en", "zh-Hans"]
LOCALES: tuple[Locale, ...] = ("en", "zh-Hans")
DEFAULT_LOCALE: Locale = "en"


@dataclass(frozen=True)
class Words:
    """One thing said twice, each time written for its readers and not translated."""

    zh: str
    en: str


Text = str | Words | Mapping[str, str] | tuple[str, str]


def say(text: object, locale: Locale) -> str:
    """What to show a reader of `locale`: strings as they are, words in that language, numbers plainly.

    Takes a string, `Words`, a mapping with the keys zh and en, any object with both as attributes, or
    the pair (zh, en) that signed texts are composed as.
    """
    if isinstance(text, str):
        return text
    key = "zh" if locale == "zh-Hans" else "en"
    if isinstance(text, Mapping):
        return str_or_markup(text[key])
    if hasattr(text, "zh") and hasattr(text, "en"):
        return str_or_markup(getattr(text, key))
    if isinstance(text, tuple) and len(text) == 2:
        return str_or_markup(text[key == "en"])
    return str(text)


def str_or_markup(value: object) -> str:
    """A string, kept as markup where it is markup already."""
    return value if isinstance(value, str) else str(value)


def work(title: Text) -> Words:
    """The title of a work, marked the way each language marks one: italics, or 《》.

    >>> work(Words(zh="盐港", en="Salt Harbour"))
    Words(zh='《盐港》', en=Markup('<em>Salt Harbour</em>'))
    """
    zh, en = say(title, "zh-Hans"), say(title, "en")
    zh = zh if zh.startswith("《") else f"《{zh}》"
    return Words(zh=zh, en=Markup("<em>{}</em>").format(escape(en)))


def language_of(text: object) -> Locale:
    """Which language a bare string is in, by its script: for the `lang` of names and quotations.

    >>> language_of("米娜"), language_of("Mina")
    ('zh-Hans', 'en')
    """
    return "zh-Hans" if any("\u3400" <= letter <= "\u9fff" for letter in str(text)) else "en"
