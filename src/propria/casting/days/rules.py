"""Rules of dates; pure. A pencil is never called booked, and only the performer's signature confirms."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from propria.casting.days.model import Days, Doing, Wanted
from propria.kernel.errors import Malformed, Refused
from propria.kernel.ids import PersonId
from propria.kernel.lifecycle import Lifecycle
from propria.kernel.time import Instant
from propria.parties.model import Capacity

DAYS = Lifecycle(
    "days",
    initial="asked",
    table={
        ("asked", "say_free"): "free",
        ("asked", "say_not_free"): "not_free",
        ("asked", "let_go"): "let_go",
        ("asked", "lapse"): "lapsed",
        ("free", "pencil"): "pencilled",
        ("free", "say_not_free"): "not_free",
        ("free", "let_go"): "let_go",
        ("free", "lapse"): "lapsed",
        ("pencilled", "ask_to_confirm"): "to_confirm",
        ("pencilled", "say_not_free"): "not_free",
        ("pencilled", "let_go"): "let_go",
        ("pencilled", "lapse"): "lapsed",
        ("to_confirm", "confirm"): "confirmed",
        ("to_confirm", "say_not_free"): "not_free",
        ("to_confirm", "let_go"): "let_go",
        ("to_confirm", "lapse"): "lapsed",
        ("confirmed", "take_back"): "taken_back",
        ("confirmed", "let_go"): "let_go",
    },
)
CREATOR_ACTS = frozenset({"pencil", "ask_to_confirm", "let_go"})
PERFORMER_ACTS = frozenset({"say_free", "say_not_free"})
SIGNED_ACTS = frozenset({"confirm", "take_back"})
PENCILS = frozenset({"pencilled", "to_confirm"})
ENDED = frozenset({"not_free", "let_go", "lapsed", "taken_back"})
ALONE = frozenset({Capacity.OWN, Capacity.GUARDIAN})
TOGETHER = frozenset({Capacity.MEMBER, Capacity.ESTATE})
MOST_DAYS = 60
MOST_AHEAD = timedelta(days=730)
LONGEST_PLACE = 120
MOST_AWAY = 400
Seats = Mapping[PersonId, Capacity]

STATE_WORDS: Mapping[str, tuple[str, str]] = {
    "asked": ("已询问，未答复", "asked, not answered"),
    "free": ("有空，什么也没有预留", "free; nothing is kept"),
    "pencilled": ("铅笔预留，未确定", "pencilled, not booked"),
    "to_confirm": ("已请本人确认，未确定", "asked to confirm, not booked"),
    "confirmed": ("本人已签名确认档期；不是授权", "days confirmed by their signature; no licence"),
    "not_free": ("没有空", "not free"),
    "let_go": ("已放开", "let go"),
    "lapsed": ("已过期，什么也没有预留", "lapsed; nothing is kept"),
    "taken_back": ("本人已收回确认", "the confirmation was taken back"),
}


def check_wanted(wanted: Wanted, *, now: Instant) -> Wanted:
    """Days that can be answered in time: some, ahead, not too many, each once and in order.

    Raises: Malformed(`casting.days_unclear`).
    """
    days = tuple(sorted(set(wanted.days)))
    today, place = now.date(), wanted.place.strip()
    problems = [
        name
        for name, wrong in (
            ("no_days", not days),
            ("too_many_days", len(days) > MOST_DAYS),
            ("day_not_ahead", any(not today < day <= today + MOST_AHEAD for day in days)),
            ("answer_not_ahead", wanted.answer_by <= now),
            ("answer_after_first_day", bool(days) and wanted.answer_by.date() > days[0]),
            ("place_unreadable", len(place) > LONGEST_PLACE or not place.isprintable()),
        )
        if wrong
    ]
    if problems:
        raise Malformed(
            "casting.days_unclear",
            f"Give 1 to {MOST_DAYS} days ahead, and an answer date before the first of them.",
            problems=problems,
        )
    return replace(wanted, days=days, place=place)


def check_away(days: Iterable[date], *, now: Instant) -> list[date]:
    """The days on which somebody is away, sorted. Raises: Malformed(`casting.days_unclear`)."""
    found = sorted(set(days))
    if len(found) > MOST_AWAY or any(not now.date() <= day <= now.date() + MOST_AHEAD for day in found):
        raise Malformed(
            "casting.days_unclear", f"Give at most {MOST_AWAY} days, none past.", problems=["too_many_days"]
        )
    return found


def as_of(days: Days, now: Instant) -> Days:
    """Where days stand at an instant: what nobody answered in time has lapsed, and so has what never was confirmed."""
    if "lapse" not in DAYS.acts(days.state):
        return days
    unanswered = days.state == "asked" and now >= days.wanted.answer_by
    past = now.date() > days.wanted.days[-1]
    return replace(days, state=DAYS.after(days.state, "lapse")) if unanswered or past else days


def after(days: Days, act: str, *, now: Instant) -> Days:
    """The days after an act; a pencil takes its place in the order of pencils.

    Raises: Refused(`days.cannot_*`).
    """
    seen = as_of(days, now)
    moved = replace(seen, state=DAYS.after(seen.state, act))
    return replace(moved, pencilled_at=now) if act == "pencil" else moved


def acts_for(days: Days, *, is_creator: bool, may_sign: bool) -> tuple[str, ...]:
    """What one side may do now, in the order of the table."""
    own = CREATOR_ACTS if is_creator else PERFORMER_ACTS | (SIGNED_ACTS if may_sign else frozenset())
    return tuple(act for state, act in DAYS.table if state == days.state and act in own)


def may_sign(person_id: PersonId, seats: Seats, doing: Doing) -> bool:
    """Whether somebody's own signature confirms: the performer, a guardian, a member of a group; of an estate only a meeting."""
    capacity = seats.get(person_id)
    return capacity in ALONE | TOGETHER and (capacity is not Capacity.ESTATE or doing is Doing.MEETING)


