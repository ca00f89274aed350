"""Builds and drives a replica of each person in a folder of clips with the product's own engine, and measures both.

Run: `./run bench replicas --data DIR [--most N] [--keep FOLDER] [--json]`. DIR holds clips with sound and `labels.csv`
(columns clip, person, transcript; each may be missing). Without `--data` it takes the talking footage of the fictional
cast. Only the engine's processes are timed; the last of a person's clips, or the last part of an only clip, is held
out of the build. What each figure means is in docs/measuring-replicas.md. Asserts nothing.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import numpy as np  # noqa: E402
from benchmarks.replica.clips import Listed, Piece, Skipped, listed, pieces  # noqa: E402
from benchmarks.replica.growth import growth  # noqa: E402
from benchmarks.replica.measures import Followed, followed  # noqa: E402
from benchmarks.replica.peers import peers  # noqa: E402

from propria.kernel.errors import PropriaError  # noqa: E402
from propria.replicas.engine import port  # noqa: E402
from propria.replicas.engine.footage import read_footage, read_sound  # noqa: E402
from propria.replicas.engine.hearing import hear, sound_error, word_error, words_of  # noqa: E402
from propria.replicas.engine.likeness import (  # noqa: E402
    LEAST_SPEECH_SECONDS,
    Embedding,
    alike,
    mean_embedding,
    voice_embedding,
)
from propria.replicas.engine.sound import Sound, levelled, write_wav  # noqa: E402
from propria.replicas.engine.sync import Lips, lips_of, sync_of  # noqa: E402
from propria.replicas.worker import WorkerEngine  # noqa: E402

MOST_LOOKED_AT = 250
CAST = ROOT / "examples" / "cast"
LINE = (
    "The boats came home before the rain, and nobody asked me why. "
    "She would have thought of five better things to say."
)
IN_MANDARIN = "下雨之前，船都回来了，没有人问我为什么。"
UNITS = {
    "landmark_error_iod": "of the distance between the eyes",
    "lip_sync": "ms",
    "build_seconds": "s",
    "render_x_realtime": "× real time",
    "peak_mb": "MB",
}


@dataclass
class Spent:
    """Wall seconds of the engine's processes, start to end, and how much was made in them."""

    build_seconds: list[float] = field(default_factory=list)
    build_cpu_seconds: list[float] = field(default_factory=list)
    footage_seconds: list[float] = field(default_factory=list)
    render_seconds: float = 0.0
    render_cpu_seconds: float = 0.0
    clip_seconds: float = 0.0


@dataclass
class Played:
    """What one person's replica did, beside what was held out of it."""

    person: str
    held: Followed
    built_faces: tuple[Embedding, ...]
    made_faces: tuple[Embedding, ...]
    held_voice: Embedding | None
    built_voice: Embedding | None
    said_voice: Embedding | None
    sync: Lips | None
    heard: tuple[str, str]
    heard_real: tuple[str, str] | None
    heard_mandarin: tuple[str, str]
    mandarin_voice: Embedding | None


def _voice(sound: Sound) -> Embedding | None:
    return voice_embedding(sound) if sound.seconds >= LEAST_SPEECH_SECONDS / 2 else None


def _cpu_seconds() -> float:
    """What the engine's processes that have ended took of the processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _told(what: str) -> None:
    """One line of progress, on standard error."""
    print(f"· {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _file_name(piece: Piece) -> str:
    return piece.person.replace("/", "_")


def _timed_fit(engine: port.Engine, piece: Piece, spent: Spent) -> port.Artefacts:
    clips = tuple(port.Clip(clip.video, clip.text, clip.language) for clip in piece.build)
    began, used = time.perf_counter(), _cpu_seconds()
    built = engine.fit(port.PerformerPack(footage=clips), port.ignore)
    spent.build_seconds.append(time.perf_counter() - began)
    spent.build_cpu_seconds.append(_cpu_seconds() - used)
    spent.footage_seconds.append(float(built.card["given"]["footage_seconds"]))
    return built


def _timed_render(engine: port.Engine, request: port.RenderRequest, spent: Spent) -> port.Rendered:
    began, used = time.perf_counter(), _cpu_seconds()
    made = engine.render(request, port.ignore)
    spent.render_seconds += time.perf_counter() - began
    spent.render_cpu_seconds += _cpu_seconds() - used
    spent.clip_seconds += float(made.report["seconds"])
    return made


def _driven(
    engine: port.Engine, files: dict[str, bytes], piece: Piece, keep: Path | None
) -> tuple[Followed, port.Rendered] | None:
    """The replica driven by the held-out clip's real sound; None where nothing is said in it."""
    text = piece.held.text or hear(piece.held.sound, language=piece.held.language).text
    if not words_of(text):
        return None
    made = engine.render(
        port.RenderRequest(
            files, text, piece.held.language, port.Voice.GIVEN, sound=write_wav(piece.held.sound)
        ),
        port.ignore,
    )
    if keep is not None:
        (keep / f"{_file_name(piece)}-driven.mp4").write_bytes(made.media)
    return followed(read_footage(made.media).frames), made


