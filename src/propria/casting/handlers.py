"""What casting does when something is signed, and when it hears of something."""

from propria.casting.days import actions as days
from propria.casting.pictures import actions as pictures
from propria.casting.profiles import actions as profiles
from propria.casting.search import kept
from propria.casting.search import saved as searches
from propria.casting.store_touched import What, touch
from propria.casting.tapes import actions as tapes
from propria.consent.events import OpennessErased, OpennessGiven, OpennessWithdrawn
from propria.plumbing.database import Session

ACTS = {
    **days.ACTS,
    profiles.STATED: profiles.state,
    pictures.PUBLISHED: pictures.publish,
    **tapes.ACTS,
}
"""What each signed statement of casting does."""


def let_go_days(event: OpennessWithdrawn, *, db: Session) -> None:
    """Days that nobody confirmed are let go with the openness that they rest on; the index hears of it."""
    touch([event.performer_id], What.OPENNESS, db=db)
    days.let_go_of(event.performer_id, now=event.at, db=db)


def forget_erased(event: OpennessErased, *, db: Session) -> None:
    """What was signed is in no snapshot once the erasure is reported done; indexes make anew what they hold of it."""
    touch([event.performer_id], What.ERASED, db=db)
    kept.drop(db.news, db=db)


def tell_searchers(event: OpennessGiven, *, db: Session) -> None:
    """Whoever saved a search that somebody now answers hears of it."""
    searches.tell_of(event.performer_id, now=event.at, db=db)
