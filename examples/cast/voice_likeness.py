"""Measures how alike two voices sound with Resemblyzer's weights in NumPy; it decides nothing."""

from __future__ import annotations

import importlib.util
import io
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np

RATE_HZ = 16_000
WINDOW_FRAMES = 160
STEP_FRAMES = 77
FRAME_SAMPLES = 160


def _legacy_weights(path: Path) -> dict[str, np.ndarray]:
    """Tensors of a legacy torch file, read without torch: header pickles, then raw storages in key order."""
    stream = io.BytesIO(path.read_bytes())

    class Reader(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> object:
            if name == "_rebuild_tensor_v2":
                return lambda storage, offset, size, *_: (storage, offset, size)
            return (
                OrderedDict if name == "OrderedDict" else type(name, (), {"__setstate__": lambda s, x: None})
            )

        def persistent_load(self, identifier: tuple) -> str:
            return identifier[2]

    for _ in range(3):
        pickle.Unpickler(stream).load()
    model = Reader(stream).load()["model_state"]
    storages = {}
    for key in pickle.Unpickler(stream).load():
        count = int.from_bytes(stream.read(8), "little")
        storages[key] = np.frombuffer(stream.read(4 * count), np.float32)
    return {
        name: storages[entry[0]][entry[1] : entry[1] + int(np.prod(entry[2]))].reshape(entry[2])
        for name, entry in model.items()
        if isinstance(entry, tuple)
    }


def _mel_filters(bands: int = 40, size: int = 400) -> np.ndarray:
    """Slaney mel filters (bands, size // 2 + 1) for 16 kHz."""
    step, knee = 200 / 3, 15.0

    def hertz(mel: np.ndarray) -> np.ndarray:
        return np.where(mel < knee, mel * step, 1000 * np.exp((mel - knee) * np.log(6.4) / 27))

    top = knee + np.log(RATE_HZ / 2 / 1000) * 27 / np.log(6.4)
    edges = hertz(np.linspace(0, top, bands + 2))
    bins = np.linspace(0, RATE_HZ / 2, size // 2 + 1)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


def _mel_frames(samples: np.ndarray) -> np.ndarray:
    padded = np.pad(samples, 200)
    frames = np.lib.stride_tricks.sliding_window_view(padded, 400)[::FRAME_SAMPLES]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    return (power @ _mel_filters().T).astype(np.float32)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def at_16_khz(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Band-limited resampling of a whole take through its spectrum, at -30 dBFS RMS."""
    count = round(len(samples) * RATE_HZ / rate_hz)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    out = np.fft.irfft(spectrum, count) * count / len(samples)
    return out * 10 ** (-30 / 20) / max(float(np.sqrt((out**2).mean())), 1e-6)


class VoiceEncoder:
    """Speaker embeddings of unit length, 256 numbers each."""

    def __init__(self) -> None:
        """Read the weights that the Resemblyzer package ships."""
        spec = importlib.util.find_spec("resemblyzer")
        if spec is None or spec.origin is None:
            raise SystemExit("package Resemblyzer is not installed: see README.md")
        self._weights = _legacy_weights(Path(spec.origin).parent / "pretrained.pt")

    def embed(self, samples: np.ndarray, rate_hz: int) -> np.ndarray:
        """The mean embedding over overlapping windows of 1.6 s."""
        mel = _mel_frames(at_16_khz(samples, rate_hz))
        starts = range(0, max(1, len(mel) - WINDOW_FRAMES + 1), STEP_FRAMES)
        mel = np.pad(mel, ((0, max(0, WINDOW_FRAMES - len(mel))), (0, 0)))
        windows = np.stack([mel[start : start + WINDOW_FRAMES] for start in starts])
        mean = self._forward(windows).mean(0)
        return mean / np.linalg.norm(mean)

    def _forward(self, layer: np.ndarray) -> np.ndarray:
        weights = self._weights
        for level in range(3):
            inward, recurrent = weights[f"lstm.weight_ih_l{level}"], weights[f"lstm.weight_hh_l{level}"].T
            gates = layer @ inward.T + weights[f"lstm.bias_ih_l{level}"] + weights[f"lstm.bias_hh_l{level}"]
            hidden = np.zeros((len(layer), 256), np.float32)
            cell, outputs = np.zeros_like(hidden), []
            for frame in range(gates.shape[1]):
                enter, forget, fresh, leave = np.split(gates[:, frame] + hidden @ recurrent, 4, axis=1)
                cell = _sigmoid(forget) * cell + _sigmoid(enter) * np.tanh(fresh)
                hidden = _sigmoid(leave) * np.tanh(cell)
                outputs.append(hidden)
            layer = np.stack(outputs, 1)
        flat = np.maximum(0, layer[:, -1] @ weights["linear.weight"].T + weights["linear.bias"])
        return flat / np.linalg.norm(flat, axis=1, keepdims=True)
