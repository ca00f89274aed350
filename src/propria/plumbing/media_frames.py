"""Which frames of a clip a cut takes, by number; reads packets and decodes nothing."""

from fractions import Fraction

import av

from propria.kernel.errors import Unverified
from propria.plumbing.media import open_media
from propria.plumbing.media_edit import FORGIVEN_SECONDS, Span, zero_of
from propria.plumbing.media_structure import Media


def frames_in(source: Media, span: Span) -> range:
    """The numbers of the frames first shown inside `span`, in the order shown; 0 is the first that is ever shown.

    Frames that an edit list hides have no number. Raises: Unverified(`media.no_video`, `media.unreadable`).
    """
    try:
        with open_media(source) as media:
            if not media.streams.video:
                raise Unverified("media.no_video", "This clip has no picture.")
            zero = zero_of(media)
            shown = sorted(
                packet.pts * packet.time_base - zero + FORGIVEN_SECONDS
                for packet in media.demux(video=0)
                if packet.pts is not None and packet.size and not packet.is_discard
            )
    except av.error.FFmpegError as error:
        raise Unverified("media.unreadable", str(error)[:200]) from None
    before, until = (sum(at < Fraction(ms, 1000) for at in shown) for ms in (span.start_ms, span.end_ms))
    return range(before, until)
