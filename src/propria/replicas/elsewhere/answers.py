"""What an engine elsewhere may answer. Nothing of it is believed before it is looked at here; pure.

A wrong answer is the machine's failure, not the performer's: nothing was done, and asking again may work.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec

from propria.kernel import errors
from propria.kernel.errors import PropriaError
from propria.plumbing.errors import Unavailable
from propria.replicas.elsewhere.messages import Parcel, plain_json, unpacked
from propria.replicas.engine import port
from propria.replicas.failure_words import FAILURES
from propria.replicas.model import ProviderConditions

MOST_TEXT = 400
MOST_TRACK = 64 * 1024
"""Of any words in a report, and so of the track of a clip of thirty seconds, in characters."""
MOST_NAMES = 400
MOST_EMBEDDING = 4096
MOST_SHEET_BYTES = 8 << 20
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,40}\.[a-z0-9]{1,8}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NEEDED = (port.HEAD, port.FRONT, port.THREE_QUARTER, port.CARD)
_BEGINS = {".glb": b"glTF\x02\0\0\0", ".png": b"\x89PNG\r\n\x1a\n", ".npz": b"PK"}
_BEGINNINGS = {port.Form.MP4: (4, b"ftyp"), port.Form.GREEN: (4, b"ftyp"), port.Form.WAV: (8, b"WAVE")}
_KINDS: dict[str, type[PropriaError]] = {"Refused": errors.Refused, "Malformed": errors.Malformed}
REFUSALS = frozenset(code for code in FAILURES if code.startswith("replicas.") and "engine" not in code) | {
    "replicas.footage_too_long",
    "replicas.nothing_to_say",
    "replicas.line_too_long",
    "replicas.language_not_spoken",
    "replicas.language_not_timed",
    "replicas.speech_not_matched",
    "replicas.cannot_talk",
    "replicas.sound_missing",
    "replicas.library_unreadable",
}
"""What an engine may refuse with: the codes that the port names, and no other."""


class _Shortened(msgspec.Struct):
    sha256: str
    used_seconds: float
    seconds: float


class _Given(msgspec.Struct):
    footage_seconds: float
    stills: int
    recordings: int
    shortened: list[_Shortened] = msgspec.field(default_factory=list)


class _Face(msgspec.Struct):
    landmark_error: float
    front: float | None
    three_quarter: float | None
    genuine: float
    held_out_pictures: int | None = None
    others: int | None = None
    other: float | None = None
    other_nearest: float | None = None
    other_of_recordings: float | None = None


class _Voice(msgspec.Struct):
    seconds_heard: float
    likeness: float
    likeness_of_stock_voice: float
    genuine: float
    word_error: float
    held_out_seconds: float | None = None
    others: int | None = None
    other: float | None = None
    other_nearest: float | None = None
    other_of_recordings: float | None = None


class _Lips(msgspec.Struct):
    frames: int
    missing: list[str]
    can_talk: bool
    sync_ms: float | None = None
    sync_correlation: float | None = None
    sync_at_chance: float | None = None
    sync_seconds: float | None = None


class _Card(msgspec.Struct):
    """The parts of a model card that the performer's page puts into words."""

    terms: str
    given: _Given
    face: _Face
    head: dict[str, Any]
    voice: dict[str, Any]
    lips: _Lips
    limits: list[str]
    others: dict[str, Any] | None = None


class Status(msgspec.Struct, frozen=True):
    """How far a job is: `working`, `done`, `refused` or `failed`, the step that it is at, and why it was refused."""

    state: str
    step: str = ""
    done: int = 0
    total: int = 0
    kind: str = ""
    code: str = ""


def wrong(what: str) -> NoReturn:
    """The answer is none. Raises: Unavailable(`replicas.engine_answers_wrong`), saying what is wrong with it."""
    raise Unavailable("replicas.engine_answers_wrong", f"The engine's answer is not to be used: {what}.")


def job_of(data: bytes) -> str:
    """The name of a job that was begun. Raises: as `wrong`."""
    found = decoded(data, dict[str, str]).get("job", "")
    return found if re.fullmatch(r"[A-Za-z0-9_-]{8,128}", found) else wrong("it names no job")


def status_of(data: bytes) -> Status:
    """How far a job is. Raises: as `wrong`, and what the engine refuses, in words of our own."""
    found = decoded(data, Status)
    match found.state:
        case "working" if found.step in {*port.Step} and found.done >= 0 and found.total >= 0:
            return found
        case "done":
            return found
        case "refused" if found.code in REFUSALS and found.kind in _KINDS:
            raise _KINDS[found.kind](found.code, _sentence(found.code))
        case "failed":
            raise Unavailable("replicas.engine_died", "The engine ended before it was done.")
    wrong("it says neither how far it is nor what it refuses")


def _sentence(code: str) -> str:
    words = FAILURES.get(code)
    return words.en if words else f"The engine refuses: {code.partition('.')[2].replace('_', ' ')}."


