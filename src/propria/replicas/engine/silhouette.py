"""Tells the performer from the backdrop in one picture, by colour, from where the face is; wrong on busy
backdrops.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from propria.replicas.engine.landmarks import Landmarks
from propria.replicas.engine.pictures import Picture

_SIDE = 200
_ROUNDS = 4


def person_mask(picture: Picture, face: Landmarks) -> NDArray[np.float32]:
    """1 on the person, 0 on the backdrop, soft between; the same size as the picture."""
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points = face.points[:468, :2] * scale
    top, bottom = points[10], points[152]
    tall = float(np.linalg.norm(top - bottom))
    wide = float(np.ptp(points[:, 0]))
    middle = (top + bottom) / 2
    marks = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    rows, columns = np.mgrid[: marks.shape[0], : marks.shape[1]]
    around = ((columns - middle[0]) / (1.25 * wide)) ** 2 + (
        (rows - middle[1] + 0.1 * tall) / (1.25 * tall)
    ) ** 2
    below = rows > bottom[1]
    marks[(around < 1) | below] = cv2.GC_PR_BGD
    inner = ((columns - middle[0]) / (0.72 * wide)) ** 2 + (
        (rows - middle[1] + 0.16 * tall) / (0.82 * tall)
    ) ** 2
    body = below & (np.abs(columns - middle[0]) < 0.35 * wide + 0.6 * (rows - bottom[1]))
    marks[(inner < 1) | body] = cv2.GC_PR_FGD
    cv2.fillConvexPoly(marks, cv2.convexHull(np.round(points).astype(np.int32)), int(cv2.GC_FGD))
    marks[body & (np.abs(columns - middle[0]) < 0.2 * wide)] = cv2.GC_FGD
    corner = 3
    marks[:corner, :], marks[: int(middle[1]), :corner], marks[: int(middle[1]), -corner:] = (cv2.GC_BGD,) * 3
    cv2.setRNGSeed(1)
    empty = np.zeros((1, 65))
    cv2.grabCut(small, marks, (0, 0, 1, 1), empty, empty.copy(), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    person = _largest(np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)))
    smooth = cv2.GaussianBlur(person.astype(np.float32), (0, 0), 1.2)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, names, about, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return mask
    return np.asarray(names == 1 + int(about[1:, cv2.CC_STAT_AREA].argmax()))
