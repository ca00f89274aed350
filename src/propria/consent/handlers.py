"""What consent does when it hears of something."""

from propria.consent import actions
from propria.consent.events import OpennessWithdrawn
from propria.parties import groups
from propria.parties.events import GroupEnded, PerformerDied
from propria.plumbing.database import Session


def performer_died(event: PerformerDied, *, db: Session) -> None:
    """Their openness ends, and the talks that rest on it."""
    actions.end_by_itself(event.performer_id, now=event.at, db=db)
    _end_groups(event.performer_id, event, db=db)


def group_ended(event: GroupEnded, *, db: Session) -> None:
    """The group is open to nothing any more."""
    actions.end_by_itself(event.group_id, now=event.at, db=db)


def member_closed(event: OpennessWithdrawn, *, db: Session) -> None:
    """A group is open only while each of it is."""
    _end_groups(event.performer_id, event, db=db)


def _end_groups(performer_id: str, event: OpennessWithdrawn | PerformerDied, *, db: Session) -> None:
    for group_id in groups.groups_of(performer_id, db=db):
        actions.end_by_itself(group_id, now=event.at, db=db)
