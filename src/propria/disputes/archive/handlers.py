"""What an archive does when recordings are destroyed: the copy of them that waits in it goes too."""

from propria.disputes.archive import actions
from propria.likeness.events import AssetsShredded
from propria.likeness.safe import Safe
from propria.plumbing.database import Session


def recordings_destroyed(event: AssetsShredded, *, safe: Safe, db: Session) -> None:
    """No archive about this performer waits any longer; they may ask for a new one."""
    actions.drop_about(event.performer_id, safe, now=event.at, db=db)
