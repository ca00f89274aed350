"""What a library and an engine elsewhere send each other: a zip of stored files, one of them `message.json`.

It carries and believes nothing; what an answer may hold is `answers`' to say. The form is docs/protocol/engine.md.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

import msgspec

from propria.kernel.errors import Malformed, Refused
from propria.kernel.ranged import Bytes, size_of, whole
from propria.replicas.engine import port
from propria.replicas.engine.manner import AS_FILMED, Manner

MESSAGE = "message.json"
MOST_MESSAGE_BYTES = 1 << 20
MOST_FILES = 512
MOST_PARCEL_BYTES = 2 << 30
"""A parcel is made in memory, so it has an end."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Parcel:
    """A message as plain values, and the files that it names."""

    message: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)


def packed(parcel: Parcel) -> bytes:
    """The parcel as bytes; the same parcel gives the same bytes."""
    out = io.BytesIO()
    said = json.dumps(parcel.message, ensure_ascii=False, sort_keys=True).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, data in {MESSAGE: said, **parcel.files}.items():
            box.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return out.getvalue()


def unpacked(data: bytes) -> Parcel:
    """The parcel in `data`. Nothing is inflated: every file must be stored, so it is as large as it looks.

    Raises: Malformed(`replicas.parcel_unreadable`).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            rows = box.infolist()
            names = [row.filename for row in rows]
            if len(rows) > MOST_FILES or len(set(names)) != len(names) or MESSAGE not in names:
                raise _unreadable()
            if any(row.compress_type != zipfile.ZIP_STORED or row.flag_bits & 1 for row in rows):
                raise _unreadable()
            if sum(row.file_size for row in rows) > len(data):
                raise _unreadable()
            files = {row.filename: box.read(row) for row in rows}
        said = files.pop(MESSAGE)
        message = plain_json(said) if len(said) <= MOST_MESSAGE_BYTES else None
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(message, dict):
        raise _unreadable()
    return Parcel(message, files)


def plain_json(data: bytes) -> Any:
    """JSON without `NaN` and infinities. Raises: ValueError."""

    def refuse(_: str) -> NoReturn:
        raise ValueError

    return json.loads(data, parse_constant=refuse)


def _unreadable() -> Malformed:
    return Malformed("replicas.parcel_unreadable", "This is not a zip of stored files with a message in it.")


def asks_fit(pack: port.PerformerPack) -> Parcel:
    """A build, as it is asked for. Raises: Refused(`replicas.too_much`)."""
    files: dict[str, bytes] = {}
    _carried([*(c.video for c in pack.footage), *pack.stills, *(r.sound for r in pack.recordings)])

    def put(kind: str, data: Bytes) -> str:
        name = f"{kind}-{len(files)}"
        files[name] = whole(data)
        return name

    message = {
        "verb": "fit",
        "licence": pack.licence,
        "footage": [_spoken(put("footage", c.video), c.script, c.language) for c in pack.footage],
        "stills": [put("still", still) for still in pack.stills],
        "recordings": [_spoken(put("recording", r.sound), r.script, r.language) for r in pack.recordings],
    }
    return Parcel(message, files)


def _carried(given: Sequence[Bytes]) -> None:
    if sum(map(size_of, given)) > MOST_PARCEL_BYTES:
        raise Refused(
            "replicas.too_much", "That is more than is sent elsewhere at once.", most_bytes=MOST_PARCEL_BYTES
        )


def _spoken(name: str, script: str | None, language: str) -> dict[str, str | None]:
    return {"file": name, "script": script, "language": language}


def asks_render(request: port.RenderRequest) -> Parcel:
    """A line, as it is asked for."""
    names = {name: f"artefact-{at}" for at, name in enumerate(sorted(request.artefacts))}
    files = {names[name]: data for name, data in request.artefacts.items()}
    if request.sound is not None:
        files["sound"] = request.sound
    message: dict[str, Any] = {
        "verb": "render",
        "artefacts": names,
        "text": request.text,
        "language": request.language,
        "voice": request.voice.value,
        "sound": "sound" if request.sound is not None else None,
        "height_px": request.height_px,
        "form": request.form.value,
    }
    if request.manner != AS_FILMED:
        message["manner"] = request.manner.to_json()
    return Parcel(message, files)


def asks_perform(request: port.PerformRequest) -> Parcel:
    """A performance, as it is asked for."""
    names = {name: f"artefact-{at}" for at, name in enumerate(sorted(request.artefacts))}
    files = {names[name]: data for name, data in request.artefacts.items()} | {
        "performance": request.performance
    }
    return Parcel(
        {"verb": "perform", "artefacts": names, "height_px": request.height_px, "form": request.form.value},
        files,
    )


def asks_look(look: port.Look) -> Parcel:
    """A look at one recording, as it is asked for. Raises: Refused(`replicas.too_much`)."""
    _carried([look.data])
    said: dict[str, Any] = {
        "verb": "look",
        "kind": look.kind,
        "script": look.script,
        "language": look.language,
    }
    if look.reads_back:
        said["reads_back"] = True
    return Parcel(said, {"recording": whole(look.data)})


Asked = port.PerformerPack | port.RenderRequest | port.PerformRequest | port.Look
"""What a library asks an engine for."""


def read_asked(parcel: Parcel) -> Asked:
    """What a library asks for, on the engine's side. Raises: Malformed(`replicas.parcel_unreadable`)."""
    said, files = parcel.message, parcel.files
    try:
        match said["verb"]:
            case "fit":
                return port.PerformerPack(
                    tuple(port.Clip(files[c["file"]], c["script"], c["language"]) for c in said["footage"]),
                    tuple(files[name] for name in said["stills"]),
                    tuple(
                        port.Recording(files[r["file"]], r["script"], r["language"])
                        for r in said["recordings"]
                    ),
                    said["licence"],
                )
            case "render":
                return port.RenderRequest(
                    {name: files[file] for name, file in said["artefacts"].items()},
                    said["text"],
                    said["language"],
                    port.Voice(said["voice"]),
                    files[said["sound"]] if said["sound"] else None,
                    int(said["height_px"]),
                    port.Form(said.get("form", port.Form.MP4)),
                    Manner.from_json(said["manner"]) if "manner" in said else AS_FILMED,
                )
            case "perform":
                artefacts = {name: files[file] for name, file in said["artefacts"].items()}
                form = port.Form(said.get("form", port.Form.MP4))
                return port.PerformRequest(artefacts, files["performance"], int(said["height_px"]), form)
            case "look":
                return port.Look(
                    said["kind"],
                    files["recording"],
                    said["script"],
                    said["language"],
                    reads_back=bool(said.get("reads_back", False)),
                )
            case _:
                raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable() from error


def answers(made: port.Artefacts | port.Rendered | port.Seen, about: port.About) -> Parcel:
    """What was made, and which engine made it."""
    told: dict[str, Any] = {"about": asdict(about)}
    match made:
        case port.Artefacts():
            names = {name: f"file-{at}" for at, name in enumerate(sorted(made.files))}
            return Parcel(told | {"files": names}, {names[n]: data for n, data in made.files.items()})
        case port.Rendered():
            said = {"content_type": made.content_type, "report": made.report}
            return Parcel(told | said, {"media": made.media})
        case port.Seen():
            seen = {"measures": made.measures, "face": made.face, "voice": made.voice}
            return Parcel(told | seen, {"sheet": made.sheet} if made.sheet else {})


def as_json(value: object) -> bytes:
    """A small answer."""
    return msgspec.json.encode(value)
