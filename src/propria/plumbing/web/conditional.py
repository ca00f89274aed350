"""Answers that a reader may have already: an entity tag over the bytes, and 304 for whoever names it. No cache of its own.

There is no Last-Modified: an act that a denial hides leaves no later date behind, and by the date alone a cache would go
on serving it.
"""

from hashlib import sha256
from typing import Any

from litestar import Request, Response
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED


def unless_known(
    body: bytes, media_type: str, request: Request[Any, Any, Any], *, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """The body, or 304 without one where `If-None-Match` names it. Caches ask again every time. Source: RFC 9110, 13.1.2."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    named = {"etag": tag, "cache-control": "no-cache"} | (headers or {})
    known = _is_known(tag, request.headers.get("if-none-match", ""))
    return Response(
        b"" if known else body,
        media_type=media_type,
        headers=named,
        status_code=HTTP_304_NOT_MODIFIED if known else HTTP_200_OK,
    )


def _is_known(tag: str, asked: str) -> bool:
    """Whether the list names the tag, by weak comparison.

    >>> _is_known('"a"', 'W/"a", "b"'), _is_known('"a"', '*'), _is_known('"a"', '"ab"'), _is_known('"a"', "")
    (True, True, False, False)
    """
    return asked.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in asked.split(",")}
