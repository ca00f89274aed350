"""Vectors in few bits, with a bound that always holds: what the native scan reads before it reads the vectors.

Each unit vector x is split along the common direction m: x = a m + y. y is rotated and kept twice: 4 bits a
number (16 levels, best for a normal distribution) and 8 bits a number, each with its own scale and with the
norm of what is lost. For a query q = b m + p then q x = a b + p y, and p y lies within |p| times the lost norm
of what the few bits say. The rotation spreads every vector evenly, so that the loss is small whatever the encoder.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.columns import DIMENSIONS

LEVELS = np.array([-63, -48, -37, -29, -22, -15, -9, -3, 3, 9, 15, 22, 29, 37, 48, 63], np.int8)
_ROTATION_SEED = 20270101
_BLOCK = 1 << 16
_SLACK = 1e-5
_MOST_8 = np.float32(127.0)


@dataclass(frozen=True)
class Planes:
    """`fours`: 128 bytes a row, number i in the low half of byte i, number i + 128 in its high half.

    `eights`: 256 signed bytes a row. `coarse[r]`: scale and loss of the fours, then the common part a.
    `fine[r]`: scale and loss of the eights.
    """

    common: NDArray[np.float32]
    rotation: NDArray[np.float32]
    fours: NDArray[np.uint8]
    eights: NDArray[np.int8]
    coarse: NDArray[np.float32]
    fine: NDArray[np.float32]

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Planes":
        """From unit vectors."""
        count = len(vectors)
        mean = vectors.mean(0, dtype=np.float64)
        norm = float(np.linalg.norm(mean))
        common = (mean / norm if norm > _SLACK else np.zeros(DIMENSIONS)).astype(np.float32)
        rotation = _rotation()
        fours = np.empty((count, DIMENSIONS // 2), np.uint8)
        eights = np.empty((count, DIMENSIONS), np.int8)
        coarse, fine = np.empty((count, 3), np.float32), np.empty((count, 2), np.float32)
        for start in range(0, count, _BLOCK):
            part = slice(start, start + _BLOCK)
            along = vectors[part] @ common
            y = (vectors[part] - along[:, None] * common) @ rotation
            codes, coarse[part, :2] = _fours(y)
            fours[part] = codes[:, : DIMENSIONS // 2] | (codes[:, DIMENSIONS // 2 :] << 4)
            coarse[part, 2] = along
            eights[part], fine[part] = _eights(y)
        return cls(common, rotation, fours, eights, coarse, fine)

    @cached_property
    def _wide_rotation(self) -> NDArray[np.float64]:
        return self.rotation.astype(np.float64)

    def turned(self, direction: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        """A query as the scan wants it: its part along the common direction, and the rest, rotated."""
        wide, common = direction.astype(np.float64), self.common.astype(np.float64)
        along = float(wide @ common)
        rest = (wide - along * common) @ self._wide_rotation
        return along, np.ascontiguousarray(rest, np.float32)


@cache
def _rotation() -> NDArray[np.float32]:
    noise = np.random.default_rng(_ROTATION_SEED).normal(size=(DIMENSIONS, DIMENSIONS))
    return np.linalg.qr(noise)[0].astype(np.float32)


def _fours(y: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    unit = np.maximum(np.linalg.norm(y, axis=1), 1e-12) / np.sqrt(np.float32(DIMENSIONS))
    steps = np.clip(np.rint(y * (_STEPS_OF_A_SIGMA / unit)[:, None]), -128, 127).astype(np.int8)
    codes = _NEAREST[steps.view(np.uint8)]
    return codes, _scaled(y, LEVELS[codes].astype(np.float32))


def _eights(y: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    step = np.maximum(np.abs(y).max(1), 1e-12) / _MOST_8
    levels = np.rint(y / step[:, None])
    return levels.astype(np.int8), _scaled(y, levels)


def _scaled(y: NDArray[np.float32], levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scale that loses least, and the norm of what is lost by it, rounded up."""
    scale = np.einsum("ij,ij->i", y, levels) / np.maximum(np.einsum("ij,ij->i", levels, levels), 1.0)
    lost = np.linalg.norm(y - scale[:, None] * levels, axis=1)
    return np.stack([scale, lost * np.float32(1 + 1e-5) + np.float32(1e-6)], 1).astype(np.float32)


_STEPS_OF_A_SIGMA = np.float32(63 / 2.7326)
_NEAREST = (
    np.abs(np.arange(256, dtype=np.uint8).view(np.int8)[:, None].astype(int) - LEVELS)
    .argmin(1)
    .astype(np.uint8)
)
