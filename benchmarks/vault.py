"""How much memory a large recording takes on its way through the vault: in, looked over, looked at, opened, cut, copied, traced.

Run: `./run bench vault [--gb SIZE] [--engine] [--json]` (0.5 without). The recording is uncompressed 720p of the cast's Mina Haldane
in a loop, with sound. Each row is one step on all of it: seconds, and by how many MB this process grew at its peak (what the
kernel counts as resident, and files in memory beside it). `--engine` adds the look of the replica engine, with the peak
of its own process. Asserts nothing; needs three times the size on the disk for a while.
"""

import argparse
import asyncio
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import av  # noqa: E402
import numpy as np  # noqa: E402
from benchmarks.marks import EXPORT, SEED, asset_of  # noqa: E402

from propria.likeness import actions, intake  # noqa: E402
from propria.likeness.exports.copying import look_for_marks, marked_copy  # noqa: E402
from propria.likeness.model import AssetKind, MediaAsset  # noqa: E402
from propria.likeness.safe import Safe  # noqa: E402
from propria.plumbing.blobs import Blobs  # noqa: E402
from propria.plumbing.keystore import KeyStore  # noqa: E402
from propria.plumbing.kms import LocalKms  # noqa: E402
from propria.plumbing.media_edit import Span, trim  # noqa: E402
from propria.plumbing.sealed_file import SealedFile  # noqa: E402
from propria.replicas.engine.port import Look, ignore  # noqa: E402
from propria.replicas.worker import WorkerEngine  # noqa: E402

FOOTAGE = ROOT / "examples" / "cast" / "mina-haldane" / "footage.mp4"
WIDE, HIGH, RATE, HERTZ = 1280, 720, 25, 48_000
FRAME_BYTES = WIDE * HIGH * 3 // 2
PIECE_BYTES = 1 << 20
MOST_BYTES = 64 << 30
SHARED = Path("/dev/shm")


def film(size_bytes: int, out: Path) -> None:
    """An uncompressed clip of about this size."""
    with av.open(str(FOOTAGE)) as source:
        shown = [f.reformat(WIDE, HIGH, "yuv420p") for f in islice(source.decode(video=0), RATE)]
    hum = np.sin(np.arange(HERTZ) * 2 * np.pi * 220 / HERTZ) * 6000
    with av.open(str(out), "w", format="matroska") as target:
        video = target.add_stream("rawvideo", rate=RATE)
        video.width, video.height, video.pix_fmt = WIDE, HIGH, "yuv420p"
        voice = target.add_stream("pcm_s16le", rate=HERTZ, layout="mono")
        for at, frame in enumerate(islice(cycle(shown), max(RATE, size_bytes // FRAME_BYTES))):
            frame.pts, frame.time_base = at, Fraction(1, RATE)
            target.mux(video.encode(frame))
            if at % RATE == 0:
                second = av.AudioFrame.from_ndarray(hum.astype("<i2")[None], format="s16", layout="mono")
                second.sample_rate, second.pts, second.time_base = (
                    HERTZ,
                    at // RATE * HERTZ,
                    Fraction(1, HERTZ),
                )
                target.mux(voice.encode(second))
        target.mux(video.encode(None))
        target.mux(voice.encode(None))


async def sent(file: Path) -> AsyncIterator[bytes]:
    """A request's body."""
    with file.open("rb") as source:
        while piece := source.read(PIECE_BYTES):
            yield piece


def resident(field: str) -> float:
    """VmRSS or VmHWM of this process, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith(field)).split()[1]) / 1024


def measured(name: str, step: Callable[[], object]) -> dict[str, object]:
    """One step: its seconds, and the peaks of memory that it added."""
    Path("/proc/self/clear_refs").write_text("5")
    before, shared, over, peak = resident("VmRSS"), shutil.disk_usage(SHARED).used, Event(), [0]

    def watch() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], shutil.disk_usage(SHARED).used - shared)

    watching = Thread(target=watch)
    watching.start()
    began = time.perf_counter()
    try:
        step()
    finally:
        over.set()
        watching.join()
    return {
        "step": name, "seconds": round(time.perf_counter() - began, 1),
        "peak_mb": round(resident("VmHWM") - before, 1), "files_in_memory_mb": round(peak[0] / 1e6, 1),
    }  # fmt: skip


def drained(pieces: object) -> None:
    """Read and throw away."""
    for _ in pieces:  # type: ignore[attr-defined]
        pass


def copied(asset: MediaAsset, safe: Safe, into: SealedFile) -> None:
    """The marked copy, as it is sent."""
    copy = marked_copy(asset, actions.in_parts(asset, safe), seed=SEED, export_id=EXPORT)
    for piece in copy.file.pieces():
        into.write(piece)


def walk(size_bytes: int, place: Path, *, with_engine: bool) -> dict[str, object]:
    """Every step on one recording of this size."""
    source, kept = place / "film.mkv", []
    film(size_bytes, source)
    safe = Safe(Blobs.open(f"file://{place}/blobs"), KeyStore.open(place / "keys.db", LocalKms(bytes(32))))
    asset = asset_of(AssetKind.VIDEO, "video/x-matroska")
    found = source.stat().st_size

    def upload() -> None:
        kept.append(asyncio.run(intake.store_stream(asset, sent(source), safe, most_bytes=MOST_BYTES)))

    rows = [measured("in: hashed and encrypted as it comes", upload)]
    source.unlink()
    rows.append(
        measured("looked over: form, length, faults", lambda: kept.append(intake.look_at(kept[-1], safe)))
    )
    stored: MediaAsset = kept[-1]
    if with_engine:
        engine = WorkerEngine("CN")
        look = Look("video", actions.in_parts(stored, safe))
        row = measured("looked at by the engine", lambda: engine.look(look, ignore))
        rows.append(
            row | {"engine_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)}
        )
    rows.append(measured("opened: sent as it is read", lambda: drained(actions.plaintext(stored, safe))))
    last = max(1000, stored.duration_ms - 1500)
    cut = place / "cut.mp4"
    take = Span(last - 1000, last)
    rows.append(
        measured("a take: its last second cut", lambda: trim(actions.in_parts(stored, safe), cut, take))
    )
    with SealedFile() as copy:
        rows.append(measured("a copy: marked, sent as it is read", lambda: copied(stored, safe, copy)))
        rows.append(measured("traced: whose copy it is", lambda: look_for_marks(copy.ranged())))
    return {
        "recording_mb": round(found / 1e6, 1),
        "seconds": round(stored.duration_ms / 1000, 1),
        "steps": rows,
    }


def main() -> None:
    """Print a row a step, or one object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gb", type=float, default=0.5)
    parser.add_argument("--engine", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        told = walk(int(asked.gb * 1e9), Path(place), with_engine=asked.engine)
    if asked.json:
        print(json.dumps(told))
        return
    print(f"a recording of {told['recording_mb']} MB, {told['seconds']} seconds")
    for row in told["steps"]:  # type: ignore[attr-defined]
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
