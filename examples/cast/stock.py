"""Blends the two Mandarin stock voices that the replica engine ships, and says how like each packaged voice they are.

Run: `PYTHONPATH=../../src python stock.py VOICES TABLE`, where VOICES is the folder of kokoro-js's *.bin and TABLE is
`../../src/propria/replicas/engine/mandarin_voices.npy`. Put the digest it prints into `engine/weights.py`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from propria.replicas.engine import kokoro
from propria.replicas.engine.likeness import alike, voice_embedding
from propria.replicas.engine.mandarin import MOST_SIGNS, sentences
from propria.replicas.engine.sound import Sound

CEILING = 0.85
BLENDS: tuple[dict[str, float], ...] = (
    {"jf_alpha": 0.28, "ff_siwis": 0.28, "bf_emma": 0.28, "hf_alpha": 0.16},
    {"hm_omega": 0.25, "am_michael": 0.25, "jm_kumo": 0.25, "bm_lewis": 0.25},
)
"""The higher voice, then the lower: parts of each by packaged voice, none of those that bear other vendors' names."""
TEXT = "码头的灯一盏一盏地灭了，没有人说话。"


def table(folder: Path, blend: dict[str, float]) -> np.ndarray:
    """A blend's style, one row for each number of signs that the engine ever gives at once."""
    total = sum(blend.values())
    parts = [
        share / total * np.fromfile(folder / f"{name}.bin", np.float32).reshape(-1, 256)
        for name, share in blend.items()
    ]
    return np.sum(parts, axis=0)[: MOST_SIGNS + 1]


def heard(style: np.ndarray) -> np.ndarray:
    """Who speaks the test text in a style."""
    said = ["".join(one.phonemes + one.after for one in part) for part in sentences(TEXT, english=str)]
    samples = np.concatenate([kokoro.say(signs, style)[0] for signs in said])
    return voice_embedding(Sound(samples, kokoro.HERTZ))


def main(voices: Path, out: Path) -> None:
    """Write the table; print its digest and, for each blend, the packaged voices nearest to it."""
    blends = np.stack([table(voices, blend) for blend in BLENDS]).astype(np.float16)
    np.save(out, blends)
    print(hashlib.sha256(out.read_bytes()).hexdigest())
    packaged = {one.stem: heard(table(voices, {one.stem: 1})) for one in sorted(voices.glob("*.bin"))}
    for number, blend in enumerate(BLENDS):
        own = heard(blends[number].astype(np.float32))
        near = sorted(((round(alike(own, other), 3), name) for name, other in packaged.items()), reverse=True)
        print(blend, near[:4])
        if near[0][0] >= CEILING:
            raise SystemExit(f"too like {near[0][1]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
