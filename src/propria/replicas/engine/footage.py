"""Footage in and out: frames at 25 a second and one channel of sound, decoded and encoded by PyAV.

Encoding uses the x264 and AAC that PyAV's wheel bundles, with one thread and without x264's macroblock tree, which reads
memory that it never wrote: so the same frames give the same bytes.
"""

import math
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import overload

import av
import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Malformed
from propria.kernel.ranged import Bytes, opened, size_of, whole
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.port import WORKING_BYTES
from propria.replicas.engine.sound import Sound, resampled

FRAMES_PER_SECOND = 25
SOUND_HZ = 48_000
_LONGEST_SECONDS = 180
_LONGEST_SOUND_SECONDS = 600
_LONGEST_SIDE_PX = 1280
_MOST_APART_SECONDS = 5.0
_KEPT_BYTES = 200_000_000
_REPEATABLE = {"threads": "1", "mbtree": "0"}
"""How x264 gives the same bytes each time."""
_COPY_QUALITY = 14
_DRAWN_AHEAD = 3


@dataclass(frozen=True)
class Footage:
    """Frames at 25 a second, and the sound under them."""

    frames: Sequence[Picture]
    sound: Sound

    @property
    def seconds(self) -> float:
        """How long the picture lasts."""
        return len(self.frames) / FRAMES_PER_SECOND


def read_footage(data: Bytes) -> Footage:
    """A video file as upright frames at 25 a second (repeated or dropped, never blended) and its mono sound.

    Square pixels, at most 1280 on the longer side; the sound begins with the picture, whatever the file's clocks say.
    Raises: Malformed(`replicas.footage_unreadable`, `replicas.footage_too_long`).
    """
    count, frames = 0, []
    for picture in frames_of(data):
        count += 1
        if count * picture.nbytes <= _KEPT_BYTES:
            frames.append(picture)
    if not count:
        raise Malformed("replicas.footage_unreadable", "this video has no picture")
    kept = tuple(frames) if len(frames) == count else Decoded(data, count)
    return Footage(kept, sound_of(data))


class Decoded(Sequence[Picture]):
    """The first `count` frames of a video, not kept: decoded as they are asked for, fastest in rising order."""

    def __init__(self, data: Bytes, count: int) -> None:
        self._data, self._count = data, count
        self._walk: Iterator[_Due] = iter(())
        self._at, self._picture = count, np.zeros((0, 0, 3), np.uint8)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Picture]:
        return frames_of(self._data)

    @overload
    def __getitem__(self, index: int) -> Picture: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Picture, ...]: ...
    def __getitem__(self, index: int | slice) -> Picture | tuple[Picture, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(self._count)))
        wanted = range(self._count)[index]
        if wanted < self._at:
            self._walk, self._at = _walked(self._data), -1
        while self._at < wanted:
            due = next(self._walk, None)
            if due is None:
                raise Malformed("replicas.footage_unreadable", "this video ends before it should")
            self._at += due.times
            if self._at >= wanted:
                self._picture = due.picture
        return self._picture


def working_copy(data: Bytes) -> bytes:
    """Footage to work on in memory: itself, or, if it is longer or larger than a build takes, what is used of it, encoded anew.

    Raises: as `read_footage`.
    """
    cut = shortened(data)
    if cut is None and size_of(data) <= WORKING_BYTES:
        return whole(data)
    frames = frames_of(data) if cut is None else _start_of(data)
    return write_clip(frames, sound_of(data).between(0, _LONGEST_SECONDS), quality=_COPY_QUALITY)


def shortened(data: Bytes) -> tuple[int, float] | None:
    """Of a video longer than a build takes: the seconds used, from its start, and the seconds that it has.

    Its start, so that what is learnt of it keeps its times and one movement leads to the next.
    Raises: Malformed(`replicas.footage_unreadable`).
    """
    with _opened(data) as container:
        seconds = _seconds(container)
    if round(seconds * FRAMES_PER_SECOND) <= _LONGEST_SECONDS * FRAMES_PER_SECOND:
        return None
    return _LONGEST_SECONDS, round(seconds, 2)


