"""How far apart the same and other people lie for the likeness check, by the engine and the rule that the check uses.

Run: `./run bench likeness [--data DIR] [--json]`; without DIR, the fictional cast's footage. DIR holds any of `video/` (clips of
one person each), `voices/PERSON/` (sound files) and `faces/` (sheets of 4 × 8 different faces). A clip is cut in two: its first
half stands for the recordings in the vault, its second half is compared with every first half. Of a speaker's files the first
three stand for the vault. The same person's figures come from one clip or one day, so they flatter; `faces/` gives only other
people. Asserts nothing.
"""

import argparse
import io
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from PIL import Image  # noqa: E402

from propria.likeness.checks.model import Numbers  # noqa: E402
from propria.likeness.checks.rules import nearest, span_of  # noqa: E402
from propria.replicas.engine.moments import moments_of  # noqa: E402
from propria.replicas.engine.port import FACE, VOICE_HEARD, Look, Moment  # noqa: E402

CAST = ROOT / "examples" / "cast"
VAULT_FILES = 3
SHEET = (4, 8)
Known = dict[str, tuple[list[Numbers], list[Numbers]]]
"""person → (what stands for the vault, what is compared)."""


def clips(folder: Path) -> tuple[dict[str, list[Moment]], float, float]:
    """clip → its moments; the seconds that looking took and the seconds of recording."""
    found, began, seconds = {}, time.perf_counter(), 0.0
    for file in sorted(p for p in folder.rglob("*") if p.suffix in {".mpg", ".mp4", ".mov", ".webm"}):
        name = str(file.relative_to(folder))
        found[name] = list(moments_of(Look("video", file.read_bytes(), moments=True)))
        seconds += max((m.to_ms for m in found[name]), default=0) / 1000
    return found, time.perf_counter() - began, seconds


def halved(moments: dict[str, list[Moment]]) -> Known:
    """Faces of the first half of each clip, and of the second."""
    known: Known = {}
    for person, every in moments.items():
        faces = [m.embedding for m in every if m.what == FACE]
        known[person] = (faces[: len(faces) // 2], faces[len(faces) // 2 :])
    return known


def sheets(folder: Path) -> Known:
    """Faces of a sheet: each is compared with every other, and none has a second picture."""
    known: Known = {}
    for file in sorted(folder.glob("*.jpg")):
        whole = Image.open(file).convert("RGB")
        rows, columns = SHEET
        wide, high = whole.width // columns, whole.height // rows
        for at in range(rows * columns):
            left, top = at % columns * wide, at // columns * high
            out = io.BytesIO()
            whole.crop((left, top, left + wide, top + high)).save(out, "PNG")
            faces = [m.embedding for m in moments_of(Look("photo", out.getvalue(), moments=True))]
            known[f"{file.stem}/{at}"] = (faces[:1], faces[:1])
    return known


def speakers(folder: Path) -> Known:
    """Voices of each speaker's first files, and of the others, four seconds at a time."""
    known: Known = {}
    for person in sorted(p for p in folder.glob("*") if p.is_dir()):
        heard = [
            [m.embedding for m in moments_of(Look("voice", f.read_bytes(), moments=True)) if m.what == VOICE_HEARD]
            for f in sorted(person.iterdir())
        ]  # fmt: skip
        vault = [one for file in heard[:VAULT_FILES] for one in file]
        known[person.name] = (vault, [one for file in heard[VAULT_FILES:] for one in file])
    return known


def compared(known: Known) -> tuple[list[float], list[float]]:
    """(cosines with the same person's vault, with each other person's vault)."""
    same, other = [], []
    for whose, (vault, _) in known.items():
        for person, (_, asked) in known.items():
            cosines = [nearest(one, vault) for one in asked] if vault else []
            (same if whose == person else other).extend(cosines)
    return same, other


def main() -> None:
    """Print the spreads, one line a figure or one object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    data = asked.data or CAST
    moments, took, seconds = clips(data / "video" if asked.data else CAST)
    same_face, other_face = compared(halved(moments))
    _, other_sheet = compared(sheets(data / "faces"))
    same_voice, other_voice = compared(speakers(data / "voices"))
    spans = {
        "face_same": same_face,
        "face_other": other_face + other_sheet,
        "voice_same": same_voice,
        "voice_other": other_voice,
    }
    told: dict[str, object] = {
        name: None if (span := span_of(cosines)) is None else
        {"low": round(span.low, 2), "middle": round(span.middle, 2), "high": round(span.high, 2), "count": span.count}
        for name, cosines in spans.items()
    }  # fmt: skip
    told["looked_at_x_realtime"] = round(seconds / took, 2) if took and seconds else None
    if asked.json:
        print(json.dumps(told))
    else:
        for name, figure in told.items():
            print(f"{name:22} {figure}")


if __name__ == "__main__":
    main()
