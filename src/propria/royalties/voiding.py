"""What a ruling that voids a licence does to its money: every charge is posted back, and what was held may go back."""

from datetime import timedelta
from decimal import Decimal

from propria.kernel.ids import LicenceId, UseId
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.royalties import actions, rules, store
from propria.royalties.model import Posting

_NOTHING = Decimal(0)
_A_MOMENT = timedelta(microseconds=1)


def void_licence(licence_id: LicenceId, reason: str, *, now: Instant, db: Session) -> list[Posting]:
    """Take back, use by use, all that was ever charged under a licence; `reason` names the ruling on every line.

    What was funded is held again for its creator, and goes back by the licence's end; a payee who was paid out already
    owes it. Each is a correction to nothing, balanced as every other; voiding again changes nothing.
    """
    uses = {(p.use.id, p.use.clause): p for p in store.uses_before(licence_id, now + _A_MOMENT, db=db)}
    standing = [key for key, last in uses.items() if last.use.quantity]
    return [_taken_back(use_id, clause, reason, now=now, db=db) for use_id, clause in standing]


def _taken_back(use_id: UseId, clause: str, reason: str, *, now: Instant, db: Session) -> Posting:
    history = store.history(use_id, clause, db=db)
    last = history[-1]
    so_far = store.so_far(last.use.licence_id, last.compensation, db=db)
    held = actions.held_for(last.use.licence_id, last.amount.currency, db=db)
    posting = rules.correct(history, _NOTHING, so_far=so_far, held=held, reason=reason, now=now)
    store.add_posting(posting, db=db)
    return posting
