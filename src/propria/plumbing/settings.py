"""Every setting: from the environment (`PROPRIA_*`), then a TOML file, then its default. Decides nothing.

Any setting can be read from a file named by the same name with `_FILE` after it. Secrets have no
default: asking for one that was not given is refused.
"""

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant, instant, wire
from propria.plumbing.secret import Secret

PREFIX = "PROPRIA_"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this installation is set up. `Settings.load` reads it; nothing changes it afterwards."""

    data_dir: Annotated[Path, "Folder for everything that is kept on this machine."] = Path(".propria/data")
    database_url: Annotated[str, "`sqlite:///…` or `postgresql://…`; empty: a file in data_dir."] = ""
    jobs_url: Annotated[str, "Where the journal of durable jobs is kept; empty: a file in data_dir."] = ""
    blobs_url: Annotated[str, "`file:///…`, `s3://bucket/prefix` or `memory:`; empty: in data_dir."] = ""
    keys_file: Annotated[str, "The key store's own file. Keep it out of backups; empty: in data_dir."] = ""
    log_dir: Annotated[str, "Folder of the public log's tiles and checkpoints; empty: in data_dir."] = ""

    listen_host: Annotated[str, "Address that the server listens on."] = "127.0.0.1"
    listen_port: Annotated[int, "Port that the server listens on."] = 8000
    base_url: Annotated[str, "Public address of the library."] = "http://localhost:8000"
    signing_url: Annotated[str, "Public address of the signing page, its own host."] = (
        "http://sign.localhost:8000"
    )
    log_origin: Annotated[str, "Name of the log; one that starts with `demo.` is a demo."] = (
        "localhost/propria"
    )
    executor_id: Annotated[str, "Stable name of this server among those that share a database."] = "server-1"
    story_start: Annotated[Instant | None, "Instant at which a demo's clock starts; empty: real time."] = None

    log_level: Annotated[str, "`debug`, `info`, `warning` or `error`."] = "info"
    max_upload_bytes: Annotated[int, "Largest recording that is taken, in bytes."] = 4 << 30

    smtp_host: Annotated[str, "Mail server; empty: messages are written to data_dir/outbox."] = ""
    smtp_port: Annotated[int, "Port of the mail server."] = 587
    smtp_user: Annotated[str, "Name to sign in with at the mail server; empty: none."] = ""
    smtp_tls: Annotated[bool, "Whether mail is sent only over STARTTLS."] = True
    mail_from: Annotated[str, "Sender of all mail."] = "library@localhost"

    funds_dir: Annotated[
        str, "Folder for files from and to whoever keeps the money; empty: movements are typed."
    ] = ""
    rates_file: Annotated[str, "CSV file of dated exchange rates; empty: nothing is converted."] = ""
    rates_base: Annotated[str, "Currency that the rates are for one unit of."] = "EUR"
    rates_source: Annotated[str, "Who publishes the rates, as statements name it."] = "the rates file"

    dns_resolver: Annotated[
        str, "Name server that is asked for TXT records (address:port); empty: the system’s."
    ] = ""
    oidc_issuer: Annotated[
        str, "Issuer of the OpenID Connect provider whose word shows who a performer is; empty: none."
    ] = ""
    oidc_client_id: Annotated[str, "What this library is called at that provider."] = ""
    oidc_client_secret: Annotated[Secret | None, "Its secret at that provider."] = None

    s3_endpoint: Annotated[str, "Address of the S3 service; empty: that of the region."] = ""
    s3_region: Annotated[str, "Region of the S3 bucket."] = "us-east-1"
    s3_access_key: Annotated[str, "Access key of the S3 bucket."] = ""

    engine_url: Annotated[
        str, "Address of a replica engine elsewhere (docs/protocol/engine.md); empty: the embedded one, here."
    ] = ""
    engine_provider: Annotated[str, "The name that this engine must give; scopes decide by it."] = (
        "propria-embedded"
    )
    engine_region: Annotated[str, "Where the engine stands (ISO 3166); scopes decide by it."] = "CN"
    engine_retention_days: Annotated[int, "The longest that it may keep what it is given, in days."] = 0
    engine_token: Annotated[
        Secret | None, "What this library shows to an engine elsewhere; empty: nothing."
    ] = None
    engine_callbacks: Annotated[
        bool,
        "Whether an engine elsewhere may ring at `/api/v1/engine/callbacks` when a job ends, signed with the engine's token; "
        "otherwise it is asked again and again.",
    ] = False

    operator_evidence_lists: Annotated[
        bool,
        "Whether papers that two of the operator's people saw list a performer whose name nobody else has.",
    ] = False

    witnesses: Annotated[str, "Verifier keys of the witnesses whose cosignatures are kept, with spaces."] = ""
    witness_urls: Annotated[
        str, "Addresses of witnesses that each head is taken to (C2SP tlog-witness), with spaces."
    ] = ""
    witnesses_elsewhere: Annotated[
        bool, "Whether a witness runs on a machine that is not the operator's."
    ] = False
    tsa_url: Annotated[str, "RFC 3161 time stamp service that anchors the log; empty: none."] = ""
    tsa_every_seconds: Annotated[int, "Least time between two anchors; a quiet log is anchored once."] = 60

    log_signer: Annotated[
        str,
        "Program that holds the log's key (`COMMAND public`, `COMMAND sign`), in place of `log_key`; empty: none.",
    ] = ""
    log_signer_previous: Annotated[
        str, "The program that held the log key before rotation, while rotating."
    ] = ""

    operator_signer: Annotated[
        str,
        "Program that holds the key of the operator's statements, in place of `operator_key`; it has two seconds. Empty: none.",
    ] = ""

    master_key: Annotated[Secret | None, "32 bytes as 64 hex digits: wraps every key in the key store."] = (
        None
    )
    master_key_previous: Annotated[Secret | None, "The master key before rotation, while rotating."] = None
    session_secret: Annotated[Secret | None, "32 bytes as 64 hex digits: seals cookies."] = None
    log_key: Annotated[Secret | None, "32 bytes as 64 hex digits: Ed25519 seed that signs checkpoints."] = (
        None
    )
    log_key_previous: Annotated[
        Secret | None, "The log key before rotation: heads carry both signatures."
    ] = None
    operator_key: Annotated[
        Secret | None, "Ed25519 seed of the operator's statements; empty: derived from the log key."
    ] = None
    token_key: Annotated[Secret | None, "32 bytes as 64 hex digits: Ed25519 seed of render tokens."] = None
    seal_key: Annotated[Secret | None, "32 bytes as 64 hex digits: seed of the operator's seals."] = None
    smtp_password: Annotated[Secret | None, "Password for the mail server."] = None
    s3_secret_key: Annotated[Secret | None, "Secret key of the S3 bucket."] = None

    ignored: Annotated[tuple[str, ...], "Names that look like settings and are none (never set)."] = ()

    @classmethod
    def load(cls, env: Mapping[str, str], file: Path | None = None) -> "Settings":
        """Read the settings; `file` defaults to what `PROPRIA_SETTINGS` names, if anything.

        Unknown names in the file are refused; in the environment they end up in `ignored`.

        Raises: Malformed(`settings.unreadable`, `settings.unknown`, `settings.wrong_type`).
        """
        named = env.get(f"{PREFIX}SETTINGS")
        source = file or (Path(named) if named else None)
        given = {**_from_file(source), **_from_env(env)}
        values = {name: _typed(name, value) for name, value in given.items() if name in _FIELDS}
        ignored = tuple(sorted(name for name in given if name not in _FIELDS))
        return cls(**values, ignored=ignored)._completed()

    def secret(self, name: str) -> Secret:
        """The secret called `name`.

        Raises: Refused(`settings.secret_missing`) naming the variable to set.
        """
        if name not in SECRETS:
            raise KeyError(name)
        found: Secret | None = getattr(self, name)
        if found is None:
            variable = f"{PREFIX}{name.upper()}"
            raise Refused(
                "settings.secret_missing",
                f"Set {variable}, or {variable}_FILE to the file that holds it.",
                variable=variable,
            )
        return found

    def secret_bytes(self, name: str) -> bytes:
        """The 32 bytes of a secret that is written as 64 hex digits.

        Raises: Refused(`settings.secret_missing`), Malformed(`settings.wrong_type`).
        """
        try:
            raw = bytes.fromhex(self.secret(name).reveal())
        except ValueError:
            raw = b""
        if len(raw) != 32:
            raise Malformed("settings.wrong_type", "A key is 64 hex digits.", name=name)
        return raw

    @property
    def is_demo(self) -> bool:
        """Whether this is a demo, where software keys sign and one click signs in."""
        return self.log_origin.startswith("demo.")

    def _completed(self) -> "Settings":
        """With the addresses that follow from data_dir filled in."""
        data = self.data_dir.resolve()
        return dataclasses.replace(
            self,
            data_dir=data,
            database_url=self.database_url or f"sqlite:///{data / 'propria.db'}",
            jobs_url=self.jobs_url or f"sqlite:///{data / 'jobs.db'}",
            blobs_url=self.blobs_url or f"file://{data / 'blobs'}",
            keys_file=self.keys_file or str(data / "keys" / "keys.db"),
            log_dir=self.log_dir or str(data / "log"),
        )


@dataclass(frozen=True)
class SettingDoc:
    """One row of the generated page of settings."""

    variable: str
    kind: str
    default: str
    doc: str
    is_secret: bool


_FIELDS = {f.name: f for f in dataclasses.fields(Settings) if f.name != "ignored"}
_KINDS = typing.get_type_hints(Settings)
_DOCS = {n: hint.__metadata__[0] for n, hint in typing.get_type_hints(Settings, include_extras=True).items()}
SECRETS = tuple(name for name in _FIELDS if _KINDS[name] == Secret | None)


def documented() -> tuple[SettingDoc, ...]:
    """Every setting with its doc line, in the order of the source; the page of settings is made of it."""
    return tuple(
        SettingDoc(
            variable=f"{PREFIX}{name.upper()}",
            kind=_kind(name).__name__,
            default="" if name in SECRETS or field.default is None else str(field.default),
            doc=_DOCS[name],
            is_secret=name in SECRETS,
        )
        for name, field in _FIELDS.items()
    )


def _kind(name: str) -> type[Any]:
    hint = _KINDS[name]
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    kind: type[Any] = next(part for part in parts if part is not types.NoneType)
    return kind


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable, value in env.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or name == "settings" or value == "":
            continue
        plain = name.removesuffix("_file")
        if name not in _FIELDS and plain in _FIELDS:
            found.setdefault(plain, _file_text(Path(value)))
        else:
            found[name] = value
    return found


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        raw = tomllib.loads(_file_text(file))
    except tomllib.TOMLDecodeError as error:
        raise Malformed("settings.unreadable", str(error), file=str(file)) from error
    found: dict[str, Any] = {}
    for name, value in raw.items():
        plain = name.removesuffix("_file")
        if name in _FIELDS:
            found[name] = value
        elif plain in _FIELDS:
            found[plain] = _file_text(file.parent / str(value))
        else:
            raise Malformed("settings.unknown", f"There is no setting called {name}.", name=name)
    return found


def _file_text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed("settings.unreadable", f"{file} cannot be read.", file=str(file)) from error


def _typed(name: str, value: Any) -> Any:
    """`value` as the setting's type. Raises: Malformed(`settings.wrong_type`)."""
    kind = _kind(name)
    try:
        match kind, value:
            case (_, bool()) if kind is not bool:
                raise ValueError
            case _ if kind is bool:
                return value if isinstance(value, bool) else {"true": True, "false": False}[value.lower()]
            case _ if kind is Instant:
                return instant(wire(value) if isinstance(value, Instant) else value)
            case _:
                return kind(value)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Malformed("settings.wrong_type", f"{name} must be {kind.__name__}.", name=name) from None
