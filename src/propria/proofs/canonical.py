"""Canonical JSON (RFC 8785) and strict readers for it; it decides nothing about what the words mean."""

import base64
import binascii
import json
import re
from typing import Any

import rfc8785

from propria.kernel.errors import Malformed

_TO_URL = bytes.maketrans(b"+/", b"-_")
MAX_DEPTH = 64
MAX_SAFE_INTEGER = 2**53 - 1
# Python's own encoder writes the same bytes, unless a name is beyond the first plane (another order: UTF-16 parts such
# characters in two), half of such a pair stands alone (no UTF-8), or a number is a float.
_QUICK = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)
_B64URL = re.compile(r"[A-Za-z0-9_-]*\Z")


def canonical_bytes(value: Any) -> bytes:
    """The one byte string of a JSON value (RFC 8785), for signing.

    Signed words carry whole numbers only: a float is refused unless it is a whole number within
    ±(2^53 − 1), which is then written without a fraction.

    Raises: Malformed(`proofs.not_canonical_json`).

    >>> canonical_bytes({"b": 1.0, "a": [True, None]})
    b'{"a":[true,null],"b":1}'
    """
    _check(value, depth=0)
    quick = _QUICK.encode(value)
    of_one_part_each = len(quick.encode("utf-16-le", "backslashreplace")) == 2 * len(quick)
    return quick.encode() if of_one_part_each and ".0" not in quick else jcs(value)


def jcs(value: Any) -> bytes:
    """RFC 8785 in full, fractions included; for reading other people's JSON, never for signing.

    Raises: Malformed(`proofs.not_canonical_json`).
    """
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError) as error:
        raise _malformed(str(error)) from error


def read_json(data: bytes, *, max_size_bytes: int = 64 * 2**20) -> Any:
    """Read JSON as I-JSON (RFC 7493): UTF-8, no byte order mark, no duplicate names, no NaN.

    Raises: Malformed(`proofs.not_json`).
    """
    if len(data) > max_size_bytes:
        raise Malformed("proofs.not_json", "This file is too large.", limit_bytes=max_size_bytes)
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
        _check_depth(value)
    except (ValueError, RecursionError) as error:
        raise Malformed("proofs.not_json", "This is not plain JSON.", reason=str(error)) from error
    return value


def read_canonical(data: bytes) -> Any:
    """Read bytes that must already be in the canonical form of `canonical_bytes`.

    Raises: Malformed(`proofs.not_json`, `proofs.not_canonical_json`).
    """
    value = read_json(data)
    if canonical_bytes(value) != data:
        raise _malformed("the bytes are not in canonical form")
    return value


def to_b64(data: bytes) -> str:
    """Base64url without padding, the only text form of bytes here (RFC 4648 section 5).

    >>> to_b64(bytes([251, 255]))
    '-_8'
    """
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=").decode("ascii")


def from_b64(text: Any, *, size: int | None = None) -> bytes:
    """Read `to_b64`'s form, exactly: another spelling of the same bytes is refused.

    Raises: Malformed(`proofs.not_base64url`).
    """
    if not isinstance(text, str) or not _B64URL.match(text):
        raise Malformed("proofs.not_base64url", "Bytes are written in base64url without padding.")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise Malformed("proofs.not_base64url", "Bytes are written in base64url.") from error
    if to_b64(data) != text or (size is not None and len(data) != size):
        raise Malformed("proofs.not_base64url", "These bytes have the wrong length or spelling.")
    return data


def members(raw: Any, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The members of a JSON object that must have exactly these names.

    Raises: Malformed(`proofs.wrong_members`) naming what is missing and what is unknown.
    """
    if not isinstance(raw, dict):
        raise Malformed("proofs.wrong_members", "An object is expected here.")
    missing, unknown = sorted(required - raw.keys()), sorted(raw.keys() - required - optional)
    if missing or unknown:
        raise Malformed(
            "proofs.wrong_members", "Members are missing or unknown.", missing=missing, unknown=unknown
        )
    return raw


def text_of(value: Any) -> str:
    """The string that must stand here. Raises: Malformed(`proofs.wrong_type`)."""
    if not isinstance(value, str):
        raise Malformed("proofs.wrong_type", "A string is expected here.")
    return value


def list_of(value: Any, *, limit: int = 1_000_000) -> list[Any]:
    """The list that must stand here. Raises: Malformed(`proofs.wrong_type`)."""
    if not isinstance(value, list) or len(value) > limit:
        raise Malformed("proofs.wrong_type", "A list is expected here.", limit=limit)
    return value


def count_of(value: Any) -> int:
    """The whole number, zero or more, that must stand here. Raises: Malformed(`proofs.wrong_type`)."""
    if type(value) is not int or not 0 <= value <= MAX_SAFE_INTEGER:
        raise Malformed("proofs.wrong_type", "A whole number is expected here.")
    return value


def _check(value: Any, *, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _malformed("nested too deeply")
    if type(value) is str:
        return
    match value:
        case dict():
            for name, item in value.items():
                if not isinstance(name, str):
                    raise _malformed("names must be strings")
                if type(item) is not str:
                    _check(item, depth=depth + 1)
        case None | bool() | str():
            return
        case int():
            if abs(value) > MAX_SAFE_INTEGER:
                raise _malformed("a number is beyond what every reader keeps exactly")
        case float():
            if not value.is_integer() or abs(value) > MAX_SAFE_INTEGER:
                raise _malformed("signed words carry no fractions")
        case list() | tuple():
            for item in value:
                _check(item, depth=depth + 1)
        case _:
            raise _malformed(f"{type(value).__name__} is not JSON")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _malformed(reason: str) -> Malformed:
    return Malformed("proofs.not_canonical_json", "These words have no canonical form.", reason=reason)
