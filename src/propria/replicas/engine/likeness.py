"""How alike two faces or two voices are: unit vectors whose product is the cosine; decides nothing by
itself.

Both embedders were learnt from photographs and recordings scraped from the web; the model card says so. On
rendered characters different people average 0.41 with SFace, so a threshold for real photographs does not
hold there.
Sources: SFace, Zhong et al., IEEE TIP 2021; GE2E, Wan et al., ICASSP 2018 (weights by Resemblyzer).
"""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from propria.replicas.engine import torchfile, weights
from propria.replicas.engine.faces import session
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.pictures import Picture, Points
from propria.replicas.engine.sound import Sound, mel_filters, power_spectra, resampled, speech_mask

Embedding = NDArray[np.float32]

_TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
_HERTZ = 16_000
_HOP = 160
_WINDOW = 160
_STEP = 77
_UNITS = 256
_LAYERS = 3
LEAST_SPEECH_SECONDS = 1.0


def face_embedding(picture: Picture, five_points: Points) -> Embedding:
    """128 numbers of length one for the face whose eyes, nose tip and mouth corners lie at `five_points`
    (pixels).
    """
    move = similarity_between(np.asarray(five_points, float), _TEMPLATE)
    matrix = np.column_stack([move.scale * move.rotation, move.shift])
    aligned = cv2.warpAffine(picture, matrix, (112, 112), flags=cv2.INTER_LINEAR)
    network = session("sface", frozenset({"data"}))
    (found,) = network.run(None, {"data": aligned.transpose(2, 0, 1)[None].astype(np.float32)})
    return np.asarray(found[0] / np.linalg.norm(found[0]), np.float32)


def mean_embedding(embeddings: list[Embedding]) -> Embedding:
    """The middle of several embeddings, of length one."""
    total = np.sum(embeddings, 0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def alike(one: Embedding, other: Embedding) -> float:
    """The cosine between two embeddings, -1 to 1."""
    return float(np.dot(one, other))


@functools.cache
def _voice_tensors() -> dict[str, NDArray[np.float32]]:
    return torchfile.read_tensors(weights.read_only("resemblyzer"), state="model_state")


def _layer(steps: NDArray[np.float32], index: int) -> NDArray[np.float32]:
    tensors = _voice_tensors()
    from_input, from_state, bias_input, bias_state = (
        tensors[f"lstm.{name}_l{index}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    gates = steps @ from_input.T + (bias_input + bias_state)
    turned = np.ascontiguousarray(from_state.T)
    hidden = np.zeros((len(steps), _UNITS), np.float32)
    cell = np.zeros_like(hidden)
    out = np.empty((*steps.shape[:2], _UNITS), np.float32)
    for at in range(steps.shape[1]):
        enter, forget, new, leave = np.split(gates[:, at] + hidden @ turned, 4, axis=1)
        cell = expit(forget) * cell + expit(enter) * np.tanh(new)
        hidden = expit(leave) * np.tanh(cell)
        out[:, at] = hidden
    return out


def voice_embedding(sound: Sound) -> Embedding:
    """256 numbers of length one for who speaks in `sound`; silence is cut first.

    Under a second of speech the numbers mean little; `LEAST_SPEECH_SECONDS` says where to stop trusting them.
    """
    speech = resampled(sound, _HERTZ)
    kept = speech.samples[speech_mask(speech)]
    loudness = float(np.sqrt(np.mean(np.square(kept, dtype=float)))) if len(kept) else 0.0
    if 0 < loudness < 10 ** (-30 / 20):
        kept = kept * np.float32(10 ** (-30 / 20) / loudness)
    count = max(1, (len(kept) // _HOP - _WINDOW) // _STEP + 1)
    needed = ((count - 1) * _STEP + _WINDOW) * _HOP
    padded = np.pad(kept, (0, max(0, needed - len(kept)))).astype(np.float32)
    mels = (power_spectra(padded, 400, _HOP) @ mel_filters(_HERTZ, 400, 40).T).astype(np.float32)
    steps = np.stack([mels[at * _STEP : at * _STEP + _WINDOW] for at in range(count)])
    for index in range(_LAYERS):
        steps = _layer(steps, index)
    tensors = _voice_tensors()
    found = np.maximum(0, steps[:, -1] @ tensors["linear.weight"].T + tensors["linear.bias"])
    return mean_embedding(list(found / np.linalg.norm(found, axis=1, keepdims=True)))
