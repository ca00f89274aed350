"""Kokoro-82M (int8) as a speaker: phonemes and a style to sound, and how long each of them lasts; it knows no language."""

import functools
import json
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from propria.replicas.engine import weights
from propria.replicas.engine.faces import THREADS

HERTZ = 24_000
STEP_SECONDS = 0.025
"""One unit of a sign's duration: 600 samples."""
Style = NDArray[np.float32]
"""A voice: 256 numbers for each number of signs from 0 on."""
_DURATIONS = b"/encoder/Clip_output_0"


def _field(number: int, payload: bytes) -> bytes:
    """One length-delimited protobuf field."""
    size, head = len(payload), bytearray([number << 3 | 2])
    while size > 0x7F:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + payload


@functools.cache
def _speaker() -> tuple[Any, dict[str, int]]:
    """The model with its predicted durations made visible, and the number of every sign that it knows.

    Its bytes are left as they are: an appended protobuf field names one more graph output, and repeated fields of a
    message are merged when it is read.
    """
    *parts, signs = weights.parts("kokoro")
    model = b"".join((*parts, _field(7, _field(12, _field(1, _DURATIONS)))))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    network = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return network, json.loads(signs)


def known(signs: str) -> str:
    """The signs without those that the model has no sound for."""
    return "".join(sign for sign in signs if sign in _speaker()[1])


def say(signs: str, style: Style, *, speed: float = 1.0) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Known signs as samples at 24 kHz, and when each begins, in seconds: the first is preceded by silence and the last
    number is where the last sign ends. The same each time.
    """
    network, numbers = _speaker()
    tokens = np.array([[0, *(numbers[sign] for sign in signs), 0]], np.int64)
    given = {"tokens": tokens, "style": style[len(signs)][None], "speed": np.array([speed], np.float32)}
    samples, lasts = network.run(["audio", _DURATIONS.decode()], given)
    edges = np.cumsum(lasts.ravel(), dtype=float) * STEP_SECONDS
    return np.asarray(samples.ravel(), np.float32), edges