def _in_mandarin(files: dict[str, bytes]) -> port.RenderRequest:
    return port.RenderRequest(files, IN_MANDARIN, "zh", form=port.Form.WAV)


def play(engine: port.Engine, piece: Piece, spent: Spent, keep: Path | None) -> Played:
    """Build one person's replica, have it say a new line and follow the held-out sound; everything about it.

    Raises: PropriaError, what the engine refuses.
    """
    _told(f"{piece.person}: build")
    built = _timed_fit(engine, piece, spent)
    _told(f"{piece.person}: a new line")
    line = _timed_render(engine, port.RenderRequest(built.files, LINE), spent)
    if keep is not None:
        (keep / f"{_file_name(piece)}-line.mp4").write_bytes(line.media)
        (keep / f"{_file_name(piece)}-held.mp4").write_bytes(piece.held.video)
        (keep / f"{_file_name(piece)}-front.png").write_bytes(built.files[port.FRONT])
        (keep / f"{_file_name(piece)}-card.json").write_bytes(built.files[port.CARD])
    _told(f"{piece.person}: the held-out sound")
    driven = _driven(engine, built.files, piece, keep)
    mandarin = read_sound(engine.render(_in_mandarin(built.files), port.ignore).media)
    _told(f"{piece.person}: measured against what was held out")
    held = followed(read_footage(piece.held.video).frames, against_detector=True)
    said = read_footage(line.media)
    speech = levelled(piece.held.sound)
    return Played(
        person=piece.person,
        held=held,
        built_faces=followed(read_footage(piece.build[0].video).frames[:MOST_LOOKED_AT]).embeddings,
        made_faces=(*followed(said.frames).embeddings, *(driven[0].embeddings if driven else ())),
        held_voice=_voice(speech),
        built_voice=_voice(levelled(piece.build[0].sound)),
        said_voice=_voice(said.sound),
        sync=sync_of(lips_of(driven[0].faces), lips_of(held.faces)) if driven else None,
        heard=(LINE, hear(said.sound, language="en").text),
        heard_real=(piece.held.text, hear(speech, language=piece.held.language).text)
        if piece.held.text
        else None,
        heard_mandarin=(IN_MANDARIN, hear(mandarin, language="zh").text),
        mandarin_voice=_voice(levelled(mandarin)),
    )


def _mean(numbers: Iterable[float | None], places: int = 3) -> float | None:
    known = [number for number in numbers if number is not None]
    return round(float(np.mean(known)), places) if known else None


def _against(one: Sequence[Embedding], other: Sequence[Embedding]) -> float | None:
    """Mean cosine of each embedding with the middle of the others."""
    if not one or not other:
        return None
    middle = mean_embedding(list(other))
    return float(np.mean([alike(each, middle) for each in one]))


def _given(embedding: Embedding | None) -> list[Embedding]:
    return [] if embedding is None else [embedding]


def _error(pairs: Sequence[tuple[str, str]], error: Callable[[str, str], float] = word_error) -> float | None:
    """Word error over all pairs together: each counts by its words."""
    words = [len(words_of(expected)) for expected, _ in pairs]
    wrong = sum(error(e, h) * n for (e, h), n in zip(pairs, words, strict=True))
    return round(wrong / sum(words), 3) if sum(words) else None


def _ratio(one: float, other: float) -> float | None:
    return round(one / other, 2) if other else None


