"""A copy of one recording that carries its recipient's mark, and looking for the mark in a file that turned up.

The copy is a new encoding (JPEG or PNG, FLAC, MP4) without the source's own words about place, device and names.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import av
import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

from propria.kernel.errors import Malformed
from propria.likeness.exports import marks
from propria.likeness.model import AssetKind, MediaAsset
from propria.plumbing.media import inspect, open_media, sha256_of
from propria.plumbing.media_edit import plane, rewrite
from propria.plumbing.media_structure import Media, container_of, opened
from propria.plumbing.sealed_file import SealedFile

MARKED_FRAMES = 240
_BLOCK_SECONDS = 60
_NAMED = re.compile(rb"exp_[0-9a-hjkmnp-tv-z]{26}")
_TAG = "comment"


@dataclass(frozen=True)
class MarkedCopy:
    """A copy in a file that only this process can read; `digest` is SHA-256 in hex, the size is in pixels (0 for sound)."""

    file: SealedFile
    media_type: str
    suffix: str
    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class Sought:
    """What a file holds that may be marked: the exports that it names, its pictures by size and its sound, folded."""

    named: frozenset[str]
    picture: Callable[[int, int], np.ndarray] | None
    sound: np.ndarray | None


def marked_copy(asset: MediaAsset, source: Media, *, seed: bytes, export_id: str) -> MarkedCopy:
    """Write the marked copy of a recording, which is read in parts; whoever asks for it closes its file.

    Raises: Unverified(`media.unreadable`, `plumbing.cipher_broken`).
    """
    file = SealedFile()
    try:
        media_type, suffix = _written(asset.kind, source, file, seed, export_id)
        copy = file.ranged()
        facts = inspect(copy).facts
        width, height = (facts.width, facts.height) if facts else (0, 0)
        return MarkedCopy(file, media_type, suffix, sha256_of(copy), width, height)
    except BaseException:
        file.close()
        raise


def _written(
    kind: AssetKind, source: Media, file: SealedFile, seed: bytes, export_id: str
) -> tuple[str, str]:
    """(media type, suffix) of what was written."""
    match kind:
        case AssetKind.PHOTO:
            return _still(source, file, seed, export_id)
        case AssetKind.VIDEO:
            _clip(source, file, seed, export_id)
            return "video/mp4", ".mp4"
        case AssetKind.VOICE | AssetKind.SPOKEN_CONSENT | AssetKind.ROOM_TONE | AssetKind.BREATH:
            _sound(source, file, seed, export_id)
            return "audio/flac", ".flac"


def _still(source: Media, file: Any, seed: bytes, export_id: str) -> tuple[str, str]:
    container = container_of(source)
    is_png = container is not None and container.media_type == "image/png"
    with opened(source) as stream, Image.open(stream) as shown:
        upright = ImageOps.exif_transpose(shown).convert("RGB")
    luma, *colours = upright.convert("YCbCr").split()
    laid = Image.fromarray(marks.in_luma(np.asarray(luma), marks.tile_of(seed)))
    picture = Image.merge("YCbCr", (laid, *colours)).convert("RGB")
    if is_png:
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", export_id)
        picture.save(file, "PNG", pnginfo=words)
        return "image/png", ".png"
    picture.save(file, "JPEG", quality=95, comment=export_id.encode())
    return "image/jpeg", ".jpg"


def _clip(source: Media, file: SealedFile, seed: bytes, export_id: str) -> None:
    tile = marks.tile_of(seed)
    with open_media(source) as media:
        has_sound = bool(media.streams.audio)

    def draw(frame: "av.VideoFrame", at_ms: int) -> "av.VideoFrame":
        frame.make_writable()
        luma = plane(frame.planes[0])
        luma[:] = marks.in_luma(np.ascontiguousarray(luma), tile)
        return frame

    with SealedFile() as sound:
        if has_sound:
            _sound(source, sound, seed, export_id)
        heard = sound.ranged() if has_sound else None
        rewrite(source, file, draw=draw, sound=heard, tags={_TAG: export_id})


def _sound(source: Media, file: SealedFile, seed: bytes, export_id: str) -> None:
    with open_media(source) as media, av.open(file, "w", format="flac") as target:
        heard = media.streams.audio[0]
        rate, layout = heard.codec_context.rate, heard.codec_context.layout.name
        target.metadata[_TAG] = export_id
        voice: Any = target.add_stream("flac", rate=rate)
        voice.layout = layout
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
        narrow = av.AudioResampler(format="s16", layout=layout, rate=rate)
        for block in _blocks(media.decode(heard), resampler, rate):
            laid = np.stack([marks.in_sound(channel, rate, seed) for channel in block]).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(laid), format="fltp", layout=layout)
            frame.sample_rate = rate
            for piece in narrow.resample(frame):
                piece.pts = None
                target.mux(voice.encode(piece))
        target.mux(voice.encode(None))


def _blocks(frames: Iterable[Any], resampler: "av.AudioResampler", rate: int) -> Iterator[np.ndarray]:
    """Sound in blocks of a minute (channels × samples), so that long recordings fit; the last is shorter."""
    held: list[np.ndarray] = []
    for frame in frames:
        held += [piece.to_ndarray() for piece in resampler.resample(frame)]
        if sum(piece.shape[1] for piece in held) >= 2 * _BLOCK_SECONDS * rate:
            whole = np.concatenate(held, axis=1)
            yield whole[:, : _BLOCK_SECONDS * rate].astype(float)
            held = [whole[:, _BLOCK_SECONDS * rate :]]
    held += [piece.to_ndarray() for piece in resampler.resample(None)]
    whole = np.concatenate(held, axis=1) if held else np.zeros((1, 0))
    for at in range(0, whole.shape[1], _BLOCK_SECONDS * rate):
        yield whole[:, at : at + _BLOCK_SECONDS * rate].astype(float)


def look_for_marks(file: Media) -> Sought:
    """What may be marked in a file. Raises: Malformed(`likeness.not_a_recording`)."""
    container = container_of(file)
    named = frozenset(found.decode() for found in _named(file))
    try:
        match container.kind if container else "":
            case "image":
                with opened(file) as stream, Image.open(stream) as shown:
                    luma = np.asarray(ImageOps.exif_transpose(shown).convert("L"))
                return Sought(named, _at_sizes([luma]), None)
            case "video" | "audio":
                return Sought(named, *_streams(file))
    except (av.error.FFmpegError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        pass
    raise Malformed("likeness.not_a_recording", "This is no picture, clip or sound that can be read.")


def _named(file: Media) -> Iterator[bytes]:
    kept = b""
    with opened(file) as source:
        while piece := source.read(1 << 20):
            kept = kept[-64:] + piece
            yield from _NAMED.findall(kept)


def _streams(file: Media) -> tuple[Callable[[int, int], np.ndarray] | None, np.ndarray | None]:
    with open_media(file) as media:
        shown = media.streams.video
        lumas = (
            [f.to_ndarray(format="gray") for f in islice(media.decode(shown[0]), MARKED_FRAMES)]
            if shown
            else []
        )
    with open_media(file) as media:
        if not media.streams.audio:
            return _at_sizes(lumas), None
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=marks.HEARD_RATE)
        total = np.zeros(marks.PERIOD_SECONDS * marks.HEARD_RATE)
        for block in _blocks(media.decode(media.streams.audio[0]), resampler, marks.HEARD_RATE):
            total += marks.heard(block[0])
    return _at_sizes(lumas), total


def _at_sizes(lumas: list[np.ndarray]) -> Callable[[int, int], np.ndarray] | None:
    """Pictures folded at the size in which a copy was handed out, or (0, 0) as they are; each size once."""
    if not lumas:
        return None
    known: dict[tuple[int, int], np.ndarray] = {}
    own = (lumas[0].shape[1], lumas[0].shape[0])

    def at(width: int, height: int) -> np.ndarray:
        size = (width, height) if width and height else own
        if size not in known:
            known[size] = marks.folded(
                luma if size == own else np.asarray(Image.fromarray(luma).resize(size)) for luma in lumas
            )
        return known[size]

    return at


def strength(sought: Sought, seed: bytes, width: int, height: int) -> tuple[float, float]:
    """How clearly this seed's mark is seen and heard, in spreads: (picture, sound); 0 where there is none.

    Pictures are tried as they are and at the size in which the copy was handed out.
    """
    seen = 0.0
    if sought.picture is not None:
        tile = marks.tile_of(seed)
        sizes = {(0, 0), (width, height)}
        seen = max(marks.picture_evidence(sought.picture(*size), tile) for size in sizes)
    sound = 0.0 if sought.sound is None else marks.sound_evidence(sought.sound, seed)
    return seen, sound
