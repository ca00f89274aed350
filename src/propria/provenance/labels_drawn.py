"""The label that people see: draw it into pictures and find it again in decoded ones.

GB 45438-2025, 5.2 and 5.4: text on an edge or corner, at least 5% of the shorter side high, shown at
normal speed for at least two seconds. The same stamp is rendered for drawing and for finding.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from propria.kernel.errors import Refused
from propria.plumbing.media_edit import plane
from propria.provenance.model import Corner, ExplicitLabel

FONT = "NotoSansSC-labels.ttf"
SEEN_FROM = 0.55
_PLATE = 0.62
_WHITE, _DARK = 235.0, 16.0


@dataclass(frozen=True, eq=False)
class Stamp:
    """A label rendered for one picture size.

    `left` and `top` are even; `keep` and `add` (float32, even sides) blend luma as
    `y × keep + add` in video range; `ink` (0–1) is the text alone, over the plate.
    """

    left: int
    top: int
    keep: np.ndarray
    add: np.ndarray
    ink: np.ndarray
    text_height: int

    @property
    def box(self) -> tuple[slice, slice]:
        """Rows and columns of the picture that it covers."""
        height, width = self.keep.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


@lru_cache(maxsize=32)
def stamp_for(width: int, height: int, label: ExplicitLabel) -> Stamp:
    """The stamp of `label` for a picture of `width` × `height`; wordings too wide stack at " · ".

    Raises: Refused(`provenance.label_does_not_fit`).
    """
    short = min(width, height)
    wanted = -(-short * label.height_basis_points // 10_000)
    font = _font_of_height(wanted)
    margin, pad = _even(short * 0.03), max(2, wanted // 3)
    for lines in (label.wording,), tuple(label.wording.split(" · ")):
        plate = _render(lines, font, wanted, pad)
        if plate.size[0] <= width - 2 * margin and plate.size[1] <= height - 2 * margin:
            return _place(plate, (width, height), margin, label.corner, wanted)
    raise Refused("provenance.label_does_not_fit", "The label is too long for a picture of this size.")


def draw_on_frame(frame: "av.VideoFrame", label: ExplicitLabel) -> "av.VideoFrame":
    """Draw `label` into a yuv420p frame, in place where the frame allows it."""
    stamp = stamp_for(frame.width, frame.height, label)
    frame.make_writable()
    rows, columns = stamp.box
    luma = plane(frame.planes[0])[rows, columns]
    luma[:] = np.clip(luma * stamp.keep + stamp.add, 0, 255)
    keep = stamp.keep.reshape(stamp.keep.shape[0] // 2, 2, -1, 2).mean((1, 3))
    small = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
    for surface in frame.planes[1:3]:
        chroma = plane(surface)[small]
        chroma[:] = chroma * keep + 128 * (1 - keep)
    return frame


def draw_on_still(picture: Image.Image, label: ExplicitLabel) -> Image.Image:
    """A copy of an RGB or RGBA picture with `label` drawn on it, opaque where it stands."""
    stamp = stamp_for(*picture.size, label)
    pixels = np.asarray(picture).astype(np.float32)
    rows, columns = stamp.box
    region = pixels[rows, columns]
    add = (stamp.add - _DARK * (1 - stamp.keep)) * (255 / (_WHITE - _DARK))
    region[..., :3] = region[..., :3] * stamp.keep[..., None] + add[..., None]
    if region.shape[-1] == 4:
        region[..., 3] = np.maximum(region[..., 3], (1 - stamp.keep) * 255)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), picture.mode)


def resemblance(luma: np.ndarray, label: ExplicitLabel) -> float:
    """How much the place of the label looks like it: correlation, −1 to 1, with its ink.

    `luma` is 8-bit, shape (height, width). From `SEEN_FROM` the label counts as seen; that says
    nothing of whether people notice it.
    """
    try:
        stamp = stamp_for(luma.shape[1], luma.shape[0], label)
    except Refused:
        return 0.0
    seen = luma[stamp.box].astype(np.float32)
    seen, ink = seen - seen.mean(), stamp.ink - stamp.ink.mean()
    scale = float(np.sqrt((seen**2).sum() * (ink**2).sum()))
    return float((seen * ink).sum()) / scale if scale > 1e-6 else 0.0


def _even(number: float) -> int:
    return max(2, int(number) // 2 * 2)


@lru_cache(maxsize=1)
def _font_bytes() -> bytes:
    return resources.files("propria.provenance").joinpath("fonts", FONT).read_bytes()


def _font_of_height(wanted: int) -> ImageFont.FreeTypeFont:
    """The smallest size at which 生成 is inked at least `wanted` pixels high."""
    size = wanted
    while True:
        font = ImageFont.truetype(BytesIO(_font_bytes()), size)
        inked = (np.asarray(_ink_of(font)) > 127).any(axis=1)
        if inked.sum() >= wanted:
            return font
        size += 1


def _ink_of(font: ImageFont.FreeTypeFont) -> Image.Image:
    left, top, right, bottom = (round(side) for side in font.getbbox("生成"))
    ink = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(ink).text((-left, -top), "生成", font=font, fill=255)
    return ink


def _render(lines: tuple[str, ...], font: ImageFont.FreeTypeFont, wanted: int, pad: int) -> Image.Image:
    """Two bands: the plate's rounded shape and the text's ink, sides rounded up to even."""
    boxes = [font.getbbox(line) for line in lines]
    width = _even(max(right - left for left, _, right, _ in boxes) + 2 * pad + 1)
    step = wanted + pad
    height = _even(step * len(lines) + pad + pad // 2 + 1)
    plate, ink = Image.new("L", (width, height), 0), Image.new("L", (width, height), 0)
    ImageDraw.Draw(plate).rounded_rectangle((0, 0, width - 1, height - 1), radius=pad, fill=255)
    top_of_han = font.getbbox("生成")[1]
    for row, (line, box) in enumerate(zip(lines, boxes, strict=True)):
        ImageDraw.Draw(ink).text((pad - box[0], pad + row * step - top_of_han), line, font=font, fill=255)
    return Image.merge("LA", (plate, ink))


def _place(plate: Image.Image, size: tuple[int, int], margin: int, corner: Corner, wanted: int) -> Stamp:
    shape, ink = (np.asarray(band, np.float32) / 255 for band in plate.split())
    width, height = plate.size
    right, bottom = size[0] - margin - width, size[1] - margin - height
    left = margin if corner in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT) else right
    top = margin if corner in (Corner.TOP_LEFT, Corner.TOP_RIGHT) else bottom
    keep = (1 - shape * _PLATE) * (1 - ink)
    add = _DARK * shape * _PLATE * (1 - ink) + _WHITE * ink
    return Stamp(left // 2 * 2, top // 2 * 2, keep, add, ink, wanted)
