"""One call over HTTP with the standard library: bearer token, problem+json, retries. Knows no endpoint."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from propria.kernel.errors import Forbidden, Malformed, NotFound, PropriaError, Refused, Unverified

PAUSES_SECONDS = (0.2, 1.0)
BUSY = (502, 503, 504)
_CUT = (URLError, http.client.HTTPException, ConnectionError, TimeoutError)
_KINDS = {kind.status: kind for kind in (Malformed, Forbidden, NotFound, Refused, Unverified)}
_T = TypeVar("_T")


class Unavailable(PropriaError):
    """The network or the machine, not a rule, says no; asking again with the same nonce is safe."""

    status = 503


class _StaysHere(HTTPRedirectHandler):
    """Follows no redirect: the bearer token is for one library only."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No second request."""


_OPENER = build_opener(_StaysHere)


@dataclass(frozen=True)
class Wire:
    """Where a library answers, and the caller's secret for its API. Times are seconds for one try."""

    base_url: str
    token: str = field(default="", repr=False)
    timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Malformed("client.wrong_address", "A library's address starts with http:// or https://.")

    def get(self, path: str, **params: str) -> Any:
        """GET an answer in JSON. Raises: as `call`, `client.unreadable_answer`."""
        where = f"{path}?{urlencode(params)}" if params else path
        return self.call(lambda: self._request("GET", where), _json)

    def post(self, path: str, form: Any) -> Any:
        """POST a form and read the answer. Raises: as `call`, `client.unreadable_answer`."""
        body = json.dumps(form, ensure_ascii=False).encode()
        return self.call(lambda: self._request("POST", path, body, "application/json"), _json)

    def stream(self, path: str, read: Callable[[IO[bytes]], _T]) -> _T:
        """GET a file and hand its stream to `read`, once more from the start if it breaks. Raises: as `call`."""
        return self.call(lambda: self._request("GET", path), read)

    def call(self, request: Callable[[], Request], read: Callable[[IO[bytes]], _T]) -> _T:
        """Send what `request` makes, at most three times while the connection fails, and `read` the answer.

        A refusal is never sent again; its fact `tries` says if earlier tries may have arrived.

        Raises: the library's own error by its status, with its code and facts;
        Unavailable(`client.unreachable`), PropriaError(`client.unreadable_answer`).
        """
        for tries, pause in enumerate((*PAUSES_SECONDS, None), start=1):
            try:
                with _OPENER.open(request(), timeout=self.timeout_seconds) as answer:
                    return read(answer)
            except HTTPError as answer:
                with answer:
                    raise refusal(answer, tries=tries) from None
            except _CUT as cut:
                if pause is None:
                    why = str(getattr(cut, "reason", cut)) or type(cut).__name__
                    raise Unavailable(
                        "client.unreachable", "The library did not answer.", base_url=self.base_url, why=why
                    ) from cut
                time.sleep(pause)
        raise AssertionError("unreachable: the last try returns or raises")

    def _request(self, method: str, path: str, body: Any = None, media_type: str = "") -> Request:
        headers = {"accept": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if media_type:
            headers["content-type"] = media_type
        return Request(self.base_url.rstrip("/") + path, data=body, headers=headers, method=method)


def refusal(answer: HTTPError, *, tries: int) -> PropriaError:
    """The error that a problem+json tells: class by status, code and facts as they came.

    Anything else than problem+json is told as `client.unreadable_answer` with the status.
    """
    try:
        told = json.loads(answer.read())
        code, sentence, facts = str(told["code"]), str(told["detail"]), dict(told["facts"])
    except (ValueError, KeyError, TypeError, *_CUT):
        return _unreadable(answer.code)
    if tries > 1:
        facts["tries"] = tries
    facts = {name: value for name, value in facts.items() if name not in ("self", "code", "sentence")}
    kind = Unavailable if answer.code in BUSY else _KINDS.get(answer.code, PropriaError)
    error = kind(code, sentence, **facts)
    error.status = answer.code
    return error


def _json(answer: IO[bytes]) -> Any:
    body = answer.read()
    try:
        return json.loads(body)
    except ValueError:
        raise _unreadable(200) from None


def _unreadable(status: int) -> PropriaError:
    return PropriaError(
        "client.unreadable_answer", "This is not an answer of a Propria library.", status=status
    )
