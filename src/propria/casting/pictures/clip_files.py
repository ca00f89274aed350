"""Making a clip safe to show: inspected before it is read, and written anew with its picture and sound and nothing else."""

from propria.casting.pictures.files import Drawn
from propria.kernel.errors import Malformed, PropriaError
from propria.likeness.faults import words_of_faults
from propria.likeness.intake import in_the_clear
from propria.plumbing.media import MediaLimits, accept
from propria.plumbing.media_edit import rewrite

LARGEST_CLIP_BYTES = 40_000_000
MEDIA_TYPE = "video/mp4"
_LIMITS = MediaLimits(
    size_bytes=LARGEST_CLIP_BYTES, duration_ms=180_000, video_pixels=1920 * 1920, frames_per_second=60
)


def is_clip(body: bytes) -> bool:
    """Whether these bytes say that they are an MP4 or QuickTime film."""
    return body[4:8] == b"ftyp"


def written_anew(body: bytes) -> Drawn:
    """The clip in a file that somebody sent, as MP4: place, device, names and other tracks are gone.

    Raises: Malformed(`casting.clip_too_large`), Malformed(`casting.clip_unusable`) with every fault by code and in words.
    """
    if len(body) > LARGEST_CLIP_BYTES:
        raise Malformed("casting.clip_too_large", "A clip is 40 MB at most.", most_bytes=LARGEST_CLIP_BYTES)
    with in_the_clear(iter([body]), ".mp4") as source:
        try:
            facts = accept(source, kinds=("video",), limits=_LIMITS)
            clean = source.with_name("clean.mp4")
            rewrite(source, clean)
        except PropriaError as fault:
            faults = list(fault.facts.get("faults", ())) or [fault.code]
            raise Malformed(
                "casting.clip_unusable",
                "This clip cannot be used.",
                faults=faults,
                why=words_of_faults(faults),
            ) from fault
        return Drawn(clean.read_bytes(), facts.width, facts.height, MEDIA_TYPE)
