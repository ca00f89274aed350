"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from propria.kernel.errors import Malformed, Unverified
from propria.kernel.time import Instant
from propria.proofs.merkle import HASH_SIZE_BYTES
from propria.proofs.public_keys import Ed25519Key

if TYPE_CHECKING:  # who only verifies needs no package that signs
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519, COSIGNATURE = 0x01, 0x04
MAX_SIGNATURES = 100
MAX_NOTE_SIZE_BYTES = 1_000_000
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})\Z")
_SIZE = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class NoteKey:
    """A key that verifies notes: a name, an algorithm byte (1 Ed25519, 4 cosignature), 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that begin each of its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    def vkey(self) -> str:
        """The text form: name, key id, algorithm and key."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def made(self, line: str) -> bool:
        """Whether a signature line names this key; it says nothing of whether the signature is right."""
        found = _SIGNATURE_LINE.match(line.rstrip("\n"))
        blob = _from_base64(found["blob"]) if found else None
        return (
            found is not None and blob is not None and (found["name"], blob[:4]) == (self.name, self.key_id)
        )

    @classmethod
    def from_vkey(cls, text: str) -> "NoteKey":
        """Read the text form. Raises: Malformed(`proofs.wrong_vkey`)."""
        name, key_id, data = _read_key_text(text)
        key = cls(name, data[0], data[1:])
        if key.algorithm not in (ED25519, COSIGNATURE) or len(key.public) != 32 or key.key_id != key_id:
            raise Malformed("proofs.wrong_vkey", "This verifier key is damaged or of another kind.")
        return key


@dataclass(frozen=True)
class NoteSigner:
    """A key that signs notes; `seed` is the Ed25519 seed, 32 bytes, and secret."""

    name: str
    algorithm: int
    seed: bytes

    def key(self) -> NoteKey:
        """Its public half."""
        return NoteKey(self.name, self.algorithm, self._private().public_key().public_bytes_raw())

    def skey(self) -> str:
        """The text form of the secret key."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.key().key_id.hex()}+{encoded}"

    @classmethod
    def from_skey(cls, text: str) -> "NoteSigner":
        """Read the text form. Raises: Malformed(`proofs.wrong_skey`)."""
        try:
            if not text.startswith("PRIVATE+KEY+"):
                raise Malformed("proofs.wrong_skey")
            name, key_id, data = _read_key_text(text.removeprefix("PRIVATE+KEY+"))
            signer = cls(name, data[0], data[1:])
            if signer.algorithm not in (ED25519, COSIGNATURE) or signer.key().key_id != key_id:
                raise Malformed("proofs.wrong_skey")
        except (Malformed, ValueError) as error:
            raise Malformed("proofs.wrong_skey", "This signing key is damaged.") from error
        return signer

    def sign(self, text: str) -> str:
        """The signature line over a note's text, for a signer of algorithm Ed25519."""
        _check_text(text)
        if self.algorithm != ED25519:
            raise ValueError("a witness cosigns with a time")
        return _signature_line(self.key(), self._private().sign(text.encode()))

    def cosign(self, text: str, *, seen_at: Instant) -> str:
        """The signature line of a witness who saw this checkpoint at this time."""
        _check_text(text)
        if self.algorithm != COSIGNATURE:
            raise ValueError("only a witness cosigns")
        seconds = int(seen_at.timestamp())
        signed = self._private().sign(_cosigned(text, seconds))
        return _signature_line(self.key(), seconds.to_bytes(8) + signed)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


class HeldKey(Protocol):
    """Whatever holds an Ed25519 key and signs with it without letting it out."""

    def public(self) -> bytes:
        """The public key, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature over a message, 64 bytes."""
        ...


class LogSigner(Protocol):
    """Who signs a log's heads: a seed in this process (`NoteSigner`), or a key that is held elsewhere (`HeldSigner`)."""

    @property
    def name(self) -> str:
        """The log's name."""
        ...

    def key(self) -> NoteKey:
        """The public half."""
        ...

    def sign(self, text: str) -> str:
        """The signature line over a note's text."""
        ...


@dataclass(frozen=True)
class HeldSigner:
    """Signs notes with an Ed25519 key that is held elsewhere."""

    name: str
    held: HeldKey

    def key(self) -> NoteKey:
        """Its public half."""
        return NoteKey(self.name, ED25519, self.held.public())

    def sign(self, text: str) -> str:
        """The signature line over a note's text. Raises: what the key's holder raises."""
        _check_text(text)
        return _signature_line(self.key(), self.held.sign(text.encode()))


@dataclass(frozen=True)
class VerifiedSignature:
    """A signature that checked out; `seen_at` is the witness's time, None for the log's own."""

    key: NoteKey
    seen_at: Instant | None


@dataclass(frozen=True)
class OpenedNote:
    """A note's text with the signatures that checked out against the keys you gave."""

    text: str
    signatures: tuple[VerifiedSignature, ...]
    unknown_names: tuple[str, ...]


