"""Distinct performers by the public state of their licences, read in few questions whatever their number."""

from propria.consent import counting
from propria.consent.model import Purpose
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions, rules, store
from propria.licences.model import Tally
from propria.parties.counting import with_ties
from propria.plumbing.database import Session

STOPPED = (Deal.WITHDRAWN, Deal.EXPIRED, Deal.SUSPENDED, Deal.DISPUTED)


def public_tally(*, now: Instant, db: Session) -> Tally:
    """How many performers have licensed a named project, are in use, or are not usable any more.

    The rule is that of a single licence; only whoever is a group, was a minor or died is asked about one by one.
    """
    every = store.shown(db=db)
    tied = with_ties(db=db)
    granted = counting.granted({x.performer_id for x in every} - tied, Purpose.CAPTURE, now=now, db=db)
    states = []
    for one in every:
        if one.performer_id in tied:
            found = actions.standing(one.id, now=now, db=db)
        else:
            found = rules.standing(one, has_capture_consent=one.performer_id in granted, now=now)
        states.append((one.performer_id, found.state))
    return Tally(
        licensed=frozenset(who for who, state in states if state in (Deal.LICENSED, Deal.ACTIVE)),
        active=frozenset(who for who, state in states if state is Deal.ACTIVE),
        ended=frozenset(who for who, state in states if state in STOPPED),
    )
