"""Rules of pictures for casting; pure: how many, until when, and that what is signed is what is kept."""

from collections.abc import Sequence

from propria.casting.pictures.model import Picture
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.time import DAY, Instant

MOST_PICTURES = 8
LONGEST_SHOWN = 365 * DAY
UNSIGNED_FOR = 7 * DAY
"""What nobody signs for within this time is destroyed."""
PLACES = ("performer_page", "results", "shortlist", "board", "compare")
"""Where a published picture is shown, to creators who are signed in, while its performer is open under their name."""


def may_add(kept: Sequence[Picture]) -> None:
    """There is room for one more. Raises: Refused(`casting.too_many_pictures`)."""
    if len(kept) >= MOST_PICTURES:
        raise Refused(
            "casting.too_many_pictures", f"At most {MOST_PICTURES} pictures are kept; take one back."
        )


def chosen(kept: Sequence[Picture], wanted: Sequence[str]) -> tuple[Picture, ...]:
    """The pictures asked for, in the order asked.

    Raises: Malformed(`casting.no_picture_chosen`), NotFound(`casting.no_picture`).
    """
    if not wanted:
        raise Malformed("casting.no_picture_chosen", "Choose at least one picture.")
    known = {picture.id: picture for picture in kept}
    if not set(wanted) <= known.keys():
        raise no_picture()
    return tuple(picture for picture_id, picture in known.items() if picture_id in set(wanted))


def until(at: Instant, *, now: Instant) -> Instant:
    """A last moment that lies ahead, within a year. Raises: Refused(`casting.pictures_until`)."""
    if not now < at <= now + LONGEST_SHOWN:
        raise Refused("casting.pictures_until", "Pictures are shown until a day within a year.")
    return at


def no_picture() -> NotFound:
    """The answer for what is not there, not shown, or not theirs to see: one and the same."""
    return NotFound("casting.no_picture", "There is no such picture.")


def is_over(picture: Picture, *, now: Instant) -> bool:
    """Whether nothing keeps it any more: its publication has ended, or nobody signed for it in time."""
    if picture.statement_id is None:
        return picture.kept_at + UNSIGNED_FOR <= now
    return not picture.is_published(now)
