"""A creator knows of a calendar what answers and search told them, and no day more."""

from datetime import date, timedelta

from propria.casting.days.known import days_not_free
from propria.casting.days.model import Days, Doing, Wanted
from propria.kernel.ids import BriefId, CreatorId, DaysId, PerformerId
from propria.kernel.time import instant

NOW = instant("2027-01-01T00:00:00Z")
TODAY = NOW.date()
FOURTH, FIFTH, SIXTH = (date(2027, 1, n) for n in (4, 5, 6))


def asking(state: str, *days: date, by: str = "cleo", project: str = "lanterns", hour: int = 0) -> Days:
    """One asking as it stands."""
    return Days(
        DaysId(f"day_{hour}"), BriefId("brf"), CreatorId(by), PerformerId("prf"), project, ("灯", "Lanterns"), "lead",
        Wanted(days, Doing.RECORDING, "", NOW), state, NOW + timedelta(hours=hour),
    )  # fmt: skip


def known(*askings: Days, away: tuple[date, ...] = ()) -> set[date]:
    """What Cleo knows for her production."""
    return set(days_not_free(askings, away, CreatorId("cleo"), "lanterns", today=TODAY))


def test_a_day_is_told_to_whoever_was_answered_about_it() -> None:
    gone = asking("confirmed", FOURTH, FIFTH, by="dana")
    assert known(gone, away=(SIXTH,)) == set()
    assert known(gone, asking("asked", FOURTH)) == set()
    assert known(gone, asking("pencilled", FOURTH)) == {FOURTH}
    assert known(asking("not_free", FIFTH)) == {FIFTH}
    assert known(asking("not_free", FIFTH), asking("free", FIFTH, hour=1)) == set()
    assert known(asking("not_free", FIFTH, by="dana")) == set()


def test_a_pencil_books_nothing_and_what_is_confirmed_here_is_ours() -> None:
    assert known(asking("pencilled", FOURTH), asking("pencilled", FOURTH, by="dana")) == set()
    assert known(asking("confirmed", FOURTH)) == set()
    assert known(asking("confirmed", FOURTH, project="another")) == {FOURTH}


def test_a_month_that_search_reads_as_taken_is_taken_but_for_the_days_that_were_answered() -> None:
    half = tuple(TODAY + timedelta(n) for n in range(3, 18))
    month = {TODAY + timedelta(n) for n in range(30)}
    assert known(away=half[1:]) == set()
    assert known(away=half) == month
    late = TODAY + timedelta(25)
    assert known(asking("free", late), away=half) == month - {late}
