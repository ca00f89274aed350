"""Text to speech, English only: a stock voice that belongs to nobody in the library; the performer's own is
elsewhere.

No package on the index carries Mandarin voices (the shipped acoustic model's voices for zh live in an npm
package), so Mandarin lines need recorded audio. The stock voice is distilled from one synthetic voice and
has one manner.
"""

import functools
from typing import Any

import numpy as np

from propria.kernel.errors import Refused
from propria.replicas.engine import weights
from propria.replicas.engine.sound import Sound

LANGUAGES = ("en",)
_SEED = 7


@functools.cache
def _speaker() -> Any:
    import hibari  # loads its lexicon on first use only

    folder = weights.folder("hibari")
    return hibari.Hibari(voice="heart", model=str(folder / "hibari.onnx"), threads=1)


def pronounce(text: str) -> str:
    """The text in the stock voice's phonemes (American English, one sign each)."""
    return " ".join(_speaker().phonemize(text))


def speak(text: str, *, language: str, speed: float = 1.0) -> Sound:
    """The text in the stock voice at 24 kHz, with 0.16 s of silence before and 0.24 s after; the same each
    time.

    Raises: Refused(`replicas.language_not_spoken`, `replicas.nothing_to_say`).
    """
    if language.split("-")[0] not in LANGUAGES:
        raise Refused(
            "replicas.language_not_spoken",
            "the embedded engine speaks English; give recorded audio",
            language=language,
        )
    has_words = any(sign.isalnum() for sign in text)
    samples = _speaker()(text, speed=speed, seed=_SEED) if has_words else np.zeros(0, np.float32)
    if not len(samples):
        raise Refused("replicas.nothing_to_say", "there is no word to speak in this line")
    hertz = int(_speaker().sample_rate)
    return Sound(np.pad(samples.astype(np.float32), (round(hertz * 0.16), round(hertz * 0.24))), hertz)
