"""What the vault does when a consent to be recorded is taken back."""

from propria.consent.events import GrantWithdrawn
from propria.consent.model import Purpose
from propria.likeness import actions
from propria.likeness.safe import Safe
from propria.likeness.uploads import actions as uploads
from propria.plumbing.database import Session


def consent_withdrawn(event: GrantWithdrawn, *, safe: Safe, db: Session) -> None:
    """No consent to be recorded, no recording: everything held under it is destroyed, with receipts."""
    if event.purpose == Purpose.CAPTURE.value:
        held = tuple(a.id for a in actions.assets_under(event.grant_id, db=db))
        actions.shred(held, event.reason, safe, now=event.at, db=db)
        uploads.drop_under(actions.captures_under(event.grant_id, db=db), safe, now=event.at, db=db)
