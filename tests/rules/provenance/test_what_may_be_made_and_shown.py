"""Two answers, never one status: a new render now, and this finished output."""

from dataclasses import replace

import pytest
from tests.rules.provenance.making import NOW

from propria.kernel.time import DAY, HOUR
from propria.ladder import Deal
from propria.provenance.rules_answers import (
    REASONS,
    Answer,
    Finished,
    LicenceStanding,
    May,
    OutputStanding,
    Ruling,
    WindDown,
    may_make,
    may_show,
)

ACTIVE = LicenceStanding(Deal.ACTIVE)
WITHDRAWN = LicenceStanding(Deal.WITHDRAWN, stopped_index=100)
BEFORE = OutputStanding(sealed_index=99, permit_index=98, sealed_at=NOW - HOUR)
AFTER = OutputStanding(sealed_index=101, permit_index=99, sealed_at=NOW + HOUR)
STOPPED = [Deal.SUSPENDED, Deal.WITHDRAWN, Deal.EXPIRED, Deal.DISPUTED]


def test_an_active_licence_makes_and_shows() -> None:
    assert may_make(ACTIVE).may is May.YES
    assert may_show(ACTIVE, BEFORE, now=NOW) == Answer(May.YES, "in_force")


@pytest.mark.parametrize("state", [state for state in Deal if state is not Deal.ACTIVE])
def test_nothing_but_an_active_licence_makes(state: Deal) -> None:
    standing = LicenceStanding(state, stopped_index=100 if state in STOPPED else None)
    assert may_make(standing).may is May.NO


def test_a_work_finished_before_a_withdrawal_without_a_clause_needs_agreement_or_a_ruling() -> None:
    assert may_make(WITHDRAWN).may is May.NO
    assert may_show(WITHDRAWN, BEFORE, now=NOW) == Answer(May.AGREEMENT_OR_RULING, "no_clause")


def test_an_output_after_the_cut_off_may_not_be_shown_whatever_the_clause() -> None:
    standing = replace(WITHDRAWN, wind_down=WindDown(Finished.MAY_STAY))
    assert may_show(standing, BEFORE, now=NOW).may is May.YES
    assert may_show(standing, AFTER, now=NOW) == Answer(May.NO, "sealed_after_the_stop")
    assert may_show(standing, replace(AFTER, sealed_index=100), now=NOW).may is May.NO


@pytest.mark.parametrize("state", [Deal.WITHDRAWN, Deal.EXPIRED])
def test_the_wind_down_clause_decides_finished_work(state: Deal) -> None:
    standing = LicenceStanding(state, stopped_index=100, wind_down=WindDown(Finished.UNTIL, until=NOW + DAY))
    assert may_show(standing, BEFORE, now=NOW) == Answer(May.YES, "clause_until")
    assert may_show(standing, BEFORE, now=NOW + DAY) == Answer(May.NO, "clause_ran_out")
    must_stop = replace(standing, wind_down=WindDown(Finished.MUST_STOP))
    assert may_show(must_stop, BEFORE, now=NOW) == Answer(May.NO, "clause_must_stop")


def test_work_in_flight_counts_as_finished_only_in_the_time_the_clause_gives() -> None:
    clause = WindDown(Finished.MAY_STAY, in_flight_until=NOW + 2 * HOUR)
    standing = replace(WITHDRAWN, wind_down=clause)
    assert may_show(standing, AFTER, now=NOW).may is May.YES
    late = replace(AFTER, sealed_at=NOW + 3 * HOUR)
    assert may_show(standing, late, now=NOW).may is May.NO
    permitted_after = replace(AFTER, permit_index=100)
    assert may_show(standing, permitted_after, now=NOW).may is May.NO


def test_a_cancelled_replica_makes_nothing_and_its_finished_works_follow_the_clause() -> None:
    standing = replace(ACTIVE, cancelled_index=100)
    assert may_make(standing) == Answer(May.NO, "replica_cancelled")
    assert may_show(standing, BEFORE, now=NOW).may is May.AGREEMENT_OR_RULING
    stay = replace(standing, wind_down=WindDown(Finished.MAY_STAY))
    assert may_show(stay, BEFORE, now=NOW).may is May.YES


def test_a_hold_stops_new_work_and_spares_finished_work() -> None:
    standing = LicenceStanding(Deal.SUSPENDED, stopped_index=100)
    assert may_make(standing).may is May.NO
    assert may_show(standing, BEFORE, now=NOW) == Answer(May.YES, "hold_spares_finished_work")
    assert may_show(standing, AFTER, now=NOW).may is May.NO


def test_a_dispute_leaves_finished_work_open() -> None:
    standing = LicenceStanding(Deal.DISPUTED, stopped_index=100)
    assert may_show(standing, BEFORE, now=NOW) == Answer(May.AGREEMENT_OR_RULING, "disputed")


@pytest.mark.parametrize("standing", [ACTIVE, WITHDRAWN, LicenceStanding(Deal.IN_TALKS)])
def test_a_ruling_goes_before_everything(standing: LicenceStanding) -> None:
    shown = replace(AFTER, ruling=Ruling.MAY_BE_SHOWN)
    down = replace(BEFORE, ruling=Ruling.MUST_BE_TAKEN_DOWN)
    assert may_show(standing, shown, now=NOW).may is May.YES
    assert may_show(standing, down, now=NOW).may is May.NO


def test_what_was_never_licensed_is_never_shown() -> None:
    assert may_show(LicenceStanding(Deal.AGREED_UNSIGNED), BEFORE, now=NOW) == Answer(
        May.NO, "never_licensed"
    )


def test_a_stop_without_its_entry_and_an_entry_without_a_stop_are_no_standing() -> None:
    with pytest.raises(ValueError, match="names the entry"):
        LicenceStanding(Deal.WITHDRAWN)
    with pytest.raises(ValueError, match="names the entry"):
        LicenceStanding(Deal.ACTIVE, stopped_index=3)


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(words.zh and words.en and words.en.endswith(".") for words in REASONS.values())
    assert may_make(WITHDRAWN).words.zh == "授权已撤回。"
