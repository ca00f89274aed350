"""Who may have the coach look, and how often. It stores nothing, so nothing is opened."""

from datetime import timedelta
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant
from propria.likeness import actions, rules
from propria.likeness.coaching.rules import MOST_SIDE_PX
from propria.parties.model import Actor
from propria.plumbing import rate
from propria.plumbing.database import Session

PACE = rate.Limit("likeness.watch", burst=16, per=timedelta(seconds=4))


def may_watch(actor: Actor, capture_id: str, *, now: Instant, db: Session) -> None:
    """The performer of a session whose consent runs, four times a second at most.

    Raises: NotFound(`parties.no_performer`, `likeness.no_capture`), Refused(`consent.no_capture_consent`,
    `likeness.other_consent`), RateExceeded(`plumbing.rate_exceeded`).
    """
    capture = actions.own_capture(actor, capture_id, db=db)
    grant = consent.grant_in_force(capture.performer_id, Purpose.CAPTURE, now=now, db=db)
    rules.of_this_session(capture, grant)
    rate.take(PACE, actor.person_id, now=now, db=db)


def check_frame(frame: bytes) -> None:
    """A small JPEG; only its header is read. Raises: Malformed(`likeness.wrong_type`), Refused(`likeness.too_large`)."""
    try:
        with Image.open(BytesIO(frame), formats=("JPEG",)) as opened:
            side_px = max(opened.size)
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise Malformed("likeness.wrong_type", "The coach looks at JPEG pictures.") from error
    if side_px > MOST_SIDE_PX:
        raise Refused("likeness.too_large", "The coach looks at small pictures.", most_px=MOST_SIDE_PX)