def figures(played: Sequence[Played], spent: Spent) -> dict[str, Any]:
    """The figures of docs/measuring-replicas.md; null where nothing could be measured."""
    apart = [(one, other) for one in played for other in played if one.person != other.person]
    syncs = [one.sync for one in played if one.sync is not None]
    real = [one.heard_real for one in played if one.heard_real is not None]
    return {
        "landmark_error_iod": _mean((one.held.tracking_error for one in played), 4),
        "landmark_error_five_points_iod": _mean((one.held.five_point_error for one in played), 4),
        "lip_sync": _mean((s.offset_ms for s in syncs), 1),
        "lip_correlation": _mean(s.correlation for s in syncs),
        "lip_correlation_at_chance": _mean(s.chance for s in syncs),
        "lip_error_iod": _mean((s.error_iod for s in syncs), 4),
        "face_same": _mean(_against(one.made_faces, one.held.embeddings) for one in played),
        "face_other": _mean(_against(one.made_faces, other.held.embeddings) for one, other in apart),
        "face_same_of_recordings": _mean(_against(one.built_faces, one.held.embeddings) for one in played),
        "voice_same": _mean(_against(_given(one.said_voice), _given(one.held_voice)) for one in played),
        "voice_other": _mean(
            _against(_given(one.said_voice), _given(other.held_voice)) for one, other in apart
        ),
        "voice_same_of_recordings": _mean(
            _against(_given(one.built_voice), _given(one.held_voice)) for one in played
        ),
        "voice_other_of_recordings": _mean(
            _against(_given(one.built_voice), _given(other.held_voice)) for one, other in apart
        ),
        "word_error_rate": _error([one.heard for one in played]),
        "word_error_rate_of_recordings": _error(real),
        "mandarin_voice_same": _mean(
            _against(_given(one.mandarin_voice), _given(one.held_voice)) for one in played
        ),
        "mandarin_syllable_error_rate": _error([one.heard_mandarin for one in played], sound_error),
        "build_seconds": _mean(spent.build_seconds, 1),
        "build_cpu_seconds": _mean(spent.build_cpu_seconds, 1),
        "footage_seconds": _mean(spent.footage_seconds, 1),
        "render_x_realtime": _ratio(spent.clip_seconds, spent.render_seconds),
        "render_cpu_x_realtime": _ratio(spent.clip_seconds, spent.render_cpu_seconds),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }


def measured(found: Listed, most: int, keep: Path | None) -> dict[str, Any]:
    """Every person in turn; who cannot be used is named with the reason, and the others go on."""
    engine, spent = WorkerEngine("operator"), Spent()
    played: list[Played] = []
    skipped: list[Skipped] = list(found.skipped)
    used: list[Piece] = []
    for piece in pieces(found, skipped):
        if len(played) == most:
            break
        try:
            played.append(play(engine, piece, spent, keep))
            used.append(piece)
        except PropriaError as error:
            skipped.append(Skipped(" ".join(piece.clips), error.code, error.sentence))
        except (ArithmeticError, LookupError, ValueError, RuntimeError) as error:
            skipped.append(Skipped(" ".join(piece.clips), "failed", f"{type(error).__name__}: {error}"))
    told = figures(played, spent)
    if used:
        _told(f"{used[0].person}: peers and growth")
    return {
        "clips": sum(len(piece.clips) for piece in used),
        "persons": len(played),
        **told,
        "peers": _or_why(lambda: peers(used[0])) if used else {},
        "growth": growth(engine, used[0].build[0]) if used else {},
        "skipped": [vars(one) for one in skipped],
    }


def _or_why(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is measured, or why the first person's clip does not let it be."""
    try:
        return measure()
    except PropriaError as error:
        return {"code": error.code, "reason": error.sentence}


def _folder(given: Path | None) -> Path:
    """The folder of clips, as the caller's own working folder understands it."""
    if given is None:
        return CAST
    return Path(os.environ.get("PWD", ".")) / given


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="the folder of clips; the fictional cast without it")
    parser.add_argument("--most", type=int, default=-1, help="at most so many persons")
    parser.add_argument("--keep", type=Path, help="a folder for the clips made, to look at them")
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    given = parser.parse_args()
    folder = _folder(given.data)
    if not folder.is_dir():
        parser.error(f"there is no folder {folder}")
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
    found = measured(listed(folder), given.most, given.keep)
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        if name not in ("peers", "growth", "skipped"):
            print(f"{name:<34}{value} {UNITS.get(name, '')}")
    for name, value in [*found["peers"].items(), *found["growth"].items()]:
        print(f"  {name:<32}{value}")
    for one in found["skipped"]:
        print(f"skipped {one['clip']}: {one['code']} – {one['reason']}")


if __name__ == "__main__":
    main()
