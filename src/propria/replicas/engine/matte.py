"""Takes a performer off their backdrop: how much of each pixel is them, and their own colours, free of what is behind.

It needs a backdrop that is still and plain enough to guess behind the person; on a busy one it keeps what is near the face.
Source: the two-layer model of Porter and Duff, SIGGRAPH 1984; edges after He, Sun and Tang, Guided Image Filtering, 2010.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Refused
from propria.replicas.engine.landmarks import Landmarks, Tracker
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.pulling import filled
from propria.replicas.engine.silhouette import person_mask

GREEN = (0, 177, 64)
_BAND = 0.022
_FINE = 1e-4
_CLEAR, _SOLID = 0.04, 0.96
_LEAST_APART = 20.0
_SIDE, _ROUNDS, _ASKED_EVERY = 240, 5, 4
_BUSY, _LEAST_AWAY, _LEAST_OPEN, _MOSTLY = 9.0, 16.0, 0.05, 0.5


@dataclass(frozen=True)
class Cut:
    """A person without a backdrop: colours as they are (straight, not multiplied) and how much of each pixel is theirs, 0 to 1."""

    colours: Picture
    alpha: NDArray[np.float32]

    def over(self, colour: tuple[int, int, int]) -> Picture:
        """The person before one colour."""
        share = self.alpha[..., None]
        mixed = self.colours * share + np.array(colour, np.float32) * (1 - share)
        return np.asarray(np.round(mixed), np.uint8)


class Cutter:
    """Cuts the frames of one clip in their order; who is in front is asked anew every few frames, and follows the face between."""

    def __init__(self) -> None:
        self._tracker = Tracker()
        self._person: NDArray[np.float32] | None = None
        self._seen_at = np.zeros(2)
        self._frames = 0

    def cut(self, frame: Picture) -> Cut:
        """The person in the next frame. Raises: Refused(`replicas.no_face`) where the first one shows no face."""
        face = self._tracker.follow(frame)
        if face is None and self._person is None:
            raise Refused("replicas.no_face", "no face is seen in this clip")
        if face is not None and self._frames % _ASKED_EVERY == 0:
            self._person, self._seen_at = rough_person(frame, face), _place(face)
        shift = np.zeros(2) if face is None else _place(face) - self._seen_at
        self._frames += 1
        assert self._person is not None
        return matted(frame, _shifted(self._person, shift))


def _place(face: Landmarks) -> NDArray[np.float64]:
    return np.asarray(face.points[:468, :2].mean(0))


def _shifted(mask: NDArray[np.float32], shift: NDArray[np.float64]) -> NDArray[np.float32]:
    move = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
    return np.asarray(
        cv2.warpAffine(mask, move, mask.shape[::-1], borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def rough_person(picture: Picture, face: Landmarks) -> NDArray[np.float32]:
    """Roughly who is in front: the head by its colours, and below the chin also what the backdrop's surface does not explain."""
    head = person_mask(picture, face)
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    points = face.points[:468, :2] * scale
    rows, columns = np.mgrid[: small.shape[0], : small.shape[1]].astype(np.float32)
    middle, tall = (points[10] + points[152]) / 2, float(np.linalg.norm(points[10] - points[152]))
    around = ((columns - middle[0]) / tall) ** 2 + ((rows - middle[1] + 0.15 * tall) / (1.15 * tall)) ** 2
    backdrop, spread = _surface(small, (around > 1) & (rows < points[152, 1]))
    if spread > _BUSY:
        return head
    chin = points[152]
    below = (rows > chin[1]) & (np.abs(columns - chin[0]) < 0.4 * tall + 1.6 * (rows - chin[1]))
    away = np.linalg.norm(small - backdrop, axis=2) > max(_LEAST_AWAY, 5 * spread)
    body = cv2.morphologyEx((away & below).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    own = cv2.resize(head, small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0.5
    count, names = cv2.connectedComponents((own | (body > 0)).astype(np.uint8))
    sizes = np.bincount(names.ravel(), weights=own.ravel(), minlength=count)
    rims, _ = cv2.findContours(
        (names == 1 + int(sizes[1:].argmax())).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    whole = cv2.drawContours(np.zeros(own.shape, np.float32), rims, -1, 1.0, cv2.FILLED)
    smooth = cv2.GaussianBlur(whole, (0, 0), 1.0)
    both: NDArray = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.maximum(head, np.where(np.mgrid[:height, :width][0] * scale > chin[1], both, 0)).astype(
        np.float32
    )


def _surface(picture: NDArray[np.float32], open_to: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    """A quadratic surface through the open part of a picture, without what sticks out of it, and how far it is off."""
    rows, columns = (grid / _SIDE for grid in np.mgrid[: picture.shape[0], : picture.shape[1]])
    terms = np.stack([np.ones_like(rows), rows, columns, rows**2, rows * columns, columns**2], -1)
    known, inputs = picture[open_to], terms[open_to]
    if len(known) < _LEAST_OPEN * open_to.size:
        return picture, np.inf
    kept = np.ones(len(known), bool)
    for _ in range(_ROUNDS):
        shape, *_ = np.linalg.lstsq(inputs[kept], known[kept], rcond=None)
        off = np.linalg.norm(known - inputs @ shape, axis=1)
        kept = off <= 2.5 * max(float(np.median(off)), 1.0)
    spread = float(np.median(off)) if kept.mean() > _MOSTLY else np.inf
    return (terms @ shape).astype(np.float32), spread


def matted(picture: Picture, person: NDArray[np.float32]) -> Cut:
    """The person, cut along a rough mask: in a band about its rim each pixel is held between both sides' colours."""
    size = 2 * max(2, round(_BAND * min(picture.shape[:2]))) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    rough = (person > 0.5).astype(np.uint8)
    inside, outside = cv2.erode(rough, disc), 1 - cv2.dilate(rough, disc)
    seen = picture.astype(np.float32)
    own, behind = (filled(seen, part.astype(np.float32)) for part in (inside, outside))
    between = own - behind
    apart = (between**2).sum(2)
    read = ((seen - behind) * between).sum(2) / np.maximum(apart, 1.0)
    guide = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) / 255, np.float32)
    guided = _guided(guide, person.astype(np.float32), size)
    sure = np.clip(np.sqrt(apart) / _LEAST_APART - 0.5, 0, 1)
    alpha = sure * read + (1 - sure) * guided
    alpha = np.where(inside > 0, 1, np.where(outside > 0, 0, np.clip(alpha, 0, 1)))
    alpha = np.clip((alpha - _CLEAR) / (_SOLID - _CLEAR), 0, 1).astype(np.float32)
    share = alpha[..., None]
    lifted = (seen - (1 - share) * behind) / np.maximum(share, 0.2)
    colours = np.where(share > 0.98, seen, np.where(share > 0.2, lifted, own))
    return Cut(np.clip(np.round(colours), 0, 255).astype(np.uint8), alpha)


def _guided(guide: NDArray[np.float32], mask: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """The mask drawn to the edges of the guide, both 0 to 1."""

    def mean(one: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.boxFilter(one, -1, (size, size)), np.float32)

    middle, target = mean(guide), mean(mask)
    slope = (mean(guide * mask) - middle * target) / (mean(guide * guide) - middle**2 + np.float32(_FINE))
    return np.asarray(
        mean(np.asarray(slope, np.float32)) * guide + mean(np.asarray(target - slope * middle, np.float32)),
        np.float32,
    )
