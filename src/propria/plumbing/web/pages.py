"""From a frozen page context to a response: the page, or the one block of it that htmx asked for."""

import dataclasses
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie
from litestar.utils.scope.state import ScopeState

from propria.plumbing.web import locales, templates
from propria.plumbing.web.shell import Frame, Shell, ShellSource
from propria.plumbing.web.words import Locale

C = TypeVar("C")
CONTEXTS: dict[str, type] = {}
STATE_KEY = "shell_source"
_LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
_TARGET_ID = re.compile(r"#([A-Za-z][\w-]*)$")


class Policy(StrEnum):
    """What a page's scripts may do. The 3D viewer decodes meshes with WebAssembly; nothing else may."""

    STRICT = "strict"
    VIEWS_3D = "views_3d"


def page_context(template: str) -> Callable[[type[C]], type[C]]:
    """Declare that a frozen dataclass is the one context of `template` (`<context>/name.html`).

    Raises: TypeError if the class is not a frozen dataclass, or the template has a context already.
    """

    def declare(declared: type[C]) -> type[C]:
        parameters = getattr(declared, "__dataclass_params__", None)
        if parameters is None or not parameters.frozen:
            raise TypeError(f"{declared.__name__} must be a frozen dataclass")
        known = CONTEXTS.setdefault(template, declared)
        if known.__qualname__ != declared.__qualname__ or known.__module__ != declared.__module__:
            raise TypeError(f"{template} has the context {known.__qualname__} already")
        return declared

    return declare


def page(
    template: str,
    context: object,
    request: Request[Any, Any, Any],
    *,
    status: int = 200,
    policy: Policy = Policy.STRICT,
) -> Response[str]:
    """The page for this reader, in their language; for htmx, only the block named like the target's id.

    A request whose target is `#results` gets the block `results` of the same template, rendered from
    the same context; without script the same address gives the whole page.
    Raises: TypeError if `context` is not what `template` declared.
    """
    declared = CONTEXTS.get(template)
    if declared is None or not isinstance(context, declared):
        raise TypeError(f"{template} wants {declared}, got {type(context)}")
    locale = reader_locale(request)
    block = _wanted_block(request, template, locale)
    values = {f.name: getattr(context, f.name) for f in dataclasses.fields(declared)}
    values["shell"] = frame(request, locale, fragment=block is not None)
    html = templates.render(template, values, locale, block=block)
    return html_response(html, request, locale, status=status, policy=policy)


def html_response(
    html: str, request: Request[Any, Any, Any], locale: Locale, *, status: int, policy: Policy = Policy.STRICT
) -> Response[str]:
    """HTML with its language, what it varies by, and the cookie that keeps a language just chosen."""
    headers = {"content-language": locale, "vary": "Accept-Language, Cookie, HX-Request, HX-Target"}
    if policy is not Policy.STRICT:
        headers["x-page-policy"] = policy.value
    response = Response(html, media_type=MediaType.HTML, status_code=status, headers=headers)
    if locales.locale_named(request.query_params.get(locales.QUERY)):
        response.set_cookie(
            Cookie(
                key=locales.COOKIE, value=locale, max_age=_LANGUAGE_COOKIE_SECONDS, samesite="lax", path="/"
            )
        )
    return response


def reader_locale(request: Request[Any, Any, Any]) -> Locale:
    """The language of this request's reader."""
    return locales.negotiate(
        query=request.query_params.get(locales.QUERY),
        cookie=request.cookies.get(locales.COOKIE),
        accept=request.headers.get("accept-language"),
    )


def frame(request: Request[Any, Any, Any], locale: Locale, *, fragment: bool) -> Frame:
    """The frame of this request: the app's shell facts, the form token, and the switch of language."""
    source: ShellSource | None = getattr(request.app.state, STATE_KEY, None)
    query = [(k, v) for k, v in parse_qsl(request.url.query or "") if k != locales.QUERY]
    other = "en" if locale == "zh-Hans" else "zh-Hans"
    token = ScopeState.from_scope(request.scope).csrf_token
    return Frame(
        shell=source(request) if source else Shell(),
        locale=locale,
        csrf=token if isinstance(token, str) else "",
        path=request.url.path,
        other_language_href=f"{request.url.path}?{urlencode([*query, (locales.QUERY, other)])}",
        fragment=fragment,
    )


def _wanted_block(request: Request[Any, Any, Any], template: str, locale: Locale) -> str | None:
    """The block that htmx wants swapped, when the template has it; None for a whole page."""
    headers = request.headers
    if headers.get("hx-request") != "true" or headers.get("hx-history-restore-request"):
        return None
    found = _TARGET_ID.search(headers.get("hx-target", ""))
    name = found[1].replace("-", "_") if found else ""
    return name if name in templates.blocks(template, locale) else None
