"""Which language a reader gets, and the catalogues that hold each language's words."""

import gettext
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale as BabelLocale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from propria.plumbing.web.words import DEFAULT_LOCALE, Locale

PACKAGE = Path(__file__).parents[2]
COOKIE = "lang"
QUERY = "lang"
_FOLDERS: dict[Locale, str] = {"en": "en", "zh-Hans": "zh_Hans"}


def locale_named(tag: str | None) -> Locale | None:
    """The house's language for a BCP 47 tag, or None: every Chinese tag reads the simplified text.

    >>> locale_named("zh-CN"), locale_named("en-GB"), locale_named("fr")
    ('zh-Hans', 'en', None)
    """
    primary = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    match primary:
        case "zh":
            return "zh-Hans"
        case "en":
            return "en"
        case _:
            return None


def negotiate(*, query: str | None, cookie: str | None, accept: str | None) -> Locale:
    """The reader's language: what the address says, else the cookie, else the browser, else English."""
    return locale_named(query) or locale_named(cookie) or _accepted(accept or "") or DEFAULT_LOCALE


def _accepted(header: str) -> Locale | None:
    """The best of an Accept-Language header that the house speaks; unreadable weights count as nothing."""
    wishes = []
    for order, wish in enumerate(header.split(",")):
        tag, _, weight = wish.partition(";q=")
        try:
            wishes.append((-float(weight or 1), order, tag))
        except ValueError:
            continue
    for _, _, tag in sorted(wishes):
        if found := locale_named(tag):
            return found
    return None


def babel_locale(locale: Locale) -> BabelLocale:
    """Babel's rules for a language of the house."""
    return BabelLocale.parse(_FOLDERS[locale])


def catalogue_paths(locale: Locale) -> Iterator[Path]:
    """Every context's catalogue: `<context>/locale/<locale>/LC_MESSAGES/*.po`, in the order of names."""
    yield from sorted(PACKAGE.glob(f"**/locale/{_FOLDERS[locale]}/LC_MESSAGES/*.po"))


def read_catalogue(path: Path, locale: Locale) -> Catalog:
    """One .po file. Raises: babel.messages.pofile.PoFileError where it cannot be read."""
    with path.open("rb") as file:
        return read_po(file, locale=_FOLDERS[locale], abort_invalid=True)


@cache
def translations(locale: Locale) -> gettext.NullTranslations:
    """The words of every context in one language, read once a process. English is in the sources."""
    found: gettext.NullTranslations = gettext.NullTranslations()
    for path in catalogue_paths(locale):
        compiled = BytesIO()
        write_mo(compiled, read_catalogue(path, locale))
        compiled.seek(0)
        more = gettext.GNUTranslations(compiled)
        more.add_fallback(found)
        found = more
    return found