def _seconds(container: av.container.InputContainer) -> float:
    """How long the picture lasts as the file says, or, where it does not (a browser's WebM), by its last packet."""
    video = container.streams.video[0]
    if video.duration and video.time_base:
        return float(video.duration * video.time_base)
    if container.duration:
        return container.duration / av.time_base
    ends = (
        (packet.pts + (packet.duration or 0)) * packet.time_base
        for packet in container.demux(video)
        if packet.pts is not None
    )
    return float(max(ends, default=0))


def _start_of(data: Bytes) -> Iterator[Picture]:
    """The frames of the longest length from the start of a longer video."""
    with _opened(data) as container:
        yield from islice(
            _shown(_frames(container, longest_seconds=math.inf)), _LONGEST_SECONDS * FRAMES_PER_SECOND
        )


def frames_of(data: Bytes, *, thinly: bool = False) -> Iterator[Picture]:
    """The frames of `read_footage`, one at a time.

    `thinly` takes footage of any length: of what is longer than a build takes, key frames stand for those after them.
    Raises: as `read_footage`.
    """
    yield from _shown(_walked(data, thinly=thinly))


def _shown(walk: "Iterator[_Due]") -> Iterator[Picture]:
    for due in walk:
        picture = due.picture
        for _ in range(due.times):
            yield picture


def _walked(data: Bytes, *, thinly: bool = False) -> "Iterator[_Due]":
    with _opened(data) as container:
        if thinly and container.streams.video and (container.duration or 0) > _LONGEST_SECONDS * av.time_base:
            container.streams.video[0].codec_context.skip_frame = "NONKEY"
        yield from _frames(container, longest_seconds=math.inf if thinly else _LONGEST_SECONDS)


def sound_of(data: Bytes) -> Sound:
    """The sound of `read_footage`; none where the file has none. Raises: Malformed(`replicas.footage_unreadable`)."""
    with _opened(data) as container:
        began = _first_time(container)
    with _opened(data) as container:
        sound, sound_began = _sound(container, longest_seconds=_LONGEST_SECONDS + _MOST_APART_SECONDS)
    late = began - sound_began
    if not len(sound.samples) or abs(late) > _MOST_APART_SECONDS:
        return sound
    at = round(late * sound.hertz)
    samples = sound.samples[at:] if at >= 0 else np.pad(sound.samples, (-at, 0))
    return Sound(np.ascontiguousarray(samples, np.float32), sound.hertz)


@contextmanager
def _opened(data: Bytes) -> Iterator[av.container.InputContainer]:
    try:
        with opened(data) as file, av.open(file, "r") as container:
            yield container
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Malformed("replicas.footage_unreadable", "this video cannot be decoded") from error


def _first_time(container: av.container.InputContainer) -> float:
    first = next(iter(container.decode(video=0)), None)
    return (first.time or 0.0) if first is not None else 0.0


@dataclass(frozen=True)
class _Upright:
    """How a stream's frames become square-pixelled pictures that stand upright."""

    width: int
    height: int
    quarter_turns: int

    def of(self, frame: av.VideoFrame) -> Picture:
        picture = frame.reformat(self.width, self.height, format="rgb24").to_ndarray()
        return np.ascontiguousarray(np.rot90(picture, self.quarter_turns), np.uint8)


def _upright(frame: av.VideoFrame, stream: av.VideoStream) -> _Upright:
    """Even sizes, so that what is written from it needs no other."""
    wide = float(stream.sample_aspect_ratio or 1)
    width = frame.width * (wide if 0.2 < wide < 5 else 1.0)
    scale = min(1.0, _LONGEST_SIDE_PX / max(width, frame.height))
    even_width, even_height = (max(2, round(side * scale / 2) * 2) for side in (width, frame.height))
    return _Upright(even_width, even_height, round(frame.rotation / 90) % 4)


@dataclass(frozen=True)
class _Due:
    """A decoded frame that is shown so many times in a row; it becomes a picture when it is looked at."""

    frame: av.VideoFrame
    upright: _Upright
    times: int

    @property
    def picture(self) -> Picture:
        return self.upright.of(self.frame)