def still_to_sign(seats: Seats, signed: Collection[str]) -> set[PersonId]:
    """Whose signatures days still need: every seat of a group or an estate, else any one of the seats."""
    if any(capacity in TOGETHER for capacity in seats.values()):
        return set(seats) - set(signed)
    alone = {person for person, capacity in seats.items() if capacity in ALONE}
    return set() if alone & set(signed) else alone


def pencils_before(days: Days, others: Iterable[Days]) -> int:
    """How many others were pencilled earlier on any of the same days; 0 where these are no pencil."""
    if days.state not in PENCILS or days.pencilled_at is None:
        return 0
    mine, place = set(days.wanted.days), (days.pencilled_at, days.id)
    return sum(
        one.state in PENCILS
        and one.id != days.id
        and one.pencilled_at is not None
        and (one.pencilled_at, one.id) < place
        and bool(mine & set(one.wanted.days))
        for one in others
    )


def taken(days: Days, others: Iterable[Days], away: Iterable[date]) -> set[date]:
    """Which of the days the performer is away on, or has confirmed for something else."""
    elsewhere = {
        d for one in others if one.state == "confirmed" and one.id != days.id for d in one.wanted.days
    }
    return set(days.wanted.days) & (elsewhere | set(away))


def check_not_taken(days: Days, others: Iterable[Days], away: Iterable[date]) -> None:
    """The performer has these days to give. Raises: Refused(`casting.days_taken`)."""
    found = taken(days, others, away)
    if found:
        raise Refused(
            "casting.days_taken",
            "On some of these days the performer is away, or has confirmed something else.",
            days=[day.isoformat() for day in sorted(found)],
        )


def in_runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Sorted days as runs of days that follow each other, first and last of each.

    >>> [(a.day, b.day) for a, b in in_runs([date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 8)])]
    [(4, 5), (8, 8)]
    """
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def days_words(days: Iterable[date]) -> str:
    """Days in digits, the same in both languages: `2027-01-04 – 2027-01-05, 2027-01-08`."""
    return ", ".join(
        first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
        for first, last in in_runs(days)
    )
