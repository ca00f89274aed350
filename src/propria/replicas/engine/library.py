"""A performer's own frames, each labelled with what the mouth was saying: the stock that a new line is cut
from.

Holds the footage itself, so it is as private as the capture it came from. Frames without a confirmed face
are left out.
"""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from propria.kernel.errors import Malformed, Refused
from propria.replicas.engine.face_points import STILL
from propria.replicas.engine.footage import FRAMES_PER_SECOND, Decoded
from propria.replicas.engine.geometry import Similarity, similarity_between
from propria.replicas.engine.landmarks import Landmarks, canonical_face
from propria.replicas.engine.pictures import Picture, Points
from propria.replicas.engine.visemes import VISEMES, Moment

FEWEST_FRAMES = 25
_LAYOUT = 1
_FLIP = np.array([1.0, -1.0, -1.0])


@dataclass(frozen=True)
class Take:
    """One clip's usable frames: landmarks in pixels (n × 478 × 3), 52 blendshapes, and the mouth at each
    frame.
    """

    footage: bytes
    frames: Sequence[Picture]
    kept: tuple[int, ...]
    points: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Library:
    """All takes end to end. `shapes` are the 468 points with the head held still, in cm, smoothed."""

    takes: tuple[Take, ...]
    shapes: NDArray[np.float64]
    places: tuple[Similarity, ...]

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The mouth at each frame."""
        return tuple(moment for take in self.takes for moment in take.moments)

    @property
    def points(self) -> NDArray[np.float64]:
        """Landmarks in pixels at each frame."""
        return np.concatenate([take.points for take in self.takes]).astype(float)

    @property
    def blendshapes(self) -> NDArray[np.float64]:
        """The 52 blendshapes at each frame."""
        return np.concatenate([take.blendshapes for take in self.takes]).astype(float)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each take begins."""
        return tuple(int(n) for n in np.cumsum([0, *(len(take.kept) for take in self.takes[:-1])]))

    def picture(self, index: int) -> Picture:
        """The frame at `index`."""
        for take, start in zip(reversed(self.takes), reversed(self.starts), strict=True):
            if index >= start:
                return take.frames[take.kept[index - start]]
        raise IndexError(index)

    def pictures(self, indices: Iterable[int]) -> dict[int, Picture]:
        """Many frames by their numbers, each footage decoded once and in order."""
        return {index: self.picture(index) for index in sorted(set(indices))}


def shape_of(points: Points) -> tuple[Points, Similarity]:
    """The 468 points with the head held still (centimetres, canonical frame), and how to put them back."""
    upright = points[:468] * _FLIP
    place = similarity_between(upright[STILL], canonical_face().points[STILL])
    return place.apply(upright), place


def put_back(shape: Points, place: Similarity) -> Points:
    """A still shape as landmarks in pixels, where `place` was found."""
    return place.undo(shape) * _FLIP


def take_from(
    footage: bytes, frames: Sequence[Picture], followed: list[Landmarks | None], spoken: tuple[Moment, ...]
) -> Take:
    """One clip's frames, landmarks and moments, without the frames where no face was confirmed."""
    kept = tuple(index for index, found in enumerate(followed) if found is not None)
    seen = [found for found in followed if found is not None]
    return Take(
        footage,
        frames,
        kept,
        np.array([found.points for found in seen], np.float32).reshape(-1, 478, 3),
        np.array([found.blendshapes for found in seen], np.float32).reshape(-1, 52),
        tuple(spoken[index] for index in kept),
    )


def assemble(takes: tuple[Take, ...]) -> Library:
    """A library from takes, whatever their picture sizes.

    Raises: Refused(`replicas.footage_too_short`).
    """
    takes = tuple(take for take in takes if len(take.kept))
    if sum(len(take.kept) for take in takes) < FEWEST_FRAMES:
        raise Refused("replicas.footage_too_short", "a face must be seen for one second of footage at least")
    shapes, places = [], []
    for take in takes:
        still = [shape_of(points.astype(float)) for points in take.points]
        shapes.append(gaussian_filter1d(np.array([shape for shape, _ in still]), 0.7, axis=0))
        places += [place for _, place in still]
    return Library(takes, np.concatenate(shapes), tuple(places))


def write_library(library: Library) -> bytes:
    """The library as one file: NumPy arrays and the footage, no pickles, the same bytes each time."""
    arrays: dict[str, NDArray] = {}
    for number, take in enumerate(library.takes):
        arrays[f"footage{number}"] = np.frombuffer(take.footage, np.uint8)
        arrays[f"kept{number}"] = np.array(take.kept, np.int32)
        arrays[f"points{number}"] = take.points
        arrays[f"blendshapes{number}"] = take.blendshapes
        said = [[VISEMES.index(v) for v in (m.before, m.now, m.after)] for m in take.moments]
        arrays[f"said{number}"] = np.array(said, np.uint8).reshape(-1, 3)
        arrays[f"through{number}"] = np.array([m.through for m in take.moments], np.float32)
    about = {"layout": _LAYOUT, "takes": len(library.takes), "frames_per_second": FRAMES_PER_SECOND}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def read_library(data: bytes) -> Library:
    """A library written by `write_library`.

    Raises: Malformed(`replicas.library_unreadable`).
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about["layout"] != _LAYOUT:
                raise Malformed("replicas.library_unreadable", "this viseme library has an unknown layout")
            return assemble(tuple(_read_take(arrays, number) for number in range(about["takes"])))
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise Malformed("replicas.library_unreadable", "this is not a viseme library") from error


def _read_take(arrays: "np.lib.npyio.NpzFile", number: int) -> Take:
    footage = arrays[f"footage{number}"].tobytes()
    moments = tuple(
        Moment(VISEMES[before], VISEMES[now], VISEMES[after], float(through))
        for (before, now, after), through in zip(
            arrays[f"said{number}"], arrays[f"through{number}"], strict=True
        )
    )
    kept = tuple(int(index) for index in arrays[f"kept{number}"])
    points, blendshapes = arrays[f"points{number}"], arrays[f"blendshapes{number}"]
    frames = Decoded(footage, max(kept, default=-1) + 1)
    return Take(footage, frames, kept, points, blendshapes, moments)
