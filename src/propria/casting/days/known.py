"""What a creator knows of a performer's calendar without asking again; pure. It tells no more than search and answers did."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from propria.casting.days.model import Days
from propria.kernel.ids import CreatorId

MONTH_DAYS = 30
"""How many days from today on make one month of a calendar, as search reads it."""
FREE = frozenset({"free", "pencilled", "to_confirm", "confirmed"})
NOT_FREE = frozenset({"not_free", "taken_back"})


def full_months(taken: Iterable[date], today: date) -> set[date]:
    """Every day of the months from today on of which at least half the days are taken.

    >>> len(full_months((date(2027, 1, 1 + n) for n in range(15)), date(2027, 1, 1)))
    30
    """
    counts = Counter((day - today).days // MONTH_DAYS for day in set(taken) if day >= today)
    full = [month for month, count in counts.items() if 2 * count >= MONTH_DAYS]
    return {today + timedelta(MONTH_DAYS * month + n) for month in full for n in range(MONTH_DAYS)}


def days_not_free(
    askings: Collection[Days], away: Iterable[date], creator_id: CreatorId, project: str, *, today: date
) -> frozenset[date]:
    """The days on which a creator knows that a performer is not free for one of the creator's productions.

    `askings`: of everybody, as they stand. A day about which they answered this creator: what the newest answer told, and
    whether it is taken since. Any other day: whether its month is full, as the order of every search shows. What they
    confirmed for this production is its own; a pencil, whoever's, books nothing.
    """
    own = [one for one in askings if one.creator_id == creator_id]
    given = {d for one in own if one.state == "confirmed" and one.project == project for d in one.wanted.days}
    elsewhere = [
        one
        for one in askings
        if one.state == "confirmed" and (one.creator_id, one.project) != (creator_id, project)
    ]
    taken = set(away) | {day for one in elsewhere for day in one.wanted.days}
    told: dict[date, bool] = {}
    for one in sorted(own, key=lambda one: (one.asked_at, one.id)):
        if one.state in FREE | NOT_FREE:
            told |= {day: one.state in NOT_FREE or day in taken for day in one.wanted.days}
    known = {day for day, is_taken in told.items() if is_taken} | (full_months(taken, today) - set(told))
    return frozenset(known - given)
