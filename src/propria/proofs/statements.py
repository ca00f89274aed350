"""Statements: the words that a person signs, in one canonical form; nothing here is signed yet."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.ids import is_id
from propria.kernel.time import Instant, instant, wire
from propria.proofs.canonical import (
    canonical_bytes,
    count_of,
    from_b64,
    members,
    read_canonical,
    text_of,
    to_b64,
)

STATEMENT_LABEL = b"propria/v1/statement\0"
LANGUAGES = ("zh", "en")
_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_MEMBERS = frozenset({"type", "version", "id", "subject", "body", "text", "as_of", "expires_at"})


@dataclass(frozen=True)
class CheckpointSeen:
    """The log head that the signing page showed: it proves that the words were signed after it."""

    origin: str
    size: int
    root: bytes

    def to_json(self) -> dict[str, Any]:
        """The signed form."""
        return {"origin": self.origin, "size": self.size, "root": to_b64(self.root)}

    @classmethod
    def from_json(cls, raw: Any) -> "CheckpointSeen":
        """Read the signed form. Raises: Malformed(`proofs.wrong_members` and the readers' codes)."""
        found = members(raw, frozenset({"origin", "size", "root"}))
        root = from_b64(found["root"], size=32)
        return cls(text_of(found["origin"]), count_of(found["size"]), root)


@dataclass(frozen=True)
class Statement:
    """What is signed: who it is about, what is said for programs (`body`) and for people (`text`).

    `type` is dotted lower-case words (`consent.openness_given`), `subject` a subject id. `text` holds
    both `zh` and `en` with nothing hidden in it (no control, zero-width or direction-changing
    characters), because what is signed must be what is seen. `as_of` is the checkpoint seen, None only
    before the log's first one. A statement logged after `expires_at` is void.
    """

    type: str
    version: int
    id: str
    subject: str
    body: Mapping[str, Any]
    text: Mapping[str, str]
    as_of: CheckpointSeen | None
    expires_at: Instant

    def __post_init__(self) -> None:
        if not _TYPE.match(self.type):
            raise _malformed("type", "dotted lower-case words")
        if type(self.version) is not int or self.version < 1:
            raise _malformed("version", "a whole number from 1")
        if not is_id("statement", self.id):
            raise _malformed("id", "a statement id")
        if not is_id("subject", self.subject):
            raise _malformed("subject", "a subject id")
        if set(self.text) != set(LANGUAGES) or not all(
            isinstance(t, str) and t.strip() for t in self.text.values()
        ):
            raise _malformed("text", "the same words in zh and en")
        if any(_HIDDEN.search(words) for words in self.text.values()):
            raise _malformed("text", "words without hidden or direction-changing characters")
        if not isinstance(self.body, Mapping):
            raise _malformed("body", "an object")

    def to_json(self) -> dict[str, Any]:
        """The signed form as a JSON value."""
        return {
            "type": self.type,
            "version": self.version,
            "id": self.id,
            "subject": self.subject,
            "body": dict(self.body),
            "text": dict(self.text),
            "as_of": None if self.as_of is None else self.as_of.to_json(),
            "expires_at": wire(self.expires_at),
        }

    @classmethod
    def from_json(cls, raw: Any) -> "Statement":
        """Read the signed form; an unknown, missing or mistyped member is refused.

        Raises: Malformed(`proofs.wrong_members`, `proofs.wrong_statement` and the readers' codes).
        """
        found = members(raw, _MEMBERS)
        try:
            expires_at = instant(text_of(found["expires_at"]))
        except ValueError as error:
            raise _malformed("expires_at", "a UTC instant in whole seconds") from error
        if wire(expires_at) != found["expires_at"]:
            raise _malformed("expires_at", "a UTC instant in whole seconds")
        seen = found["as_of"]
        return cls(
            type=text_of(found["type"]),
            version=count_of(found["version"]),
            id=text_of(found["id"]),
            subject=text_of(found["subject"]),
            body=_object(found["body"], "body"),
            text=_object(found["text"], "text"),
            as_of=None if seen is None else CheckpointSeen.from_json(seen),
            expires_at=expires_at,
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "Statement":
        """Read canonical bytes, refusing any other spelling of the same words.

        Raises: Malformed(`proofs.not_json`, `proofs.not_canonical_json` and `from_json`'s codes).
        """
        return cls.from_json(read_canonical(data))

    def to_bytes(self) -> bytes:
        """The canonical bytes (RFC 8785). Raises: Malformed(`proofs.not_canonical_json`)."""
        return canonical_bytes(self.to_json())

    def digest(self) -> bytes:
        """What authenticators sign: SHA-256("propria/v1/statement" ‖ 0x00 ‖ canonical bytes), 32 bytes."""
        return statement_digest(self.to_bytes())


def statement_digest(canonical: bytes) -> bytes:
    """The digest of a statement whose canonical bytes you already hold."""
    return hashlib.sha256(STATEMENT_LABEL + canonical).digest()


def short_digest(digest: bytes) -> str:
    """The form that people compare on two screens.

    >>> short_digest(bytes.fromhex("7f3a91c4" + "00" * 26 + "52d1"))
    '7f3a 91c4 … 52d1'
    """
    text = digest.hex()
    return f"{text[:4]} {text[4:8]} … {text[-4:]}"


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _malformed(name, "an object")
    return value


def _malformed(member: str, expected: str) -> Malformed:
    return Malformed(
        "proofs.wrong_statement",
        f"The statement's {member} must be {expected}.",
        member=member,
        expected=expected,
    )
