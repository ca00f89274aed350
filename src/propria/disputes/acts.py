"""What each kind of statement that somebody signs about a denial or a look-alike does."""

import functools

from propria.disputes import actions, declined, lookalikes, rulings
from propria.disputes.actions import Office
from propria.record.actions import Act


def acts_of_disputes(office: Office) -> dict[str, Act]:
    """Statement type → what it does."""
    return {
        "listing.confirmed": functools.partial(actions.confirm, office=office),
        rulings.RULING: functools.partial(rulings.rule, office=office),
        lookalikes.REPORTED: functools.partial(lookalikes.report, office=office),
        lookalikes.ANSWERED: functools.partial(lookalikes.answer, office=office),
        lookalikes.OPENED: functools.partial(declined.open_decline, office=office),
        lookalikes.FOUND: functools.partial(lookalikes.find, office=office),
        lookalikes.TAKEN_BACK: functools.partial(lookalikes.take_back, office=office),
    }
