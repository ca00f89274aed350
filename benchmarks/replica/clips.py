"""Which clips of a folder belong to whom, and which part of each person's is held out; judges no replica.

A clip that cannot be read, or shows no face to build from, is left out with a reason.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from propria.kernel.errors import Malformed, PropriaError
from propria.replicas.engine.faces import FaceVerdict, find_faces, judge
from propria.replicas.engine.footage import (
    FRAMES_PER_SECOND,
    Footage,
    frames_of,
    read_footage,
    sound_of,
    write_clip,
)
from propria.replicas.engine.hearing import hear
from propria.replicas.engine.phones import timed
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.sound import Sound
from propria.replicas.engine.visemes import Word
from propria.replicas.making import language_of

SHORTEST_SECONDS = 2.0
CUT_AT = 0.6
LEAST_BUILT_SECONDS = 1.12
MOST_BUILT_SECONDS = 90.0
MOST_HELD_SECONDS = 10.0
MOST_READ_SECONDS = 120.0
_SPOKEN = ("en", "zh")
_NOT_CLIPS = {
    ".wav",
    ".flac",
    ".mp3",
    ".m4a",
    ".csv",
    ".md",
    ".txt",
    ".json",
    ".srt",
    ".vtt",
    ".align",
    ".jpg",
    ".png",
    "",
}


@dataclass(frozen=True)
class Skipped:
    """A clip that was left out, and why."""

    clip: str
    code: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One line of `labels.csv`: a file, whose face and voice, and the words where they are known."""

    path: Path
    person: str
    transcript: str | None


@dataclass(frozen=True)
class Listed:
    """The clips of a folder by person, and what the list names in vain."""

    rows: dict[str, tuple[Row, ...]]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class Part:
    """A clip or part of one: the video for the engine, its sound, its words where known, its language."""

    video: bytes
    sound: Sound
    text: str | None
    language: str
    seconds: float


@dataclass(frozen=True)
class Piece:
    """One person's clips: what a replica is built from, and what is held out of it."""

    person: str
    clips: tuple[str, ...]
    build: tuple[Part, ...]
    held: Part


@dataclass(frozen=True)
class _Read:
    row: Row
    part: Part = field(repr=False)


def listed(folder: Path) -> Listed:
    """The clips that `labels.csv` names; without the file, every file that may be a clip is its own person's."""
    labels = folder / "labels.csv"
    if not labels.is_file():
        files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() not in _NOT_CLIPS)
        return Listed(_each(folder, files), ())
    with labels.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = [
            {(k or "").strip().lower(): (v or "").strip() for k, v in r.items() if isinstance(v, str | None)}
            for r in csv.DictReader(file)
        ]
    return _by_person(folder, rows)


def _each(folder: Path, files: list[Path]) -> dict[str, tuple[Row, ...]]:
    return {
        str(path.relative_to(folder).with_suffix("")): (
            Row(path, str(path.relative_to(folder).with_suffix("")), None),
        )
        for path in files
    }


def _by_person(folder: Path, rows: list[dict[str, str]]) -> Listed:
    found: dict[str, tuple[Row, ...]] = {}
    skipped = []
    for row in rows:
        name = row.get("clip") or row.get("file") or row.get("name") or ""
        path = _file(folder, name)
        if path is None:
            skipped.append(Skipped(name, "file_missing", "labels.csv names a file that is not in the folder"))
            continue
        person = row.get("person") or Path(name).stem
        found[person] = (*found.get(person, ()), Row(path, person, row.get("transcript") or None))
    return Listed(found, tuple(skipped))


def _file(folder: Path, name: str) -> Path | None:
    """The file of that name inside the folder, with or without its ending."""
    if not name:
        return None
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        return None
    if path.is_file():
        return path
    near = sorted(
        p for p in path.parent.glob("*") if p.stem == path.name and p.suffix.lower() not in _NOT_CLIPS
    )
    return near[0] if near else None


def pieces(found: Listed, skipped: list[Skipped]) -> Iterator[Piece]:
    """Each person's clips as a build and what is held out of it; what cannot be used is added to `skipped`."""
    for person, rows in found.rows.items():
        reads = [one for row in rows if (one := _read(row, skipped)) is not None]
        if not reads:
            continue
        names = tuple(one.row.path.name for one in reads)
        if len(reads) > 1:
            held, _ = _cut(reads[-1].part, MOST_HELD_SECONDS)
            yield Piece(person, names, _within(reads[:-1]), held)
            continue
        whole = reads[0].part
        build, rest = _cut(whole, max(whole.seconds * CUT_AT, LEAST_BUILT_SECONDS))
        held, _ = _cut(rest or build, MOST_HELD_SECONDS)
        yield Piece(person, names, (build,), held)


