"""Footage in and out: frames at 25 a second and one channel of sound, decoded and encoded by PyAV.

Encoding uses the x264 and AAC that PyAV's wheel bundles, one thread, so that the same frames give the same
bytes.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Malformed
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.sound import Sound, resampled

FRAMES_PER_SECOND = 25
_SOUND_HZ = 48_000
_LONGEST_SECONDS = 180


@dataclass(frozen=True)
class Footage:
    """Frames at 25 a second, and the sound under them."""

    frames: tuple[Picture, ...]
    sound: Sound

    @property
    def seconds(self) -> float:
        """How long the picture lasts."""
        return len(self.frames) / FRAMES_PER_SECOND


def read_footage(data: bytes) -> Footage:
    """A video file as frames at 25 a second (frames are repeated or dropped, never blended) and mono sound.

    Raises: Malformed(`replicas.footage_unreadable`, `replicas.footage_too_long`).
    """
    try:
        with av.open(io.BytesIO(data), "r") as container:
            frames = tuple(_frames(container))
        with av.open(io.BytesIO(data), "r") as container:
            sound = _sound(container)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Malformed("replicas.footage_unreadable", "this video cannot be decoded") from error
    if not frames:
        raise Malformed("replicas.footage_unreadable", "this video has no picture")
    return Footage(frames, sound)


def _frames(container: av.container.InputContainer) -> Iterator[Picture]:
    made = 0
    start: float | None = None
    for frame in container.decode(video=0):
        time = frame.time or 0.0
        start = time if start is None else start
        due = round((time - start) * FRAMES_PER_SECOND) + 1
        if due > _LONGEST_SECONDS * FRAMES_PER_SECOND:
            raise Malformed("replicas.footage_too_long", f"footage is at most {_LONGEST_SECONDS} seconds")
        if due > made:
            picture = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            for _ in range(due - made):
                yield picture
            made = due


def _sound(container: av.container.InputContainer) -> Sound:
    if not container.streams.audio:
        return Sound(np.zeros(0, np.float32), 16_000)
    rate = container.streams.audio[0].rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    pieces: list[NDArray[np.float32]] = [np.zeros((1, 0), np.float32)]
    for frame in container.decode(audio=0):
        pieces += [np.asarray(piece.to_ndarray(), np.float32) for piece in resampler.resample(frame)]
    pieces += [np.asarray(piece.to_ndarray(), np.float32) for piece in resampler.resample(None)]
    return Sound(np.concatenate(pieces, 1)[0].astype(np.float32), rate)


def read_sound(data: bytes) -> Sound:
    """A sound file (wav, flac, mp3, m4a …) as one channel.

    Raises: Malformed(`replicas.sound_unreadable`).
    """
    try:
        with av.open(io.BytesIO(data), "r") as container:
            sound = _sound(container)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Malformed("replicas.sound_unreadable", "this sound cannot be decoded") from error
    if not len(sound.samples):
        raise Malformed("replicas.sound_unreadable", "there is no sound in this file")
    return sound


def write_clip(frames: Iterable[Picture], sound: Sound, *, quality: int = 20) -> bytes:
    """H.264 at 25 frames a second with AAC at 48 kHz in one MP4; width and height must be even.

    `quality` is x264's constant rate factor: smaller is better and larger in bytes.
    """
    pictures = iter(frames)
    first = next(pictures)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        _encode(path, first, pictures, sound, quality)
        return path.read_bytes()


def _encode(path: Path, first: Picture, pictures: Iterator[Picture], sound: Sound, quality: int) -> None:
    with av.open(
        path, "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
    ) as container:
        video = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.height, video.width = first.shape[:2]
        video.pix_fmt = "yuv420p"
        video.options = {"crf": str(quality), "preset": "veryfast", "threads": "1", "tune": "film"}
        voice = container.add_stream("aac", rate=_SOUND_HZ, layout="mono")
        voice.bit_rate = 96_000
        for picture in _chained(first, pictures):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode(None))
        for frame in _sound_frames(resampled(sound, _SOUND_HZ).samples):
            container.mux(voice.encode(frame))
        container.mux(voice.encode(None))


def _chained(first: Picture, rest: Iterator[Picture]) -> Iterator[Picture]:
    yield first
    yield from rest


def _sound_frames(samples: np.ndarray) -> Iterator[av.AudioFrame]:
    size = 1024
    for at in range(0, len(samples), size):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[None, at : at + size], np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = _SOUND_HZ
        frame.time_base = Fraction(1, _SOUND_HZ)
        frame.pts = at
        yield frame


def joined(parts: Sequence[Sound], *, gap_seconds: float = 0.0) -> Sound:
    """Sounds of one rate one after the other with silence between."""
    gap = np.zeros(round(gap_seconds * parts[0].hertz), np.float32)
    pieces = [piece for part in parts for piece in (part.samples, gap)]
    return Sound(np.concatenate(pieces[:-1]), parts[0].hertz)