@dataclass(frozen=True)
class Checkpoint:
    """A log's head: origin, number of entries, root; extension lines are kept and not interpreted."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text that the log and its witnesses sign (C2SP tlog-checkpoint)."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Read that text. Raises: Malformed(`proofs.wrong_checkpoint`)."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "" or not all(lines) or not _SIZE.match(lines[1]):
            raise Malformed("proofs.wrong_checkpoint", "This is not a checkpoint.")
        root = _from_base64(lines[2])
        if root is None or len(root) != HASH_SIZE_BYTES:
            raise Malformed("proofs.wrong_checkpoint", "The checkpoint's root is not a hash.")
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:]))


def sign_checkpoint(checkpoint: Checkpoint, signer: LogSigner) -> str:
    """The checkpoint as a note with the log's own signature; add cosignatures with `add_signature`."""
    text = checkpoint.text()
    return text + "\n" + signer.sign(text)


def add_signature(note: str, line: str) -> str:
    """The note with one more signature line."""
    return note + line


def note_text(note: str) -> str:
    """The signed part of a note, unverified. Raises: Malformed(`proofs.wrong_note`)."""
    return _split(note)[0]


def signer_names(note: str) -> list[str]:
    """Whoever a note names as its signers, unverified, in its order."""
    lines = note.rpartition("\n\n")[2][:-1].split("\n")
    return [line.split(" ")[1] for line in lines]


def open_note(note: str, keys: Sequence[NoteKey]) -> OpenedNote:
    """The note's text, if at least one of `keys` signed it and none of their signatures is wrong.

    Raises: Malformed(`proofs.wrong_note`), Unverified(`proofs.wrong_note_signature`,
    `proofs.note_unsigned`). Source: C2SP signed-note.
    """
    text, lines = _split(note)
    by_id = {(key.name, key.key_id): key for key in keys}
    found: dict[tuple[str, bytes], VerifiedSignature] = {}
    unknown: list[str] = []
    for name, blob in lines:
        key = by_id.get((name, blob[:4]))
        if key is None:
            unknown.append(name)
        elif (name, blob[:4]) not in found:
            found[name, blob[:4]] = _check_line(text, key, blob[4:])
    if not found:
        raise Unverified("proofs.note_unsigned", "None of the keys you trust signed this.", names=unknown)
    return OpenedNote(text, tuple(found.values()), tuple(unknown))


def open_checkpoint(
    note: str, log_key: NoteKey, witnesses: Sequence[NoteKey] = (), followed: Sequence[NoteKey] = ()
) -> tuple[Checkpoint, tuple[VerifiedSignature, ...]]:
    """The checkpoint that the log itself signed, and the cosignatures of the witnesses you know.

    `followed` are keys of the log's that its key led to; either's signature is the log's.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_checkpoint`),
    Unverified(`proofs.note_unsigned`, `proofs.wrong_note_signature`, `proofs.other_log`).
    """
    of_log = [log_key, *followed]
    opened = open_note(note, [*of_log, *witnesses])
    checkpoint = Checkpoint.from_text(opened.text)
    if not any(s.key in of_log for s in opened.signatures):
        raise Unverified("proofs.note_unsigned", "The log itself did not sign this checkpoint.")
    if checkpoint.origin != log_key.name:
        raise Unverified("proofs.other_log", "This checkpoint is of another log.", found=checkpoint.origin)
    return checkpoint, tuple(s for s in opened.signatures if s.key not in of_log)


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    wrong = Malformed("proofs.wrong_note", "This is not a signed note.")
    if len(note) > MAX_NOTE_SIZE_BYTES or _CONTROL.search(note):
        raise wrong
    body, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise wrong
    lines: list[tuple[str, bytes]] = []
    for line in tail[:-1].split("\n"):
        found = _SIGNATURE_LINE.match(line)
        blob = _from_base64(found["blob"]) if found else None
        if found is None or blob is None or len(blob) < 5 or len(lines) >= MAX_SIGNATURES:
            raise wrong
        lines.append((found["name"], blob))
    return body + "\n", lines


def _check_line(text: str, key: NoteKey, blob: bytes) -> VerifiedSignature:
    seen_at = None
    message = text.encode()
    try:
        if key.algorithm == COSIGNATURE:
            seconds, blob = int.from_bytes(blob[:8]), blob[8:]
            message = _cosigned(text, seconds)
            seen_at = datetime.fromtimestamp(seconds, UTC)
        is_right = Ed25519Key(key.public).verifies(blob, message)
    except (ValueError, OverflowError, OSError):
        is_right = False
    if not is_right:
        raise Unverified(
            "proofs.wrong_note_signature", "A signature by a key you trust is wrong.", name=key.name
        )
    return VerifiedSignature(key, seen_at)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature_line(key: NoteKey, signature: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note's text ends with a newline and holds no control characters")


def _read_key_text(text: str) -> tuple[str, bytes, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    data = _from_base64(encoded)
    is_named = bool(name) and not re.search(r"\s", name)
    if not is_named or not re.fullmatch(r"[0-9a-f]{8}", key_id) or data is None or len(data) < 2:
        raise Malformed("proofs.wrong_vkey", "This is not a verifier key.")
    return name, bytes.fromhex(key_id), data


def _from_base64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None
