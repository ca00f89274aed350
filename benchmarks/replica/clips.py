"""Which clips of a folder belong to whom, and which part of each person's is held out; judges no replica.

A clip that cannot be read, or shows no face to build from, is left out with a reason.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from propria.kernel.errors import PropriaError
from propria.replicas.engine.faces import FaceVerdict, find_faces, judge
from propria.replicas.engine.footage import FRAMES_PER_SECOND, Footage, read_footage, write_clip
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
    footage: Footage
    part: Part = field(repr=False)


def listed(folder: Path) -> Listed:
    """The clips that `labels.csv` names; without the file, every file that may be a clip is its own person's."""
    labels = folder / "labels.csv"
    if not labels.is_file():
        files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() not in _NOT_CLIPS)
        return Listed(_each(folder, files), ())
    with labels.open(encoding="utf-8-sig", newline="") as file:
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
            yield Piece(person, names, _within(reads[:-1]), reads[-1].part)
            continue
        yield _cut(person, reads[0])


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
        data = row.path.read_bytes()
        footage = read_footage(data)
    except PropriaError as error:
        skipped.append(Skipped(row.path.name, error.code, error.sentence))
        return None
    problem = _problem(footage)
    if problem is not None:
        skipped.append(Skipped(row.path.name, *problem))
        return None
    part = Part(data, footage.sound, row.transcript, _language(row, footage.sound), footage.seconds)
    return _Read(row, footage, part)


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


def _cut(person: str, one: _Read) -> Piece:
    """An only clip cut in two between words, near three fifths of it."""
    words = _words(one)
    at = _cut_seconds(words, one.footage.seconds)
    frames, sound = one.footage.frames, one.footage.sound
    edge = round(at * FRAMES_PER_SECOND)
    before = [word.text for word in words if (word.start_seconds + word.end_seconds) / 2 < at]
    after = [word.text for word in words if (word.start_seconds + word.end_seconds) / 2 >= at]
    seconds = edge / FRAMES_PER_SECOND
    return Piece(
        person,
        (one.row.path.name,),
        (_part(frames[:edge], sound.between(0, seconds), before, one.part.language),),
        _part(frames[edge:], sound.between(seconds, one.footage.seconds), after, one.part.language),
    )


def _words(one: _Read) -> tuple[Word, ...]:
    text = one.part.text or hear(one.footage.sound, language=one.part.language).text
    try:
        return timed(one.footage.sound, text, language=one.part.language).words
    except PropriaError:
        return ()


def _cut_seconds(words: tuple[Word, ...], seconds: float) -> float:
    wanted = seconds * CUT_AT
    gaps = [(a.end_seconds + b.start_seconds) / 2 for a, b in pairwise(words)]
    near = [gap for gap in gaps if 0.4 * seconds <= gap <= 0.75 * seconds]
    return max(min(near, key=lambda gap: abs(gap - wanted), default=wanted), LEAST_BUILT_SECONDS)


def _part(frames: tuple[Picture, ...], sound: Sound, words: list[str], language: str) -> Part:
    joiner = "" if language == "zh" else " "
    text = joiner.join(words) or None
    return Part(write_clip(frames, sound, quality=10), sound, text, language, len(frames) / FRAMES_PER_SECOND)
