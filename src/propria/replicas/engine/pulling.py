"""Fills the unknown parts of a picture from the known ones, coarse to fine; invents no detail."""

import cv2
import numpy as np
from numpy.typing import NDArray


def filled(picture: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """The picture with every pixel whose `known` share (0 to 1) is small drawn from its neighbours (pull
    and push).
    """
    levels = [(picture * known[..., None], known)]
    while min(levels[-1][1].shape) > 4:
        colour, share = levels[-1]
        levels.append((np.asarray(cv2.pyrDown(colour)), np.asarray(cv2.pyrDown(share))))
    colour, share = levels[-1]
    out = colour / np.maximum(share, 1e-4)[..., None]
    for number, (colour, share) in reversed(list(enumerate(levels[:-1]))):
        wide = cv2.resize(out, (share.shape[1], share.shape[0]), interpolation=cv2.INTER_LINEAR)
        sure = (share if number == 0 else np.clip(share * 3, 0, 1))[..., None]
        own = colour / np.maximum(share, 1e-3)[..., None]
        out = np.where(share[..., None] > 1e-3, own, wide) * sure + wide * (1 - sure)
    return np.asarray(out, np.float32)
