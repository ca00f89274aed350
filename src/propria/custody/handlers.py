"""What custody does when something ends, and when more of what has ended leaves the safe."""

from propria.consent.events import GrantWithdrawn
from propria.consent.model import Purpose
from propria.custody import actions
from propria.custody.model import Cause
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.events import LeaseUseReported, LicenceWithdrawn
from propria.plumbing.database import Session
from propria.replicas.events import ReplicaCancelled
from propria.usage.events import OutputFetched


def licence_withdrawn(event: LicenceWithdrawn, *, db: Session) -> None:
    """Whoever holds what was made under it owes what the contract says."""
    owed = actions.owed_for_licence(event.licence_id, at=event.at, db=db)
    actions.owe(Cause.LICENCE, event.licence_id, event.performer_id, owed, now=event.at, db=db)


def replica_cancelled(event: ReplicaCancelled, *, db: Session) -> None:
    """Whoever holds what was made with it, or built it and kept something, owes its destruction."""
    owed = actions.owed_for_replica(event.replica_id, at=event.at, db=db)
    actions.owe(Cause.REPLICA, event.replica_id, event.performer_id, owed, now=event.at, db=db)


def consent_withdrawn(event: GrantWithdrawn, *, db: Session) -> None:
    """Whoever holds material from recordings, or built or rendered elsewhere and keeps something, owes its destruction."""
    match event.purpose:
        case Purpose.CAPTURE:
            owed = actions.owed_for_recordings(event.grant_id, event.performer_id, at=event.at, db=db)
        case Purpose.SHARE:
            owed = actions.owed_by_hosts(event.performer_id, at=event.at, db=db)
        case _:
            return
    actions.owe(Cause.CONSENT, event.grant_id, event.performer_id, owed, now=event.at, db=db)


def output_fetched(event: OutputFetched, *, db: Session) -> None:
    """An output left the safe after its licence was withdrawn, as the clause lets it: it falls under the same duties."""
    _owe_again(event.licence_id, now=event.at, db=db)


def offline_use_reported(event: LeaseUseReported, *, db: Session) -> None:
    """A use came back from an offline lease of a licence that is withdrawn: what was made falls under the same duties."""
    _owe_again(event.licence_id, now=event.at, db=db)


def _owe_again(licence_id: str, *, now: Instant, db: Session) -> None:
    licence = licences.licence(licence_id, db=db)
    if licence.withdrawn_at is not None:
        owed = actions.owed_for_licence(licence.id, at=licence.withdrawn_at, db=db)
        actions.owe(Cause.LICENCE, licence.id, licence.performer_id, owed, now=now, db=db)
