"""Writes `manifest.json`: every file of the cast with its hash, kind, performer, text and length."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
from roster import CAST


def _kind(path: Path) -> str:
    match path.name:
        case "footage.mp4":
            return "footage"
        case "footage.words.json" | "words.json":
            return "word-times"
        case "footage.poses.json":
            return "pose-truth"
        case "profile.json":
            return "profile"
        case "voice-likeness.json":
            return "voice-likeness"
        case name if name.endswith(".jpg"):
            return "still"
        case name if name.endswith((".flac", ".wav")):
            return "voice-line"
        case name:
            raise ValueError(f"no kind for {name}")


def _words(path: Path) -> dict[str, object]:
    """Text, language and seconds of a recording, from the truth beside it."""
    if path.name == "footage.mp4":
        truth = json.loads((path.parent / "footage.words.json").read_text("utf-8"))
    else:
        truth = json.loads((path.parent / "words.json").read_text("utf-8"))[path.name]
        truth["seconds"] = _seconds(path)
    return {"text": truth["text"], "language": truth["language"], "seconds": truth["seconds"]}


def _seconds(path: Path) -> float:
    with av.open(str(path)) as sound:
        return round((sound.duration or 0) / av.time_base, 4)


def _entry(root: Path, path: Path) -> dict[str, object]:
    data, kind = path.read_bytes(), _kind(path)
    place = path.relative_to(root)
    entry: dict[str, object] = {
        "path": place.as_posix(),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "kind": kind,
        "performer": place.parts[0] if len(place.parts) > 1 else None,
    }
    if kind == "still":
        entry["view"] = path.stem.removeprefix("still-")
    if kind in ("footage", "voice-line"):
        entry |= _words(path)
    return entry


def write(root: Path) -> None:
    """Write the manifest over everything that is there."""
    endings = {".jpg", ".mp4", ".flac", ".wav", ".json"}
    files = sorted(
        p
        for p in root.rglob("*")
        if p.suffix in endings and not p.name.startswith(".") and p.name != "manifest.json"
    )
    entries = [_entry(root, path) for path in files]
    manifest = {"version": 1, "performers": list(CAST), "files": entries}
    (root / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{len(entries)} files, {sum(int(str(e['size_bytes'])) for e in entries) / 1e6:.2f} MB")
