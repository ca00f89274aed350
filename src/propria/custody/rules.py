"""Rules of custody; pure: who owes what by when, and who may sign for it."""

from collections.abc import Iterable

from propria.custody.model import Duty, Holder, HolderKind, Holdings, HostKeeps, Owed, What
from propria.deals.model import Finished
from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import DAY, Instant

TERM_DAYS = 30
"""What the custody rows of every contract say: destroyed within thirty days, with a receipt."""


def owed(holdings: Iterable[Holdings], ended_at: Instant, *, ends_finished: bool) -> tuple[Owed, ...]:
    """What each holder owes from `ended_at` on; where `ends_finished` is no, finished works stay as licensed.

    Finished works follow the wind-down clause: without one nobody owes anything yet, and agreement or a ruling
    says what becomes of them. Unfinished material goes within thirty days, or when the clause's time for work in
    flight is over; what a host keeps goes when it said that it would, and within thirty days at the latest.
    """
    found: list[Owed] = []
    for one in holdings:
        if one.licensee is not None and (one.delivered or one.elsewhere):
            found += _by_licensee(one, one.licensee, ended_at, ends_finished=ends_finished)
        found += [_by_host(one, host, ended_at) for host in one.hosts]
    return tuple(found)


def _by_licensee(
    one: Holdings, licensee: Holder, ended_at: Instant, *, ends_finished: bool
) -> Iterable[Owed]:
    clause = one.clause if ends_finished else None
    if clause is not None and clause.finished is not Finished.MAY_STAY and one.delivered:
        until = clause.until
        due = until if until is not None and until > ended_at else _in_thirty_days(ended_at)
        yield Owed(one.licence_id, licensee, What.FINISHED, one.delivered, due)
    flight = one.clause.in_flight_until if one.clause is not None else None
    due = max(_in_thirty_days(ended_at), flight) if flight is not None else _in_thirty_days(ended_at)
    count = one.delivered + one.elsewhere
    yield Owed(one.licence_id, licensee, What.UNFINISHED, count, due)
    for name in one.sub_licensees:
        other = Holder(HolderKind.SUB_LICENSEE, name, (name, name), licensee.creator_id)
        yield Owed(one.licence_id, other, What.PASSED_ON, count, due)


def _by_host(one: Holdings, host: HostKeeps, ended_at: Instant) -> Owed:
    licensee = None if one.licensee is None else one.licensee.creator_id
    answers = None if host.by_library else licensee
    key = host.host if answers is None else f"{host.host} by {answers}"
    holder = Holder(HolderKind.ENGINE_HOST, key, (host.host, host.host), answers)
    days = TERM_DAYS if host.days is None else min(host.days, TERM_DAYS)
    return Owed(one.licence_id, holder, What.INPUTS, host.count, ended_at + days * DAY)


def _in_thirty_days(ended_at: Instant) -> Instant:
    return ended_at + TERM_DAYS * DAY


def check_answers(duty: Duty, *, signs: bool) -> None:
    """Only whoever holds it, or answers for whoever does, signs. Raises: NotFound(`custody.no_duty`)."""
    if not signs:
        raise NotFound("custody.no_duty", "There is no such duty.")


def check_open(duty: Duty) -> None:
    """Nobody has signed for it yet. Raises: Refused(`custody.already_stated`)."""
    if duty.is_stated:
        raise Refused(
            "custody.already_stated",
            "It was signed already that this is destroyed.",
            entry=duty.stated_at_entry,
        )