def _within(reads: list[_Read]) -> tuple[Part, ...]:
    """The first clips, as many as a build should take; one at least."""
    total, kept = 0.0, []
    for one in reads:
        total += one.part.seconds
        if kept and total > MOST_BUILT_SECONDS:
            break
        kept.append(one.part)
    return tuple(kept)


def _read(row: Row, skipped: list[Skipped]) -> _Read | None:
    try:
        data = _shortened(row.path.read_bytes())
        footage = read_footage(data)
    except PropriaError as error:
        skipped.append(Skipped(row.path.name, error.code, error.sentence))
        return None
    problem = _problem(footage)
    if problem is not None:
        skipped.append(Skipped(row.path.name, *problem))
        return None
    language = _language(row, footage.sound)
    return _Read(row, Part(data, footage.sound, row.transcript, language, footage.seconds))


def _shortened(data: bytes) -> bytes:
    """The video, or the first two minutes of one that lasts longer than the engine takes."""
    try:
        count = sum(1 for _ in frames_of(data))
    except Malformed as error:
        if error.code != "replicas.footage_too_long":
            raise
        first = islice(frames_of(data), round(MOST_READ_SECONDS * FRAMES_PER_SECOND))
        return write_clip(first, sound_of(data).between(0, MOST_READ_SECONDS), quality=14)
    return data if count else b""


def _problem(footage: Footage) -> tuple[str, str] | None:
    if footage.seconds < SHORTEST_SECONDS - 0.05:
        return "too_short", f"a clip must last {SHORTEST_SECONDS:.0f} seconds"
    if footage.sound.seconds < 0.5 or not float(np.abs(footage.sound.samples).max(initial=0.0)):
        return "no_sound", "this clip has no sound"
    middle = [footage.frames[round((len(footage.frames) - 1) * at)] for at in (0.5, 0.25, 0.75)]
    verdicts = [judge(find_faces(frame)) for frame in middle]
    if FaceVerdict.CLEAR in verdicts:
        return None
    return f"replicas.{verdicts[0].value}", "no single clear face is seen in this clip"


def _language(row: Row, sound: Sound) -> str:
    if row.transcript:
        return language_of(row.transcript)
    heard = hear(sound).language
    return heard if heard in _SPOKEN else "en"


def _cut(part: Part, seconds: float) -> tuple[Part, Part | None]:
    """A clip cut in two between words, near `seconds`; whole where it is no longer than that."""
    if part.seconds <= seconds + 0.5:
        return part, None
    words = _words(part)
    frames = read_footage(part.video).frames
    edge = round(_gap(words, seconds, part.seconds) * FRAMES_PER_SECOND)
    at = edge / FRAMES_PER_SECOND
    before = [word.text for word in words if (word.start_seconds + word.end_seconds) / 2 < at]
    after = [word.text for word in words if (word.start_seconds + word.end_seconds) / 2 >= at]
    first = (frames[index] for index in range(edge))
    rest = (frames[index] for index in range(edge, len(frames)))
    return (
        _part(first, part.sound.between(0, at), before, part.language, at),
        _part(rest, part.sound.between(at, part.seconds), after, part.language, part.seconds - at),
    )


def _words(part: Part) -> tuple[Word, ...]:
    text = part.text or hear(part.sound, language=part.language).text
    try:
        return timed(part.sound, text, language=part.language).words
    except PropriaError:
        return ()


def _gap(words: tuple[Word, ...], wanted: float, seconds: float) -> float:
    """The middle between two words nearest to `wanted`, a quarter of the clip away at most."""
    gaps = [(one.end_seconds + other.start_seconds) / 2 for one, other in pairwise(words)]
    near = [gap for gap in gaps if abs(gap - wanted) <= 0.25 * seconds and gap >= LEAST_BUILT_SECONDS]
    return min(near, key=lambda gap: abs(gap - wanted), default=wanted)


def _part(frames: Iterator[Picture], sound: Sound, words: list[str], language: str, seconds: float) -> Part:
    text = ("" if language == "zh" else " ").join(words) or None
    return Part(write_clip(frames, sound, quality=10), sound, text, language, seconds)
