"""Every way to fail, told once: problem+json for programs, a designed page for people."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException

from propria.kernel.errors import PropriaError
from propria.plumbing.web import locales, templates
from propria.plumbing.web.pages import frame, html_response, page_context, reader_locale
from propria.plumbing.web.words import say

PROBLEM_JSON = "application/problem+json"
MACHINE_PATHS = ("/api/", "/log/", "/requests/", "/registrations/", "/webhooks/")
TEMPLATE = "web/problem.html"
FRAGMENT_BLOCK = "problem"
_logger = logging.getLogger("propria.web")


@page_context(TEMPLATE)
@dataclass(frozen=True)
class Problem:
    """One failure: HTTP status, stable code, a sentence, facts that name what to do next, and the page before, if it is ours."""

    status: int
    code: str
    sentence: str
    sentence_language: str
    facts: dict[str, Any]
    back: str = ""


def problem_of(error: Exception) -> Problem:
    """The failure as told to the outside; an unforeseen one tells nothing but that it happened."""
    match error:
        case PropriaError():
            return Problem(error.status, error.code, error.sentence, "en", dict(error.facts))
        case ValidationException():
            fields = error.extra if isinstance(error.extra, list) else []
            return Problem(400, "request.malformed", error.detail, "en", {"fields": fields})
        case HTTPException():
            name = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
            return Problem(error.status_code, f"http.{name}", "", "en", {})
        case _:
            return Problem(500, "http.internal_server_error", "", "en", {})


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Litestar's exception handler for every exception: log what is ours, answer in the caller's form."""
    told = problem_of(error)
    if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _logger.error("unforeseen failure at %s", request.url.path, exc_info=error)
    headers = dict(getattr(error, "headers", None) or {})
    answer = _json(told, request) if wants_json(request) else _html(told, request)
    answer.headers.update(headers)
    return answer


def wants_json(request: Request[Any, Any, Any]) -> bool:
    """Whether a program asks: by path, or because it accepts or sends JSON and did not ask for HTML."""
    if request.url.path.startswith(MACHINE_PATHS):
        return True
    accept = request.headers.get("accept", "")
    if "text/html" in accept or request.headers.get("hx-request") == "true":
        return False
    return "json" in accept or "json" in request.headers.get("content-type", "")


def _json(told: Problem, request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """RFC 9457: type, title, status, detail, instance; with our code and facts beside them.

    The script of a page shows `detail` to its reader, and is answered in their language.
    """
    programs = request.url.path.startswith(MACHINE_PATHS)
    sentence = told.sentence if programs else _sentence(told, reader_locale(request))[0]
    body = {
        "type": f"/docs/errors#{told.code}",
        "title": HTTPStatus(told.status).phrase,
        "status": told.status,
        "code": told.code,
        "detail": sentence,
        "instance": request.url.path,
        "facts": told.facts,
    }
    return Response(body, status_code=told.status, media_type=PROBLEM_JSON)


def _html(told: Problem, request: Request[Any, Any, Any]) -> Response[Any]:
    """The designed page, or only its message when htmx asked; plain words if even that fails."""
    locale = reader_locale(request)
    sentence, language = _sentence(told, locale)
    fragment = request.headers.get("hx-request") == "true"
    try:
        values = {
            "status": told.status,
            "code": told.code,
            "sentence": sentence,
            "sentence_language": language,
            "facts": told.facts,
            "back": _page_before(request),
            "shell": frame(request, locale, fragment=fragment),
        }
        block = FRAGMENT_BLOCK if fragment else None
        html = templates.render(TEMPLATE, values, locale, block=block)
    except Exception as second:
        _logger.error("the page of a failure failed", exc_info=second)
        return Response(f"{told.status} {told.code}", status_code=told.status, media_type=MediaType.TEXT)
    return html_response(html, request, locale, status=told.status)


def _page_before(request: Request[Any, Any, Any]) -> str:
    """The address of our own page that led here; empty where there was none, or it was this one."""
    before = urlsplit(request.headers.get("referer", ""))
    here = (request.url.path, request.url.query)
    is_ours = before.netloc == request.url.netloc and (before.path, before.query) != here
    if not is_ours or not before.path.startswith("/") or before.path.startswith("//"):
        return ""
    return before.path + (f"?{before.query}" if before.query else "")


def _sentence(told: Problem, locale: Any) -> tuple[str, str]:
    """The sentence in the reader's language: from the catalogue under msgctxt `error`, else as raised.

    Reasons that the refusal carries in both languages (fact `why`) follow it.
    """
    written = locales.translations(locale).pgettext("error", told.code)
    sentence, language = (
        (told.sentence, told.sentence_language) if written == told.code else (written, locale)
    )
    gap = "" if language == "zh-Hans" else " "
    return gap.join([sentence, *(say(reason, locale) for reason in told.facts.get("why", ()))]), language