def decoded(data: bytes, kind: Any) -> Any:
    """A small answer in JSON, of this kind. Raises: as `wrong`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        wrong("it is not what was agreed")


def about_of(data: object, declared: ProviderConditions) -> port.About:
    """What an engine says of itself, held to what the operator declared of it: a scope decides by that.

    Raises: as `wrong`; Unavailable(`replicas.engine_other_than_declared`).
    """
    try:
        about = msgspec.convert(data, port.About)
    except (msgspec.ValidationError, RecursionError):
        wrong("it does not say what it is")
    texts = [about.name, about.version, about.code_licence, about.host, about.retention, about.region]
    texts += [*about.weights_licences, *about.weights_licences.values(), *about.languages]
    texts += [text for one in about.models for text in vars(one).values()]
    if len(texts) > MOST_NAMES or not all(_plain(text) for text in texts):
        wrong("it does not say in plain words what it is")
    if not all(_DIGEST.fullmatch(one) for one in (about.weights_sha256, *(m.sha256 for m in about.models))):
        wrong("its weights have no SHA-256")
    if not about.forms or not about.languages or not about.weights_licences:
        wrong("it names no form of a line, no language, or no licence of its weights")
    found = (about.name, about.region, about.retention_days <= declared.retention_days)
    if found != (declared.provider, declared.region, True) or about.retention_days < 0:
        raise Unavailable(
            "replicas.engine_other_than_declared",
            f"The engine says that it is {about.name} in {about.region} and keeps what it is given for "
            f"{about.retention_days} days; declared are {declared.provider}, {declared.region}, "
            f"{declared.retention_days}.",
        )
    return about


def _plain(text: str) -> bool:
    return 0 < len(text) <= MOST_TEXT and text.isprintable()


def parcel_of(data: bytes, about: port.About, declared: ProviderConditions) -> Parcel:
    """A result, made by the engine that was asked and no other. Raises: as `wrong` and `about_of`."""
    try:
        parcel = unpacked(data)
    except errors.Malformed:
        wrong("it is no zip of stored files")
    if about_of(parcel.message.get("about"), declared) != about:
        wrong("another engine made it than was asked")
    return parcel


def artefacts_of(parcel: Parcel, licence: str) -> port.Artefacts:
    """A built replica: its files begin as their names say, its head and its card hold the licence. Raises: as `wrong`."""
    names = parcel.message.get("files")
    if not isinstance(names, dict) or not all(isinstance(file, str) for file in names.values()):
        wrong("it names no files")
    if not all(_FILE_NAME.fullmatch(str(name)) for name in names):
        wrong("a file's name is none")
    if not set(_NEEDED) <= set(names) or sorted(names.values()) != sorted(parcel.files):
        wrong("files are missing, or there are more than it names")
    files = {name: parcel.files[file] for name, file in names.items()}
    for name, data in files.items():
        if not data.startswith(_BEGINS.get(name[name.rindex(".") :], b"")):
            wrong(f"{name} is no such file")
    card = _object(files[port.CARD], "its model card is not a JSON object")
    _check_card(card)
    if card["terms"] != licence or _head_terms(files[port.HEAD]) != licence:
        wrong("the head or the card does not say where its terms are")
    return port.Artefacts(files, dict(card))


def _check_card(card: Mapping[str, Any]) -> None:
    try:
        read = msgspec.convert(card, _Card)
        if read.voice.get("kind", "none") != "none":
            msgspec.convert(read.voice, _Voice)
    except (msgspec.ValidationError, RecursionError):
        wrong("its model card lacks what every card says")


def _head_terms(head: bytes) -> object:
    length = int.from_bytes(head[12:16], "little")
    if int.from_bytes(head[8:12], "little") != len(head) or head[16:20] != b"JSON":
        wrong("its head is no binary glTF")
    asset = _object(head[20 : 20 + length], "its head is no binary glTF").get("asset")
    extras = asset.get("extras") if isinstance(asset, dict) else None
    return extras.get("licence") if isinstance(extras, dict) else None


def _object(data: bytes, what: str) -> Mapping[str, Any]:
    try:
        found = plain_json(data)
    except (ValueError, RecursionError):
        wrong(what)
    return found if isinstance(found, dict) else wrong(what)


def rendered_of(parcel: Parcel, about: port.About, form: port.Form) -> port.Rendered:
    """A line in the form that was asked for, and its report, which names the engine. Raises: as `wrong`."""
    kind, report = parcel.message.get("content_type"), parcel.message.get("report")
    media = parcel.files.get("media", b"")
    if kind != form.media_type or set(parcel.files) != {"media"}:
        wrong("it is not the form that was asked for")
    at, mark = _BEGINNINGS[form]
    if media[at : at + len(mark)] != mark:
        wrong("the line is of another kind than it says")
    if not isinstance(report, dict) or not all(_is_plain_value(value) for value in report.values()):
        wrong("its report is none")
    ours = {"engine": f"{about.name} {about.version}", "weights_sha256": about.weights_sha256}
    return port.Rendered(media, form.media_type, dict(report) | ours)


def _is_plain_value(value: object) -> bool:
    match value:
        case str():
            return len(value) <= MOST_TRACK
        case bool() | None:
            return True
        case int() | float():
            return math.isfinite(value)
        case list():
            return len(value) <= MOST_NAMES and all(_is_plain_value(one) for one in value)
        case _:
            return False


def seen_of(parcel: Parcel) -> port.Seen:
    """A look at a recording: plain measures, a picture sheet, embeddings of length one. Raises: as `wrong`."""
    measures, sheet = parcel.message.get("measures"), parcel.files.get("sheet", b"")
    if not isinstance(measures, dict) or not all(_is_plain_value(value) for value in measures.values()):
        wrong("its measures are none")
    if set(parcel.files) - {"sheet"} or len(sheet) > MOST_SHEET_BYTES:
        wrong("there is more than one picture, or too large a one")
    if sheet and not sheet.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        wrong("its picture is none")
    face, voice = (_embedding(parcel.message.get(name)) for name in ("face", "voice"))
    return port.Seen(measures, sheet, face, voice)


def _embedding(value: object) -> tuple[float, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not 0 < len(value) <= MOST_EMBEDDING:
        wrong("an embedding is none")
    numbers = [float(one) for one in value if isinstance(one, int | float) and not isinstance(one, bool)]
    length = math.sqrt(sum(one * one for one in numbers))
    if len(numbers) != len(value) or not 0.98 < length < 1.02:
        wrong("an embedding is not of length one")
    return tuple(numbers)
