"""Reads committed word times back into a silent take, so that pictures can be planned without a voice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from voices import SAMPLE_RATE_HZ, Sound, SpokenWord, Take


def take_from_times(path: Path) -> Take:
    """A silent take with the true words and length."""
    truth = json.loads(path.read_text("utf-8"))
    words = tuple(
        SpokenWord(w["text"], tuple(Sound(*sound) for sound in w["phonemes"])) for w in truth["words"]
    )
    return Take(np.zeros(round(truth["seconds"] * SAMPLE_RATE_HZ), np.float32), words)
