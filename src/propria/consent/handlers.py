"""What consent does when it hears of something."""

from propria.consent import actions
from propria.parties.events import GroupEnded, PerformerDied
from propria.plumbing.database import Session


def performer_died(event: PerformerDied, *, db: Session) -> None:
    """Their openness ends, and the talks that rest on it."""
    actions.end_by_itself(event.performer_id, now=event.at, db=db)


def group_ended(event: GroupEnded, *, db: Session) -> None:
    """The group is open to nothing any more."""
    actions.end_by_itself(event.group_id, now=event.at, db=db)
