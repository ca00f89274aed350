"""Two answers, everywhere: may a new render be made, and may this finished output be shown. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from propria.deals.model import Finished, WindDown
from propria.kernel.time import Instant
from propria.ladder import Deal, Words


class May(StrEnum):
    """An answer. The third is neither yes nor no: nobody has agreed or ruled on it."""

    YES = "yes"
    NO = "no"
    AGREEMENT_OR_RULING = "agreement_or_ruling_needed"


@dataclass(frozen=True)
class Answer:
    """An answer and why, as a stable reason (a key of `REASONS`)."""

    may: May
    reason: str

    @property
    def words(self) -> Words:
        """The reason for people, zh and en."""
        return REASONS[self.reason]


class Ruling(StrEnum):
    """What a ruling said of this output; it goes before everything else."""

    MAY_BE_SHOWN = "may_be_shown"
    MUST_BE_TAKEN_DOWN = "must_be_taken_down"


@dataclass(frozen=True)
class LicenceStanding:
    """A licence as of a checkpoint.

    `stopped_index` is the log index of the withdrawal, end, hold or dispute, and must be there when
    `state` is one of those; `cancelled_index` is that of the replica's cancellation.
    """

    state: Deal
    stopped_index: int | None = None
    cancelled_index: int | None = None
    wind_down: WindDown | None = None

    def __post_init__(self) -> None:
        if (self.state in _STOPPED) != (self.stopped_index is not None):
            raise ValueError("a licence that stopped names the entry that stopped it")


@dataclass(frozen=True)
class OutputStanding:
    """An output: the log index it was sealed at, that of its permit, when it was sealed; `is_held` before a ruling."""

    sealed_index: int
    permit_index: int
    sealed_at: Instant
    ruling: Ruling | None = None
    is_held: bool = False


_STOPPED = frozenset({Deal.SUSPENDED, Deal.WITHDRAWN, Deal.EXPIRED, Deal.DISPUTED})


def may_make(standing: LicenceStanding) -> Answer:
    """Whether a new render may be made now: only under an active licence of a replica that still is."""
    if standing.cancelled_index is not None:
        return Answer(May.NO, "replica_cancelled")
    match standing.state:
        case Deal.ACTIVE:
            return Answer(May.YES, "active")
        case Deal.LICENSED:
            return Answer(May.NO, "not_active_yet")
        case Deal.IN_TALKS | Deal.AGREED_UNSIGNED:
            return Answer(May.NO, "never_licensed")
        case Deal.SUSPENDED:
            return Answer(May.NO, "suspended")
        case Deal.WITHDRAWN:
            return Answer(May.NO, "withdrawn")
        case Deal.EXPIRED:
            return Answer(May.NO, "expired")
        case Deal.DISPUTED:
            return Answer(May.NO, "disputed")


def may_show(standing: LicenceStanding, output: OutputStanding, *, now: Instant) -> Answer:
    """Whether a finished output may be shown at `now`.

    A ruling goes first. Sealed before the stop (or in flight, and finished within the time the clause
    gives), it follows the wind-down clause; without a clause it needs agreement or a ruling. Sealed
    after the stop, it may not be shown. A hold does not reach finished works; a dispute leaves them open. What
    could be shown, and is held because somebody says that it is like them, waits for a ruling.
    """
    found = _may_show(standing, output, now)
    is_open = found.may is May.YES and found.reason != "ruled_may_be_shown"
    return Answer(May.AGREEMENT_OR_RULING, "held_for_a_panel") if output.is_held and is_open else found


def _may_show(standing: LicenceStanding, output: OutputStanding, now: Instant) -> Answer:
    match output.ruling:
        case Ruling.MAY_BE_SHOWN:
            return Answer(May.YES, "ruled_may_be_shown")
        case Ruling.MUST_BE_TAKEN_DOWN:
            return Answer(May.NO, "ruled_must_be_taken_down")
        case None:
            pass
    if standing.state in (Deal.IN_TALKS, Deal.AGREED_UNSIGNED):
        return Answer(May.NO, "never_licensed")
    stopped = _first_stop(standing)
    if stopped is None:
        return Answer(May.YES, "in_force")
    if output.sealed_index >= stopped and not _finished_in_flight(output, stopped, standing.wind_down):
        return Answer(May.NO, "sealed_after_the_stop")
    if standing.cancelled_index is None and standing.state is Deal.SUSPENDED:
        return Answer(May.YES, "hold_spares_finished_work")
    if standing.cancelled_index is None and standing.state is Deal.DISPUTED:
        return Answer(May.AGREEMENT_OR_RULING, "disputed")
    return _by_clause(standing.wind_down, now)


def _first_stop(standing: LicenceStanding) -> int | None:
    stops = [index for index in (standing.stopped_index, standing.cancelled_index) if index is not None]
    return min(stops) if stops else None


def _finished_in_flight(output: OutputStanding, stopped: int, clause: WindDown | None) -> bool:
    if clause is None or clause.in_flight_until is None:
        return False
    return output.permit_index < stopped and output.sealed_at <= clause.in_flight_until


def _by_clause(clause: WindDown | None, now: Instant) -> Answer:
    if clause is None:
        return Answer(May.AGREEMENT_OR_RULING, "no_clause")
    match clause.finished:
        case Finished.MAY_STAY:
            return Answer(May.YES, "clause_may_stay")
        case Finished.MUST_STOP:
            return Answer(May.NO, "clause_must_stop")
        case Finished.UNTIL:
            assert clause.until is not None
            within = now < clause.until
            return Answer(May.YES, "clause_until") if within else Answer(May.NO, "clause_ran_out")


REASONS = {
    "active": Words("授权生效中。", "The licence is active."),
    "in_force": Words("授权有效。", "The licence is in force."),
    "not_active_yet": Words("已授权，但启用条件未满足。", "Licensed, but not active yet."),
    "never_licensed": Words("从未授权。", "It was never licensed."),
    "suspended": Words("授权已暂停。", "The licence is suspended."),
    "withdrawn": Words("授权已撤回。", "The licence was withdrawn."),
    "expired": Words("授权已到期。", "The licence has expired."),
    "disputed": Words("授权存在争议，等待裁定。", "The licence is disputed; a ruling is awaited."),
    "replica_cancelled": Words("数字替身已注销。", "The replica was cancelled."),
    "ruled_may_be_shown": Words("裁定：可以展示。", "A ruling says that it may be shown."),
    "ruled_must_be_taken_down": Words("裁定：必须下架。", "A ruling says that it must be taken down."),
    "sealed_after_the_stop": Words("加封晚于停止时点，不得展示。", "It was sealed after the stop."),
    "hold_spares_finished_work": Words(
        "暂停只约束新制作，不影响成片。", "A hold stops new work, not finished work."
    ),
    "held_for_a_panel": Words(
        "有人称其与本人相像：等待评议组裁定，此前不作判断。",
        "Somebody says that it is like them: a panel is to rule, and nothing is judged before.",
    ),
    "no_clause": Words(
        "合同没有收尾条款：须双方约定或经裁定。",
        "The contract has no wind-down clause: agreement or a ruling is needed.",
    ),
    "clause_may_stay": Words("收尾条款：成片可继续展示。", "The wind-down clause lets finished work stay."),
    "clause_must_stop": Words("收尾条款：成片须停止展示。", "The wind-down clause says that showing stops."),
    "clause_until": Words("收尾条款：宽限期内可展示。", "The wind-down clause allows it until its date."),
    "clause_ran_out": Words("收尾条款的宽限期已过。", "The wind-down clause's date has passed."),
}
