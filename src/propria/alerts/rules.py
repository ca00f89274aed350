"""Rules of alerts; pure."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from propria.alerts.model import By
from propria.kernel.errors import Refused
from propria.kernel.time import HOUR

MOST_CHANNELS = 8
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = 6 * HOUR
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


def readable_address(by: By, address: str) -> str:
    """An address that can be written to. Raises: Refused(`alerts.address_unusable`)."""
    given = address.strip()
    match by:
        case By.MAIL:
            usable = _MAIL.fullmatch(given) is not None and given.isprintable()
        case By.WEBHOOK:
            parts = urlsplit(given)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and len(given) <= 300
        case By.CALENDAR:
            usable = False
    if not usable:
        raise Refused("alerts.address_unusable", "Give a mail address, or the https address of a webhook.")
    return given


def may_add(count: int) -> None:
    """Raises: Refused(`alerts.too_many_channels`)."""
    if count >= MOST_CHANNELS:
        raise Refused("alerts.too_many_channels", "Take one away first; there are eight at most.")


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries: twice as long each time, six hours at most.

    >>> wait_after(0).seconds, wait_after(30) == LONGEST_WAIT
    (30, True)
    """
    return min(FIRST_WAIT * 2 ** min(tries, 20), LONGEST_WAIT)
