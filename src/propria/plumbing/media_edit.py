"""Rewrite a clip: cut it to the frame, draw on it, give it another sound, tag it. H.264 and AAC in MP4.

Every output starts at zero and carries no metadata but the tags given: nothing of the source's
(place, device, names) leaks through.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from av.codec.context import Flags

from propria.kernel.errors import Malformed, Unverified
from propria.plumbing.media import open_media
from propria.plumbing.media_structure import Media

SOUND_RATE = 48_000
FORGIVEN_SECONDS = Fraction(1, 2000)
"""How early a frame may be shown and still be inside a span: half a millisecond of rounding."""
_PLAIN = {"fflags": "+bitexact"}  # no encoder name, no time of writing
Target: TypeAlias = Path | io.RawIOBase
"""Where a clip is written: a file by name, or one that is open for writing and seeking."""
DrawFrame = Callable[["av.VideoFrame", int], "av.VideoFrame"]
"""Takes an upright yuv420p frame and its time in milliseconds; gives the frame to encode, all of one size."""
MakeSound = Callable[[int], np.ndarray]
"""Takes a sample rate; gives mono int16 samples."""


@dataclass(frozen=True)
class Span:
    """From `start_ms` up to, not including, `end_ms`, on the clip's own time line."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise Malformed("media.span_malformed", "A cut needs a start before its end.")


@dataclass(frozen=True)
class Quality:
    """How the picture is encoded: x264's constant rate factor and preset; one key frame a second."""

    rate_factor: int = 20
    preset: str = "superfast"
    sound_bits_per_second: int = 160_000


def trim(source: Media, out: Path, span: Span, *, quality: Quality | None = None) -> int:
    """Cut `source` to `span`, accurate to the frame and to the sample; returns the frames written.

    A frame belongs to the cut when it is first shown inside the span (half a millisecond of
    rounding is forgiven), and is shown no longer than to its end. Raises: Unverified(`media.no_video`, `media.unreadable`),
    Malformed(`media.span_empty`) when no frame is shown in the span.
    """
    return rewrite(source, out, span=span, quality=quality)


def rewrite(
    source: Media,
    out: Target,
    *,
    span: Span | None = None,
    draw: DrawFrame | None = None,
    sound: Media | None = None,
    tags: Mapping[str, str] | None = None,
    quality: Quality | None = None,
) -> int:
    """Write `source` again as MP4, cut, drawn upon and tagged; returns the frames written.

    The picture is encoded once, and only when it is cut, drawn upon, turned, not H.264 yet, or has
    frames that an edit list hides.
    `sound` replaces the clip's own sound and is cut to the picture's length. Tags go under
    `moov/meta` with their names as keys. Raises: Unverified(`media.no_video`, `media.unreadable`).
    """
    quality = quality or Quality()
    try:
        with open_media(source) as media, _create(out, tags or {}) as target:
            if not media.streams.video:
                raise Unverified("media.no_video", "This clip has no picture.")
            picture = media.streams.video[0]
            picture.thread_type = "AUTO"
            keep = span is None and draw is None and _can_be_copied(source)
            heard = sound or (source if media.streams.audio else None)
            voice = _add_voice(target, quality) if heard else None
            cut = span if sound is None else None
            track = _Track(heard, target, voice, cut) if heard and voice else None
            if keep:
                pictures = _copy_picture(media, target)
            else:
                pictures = _encode_picture(media, target, span, draw, quality)
            frames = 0
            for shown_until in pictures:
                frames += 1
                if track is not None:
                    track.advance(shown_until)
            if track is not None:
                track.close()
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None
    if frames == 0:
        raise Malformed("media.span_empty", "No picture is shown in this span.")
    return frames


def mux(picture: Media, sound: Media, out: Path) -> int:
    """Put the sound of one file under the picture of another; returns the frames written.

    Sound that outlasts the picture is cut; shorter sound ends where it ends. Raises: as `rewrite`.
    """
    return rewrite(picture, out, sound=sound)