def _frames(container: av.container.InputContainer, *, longest_seconds: float) -> Iterator[_Due]:
    made = 0
    start: float | None = None
    upright: _Upright | None = None
    for frame in container.decode(video=0):
        time = frame.time or 0.0
        start = time if start is None else start
        upright = upright or _upright(frame, container.streams.video[0])
        due = round((time - start) * FRAMES_PER_SECOND) + 1
        if due > longest_seconds * FRAMES_PER_SECOND:
            raise Malformed("replicas.footage_too_long", f"footage is at most {_LONGEST_SECONDS} seconds")
        if due > made:
            yield _Due(frame, upright, due - made)
            made = due


def _sound(container: av.container.InputContainer, *, longest_seconds: float) -> tuple[Sound, float]:
    """The first channel-mixed sound, no more of it than asked for, and the time at which it begins."""
    if not container.streams.audio:
        return Sound(np.zeros(0, np.float32), 16_000), 0.0
    rate, began = container.streams.audio[0].rate, None
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    pieces: list[NDArray[np.float32]] = [np.zeros((1, 0), np.float32)]
    for frame in container.decode(audio=0):
        time = frame.time or 0.0
        began = time if began is None else began
        if time - began > longest_seconds:
            break
        pieces += [np.asarray(piece.to_ndarray(), np.float32) for piece in resampler.resample(frame)]
    pieces += [np.asarray(piece.to_ndarray(), np.float32) for piece in resampler.resample(None)]
    return Sound(np.concatenate(pieces, 1)[0].astype(np.float32), rate), began or 0.0


def read_sound(data: Bytes) -> Sound:
    """A sound file (wav, flac, mp3, m4a …) as one channel, its first ten minutes.

    Raises: Malformed(`replicas.sound_unreadable`).
    """
    try:
        with opened(data) as file, av.open(file, "r") as container:
            sound, _ = _sound(container, longest_seconds=_LONGEST_SOUND_SECONDS)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Malformed("replicas.sound_unreadable", "this sound cannot be decoded") from error
    if not len(sound.samples):
        raise Malformed("replicas.sound_unreadable", "there is no sound in this file")
    return sound


def write_clip(frames: Iterable[Picture], sound: Sound, *, quality: int = 20) -> bytes:
    """H.264 at 25 frames a second with AAC at 48 kHz in one MP4; width and height must be even.

    `quality` is x264's constant rate factor: smaller is better and larger in bytes.
    """
    pictures = drawn_ahead(frames)
    first = next(pictures)
    with _file_in_memory() as path:
        _encode(path, first, pictures, sound, quality)
        return path.read_bytes()


@contextmanager
def _file_in_memory() -> Iterator[Path]:
    """A file that no disk ever holds, whatever directories this machine has: MP4 is written in two passes, by name."""
    number = os.memfd_create("clip")
    try:
        yield Path(f"/proc/self/fd/{number}")
    finally:
        os.close(number)


def drawn_ahead(frames: Iterable[Picture]) -> Iterator[Picture]:
    """The same pictures, the next ones drawn on another core while the last one is used."""
    drawing = iter(frames)
    with ThreadPoolExecutor(1) as pool:
        waiting = deque(pool.submit(next, drawing, None) for _ in range(_DRAWN_AHEAD))
        while (picture := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, drawing, None))
            yield picture


def _encode(path: Path, first: Picture, pictures: Iterator[Picture], sound: Sound, quality: int) -> None:
    with av.open(
        path, "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
    ) as container:
        video = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.height, video.width = first.shape[:2]
        video.pix_fmt = "yuv420p"
        video.options = {"crf": str(quality), "preset": "veryfast", "tune": "film", **_REPEATABLE}
        voice = container.add_stream("aac", rate=SOUND_HZ, layout="mono")
        voice.bit_rate = 96_000
        for picture in _chained(first, pictures):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode(None))
        for frame in _sound_frames(resampled(sound, SOUND_HZ).samples):
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
        frame.sample_rate = SOUND_HZ
        frame.time_base = Fraction(1, SOUND_HZ)
        frame.pts = at
        yield frame


def joined(parts: Sequence[Sound], *, gap_seconds: float = 0.0) -> Sound:
    """Sounds of one rate one after the other with silence between."""
    gap = np.zeros(round(gap_seconds * parts[0].hertz), np.float32)
    pieces = [piece for part in parts for piece in (part.samples, gap)]
    return Sound(np.concatenate(pieces[:-1]), parts[0].hertz)
