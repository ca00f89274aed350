"""Perceptual marks: find the passport of a picture or clip again after its labels were stripped.

A mark is a 64-bit DCT hash of one key frame. It survives re-encoding and resizing; it does not survive
cropping, mirroring or a drawn frame, and plain or alike pictures share marks. A hit is a lead, never proof;
no hit says nothing either way.
"""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageOps

from propria.kernel.errors import Unverified
from propria.plumbing.media import open_media
from propria.plumbing.media_structure import container_of
from propria.provenance.model import FrameMark

SIDE = 32
KEPT = 8
ALIKE_BITS = 10
MAX_FRAMES = 256
_FLAT = 4.0


@dataclass(frozen=True)
class Resemblance:
    """How two media compare: telling frames sought, how many met a frame alike, the least distance."""

    frames: int
    alike: int
    least_bits: int

    @property
    def is_lead(self) -> bool:
        """Whether at least half of the telling frames were met: a person may open the passport and judge."""
        return self.frames > 0 and 2 * self.alike >= self.frames


def mark(path: Path) -> tuple[FrameMark, ...]:
    """The marks of a still (one) or of a clip's key frames (up to 256); empty for sound and models.

    Raises: Unverified(`media.unreadable`).
    """
    container = container_of(path)
    try:
        match container.kind if container else "":
            case "image":
                with Image.open(path) as picture:
                    luma = ImageOps.exif_transpose(picture).convert("L")
                return (_frame_mark(0, np.asarray(luma)),)
            case "video":
                return _clip_marks(path)
            case _:
                return ()
    except (av.error.FFmpegError, OSError, SyntaxError, ValueError, AttributeError) as error:
        raise Unverified("media.unreadable", type(error).__name__) from None


def _clip_marks(path: Path) -> tuple[FrameMark, ...]:
    found: list[FrameMark] = []
    with open_media(path) as media:
        if not media.streams.video:
            return ()
        picture = media.streams.video[0]
        picture.codec_context.skip_frame = "NONKEY"
        for frame in media.decode(picture):
            at_ms = round((frame.time or 0.0) * 1000)
            found.append(_frame_mark(at_ms, frame.to_ndarray(format="gray")))
            if len(found) >= MAX_FRAMES:
                break
    return tuple(found)


def compare(sought: tuple[FrameMark, ...], known: tuple[FrameMark, ...]) -> Resemblance:
    """Meet each telling frame of `sought` with its nearest telling frame of `known`; times are ignored."""
    ours = [int(frame.bits, 16) for frame in sought if frame.telling]
    theirs = [int(frame.bits, 16) for frame in known if frame.telling]
    if not ours or not theirs:
        return Resemblance(len(ours), 0, 64)
    nearest = [min((one ^ other).bit_count() for other in theirs) for one in ours]
    return Resemblance(len(ours), sum(bits <= ALIKE_BITS for bits in nearest), min(nearest))


def _cosines() -> np.ndarray:
    steps = np.arange(SIDE)
    return np.cos(np.pi * (2 * steps[None, :] + 1) * steps[:KEPT, None] / (2 * SIDE))


_COSINES = _cosines()


def _frame_mark(at_ms: int, luma: np.ndarray) -> FrameMark:
    """Hash the 8 × 8 lowest frequencies of a 32 × 32 reduction against their median (pHash)."""
    small = np.asarray(Image.fromarray(luma).resize((SIDE, SIDE), Image.Resampling.BOX), np.float64)
    low = (_COSINES @ small @ _COSINES.T).ravel()
    ones = low > np.median(low[1:])
    bits = int("".join("1" if one else "0" for one in ones), 2)
    return FrameMark(at_ms, f"{bits:016x}", bool(small.std() >= _FLAT))
