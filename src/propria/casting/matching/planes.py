"""Vectors in few bits, with a bound that always holds: what the native scan reads before it reads the vectors.

Each unit vector x is split along the common direction m: x = a m + y. y is turned so that the directions in which the
library differs most come first, and kept twice. The *first look* takes a number in 8 bits, or in 4 (16 levels, best for
a normal distribution), and of the last numbers only their norm; the second takes all of them in 8 bits. Each has its
scale and the norm of what it loses. For a query q = b m + p then q x = a b + p y, and p y lies within the norms of
p's parts times those of what is lost and left out. The common direction is kept exactly, so that vectors in a cone are told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import address_of
from propria.casting.matching.columns import DIMENSIONS

LEVELS = np.array([-63, -48, -37, -29, -22, -15, -9, -3, 3, 9, 15, 22, 29, 37, 48, 63], np.int8)
NOTE, SHORT, NOTED = 65535, 255, 8
NARROW, WIDE = (24, 64), (0, 240)
_SEED = 20270101
_BLOCK = 1 << 16
_SLACK = 1e-5
_MOST_8 = 127.0
_SIGMAS_8, _SIGMAS_4 = 4.0, 2.7326
_LOST_BY_4 = 0.0095
_TOO_LOOSE = 4.0


@dataclass(frozen=True)
class Planes:
    """`first`: a row's bytes: number i + 128 for each of `wholes`, then two codes of LEVELS in each byte, then its note.

    The low half of byte j after the wholes is number wholes + j, its high half as many further as there are such bytes.
    The note, 64 bits as the machine keeps them, from the lowest: in 16 bits each scale / `unit`, 1 + a in 65535ths of 2,
    and what is lost in 65535ths, rounded up; in 8 bits each what is left out in 255ths, rounded up, and the
    responsiveness, so that the first look counts it in. So one row is one or two lines of the processor's cache.
    `steps`: the step of each number's codes, relative to the first's. `reach`: the longest y. `eights`: 256 signed bytes
    a row. `fine[r]`: scale and loss of the eights.
    """

    common: NDArray[np.float32]
    rotation: NDArray[np.float32]
    steps: NDArray[np.float32]
    wholes: int
    unit: float
    reach: float
    first: NDArray[np.uint8]
    eights: NDArray[np.int8]
    fine: NDArray[np.float32]

    @classmethod
    def of(cls, vectors: NDArray[np.float32], responsiveness: NDArray[np.uint8]) -> "Planes":
        """From unit vectors, and how well each person answers."""
        count = len(vectors)
        mean = vectors.mean(0, dtype=np.float64)
        norm = float(np.linalg.norm(mean))
        common = (mean / norm if norm > _SLACK else np.zeros(DIMENSIONS)).astype(np.float32)
        some = vectors[:: max(1, count // _BLOCK)]
        layout = Layout.of(some - (some @ common)[:, None] * common)
        first = np.empty((count, layout.width), np.uint8)
        eights = np.empty((count, DIMENSIONS), np.int8)
        fine, reach = np.empty((count, 2), np.float32), 0.0
        for start in range(0, count, _BLOCK):
            part = slice(start, start + _BLOCK)
            along = vectors[part] @ common
            y = (vectors[part] - along[:, None] * common) @ layout.rotation
            first[part] = layout.first(y, along, responsiveness[part])
            eights[part], fine[part] = _eights(y, layout.steps)
            reach = max(reach, float(np.linalg.norm(y, axis=1).max()))
        return cls(
            common, layout.rotation, layout.steps, layout.wholes, layout.unit, reach, first, eights, fine
        )

    @cached_property
    def places(self) -> Mapping[str, float]:
        """What they are and where they lie, as the kernel reads them."""
        read = ("first", "eights", "fine", "steps", "common", "rotation")
        count, width = self.first.shape
        sizes = {
            "count": count,
            "width": width,
            "wholes": self.wholes,
            "unit": self.unit,
            "reach": self.reach,
        }
        return (
            sizes | {name: address_of(getattr(self, name)) for name in read} | {"levels": address_of(LEVELS)}
        )


@dataclass(frozen=True)
class Layout:
    """How the first look spends its bytes: `wholes` numbers in 8 bits, `halves` in 4, the others left out."""

    rotation: NDArray[np.float32]
    steps: NDArray[np.float32]
    wholes: int
    halves: int
    step: float

    @classmethod
    def of(cls, rests: NDArray[np.float32]) -> "Layout":
        """Narrow, 64 bytes a row, where a few directions hold nearly everything; else 128 bytes, 4 bits each number."""
        wide = rests.astype(np.float64)
        powers, directions = np.linalg.eigh(wide.T @ wide)
        powers, directions = np.maximum(powers[::-1], 0), directions[:, ::-1]
        total = max(float(powers.sum()), 1e-12)
        ends = np.cumsum(NARROW)
        left_out = 1 - powers[: ends[1]].sum() / total
        by_4 = powers[ends[0] : ends[1]].sum() / total
        loose = left_out + _LOST_BY_4 * by_4 > _TOO_LOOSE * _LOST_BY_4
        wholes, halves = WIDE if loose else NARROW
        groups = [slice(0, wholes), slice(wholes, wholes + halves), slice(wholes + halves, DIMENSIONS)]
        rotation, steps = directions.copy(), np.ones(DIMENSIONS)
        for group, widest in zip(
            groups, (_SIGMAS_8 / _MOST_8, _SIGMAS_4 / LEVELS[-1], _SIGMAS_8 / _MOST_8), strict=True
        ):
            size = group.stop - group.start
            if size:
                rotation[:, group] = directions[:, group] @ _turn(size)
                steps[group] = widest * np.sqrt(max(float(powers[group].sum()) / total, 1e-9) / size)
        return cls(
            np.ascontiguousarray(rotation, np.float32), (steps / steps[0]).astype(np.float32), wholes, halves,
            float(steps[0]),
        )  # fmt: skip

    @property
    def width(self) -> int:
        """Bytes a row."""
        return self.wholes + self.halves // 2 + NOTED

    @property
    def unit(self) -> float:
        """What one step of a noted scale is worth."""
        return 2 * self.step / NOTE

    def first(
        self, y: NDArray[np.float32], along: NDArray[np.float32], responsiveness: NDArray[np.uint8]
    ) -> NDArray[np.uint8]:
        """The bytes of each row."""
        kept, pairs = self.wholes + self.halves, self.halves // 2
        head, steps = y[:, :kept], self.steps[:kept]
        size = np.maximum(np.linalg.norm(head, axis=1), 1e-12)[:, None] * np.float32(self.step)
        codes = np.clip(np.rint(head / (size * steps)), -_MOST_8, _MOST_8).astype(np.int8)
        fours = _NEAREST[codes[:, self.wholes :].view(np.uint8)]
        codes[:, self.wholes :] = LEVELS[fours]
        levels = codes.astype(np.float32) * steps
        best, _ = _scaled(head, levels).T
        noted = np.clip(np.rint(best / self.unit), 0, NOTE)
        lost = np.linalg.norm(head - (noted * self.unit).astype(np.float32)[:, None] * levels, axis=1)
        left_out = np.linalg.norm(y[:, kept:], axis=1)
        note = responsiveness.astype(np.uint64) << np.uint64(56)
        numbers = [
            (0, NOTE, noted),
            (16, NOTE, np.rint((along + 1) * (NOTE / 2))),
            (32, NOTE, np.ceil(_up(lost) * NOTE)),
            (48, SHORT, np.ceil(_up(left_out) * SHORT)),
        ]
        for place, most, number in numbers:
            note |= np.clip(number, 0, most).astype(np.uint64) << np.uint64(place)
        whole = (codes[:, : self.wholes].astype(np.int16) + 128).astype(np.uint8)
        return np.concatenate(
            [whole, fours[:, :pairs] | (fours[:, pairs:] << 4), note.view(np.uint8).reshape(-1, NOTED)], 1
        )


def _turn(size: int) -> NDArray[np.float64]:
    """A rotation that spreads what it turns evenly."""
    turned: NDArray[np.float64] = np.linalg.qr(np.random.default_rng(_SEED).normal(size=(size, size)))[0]
    return turned


def _eights(
    y: NDArray[np.float32], steps: NDArray[np.float32]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    even = y / steps
    levels = np.rint(even / (np.maximum(np.abs(even).max(1), 1e-12) / np.float32(_MOST_8))[:, None])
    return levels.astype(np.int8), _scaled(y, levels * steps)


def _scaled(y: NDArray[np.float32], levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scale that loses least, and the norm of what is lost by it, rounded up."""
    scale = np.einsum("ij,ij->i", y, levels) / np.maximum(np.einsum("ij,ij->i", levels, levels), 1e-12)
    lost = np.linalg.norm(y - scale[:, None] * levels, axis=1)
    return np.stack([scale, _up(lost)], 1).astype(np.float32)


def _up(norms: NDArray[np.float32]) -> NDArray[np.float32]:
    return norms * np.float32(1 + 1e-5) + np.float32(1e-6)


_NEAREST = (
    np.abs(np.arange(256, dtype=np.uint8).view(np.int8)[:, None].astype(int) - LEVELS)
    .argmin(1)
    .astype(np.uint8)
)
