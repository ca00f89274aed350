"""The verifier's own trust file: which log, signing page, witnesses, attestors and time authorities it goes by."""

from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.canonical import canonical_bytes, from_b64, list_of, members, read_json, text_of, to_b64
from propria.proofs.certificates import Certificate
from propria.proofs.notes import COSIGNATURE, ED25519, NoteKey
from propria.proofs.timestamps import TrustedAuthority

FORMAT = "propria-trust/1"


@dataclass(frozen=True)
class TrustedLog:
    """A log by its key, the one page whose passkeys count there, and its operator's software keys."""

    key: NoteKey
    signing_rp_id: str
    signing_origin: str
    operator_keys: tuple[bytes, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form in the file."""
        return {
            "vkey": self.key.vkey(),
            "signing_rp_id": self.signing_rp_id,
            "signing_origin": self.signing_origin,
            "operator_keys": [to_b64(key) for key in self.operator_keys],
        }


@dataclass(frozen=True)
class TrustedAttestor:
    """Somebody other than the operator whose word on identity the verifier takes."""

    name: str
    public: bytes

    def to_json(self) -> dict[str, Any]:
        """The form in the file."""
        return {"name": self.name, "public": to_b64(self.public)}


@dataclass(frozen=True)
class Trust:
    """What a verifier believes before it reads a bundle; nothing in a bundle can add to it.

    `one_machine` says that log and witnesses are run by one party: every report is then amber at best.
    """

    logs: tuple[TrustedLog, ...]
    witnesses: tuple[NoteKey, ...] = ()
    attestors: tuple[TrustedAttestor, ...] = ()
    one_machine: bool = False
    time_authorities: tuple[TrustedAuthority, ...] = ()

    def __post_init__(self) -> None:
        if not self.logs:
            raise Malformed("proofs.wrong_trust", "A trust file that names no log trusts nothing.")
        operated = {key for log in self.logs for key in (log.key.public, *log.operator_keys)}
        if operated & {w.public for w in self.witnesses} or operated & {a.public for a in self.attestors}:
            raise Malformed("proofs.wrong_trust", "The operator's key is no witness and no attestor.")

    def log(self, origin: str) -> TrustedLog:
        """The log of this origin. Raises: Unverified(`proofs.log_not_trusted`)."""
        for log in self.logs:
            if log.key.name == origin:
                return log
        raise Unverified("proofs.log_not_trusted", "Your trust file does not name this log.", found=origin)

    def to_bytes(self) -> bytes:
        """The file."""
        raw = {
            "format": FORMAT,
            "logs": [log.to_json() for log in self.logs],
            "witnesses": [key.vkey() for key in self.witnesses],
            "attestors": [attestor.to_json() for attestor in self.attestors],
            "one_machine": self.one_machine,
        }
        stamping = [
            {"name": one.name, "certificate": to_b64(one.certificate.raw)} for one in self.time_authorities
        ]
        return canonical_bytes(raw | ({"time_authorities": stamping} if stamping else {}))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Trust":
        """Read the file. Raises: Malformed(`proofs.wrong_trust` and the readers' codes)."""
        found = members(
            read_json(data),
            frozenset({"format", "logs"}),
            frozenset({"witnesses", "attestors", "one_machine", "time_authorities"}),
        )
        if found["format"] != FORMAT or type(found.get("one_machine", False)) is not bool:
            raise Malformed("proofs.wrong_trust", "This is not a trust file of this format.")
        return cls(
            tuple(_log(raw) for raw in list_of(found["logs"])),
            tuple(_key(raw, COSIGNATURE) for raw in list_of(found.get("witnesses", []))),
            tuple(_attestor(raw) for raw in list_of(found.get("attestors", []))),
            found.get("one_machine", False),
            tuple(_authority(raw) for raw in list_of(found.get("time_authorities", []))),
        )


def _log(raw: Any) -> TrustedLog:
    found = members(raw, frozenset({"vkey", "signing_rp_id", "signing_origin"}), frozenset({"operator_keys"}))
    operator_keys = tuple(from_b64(key, size=32) for key in list_of(found.get("operator_keys", [])))
    page = text_of(found["signing_rp_id"]), text_of(found["signing_origin"])
    if not all(page):
        raise Malformed("proofs.wrong_trust", "A log needs its signing page.")
    return TrustedLog(_key(found["vkey"], ED25519), *page, operator_keys)


def _key(raw: Any, algorithm: int) -> NoteKey:
    key = NoteKey.from_vkey(text_of(raw))
    if key.algorithm != algorithm:
        raise Malformed("proofs.wrong_trust", "Logs sign, witnesses cosign: this key is of the other kind.")
    return key


def _attestor(raw: Any) -> TrustedAttestor:
    found = members(raw, frozenset({"name", "public"}))
    return TrustedAttestor(text_of(found["name"]), from_b64(found["public"], size=32))


def _authority(raw: Any) -> TrustedAuthority:
    found = members(raw, frozenset({"name", "certificate"}))
    try:
        certificate = Certificate.read(from_b64(found["certificate"]))
    except (ValueError, IndexError) as error:
        raise Malformed("proofs.wrong_trust", "A time authority's certificate is X.509 in DER.") from error
    return TrustedAuthority(text_of(found["name"]), certificate)
