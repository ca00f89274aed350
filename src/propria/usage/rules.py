"""Rules of usage; pure: what may be asked for, what is counted, what may still be finished."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from propria.consent.model import Grant
from propria.deals.model import WindDown
from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant, wire
from propria.licences.model import Decision, Licence, Permit
from propria.provenance.model import Making
from propria.rates import PricedUse
from propria.scope import ANY, Scope, Use, volume
from propria.scope.measures import UNITS
from propria.usage.model import Measured, Performance, Plan, RenderRequest, Wanted

FORGIVEN_MS = 60
SCRIPT_AXES = frozenset({"theme", "script"})
ARCHIVAL = "reuse_archival"
CANCELLED = "usage.cancelled"
TRANSFER = "performance_transfer"
LONGEST_PERFORMANCE_MS = 30_000


def act_of(use: Use) -> str:
    """The one act of a use. Raises: Malformed(`usage.one_act`)."""
    acts = use.declared.get("act", frozenset())
    if len(acts) != 1:
        raise Malformed("usage.one_act", "A render is one act; say which.")
    return next(iter(acts))


def refuse_unless(decision: Decision) -> None:
    """The licence allows it, quantity aside, before anything is said of recordings. Raises: Refused(`licences.denied`)."""
    if not decision:
        reasons, as_of = list(decision.codes), decision.as_of
        raise Refused("licences.denied", "This use is not allowed.", reasons=reasons, as_of=as_of)


def check_shown(use: Use, plan: Plan) -> None:
    """Whatever of the performer will be in the output is declared. Raises: Refused(`usage.attribute_undeclared`)."""
    missing = sorted(plan.attributes - use.declared.get("attribute", frozenset()))
    if missing:
        raise Refused(
            "usage.attribute_undeclared", "This shows more of the performer than you say.", attributes=missing
        )


def check_said(use: Use, plan: Plan) -> None:
    """The use declares what is so of the engine and the line. Raises: Refused(`usage.otherwise_than_declared`)."""
    wrong = [axis for axis, codes in plan.must_say.items() if use.declared.get(axis, frozenset()) != codes]
    if plan.retention_days is not None and use.retention_days != plan.retention_days:
        wrong.append("retention")
    if wrong:
        raise Refused(
            "usage.otherwise_than_declared", "That is not how it would be made.", axes=sorted(wrong)
        )


def check_act(act: str, wanted: Wanted) -> None:
    """A stand-in's performance is a performance transfer, and nothing else is. Raises: Refused(`usage.otherwise_than_declared`)."""
    if (act == TRANSFER) is not isinstance(wanted, Performance):
        raise Refused("usage.otherwise_than_declared", "That is not how it would be made.", axes=["act"])


def check_other(performed_by: str, performer_id: str) -> None:
    """Somebody else performs. Raises: Refused(`usage.own_performance`)."""
    if performed_by == performer_id:
        raise Refused("usage.own_performance", "This is the performer's own recording; ask for it as a take.")


def drives(given: Sequence[Grant], productions: Collection[str], now: Instant) -> Grant:
    """The newest consent of a stand-in to this production that stands. Raises: Refused(`usage.no_stand_in_consent`)."""
    standing = [grant for grant in given if grant.is_in_force(now) and grant.reason in productions]
    if not standing:
        raise Refused(
            "usage.no_stand_in_consent",
            "Whoever performs has not signed that their performance may move a replica in this production.",
        )
    return standing[-1]


def check_performance(wanted: Performance, duration_ms: int) -> None:
    """It lies in the recording and lasts thirty seconds at most. Raises: Refused(`usage.performance_out_of_bounds`)."""
    length_ms = wanted.to_ms - wanted.from_ms
    if length_ms > LONGEST_PERFORMANCE_MS or wanted.to_ms > duration_ms + FORGIVEN_MS:
        raise Refused(
            "usage.performance_out_of_bounds",
            "A performance is up to thirty seconds of the recording.",
            duration_ms=duration_ms,
        )


def check_otherwise(declared: Mapping[str, frozenset[str]], really: Mapping[str, frozenset[str]]) -> None:
    """What is said of a script is another than what was declared, on the axes that scripts have.

    Raises: Malformed(`usage.no_script`), Refused(`usage.as_declared`).
    """
    if not really.keys() <= SCRIPT_AXES:
        raise Malformed("usage.no_script", "Of a script one says its themes and its class.")
    if declared == really:
        raise Refused("usage.as_declared", "That is how it was declared.")


def check_script(
    use: Use,
    digest: str,
    logged: Mapping[str, Instant],
    *,
    must_name: bool,
    performed_at: Instant | None,
) -> None:
    """A lodged script was in the log before the performance; None says that the performance is yet to come.

    `logged` is SHA-256 (hex) → when it was first logged. Raises: Refused(`usage.script_unnamed`, `usage.script_not_lodged`,
    `usage.script_written_after`).
    """
    if "lodged" not in use.declared.get("script", frozenset()):
        return
    if not digest:
        if must_name:
            raise Refused("usage.script_unnamed", "Say which script on record this is made from.")
        return
    if digest not in logged:
        raise Refused("usage.script_not_lodged", "No script with this hash is on record in these talks.")
    if performed_at is not None and logged[digest] >= performed_at:
        raise Refused(
            "usage.script_written_after",
            "The script was put on record after the performance.",
            logged_at=wire(logged[digest]),
            performed_at=wire(performed_at),
        )


def counted(use: Use, plan: Plan, scope: Scope) -> Use:
    """The use with what the library counts, in the units that the licence has; what was declared is replaced.

    A licence that has none of these units is shown them all, and its quota denies.
    """
    return replace(use, amounts=volume(**in_units_of(scope, plan.at_most.by_unit())))


