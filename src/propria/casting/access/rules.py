"""Rules of who may answer and read a brief, until when, and under which title; pure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from propria.casting.access.model import Access, Reach
from propria.casting.days.model import Days
from propria.casting.model import Brief
from propria.kernel.errors import Malformed, Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY, Instant
from propria.scope.words import Said

LONGEST_AHEAD = timedelta(days=366)
LONGEST_TITLE = 120
KEPT_BACK = "kept_back"
"""What stands for the project's code where its title is kept back."""
REACH_WORDS = {
    Reach.EVERYBODY: ("开放期间，凡符合条件者", "everybody who fits, while it is open"),
    Reach.INVITED: ("只限点名询问的人", "only whoever is asked by name"),
    Reach.AGENCY: ("只限一家代理", "one agency alone"),
}


def checked(access: Access, before: Access | None = None, *, now: Instant) -> Access:
    """How a brief is answered, tidied; a deadline that stood before may lie in the past.

    Raises: Malformed(`casting.deadline_unclear`, `casting.working_title_unreadable`, `casting.agency_missing`).
    """
    due, kept = access.deadline, before is not None and before.deadline == access.deadline
    if due is not None and not kept and not now < due <= now + LONGEST_AHEAD:
        raise Malformed("casting.deadline_unclear", "Name a day ahead, within a year.")
    title = " ".join(access.working_title.split())
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise Malformed(
            "casting.working_title_unreadable", f"A working title has at most {LONGEST_TITLE} characters."
        )
    if access.reach is Reach.AGENCY and not access.agency:
        raise Malformed("casting.agency_missing", "Say which agency may read this brief.")
    agency = access.agency if access.reach is Reach.AGENCY else ""
    return replace(access, working_title=title, agency=agency)


def check_in_time(brief: Brief | Days, *, now: Instant) -> None:
    """The brief is answered still. Raises: Refused(`casting.deadline_passed`)."""
    due = brief.access.deadline
    if due is not None and now >= due:
        raise Refused(
            "casting.deadline_passed", "The deadline of this role has passed; nothing more is taken."
        )


def until(brief: Brief, call: Instant | None) -> Instant | None:
    """When a brief that is open until `call` takes no more: its deadline may come first."""
    due = brief.access.deadline
    return call if call is None or due is None else min(call, due)


def opened_to(access: Access, person_id: PersonId, *, fits: bool, represents: bool) -> bool:
    """Whether somebody who is not asked by name may read a brief that takes submissions. `fits`: whom they act for does."""
    match access.reach:
        case Reach.EVERYBODY:
            return represents or fits
        case Reach.AGENCY:
            return access.agency == person_id
        case Reach.INVITED:
            return False


def outside(brief: Brief) -> Brief:
    """The brief as it is told to whoever has not accepted to keep its title to themselves: working title, no code."""
    title = brief.access.working_title
    if not title:
        return brief
    scope = replace(brief.scope, project=frozenset({KEPT_BACK}))
    return replace(brief, title=(title, title), project=KEPT_BACK, scope=scope)


def check_told(access: Access, accepted: Collection[str], person_id: PersonId) -> None:
    """The title is known to whoever signs. Raises: Refused(`casting.title_kept_back`)."""
    if access.working_title and person_id not in accepted:
        raise Refused(
            "casting.title_kept_back", "Read the role first, and accept to keep its title to yourself."
        )


def rows(access: Access) -> list[tuple[str, Said, Said]]:
    """How a brief is answered, line by line: field, its name, what it says."""
    due, none = access.deadline, Said("未说明", "not said")
    said = f"{due:%Y-%m-%d %H:%M} UTC" if due else ""
    lines = [
        ("deadline", Said("申请截止", "Deadline"), Said(said, said) if due else none),
        ("reach", Said("谁能看到", "Who may read it"), Said(*REACH_WORDS[access.reach])),
    ]
    if access.agency:
        lines.append(("agency", Said("代理", "Agency"), Said(access.agency, access.agency)))
    title = access.working_title
    hidden = Said(title, title) if title else Said("无；用真名", "none; its own title")
    names, numbers = "; ".join(one.name for one in access.sides), len(access.sides)
    sides = Said(names, names) if numbers else Said("无", "none")
    return [
        *lines,
        ("working_title", Said("保密代称", "Working title"), hidden),
        ("sides", Said("试戏本", "Sides"), sides),
    ]


def time_left(due: Instant, now: Instant) -> tuple[str, str]:
    """How long there is, (zh, en), rounded down to days, or hours on the last day.

    >>> from propria.kernel.time import instant
    >>> now = instant("2026-11-22T10:00:00Z")
    >>> [time_left(now + n * timedelta(hours=1), now)[1] for n in (-1, 5, 30, 49)]
    ['over', '5 hours left', '1 day left', '2 days left']
    """
    if now >= due:
        return "已截止", "over"
    days, hours = (due - now) // DAY, (due - now) // timedelta(hours=1)
    if days:
        return f"还有 {days} 天", f"{days} day{'s' * (days > 1)} left"
    return (
        (f"还有 {hours} 小时", f"{hours} hour{'s' * (hours != 1)} left")
        if hours
        else ("不足一小时", "under an hour left")
    )
