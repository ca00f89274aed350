"""Taking a recording in: from a request's stream into the safe, then a look at what it is."""

import asyncio
import queue
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from propria.likeness.faults import unusable
from propria.likeness.model import WORDLESS, AssetKind, MediaAsset
from propria.likeness.safe import Safe, Written
from propria.plumbing.media import inspect, workplace

_AHEAD = 8
_END = None


async def store_stream(
    asset: MediaAsset, stream: AsyncIterator[bytes], safe: Safe, *, most_bytes: int
) -> MediaAsset:
    """Encrypt a request's body as it arrives, on a thread of its own; the asset with its digest and size.

    Raises: Refused(`likeness.too_large`, `likeness.empty`), and the stream's own error when the sender goes away.
    """
    written = await write_stream(asset.blob_key, asset.id, asset.subject, stream, safe, most_bytes=most_bytes)
    return replace(asset, digest=written.digest, size_bytes=written.size_bytes)


async def write_stream(
    blob_key: str, object_id: str, subject: str, stream: AsyncIterator[bytes], safe: Safe, *, most_bytes: int
) -> Written:
    """The same for anything that goes into the safe under one subject's key. Raises: as `store_stream`."""
    pipe: queue.Queue[bytes | BaseException | None] = queue.Queue(_AHEAD)

    def chunks() -> Iterator[bytes]:
        while (item := pipe.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item

    loop = asyncio.get_running_loop()
    writing = loop.run_in_executor(
        None, lambda: safe.write(blob_key, object_id, [subject], chunks(), most_bytes=most_bytes)
    )
    await _feed(stream, pipe, writing)
    return await writing


async def _feed(
    stream: AsyncIterator[bytes],
    pipe: "queue.Queue[bytes | BaseException | None]",
    writing: "asyncio.Future[Written]",
) -> None:
    try:
        async for chunk in stream:
            if chunk and not await _offer(pipe, chunk, writing):
                return
    except BaseException as error:
        await _offer(pipe, error, writing)
        raise
    await _offer(pipe, _END, writing)


async def _offer(
    pipe: "queue.Queue[bytes | BaseException | None]",
    item: bytes | BaseException | None,
    writing: "asyncio.Future[Written]",
) -> bool:
    while not writing.done():
        try:
            pipe.put_nowait(item)
            return True
        except queue.Full:
            await asyncio.sleep(0.005)
    return False


@contextmanager
def in_the_clear(chunks: Iterator[bytes], suffix: str) -> Iterator[Path]:
    """A recording as a file in memory, for programs that only read files; gone when the block ends.

    Raises: as `workplace`.
    """
    with workplace() as folder:
        file = folder / f"open{suffix}"
        file.touch(mode=0o600)
        with file.open("wb") as target:
            for chunk in chunks:
                target.write(chunk)
        yield file


SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/webm": ".webm",
    "audio/mpeg": ".mp3",
}


HEARD = frozenset({AssetKind.VOICE, AssetKind.SPOKEN_CONSENT, *WORDLESS})
NO_PICTURE = "media.no_video"
ALSO_SOUND = frozenset({"video/mp4", "video/x-matroska"})
"""Containers that bytes declare for pictures and that M4A and a browser's WebM use for sound alone."""


def look_at(asset: MediaAsset, safe: Safe) -> MediaAsset:
    """What the recording is: the asset with its duration. What cannot be used is destroyed again.

    A voice needs no picture. Raises: Malformed(`likeness.unusable_file`) with every fault by code and in words.
    """
    return replace(asset, duration_ms=length_of(asset.kind, asset.blob_key, asset.id, safe))


def length_of(kind: AssetKind, blob_key: str, object_id: str, safe: Safe) -> int:
    """How long what lies in the safe is, in ms, looked at as this kind, a part at a time. Raises: as `look_at`."""
    seen = inspect(safe.ranged(blob_key, object_id))
    faults = [fault for fault in seen.faults if not (kind in HEARD and fault == NO_PICTURE)]
    if not faults and seen.facts is not None and not _is(kind, seen.facts.media_type):
        faults = ["media.wrong_type"]
    if faults or seen.facts is None:
        safe.destroy([(blob_key, object_id)])
        raise unusable(faults)
    return seen.facts.duration_ms or 0


def _is(kind: AssetKind, media_type: str) -> bool:
    if kind in HEARD:
        return media_type.startswith("audio/") or media_type in ALSO_SOUND
    return media_type.startswith("image/" if kind is AssetKind.PHOTO else "video/")
