"""What deals do when an openness ends."""

from propria.consent.events import OpennessWithdrawn
from propria.deals import actions
from propria.plumbing.database import Session


def end_talks(event: OpennessWithdrawn, *, db: Session) -> None:
    """Talks that nobody has signed end with the openness that they rest on."""
    actions.end_talks_of(event.performer_id, now=event.at, db=db)
