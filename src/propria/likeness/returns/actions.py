"""The performer says that it went back; on the day, whoever has not said so is reminded once."""

from dataclasses import replace

from propria.kernel.time import Instant
from propria.likeness import actions, store, telling
from propria.likeness.model import Capture, Returned
from propria.likeness.returns import rules
from propria.parties.model import Actor
from propria.plumbing.database import Session


def say_returned(actor: Actor, capture_id: str, how: Returned, *, now: Instant, db: Session) -> Capture:
    """What lay outside the library is back with its performer, or gone: their word alone says so, once.

    Raises: NotFound(`likeness.no_capture`), Refused(`likeness.already_returned`).
    """
    capture = rules.still_out(actions.own_capture(actor, capture_id, db=db))
    returned = replace(capture, returned_at=now, returned_how=how)
    store.mark_returned(returned, db=db)
    return returned


def remind(*, now: Instant, db: Session) -> int:
    """Performers hear, once, of each session whose day of return has come. How many sessions that were."""
    due = store.to_remind(now.date(), db=db)
    for capture in due:
        telling.return_is_due(capture, now=now, db=db)
        store.mark_reminded(capture.id, db=db)
    return len(due)


def due_of(performer_id: str, *, now: Instant, db: Session) -> list[Capture]:
    """A performer's sessions of which something should have gone back by now."""
    return [one for one in store.captures(performer_id, db=db) if rules.is_due(one, now)]


def out_of(performer_id: str, *, db: Session) -> list[Capture]:
    """A performer's sessions of which nobody said yet that everything went back."""
    return [one for one in store.captures(performer_id, db=db) if one.returned_at is None]
