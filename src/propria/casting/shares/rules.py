"""Rules of share links; pure."""

from datetime import timedelta

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant

LONGEST_RECIPIENT = 120
LONGEST_LIFE = timedelta(days=30)
MOST_OPEN = 50


def checked(recipient: str, expires_at: Instant, *, now: Instant) -> str:
    """The recipient's name; the end lies ahead and not far. Raises: Malformed(`casting.share_unclear`)."""
    name = recipient.strip()
    readable = 0 < len(name) <= LONGEST_RECIPIENT and name.isprintable()
    if not readable or not now < expires_at <= now + LONGEST_LIFE:
        raise Malformed("casting.share_unclear", "Name one recipient, and an end within 30 days.")
    return name


def may_add(count: int) -> None:
    """One more link may be made. Raises: Refused(`casting.too_many_shares`)."""
    if count >= MOST_OPEN:
        raise Refused("casting.too_many_shares", f"This shortlist has {MOST_OPEN} open links; end one first.")
