"""What a preview looks and sounds like: small, short, marked all over, with beeps. Asks nobody whether it may be."""

import wave
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from propria.kernel.errors import Unverified
from propria.plumbing.media import accept, open_media
from propria.plumbing.media_edit import Quality, Span, plane, rewrite, upright

WIDTH_PX = 320
SECONDS = 10
SOUND_RATE = 16_000
BEEP_EVERY_SECONDS, BEEP_SECONDS, BEEP_HZ = 2, 0.2, 880
MARK, MARK_OF_MADE = "PREVIEW", "AI PREVIEW"
_QUALITY = Quality(rate_factor=32, preset="superfast", sound_bits_per_second=48_000)


@dataclass(frozen=True)
class Draft:
    """A preview, in memory: its type (`video/mp4`, `audio/wav`, `image/jpeg`) and its bytes."""

    media_type: str
    data: bytes


def draft_of(file: Path, place: Path, *, mark: str) -> Draft:
    """The first seconds of `file`, `WIDTH_PX` wide at most, `mark` all over the picture and beeps over the sound.

    Works inside `place`. Raises: Unverified(`media.*`).
    """
    facts = accept(file, kinds=("video", "audio", "image"))
    small, sound = place / "draft", place / "draft.wav"
    match facts.kind:
        case "image":
            _picture(file, small, mark)
            return Draft("image/jpeg", small.read_bytes())
        case "audio":
            _sound(file, sound)
            return Draft("audio/wav", sound.read_bytes())
        case _:
            heard = any(stream.kind == "audio" for stream in facts.streams)
            if heard:
                _sound(file, sound)
            span = Span(0, SECONDS * 1000)
            draw = partial(_marked, mark=mark)
            rewrite(file, small, span=span, draw=draw, sound=sound if heard else None, quality=_QUALITY)
            return Draft("video/mp4", small.read_bytes())


def beeped(samples: np.ndarray) -> np.ndarray:
    """Mono float32 samples at `SOUND_RATE`, with a beep in place of them every two seconds, from the start on."""
    at = np.arange(len(samples)) / SOUND_RATE
    tone = (0.3 * np.sin(2 * np.pi * BEEP_HZ * at)).astype(np.float32)
    return np.where(at % BEEP_EVERY_SECONDS < BEEP_SECONDS, tone, samples)


def _sound(source: Path, out: Path) -> None:
    pieces, have = [np.zeros(0, np.float32)], 0
    try:
        with open_media(source) as media:
            if not media.streams.audio:
                raise Unverified("media.no_sound", "This file has no sound.")
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
            for frame in media.decode(audio=0):
                for piece in resampler.resample(frame):
                    pieces.append(piece.to_ndarray().reshape(-1).astype(np.float32))
                    have += piece.samples
                if have >= SECONDS * SOUND_RATE:
                    break
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None
    heard = beeped(np.concatenate(pieces)[: SECONDS * SOUND_RATE])
    with wave.open(str(out), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(SOUND_RATE)
        target.writeframes((np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes())


def _picture(source: Path, out: Path, mark: str) -> None:
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((WIDTH_PX, 2 * WIDTH_PX))
    ink, edge = _stamp(*picture.size, mark)
    pixels = np.asarray(picture).copy()
    pixels[edge], pixels[ink] = 16, 235
    Image.fromarray(pixels).save(out, "JPEG", quality=60)


def _marked(frame: Any, _: int, *, mark: str) -> Any:
    width = min(WIDTH_PX, frame.width)
    height = max(2, round(frame.height * width / frame.width) // 2 * 2)
    small = upright(frame.reformat(width=width // 2 * 2, height=height, format="yuv420p"))
    small.pts, small.time_base, small.duration = frame.pts, frame.time_base, frame.duration
    ink, edge = _stamp(small.width, small.height, mark)
    luma = plane(small.planes[0])
    luma[edge], luma[ink] = 16, 235
    return small


@lru_cache(maxsize=8)
def _stamp(width: int, height: int, mark: str) -> tuple[np.ndarray, np.ndarray]:
    """Where the letters are and where their outlines are: two masks, bool, shape (height, width)."""
    size = max(10, width // 11)
    font = ImageFont.load_default(size)
    masks = []
    for outline in (0, 2):
        layer = Image.new("L", (width, height), 0)
        pen = ImageDraw.Draw(layer)
        step_x, step_y = round(pen.textlength(mark, font=font)) + size, round(2.2 * size)
        for row, top in enumerate(range(size // 3, height, step_y)):
            for left in range(-(row % 2) * step_x // 2, width, step_x):
                pen.text((left, top), mark, font=font, fill=255, stroke_width=outline)
        masks.append(np.asarray(layer) > 127)
    return masks[0], masks[1]
