"""Jinja for every context: one environment a language, templates addressed `<context>/name.html`."""

import hashlib
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from propria.plumbing.web import formats
from propria.plumbing.web.locales import PACKAGE, translations
from propria.plumbing.web.words import Locale, language_of, say, work

STATIC = PACKAGE / "web" / "static"
COMPONENTS = "web/components"
_EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]


def template_folders() -> dict[str, Path]:
    """Each context's own templates, by the context's name."""
    return {folder.parent.name: folder for folder in sorted(PACKAGE.glob("*/templates")) if folder.is_dir()}


@cache
def environment(locale: Locale) -> Environment:
    """The environment of one language: catalogues, formats, and every component under `ui`.

    Undefined names raise; everything is escaped; blank lines that tags leave are cut.
    """
    env = Environment(
        loader=PrefixLoader({name: FileSystemLoader(path) for name, path in template_folders().items()}),
        extensions=_EXTENSIONS,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )
    words = translations(locale)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext, npgettext=words.npgettext
    )
    env.filters.update(_filters(locale))
    env.globals.update(asset=asset, locale=locale, ui=SimpleNamespace())
    env.globals["ui"].__dict__.update(_components(env))
    return env


def _compiled() -> FileSystemBytecodeCache | None:
    """Compiled templates are kept where Python keeps what it compiled, if that has a place of its own."""
    if sys.pycache_prefix is None or not os.access(sys.pycache_prefix, os.W_OK):
        return None
    folder = Path(sys.pycache_prefix) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _filters(locale: Locale) -> dict[str, Callable[..., Any]]:
    """The filters of one language; each is a function of formats or words with the language filled in."""

    def timed(form: Callable[..., str]) -> Callable[[Any], Markup]:
        return lambda at: formats.element(at, form(at, locale))

    return {
        "say": partial(say, locale=locale),
        "shown": partial(formats.shown, locale=locale),
        "moment": timed(formats.moment),
        "day": timed(formats.day),
        "long_day": timed(formats.long_day),
        "clock": timed(formats.clock),
        "by_day": partial(formats.by_day, locale=locale),
        "number": partial(formats.number, locale=locale),
        "money": partial(formats.money, locale=locale),
        "size": partial(formats.size, locale=locale),
        "digest": formats.short_digest,
        "work": lambda title: say(work(title), locale),
        "language": language_of,
    }


def _components(env: Environment) -> dict[str, Any]:
    """Every public macro of web/components/*.html, by its own name."""
    found: dict[str, Any] = {}
    for path in sorted((template_folders()["web"] / "components").glob("*.html")):
        module = env.get_template(f"{COMPONENTS}/{path.name}").module
        for name, macro in vars(module).items():
            if not name.startswith("_") and callable(macro):
                if name in found:
                    raise ValueError(f"two components are called {name}")
                found[name] = macro
    return found


@cache
def asset(name: str) -> str:
    """The address of a static file, with its digest, so that it may be cached for ever.

    Raises: FileNotFoundError for a file that is not there.
    """
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def render(template: str, values: dict[str, Any], locale: Locale, *, block: str | None = None) -> str:
    """The whole template, or one of its blocks alone."""
    found = environment(locale).get_template(template)
    if block is None:
        return found.render(values)
    context = found.new_context(values)
    return "".join(found.blocks[block](context))


def blocks(template: str, locale: Locale) -> frozenset[str]:
    """The names of the blocks that a template defines itself."""
    return frozenset(environment(locale).get_template(template).blocks)
