"""Pictures as arrays: the two types everyone shares, reading and writing files of them; decides nothing
about faces.
"""

import io
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from propria.kernel.errors import Malformed
from propria.kernel.ranged import Bytes, opened

Picture: TypeAlias = NDArray[np.uint8]
"""Height × width × 3, red green blue, 0 to 255."""
Points: TypeAlias = NDArray[np.float64]
"""Rows of coordinates; which frame they are in is said where they are made."""

_MOST_PIXELS = 64_000_000


def read_picture(data: Bytes) -> Picture:
    """A PNG, JPEG or WebP upright as its maker meant it.

    Raises: Malformed(`replicas.picture_unreadable`).
    """
    try:
        with opened(data) as file, Image.open(file) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Malformed("replicas.picture_unreadable", "the picture has more than 64 million pixels")
            return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise Malformed("replicas.picture_unreadable", "this is not a PNG, JPEG or WebP picture") from error


def sampled(picture: NDArray, at: Points) -> NDArray[np.float64]:
    """The picture's values at x and y (pixels, between pixels too; the border's beyond it), one row a
    point.
    """
    side = 1024
    pad = (-len(at)) % side
    x, y = (np.pad(at[:, axis].astype(np.float32), (0, pad)).reshape(-1, side) for axis in (0, 1))
    read = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read.reshape(side * x.shape[0], -1)[: len(at)], float)


def write_png(picture: Picture) -> bytes:
    """The picture as PNG, the same bytes for the same pixels."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", optimize=False)
    return out.getvalue()


def write_jpeg(picture: Picture, *, quality: int = 90) -> bytes:
    """The picture as JPEG, the same bytes for the same pixels."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
