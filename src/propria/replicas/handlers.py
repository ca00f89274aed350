"""What replicas do when a consent is taken back, or a recording is destroyed."""

from propria.consent.events import GrantWithdrawn
from propria.consent.model import Purpose
from propria.likeness.events import AssetsShredded
from propria.likeness.safe import Safe
from propria.plumbing.database import Session
from propria.replicas import actions
from propria.replicas.model import Because


def build_consent_withdrawn(event: GrantWithdrawn, *, safe: Safe, db: Session) -> None:
    """No consent to build, no replica: what was built under it is cancelled, its files destroyed."""
    if event.purpose == Purpose.BUILD.value:
        actions.end_built_under(event.grant_id, Because(event.reason), safe, now=event.at, db=db)


def recordings_destroyed(event: AssetsShredded, *, db: Session) -> None:
    """What was made from a recording that is gone may not be used any more."""
    actions.taint(event.asset_ids, now=event.at, db=db)