def in_units_of(scope: Scope, amounts: Mapping[str, int]) -> Mapping[str, int]:
    """The amounts in the units that a licence counts; all of them where it counts none of these."""
    if scope.volume is ANY:
        return amounts
    units = {quota.unit for quota in scope.volume}
    return {unit: n for unit, n in amounts.items() if unit in units} or amounts


def as_planned(use: Use, plan: Plan) -> Use:
    """The use, declared as the engine would make it: what it shows, who runs it and where, how long inputs stay."""
    declared = {**use.declared, "attribute": plan.attributes, **plan.must_say}
    kept = use.retention_days if plan.retention_days is None else plan.retention_days
    return replace(use, declared=declared, retention_days=kept)


def whole_seconds(duration_ms: int) -> int:
    """Seconds that are counted for a length: every started one, less than a frame or two forgiven.

    >>> whole_seconds(3000), whole_seconds(3040), whole_seconds(3100)
    (3, 3, 4)
    """
    return max(1, -(-(duration_ms - FORGIVEN_MS) // 1000))


def seconds_at_most(text: str) -> int:
    """The most that a line is taken to last, slowly spoken; what is reserved and not made goes back.

    >>> seconds_at_most("The lamps are lit."), seconds_at_most("灯都亮了。")
    (8, 7)
    """
    wide = sum(1 for letter in text if letter > "\u2e7f")
    words = len("".join(" " if letter > "\u2e7f" else letter for letter in text).split())
    return 3 + -(-(4 * wide + 6 * words) // 5)


def check_within(measured: Measured, permit: Permit) -> None:
    """What was made is no more than was reserved. Raises: Refused(`usage.more_than_reserved`)."""
    made = measured.by_unit()
    over = [quota.unit for quota in permit.amounts if made.get(quota.unit, 0) > quota.limit]
    if over:
        raise Refused("usage.more_than_reserved", "More was made than was reserved.", units=over)


def check_may_finish(licence: Licence, clause: WindDown | None, *, now: Instant) -> None:
    """Work in flight goes on only while the licence stands, or as long as its wind-down clause gives.

    Raises: Refused(`usage.stopped_in_flight`).
    """
    if licence.stopped_at_entry is None and now < licence.ends_at:
        return
    until = clause.in_flight_until if clause else None
    if until is None or now > until or licence.is_frozen:
        raise Refused("usage.stopped_in_flight", "The licence was stopped before this was finished.")


def check_cancellable(request: RenderRequest) -> None:
    """It has not ended. Raises: Refused(`usage.too_late_to_cancel`)."""
    if request.released_at is not None or request.failed_code is not None:
        raise Refused("usage.too_late_to_cancel", "This render has ended; there is nothing left to cancel.")


def check_running(*, was_running: bool) -> None:
    """Nobody cancelled the render while it was made. Raises: Refused(`usage.cancelled`)."""
    if not was_running:
        raise Refused("usage.cancelled", "The creator cancelled this render.")


def making_of_take(act: str) -> Making:
    """What a recorded take is called once it is released.

    Reused as an archive recording it is a plain recording: no label is due, and one would be untrue.
    Released as the digital performer's output (generate, edit, dub) it goes into a generated work as one
    part of it, cut, and beside other parts it must not pass for an ordinary recording: it is a composite,
    and carries both labels; the seal also says that it was trimmed from a recording.
    """
    return Making.RECORDED if act == ARCHIVAL else Making.COMPOSITE


def unused(permit: Permit, measured: Measured) -> dict[str, int]:
    """What was reserved and not made, by unit: it goes back to the licence."""
    made = measured.by_unit()
    left = {quota.unit: quota.limit - made.get(quota.unit, 0) for quota in permit.amounts}
    return {unit: amount for unit, amount in left.items() if amount > 0}


def priced(act: str, measured: Measured) -> PricedUse:
    """The use as the rate card counts it."""
    return PricedUse(act, measured.seconds, measured.lines, measured.takes, measured.titles)


def check_report(reported: Mapping[str, int], span: tuple[Instant, Instant], *, now: Instant) -> None:
    """A report is amounts by unit for a time that is over. Raises: Malformed(`usage.report_unreadable`)."""
    starts_at, ends_at = span
    if set(reported) - set(UNITS) or min(reported.values(), default=-1) < 0 or not starts_at < ends_at <= now:
        raise Malformed(
            "usage.report_unreadable",
            "Report how much was used, by unit, in a time that is over.",
            units=sorted(UNITS),
        )


def is_new_report(span: tuple[Instant, Instant], known: Iterable[tuple[Instant, Instant]]) -> None:
    """No time is reported twice. Raises: Refused(`usage.reported_already`)."""
    if any(starts_at < span[1] and span[0] < ends_at for starts_at, ends_at in known):
        raise Refused(
            "usage.reported_already", "Some of this time was reported already; what was said stands."
        )


def differing(reported: Mapping[str, int], shown: Mapping[str, int]) -> tuple[str, ...]:
    """The units in which a report is not what is shown."""
    units = sorted(reported.keys() | shown.keys())
    return tuple(unit for unit in units if reported.get(unit, 0) != shown.get(unit, 0))


def beyond(reported: Mapping[str, int], shown: Mapping[str, int]) -> dict[str, int]:
    """What is reported and not shown, unit by unit; empty where nothing is."""
    return {unit: n - shown.get(unit, 0) for unit, n in reported.items() if n > shown.get(unit, 0)}


def check_beyond(made_at: Instant, span: tuple[Instant, Instant]) -> None:
    """What it was for is said of an instant of the time that is reported. Raises: Malformed(`usage.report_unreadable`)."""
    if not span[0] <= made_at < span[1]:
        raise Malformed(
            "usage.report_unreadable", "Say of the rest that it was made in the time that you report."
        )
