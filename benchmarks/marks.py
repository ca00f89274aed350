"""How well the mark in an exported copy outlasts what happens to files: in spreads above chance, found from 7 on.

Run: `./run bench marks [--still PICTURE] [--clip VIDEO] [--json]`; without files it takes those of the cast's Mina Haldane. Each
row is one thing done to the marked copy; `own` is how clearly its own mark stands out, `other` the clearest of eight other
seeds' in the same file, which must stay under 7. Rows that the documentation says are lost are here too. Asserts nothing.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import av  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from propria.kernel.ids import AssetId, CaptureId, PerformerId, SubjectId  # noqa: E402
from propria.kernel.time import instant  # noqa: E402
from propria.likeness.exports.copying import MarkedCopy, look_for_marks, marked_copy, strength  # noqa: E402
from propria.likeness.exports.marks import SURE  # noqa: E402
from propria.likeness.model import AssetKind, AssetState, MediaAsset  # noqa: E402

CAST = ROOT / "examples" / "cast" / "mina-haldane"
SEED = bytes(range(32))
OTHERS = tuple(bytes([n]) * 32 for n in range(1, 9))
EXPORT = "exp_" + "0" * 26
AT = instant("2026-01-01T00:00:00Z")
MOST_FRAMES = 240
Done = Iterator[tuple[str, Path]]


def asset_of(kind: AssetKind, media_type: str) -> MediaAsset:
    """A recording as the vault would name it."""
    return MediaAsset(
        AssetId("a"), CaptureId("c"), PerformerId("p"), SubjectId("s"), kind, media_type, "", "", 0, 0,
        AssetState.HELD, AT, AT,
    )  # fmt: skip


def to_stills(copy: Path, place: Path) -> Done:
    """What happens to pictures."""
    picture = Image.open(copy).convert("RGB")
    wide, high = picture.size
    part = picture.crop((wide // 7, high // 9, wide - wide // 5, high - high // 6))
    changes: dict[str, tuple[Image.Image, int]] = {
        "as handed out": (picture, 95),
        "JPEG quality 50": (picture, 50),
        "JPEG quality 30": (picture, 30),
        "half size": (picture.resize((wide // 2, high // 2)), 85),
        "three quarters size": (picture.resize((wide * 3 // 4, high * 3 // 4)), 85),
        "a part cut out": (part, 85),
        "a part cut out, then resized (lost)": (part.resize((part.width * 3 // 4, part.height * 3 // 4)), 85),
        "mirrored (lost)": (picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 85),
    }
    for name, (changed, quality) in changes.items():
        file = place / f"{len(name)}-{abs(hash(name))}.jpg"
        changed.save(file, "JPEG", quality=quality)
        yield name, file


def recoded(
    source: Path, file: Path, *, factor: int, scale: float = 1.0, sound_bits: int = 0, loud: float = 1.0
) -> None:
    """A clip or sound encoded anew: H.264 at this rate factor, or MP3 at so many bits a second."""
    with av.open(str(source)) as media, av.open(str(file), "w") as target:
        if sound_bits:
            heard = media.streams.audio[0]
            out = target.add_stream("mp3", rate=heard.codec_context.rate)
            out.bit_rate, out.layout = sound_bits, heard.codec_context.layout.name
            resampler = av.AudioResampler(
                format="fltp", layout=heard.codec_context.layout.name, rate=heard.codec_context.rate
            )
            for frame in media.decode(heard):
                for piece in resampler.resample(frame):
                    louder = av.AudioFrame.from_ndarray(
                        (piece.to_ndarray() * loud).astype(np.float32), "fltp", piece.layout.name
                    )
                    louder.sample_rate = piece.sample_rate
                    target.mux(out.encode(louder))
        else:
            shown = media.streams.video[0]
            out = target.add_stream("libx264", rate=25, options={"crf": str(factor), "preset": "fast"})
            out.width, out.height = (
                int(n * scale) // 2 * 2 for n in (shown.codec_context.width, shown.codec_context.height)
            )
            out.pix_fmt = "yuv420p"
            for index, frame in enumerate(media.decode(shown)):
                if index >= MOST_FRAMES:
                    break
                target.mux(out.encode(frame.reformat(out.width, out.height, "yuv420p")))
        target.mux(out.encode(None))


def to_clips(copy: Path, place: Path) -> Done:
    """What happens to clips."""
    yield "as handed out", copy
    for name, more in {
        "H.264 rate factor 28": {"factor": 28},
        "H.264 rate factor 34": {"factor": 34},
        "two thirds size": {"factor": 26, "scale": 2 / 3},
        "half size": {"factor": 26, "scale": 0.5},
    }.items():
        file = place / f"clip{len(list(place.iterdir()))}.mp4"
        recoded(copy, file, **more)  # type: ignore[arg-type]
        yield name, file


def to_sounds(copy: Path, place: Path) -> Done:
    """What happens to sound."""
    yield "as handed out", copy
    for name, bits, loud in (
        ("MP3 64 kbit/s", 64_000, 1.0),
        ("MP3 32 kbit/s", 32_000, 1.0),
        ("MP3 64 kbit/s, half as loud", 64_000, 0.5),
    ):
        file = place / f"sound{bits}{loud}.mp3"
        recoded(copy, file, factor=0, sound_bits=bits, loud=loud)
        yield name, file


def rows(
    kind: AssetKind, media_type: str, source: Path, changes: Callable[[Path, Path], Done]
) -> list[dict[str, object]]:
    """Mark a recording, do everything to the copy, and look for the mark."""
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as changed:
        copy: MarkedCopy = marked_copy(asset_of(kind, media_type), source, seed=SEED, export_id=EXPORT)
        file_of_copy = Path(made) / f"copy{copy.suffix}"
        file_of_copy.write_bytes(b"".join(copy.file.pieces()))
        for name, file in changes(file_of_copy, Path(changed)):
            began = time.perf_counter()
            sought = look_for_marks(file)
            own = max(strength(sought, SEED, copy.width, copy.height))
            others = max(max(strength(sought, seed, copy.width, copy.height)) for seed in OTHERS)
            found.append({
                "kind": kind.value, "done": name, "own": round(own, 1), "other": round(others, 1), "found": own >= SURE,
                "seconds": round(time.perf_counter() - began, 2),
            })  # fmt: skip
    return found


def main() -> None:
    """Print a row a change, or one object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--still", type=Path, default=CAST / "still-front.jpg")
    parser.add_argument("--clip", type=Path, default=CAST / "footage.mp4")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    made = [
        *rows(AssetKind.PHOTO, "image/jpeg", asked.still, to_stills),
        *rows(AssetKind.VIDEO, "video/mp4", asked.clip, to_clips),
        *rows(AssetKind.VOICE, "audio/mp4", asked.clip, to_sounds),
    ]
    if asked.json:
        print(json.dumps({"sure_from": SURE, "marks": made}))
        return
    for one in made:
        print(
            f"{one['kind']:6} {one['done']:38} own {one['own']:6}  other {one['other']:5}  {'found' if one['found'] else 'lost'}"
        )


if __name__ == "__main__":
    main()
