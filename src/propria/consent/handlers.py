"""What consent does when earlier contexts tell of something."""

from propria.consent import actions
from propria.parties.events import PerformerDied
from propria.plumbing.database import Session


def performer_died(event: PerformerDied, *, db: Session) -> None:
    """Their openness ends, and the talks that rest on it."""
    actions.end_at_death(event.performer_id, now=event.at, db=db)
