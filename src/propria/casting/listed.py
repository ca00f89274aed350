"""Who is listed: open under their own name now, and denied by nobody. Of everybody else no creator learns which it is.

Whoever keeps the name private, withdrew, lapsed, is denied, or was never there is answered alike.
"""

from collections.abc import Iterable, Mapping

from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.plumbing.database import Session

Listed = Mapping[PerformerId, Openness]
"""What each of those who are listed is open to."""


def of(performer_ids: Iterable[str], *, now: Instant, db: Session) -> Listed:
    """Who of these is listed now, in their order."""
    wanted, denied = list(dict.fromkeys(map(PerformerId, performer_ids))), parties.contested(db=db)
    shown = consent.shown_of(wanted, now=now, db=db)
    return {who: shown[who] for who in wanted if who in shown and who not in denied}


def openness(performer_id: str, *, now: Instant, db: Session) -> Openness:
    """What somebody listed is open to.

    A listed group whose members are not all open to as much, whichever it is and why, is not available.

    Raises: Refused(`casting.not_listed`, `casting.not_available`).
    """
    check([performer_id], now=now, db=db)
    try:
        return consent.openness_of(performer_id, now=now, db=db)
    except Refused as why:
        raise Refused("casting.not_available", "They are listed, and not available for this now.") from why


def check(performer_ids: Iterable[str], *, now: Instant, db: Session) -> None:
    """Every one of these is listed now. Raises: Refused(`casting.not_listed`)."""
    wanted = set(performer_ids)
    if wanted - of(wanted, now=now, db=db).keys():
        raise _not_listed()


def _not_listed() -> Refused:
    return Refused("casting.not_listed", "Nobody is listed under this code now; keep whom the results name.")