def write_sound(
    source: Media,
    out: Path,
    *,
    form: str,
    before: MakeSound | None = None,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write the sound of `source` as `form` ("wav": 16-bit PCM, "flac") with its own rate and channels.

    `before` makes what is heard first. Raises: Unverified(`media.no_sound`, `media.unreadable`).
    """
    codec = {"wav": "pcm_s16le", "flac": "flac"}[form]
    try:
        with open_media(source) as media, av.open(str(out), "w", format=form, options=_PLAIN) as target:
            if not media.streams.audio:
                raise Unverified("media.no_sound", "This file has no sound.")
            heard = media.streams.audio[0]
            rate, layout = heard.codec_context.rate, heard.codec_context.layout
            target.metadata.update(tags or {})
            voice: Any = target.add_stream(codec, rate=rate)
            voice.layout = layout.name
            for piece in _opening(before, rate, layout):
                target.mux(voice.encode(piece))
            resampler = av.AudioResampler(format="s16", layout=layout.name, rate=rate)
            for frame in chain(media.decode(heard), (None,)):
                for piece in resampler.resample(frame):
                    piece.pts = None
                    target.mux(voice.encode(piece))
            target.mux(voice.encode(None))
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None


def _opening(
    before: MakeSound | None, rate: int, layout: "av.audio.layout.AudioLayout"
) -> Iterator["av.AudioFrame"]:
    if before is None:
        return
    mono = before(rate)
    packed = np.repeat(mono[:, None], layout.nb_channels, axis=1).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout.name)
    frame.sample_rate = rate
    yield frame


def _create(out: Target, tags: Mapping[str, str]) -> "av.container.OutputContainer":
    """An MP4 to write; its index lies in front where it has a name, since only such a file is gone through twice."""
    named = isinstance(out, Path)
    flags = "use_metadata_tags" + ("+faststart" if named else "")
    target = av.open(str(out) if named else out, "w", format="mp4", options=_PLAIN | {"movflags": flags})
    target.metadata.update(tags)
    return target


def _can_be_copied(source: Media) -> bool:
    """Whether packets may pass as they are: H.264, upright, and nothing hidden behind an edit list."""
    with open_media(source) as media:
        if media.streams.video[0].codec_context.name != "h264":
            return False
        if any(packet.is_discard for packet in media.demux(video=0)):
            return False
    with open_media(source) as media:
        frame = next(media.decode(video=0), None)
        return frame is not None and frame.rotation % 360 == 0


def zero_of(media: "av.container.InputContainer") -> Fraction:
    """The clip's own zero in seconds: the earliest start of its streams."""
    return Fraction(media.start_time or 0, av.time_base)


def _add_voice(target: "av.container.OutputContainer", quality: Quality) -> "av.AudioStream":
    voice = target.add_stream("aac", rate=SOUND_RATE)
    voice.bit_rate = quality.sound_bits_per_second
    voice.layout = "stereo"
    return voice


def _copy_picture(
    media: "av.container.InputContainer", target: "av.container.OutputContainer"
) -> Iterator[Fraction]:
    """Copy packets; yields, for each, until when (seconds from zero) there is picture so far."""
    picture: Any = media.streams.video[0]
    copied: Any = target.add_stream_from_template(picture)
    zero, length = zero_of(media), Fraction(0)
    packet: Any
    for packet in media.demux(picture):
        if packet.dts is None or packet.pts is None:
            continue
        shift = round(zero / packet.time_base)
        length = max(length, (packet.pts + (packet.duration or 0)) * packet.time_base - zero)
        packet.pts -= shift
        packet.dts -= shift
        packet.stream = copied
        target.mux(packet)
        yield length


def _encode_picture(
    media: "av.container.InputContainer",
    target: "av.container.OutputContainer",
    span: Span | None,
    draw: DrawFrame | None,
    quality: Quality,
) -> Iterator[Fraction]:
    """Encode frames; yields, for each, until when (seconds from the first) there is picture so far."""
    source: Any = media.streams.video[0]
    rate = Fraction(source.average_rate or source.guessed_rate or 25)
    encoder: Any = target.add_stream("libx264", rate=rate)
    encoder.options = {"crf": str(quality.rate_factor), "preset": quality.preset}
    encoder.codec_context.time_base = source.time_base
    encoder.codec_context.gop_size = max(1, round(rate))
    encoder.codec_context.flags |= Flags.frame_duration
    encoder.pix_fmt = "yuv420p"
    first: int | None = None
    for frame, at in _frames(media, span):
        frame = upright(frame)
        starts = first is None
        first = frame.pts if first is None else first
        at_ms = round(at * 1000) - (span.start_ms if span else 0)
        frame.duration = _shown_for(frame, rate, Fraction(span.end_ms, 1000) - at if span else None)
        frame.pts -= first
        frame.pict_type = 0
        until = (frame.pts + frame.duration) * frame.time_base
        drawn = draw(frame, at_ms) if draw else frame
        if starts:
            encoder.width, encoder.height = drawn.width, drawn.height
            encoder.codec_context.sample_aspect_ratio = source.sample_aspect_ratio or Fraction(1)
        target.mux(encoder.encode(drawn))
        yield until
    if first is not None:
        target.mux(encoder.encode(None))


def _shown_for(frame: Any, rate: Fraction, left: Fraction | None) -> int:
    """How long a frame is shown, in its time base; never past the `left` seconds of the span."""
    shown = frame.duration or round(1 / rate / frame.time_base)
    return shown if left is None else max(1, min(shown, round(left / frame.time_base)))


def _frames(media: "av.container.InputContainer", span: Span | None) -> Iterator[tuple[Any, Fraction]]:
    """Each frame of the picture inside `span` with its time from the clip's zero, in seconds."""
    zero = zero_of(media)
    if span is not None and span.start_ms > 2000 and "mov" in media.format.name:
        media.seek(int((zero + Fraction(span.start_ms, 1000)) * av.time_base))
    frame: Any
    for frame in media.decode(video=0):
        if frame.pts is None:
            continue
        at = frame.pts * frame.time_base - zero
        if span is not None and at + FORGIVEN_SECONDS >= Fraction(span.end_ms, 1000):
            return
        if span is None or at + FORGIVEN_SECONDS >= Fraction(span.start_ms, 1000):
            yield frame, at


def upright(frame: Any) -> Any:
    """The frame as it is meant to be seen: yuv420p, turned by its display matrix, even sides."""
    turns = (int(frame.rotation) % 360) // 90
    width, height = frame.width // 2 * 2, frame.height // 2 * 2
    pts, time_base, duration = frame.pts, frame.time_base, frame.duration
    if frame.format.name != "yuv420p" or (width, height) != (frame.width, frame.height):
        frame = frame.reformat(width=width, height=height, format="yuv420p")
    if turns:
        sides = (height, width) if turns % 2 else (width, height)
        turned = av.VideoFrame(*sides, "yuv420p")
        for before, after in zip(frame.planes, turned.planes, strict=True):
            plane(after)[:] = np.rot90(plane(before), turns)
        frame = turned
    frame.pts, frame.time_base, frame.duration = pts, time_base, duration
    return frame


def plane(surface: Any) -> np.ndarray:
    """A writable view of one 8-bit plane: uint8, shape (height, width)."""
    flat = np.frombuffer(surface, np.uint8)
    return flat.reshape(surface.height, surface.line_size)[:, : surface.width]


class _Track:
    """The sound under a picture, written exactly as far as there is picture: 48 kHz stereo AAC."""

    def __init__(
        self,
        heard: Media,
        target: "av.container.OutputContainer",
        voice: "av.AudioStream",
        span: Span | None,
    ) -> None:
        self._target, self._voice = target, voice
        self._media = open_media(heard)
        if not self._media.streams.audio:
            raise Unverified("media.no_sound", "This file has no sound.")
        self._first = round(Fraction(span.start_ms, 1000) * SOUND_RATE) if span else 0
        self._pieces = _sound(self._media)
        self._waiting = np.zeros((2, 0), np.float32)
        self._written = 0

    def advance(self, until: Fraction) -> None:
        """Write sound up to `until` seconds; gaps in the source are silence, its end is the end."""
        goal = round(until * SOUND_RATE)
        while self._written + self._waiting.shape[1] < goal:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._join(piece[0] - self._first, piece[1])
        take = min(goal - self._written, self._waiting.shape[1])
        if take > 0:
            self._write(self._waiting[:, :take])
            self._waiting = self._waiting[:, take:]

    def _join(self, at: int, samples: np.ndarray) -> None:
        have = self._written + self._waiting.shape[1]
        if at > have:
            samples = np.concatenate([np.zeros((2, at - have), np.float32), samples], axis=1)
        self._waiting = np.concatenate([self._waiting, samples[:, max(0, have - at) :]], axis=1)

    def _write(self, samples: np.ndarray) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, self._written, Fraction(1, SOUND_RATE)
        self._target.mux(self._voice.encode(frame))
        self._written += samples.shape[1]

    def close(self) -> None:
        """Flush what the encoder holds and let go of the source."""
        self._target.mux(self._voice.encode(None))
        self._media.close()


def _sound(media: "av.container.InputContainer") -> Iterator[tuple[int, np.ndarray]]:
    """Pieces of sound, float32 of shape (2, n) at 48 kHz, each with its first sample's position."""
    zero = zero_of(media)
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
    position: int | None = None
    frame: Any
    for frame in media.decode(audio=0):
        if position is None:
            position = round((frame.pts * frame.time_base - zero) * SOUND_RATE)
        for piece in resampler.resample(frame):
            yield position, piece.to_ndarray()
            position += piece.samples
    for piece in resampler.resample(None):
        yield position or 0, piece.to_ndarray()
        position = (position or 0) + piece.samples
