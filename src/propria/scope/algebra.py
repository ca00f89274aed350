"""What holds between scopes: covers, meet, overlaps, and whether a use is permitted. Pure, total."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from propria.kernel.errors import Refused
from propria.scope.axes import AXES, AXIS, AXIS_NAMES
from propria.scope.codes.doings import ACTS
from propria.scope.codes.media import ADVERTISING
from propria.scope.measures import Volume, one_order
from propria.scope.model import Allowance, Scope, StandingTerms
from propria.scope.needs import required_axes
from propria.scope.use import Use
from propria.scope.values import (
    ANY,
    Anything,
    Interval,
    Value,
    ancestors,
    covers_value,
    meet_value,
    missing_from,
)


class Why(Enum):
    """Why an axis fails: nothing is said, something else is said, the use hides it, or it is a red line."""

    SILENCE = "silence"
    NOT_IN_SET = "not_in_set"
    OUT_OF_RANGE = "out_of_range"
    OVER_QUOTA = "over_quota"
    UNDECLARED = "undeclared"
    RED_LINE = "red_line"
    DUTY = "duty"


@dataclass(frozen=True)
class Reason:
    """One axis of a verdict. `code` is API; `asked` what fails; `clause` which clause."""

    axis: str
    why: Why
    asked: tuple[str, ...] = ()
    clause: int | None = None

    @property
    def code(self) -> str:
        """`<axis>_mismatch`, `<axis>_silent`, `<axis>_undeclared`, `<axis>_red_line`, `<axis>_over_quota`."""
        match self.why:
            case Why.SILENCE:
                return f"{self.axis}_silent"
            case Why.NOT_IN_SET | Why.OUT_OF_RANGE | Why.DUTY:
                return f"{self.axis}_mismatch"
            case Why.OVER_QUOTA | Why.UNDECLARED | Why.RED_LINE:
                return f"{self.axis}_{self.why.value}"


@dataclass(frozen=True)
class Verdict:
    """Yes or no, every axis that fails, every axis that passes, and the clause it rests on."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    passes: tuple[str, ...] = ()
    clause: int | None = None

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def axes(self) -> tuple[str, ...]:
        """The failing axes, in order, once each."""
        return tuple(dict.fromkeys(reason.axis for reason in self.reasons))


def covers(wide: Allowance, narrow: Scope) -> bool:
    """Whether all that `narrow` allows, `wide` allows, and `narrow` owes at least the duties of `wide`.

    For standing terms: one clause covers it whole, and no red line touches it.
    """
    match wide:
        case Scope():
            return not _gaps(wide, narrow)
        case StandingTerms():
            return not any(hits(line, narrow) for line in wide.red_lines) and any(
                not _gaps(clause, narrow) for clause in wide.clauses
            )


def check_covers(wide: Allowance, narrow: Scope) -> Verdict:
    """`covers`, naming every axis that fails; for standing terms, against the clause that comes nearest."""
    match wide:
        case Scope():
            reasons = tuple(_gaps(wide, narrow))
            return Verdict(not reasons, reasons, _others(reasons))
        case StandingTerms():
            lines = _red_lines_hit(wide, narrow.values())
            clause, gaps = _nearest([_gaps(clause, narrow) for clause in wide.clauses])
            reasons = (*lines, *gaps)
            return Verdict(not reasons, reasons, _others(reasons), clause)


def meet(one: Scope, other: Scope) -> Scope:
    """What both allow, under the duties of both."""
    axes = {a.name: meet_value(one.value(a.name), other.value(a.name), a.separator) for a in AXES}
    return Scope(
        **axes,  # type: ignore[arg-type]
        volume=_meet_volume(one.volume, other.volume),
        duties=one.duties.and_also(other.duties),
    )


def overlaps(one: Scope, other: Scope) -> bool:
    """Whether some use is permitted by both, volumes and duties aside: how exclusivity is decided."""
    return can_be_used(meet(one, other))


def can_be_used(scope: Scope) -> bool:
    """Whether the scope permits any use at all: some act has something on every axis it needs."""
    return any(not silent_axes(scope, act) for act in _codes(scope.act, ACTS))


def silent_axes(scope: Scope, act: str) -> tuple[str, ...]:
    """The axes that a use of `act` must declare and on which the scope says nothing."""
    attributes = frozenset({"voice"}) if scope.attribute == frozenset({"voice"}) else frozenset()
    needed = required_axes(frozenset({act}), _plainest(scope), attributes)
    return tuple(n for n in needed if not scope.value(n) and n != "theme")


def _plainest(scope: Scope) -> frozenset[str]:
    """Advertising only if the scope has no other medium: then an advertiser is needed for any use."""
    if isinstance(scope.medium, Anything) or not scope.medium:
        return frozenset()
    plain = [m for m in scope.medium if frozenset(ancestors(m, ".")).isdisjoint(ADVERTISING)]
    return frozenset() if plain else scope.medium


def hits(line: Scope, narrow: Scope) -> bool:
    """Whether a red line touches a scope: on every axis that the line names, they share something."""
    return _hits(line, narrow.values())


def _hits(line: Scope, narrow: Mapping[str, Value]) -> bool:
    named = [axis for axis in AXES if getattr(line, axis.name) is not ANY]
    return bool(named) and all(meet_value(getattr(line, a.name), narrow[a.name], a.separator) for a in named)


def permits(allowance: Allowance, use: Use) -> Verdict:
    """Whether one use is within a scope, or within standing terms, with every failing axis named.

    A quota is read as the whole of it: what is left of it is the counter's to say.
    """
    hidden = [Reason(name, Why.UNDECLARED) for name in use.undeclared]
    point, amounts = use.values(), use.amounts
    clause: int | None = None
    match allowance:
        case Scope():
            found = [*_axis_gaps(allowance, point), *_volume_gaps(allowance.volume, amounts)]
        case StandingTerms():
            clause, gaps = _nearest(
                [[*_axis_gaps(c, point), *_volume_gaps(c.volume, amounts)] for c in allowance.clauses]
            )
            found = [*_red_lines_hit(allowance, point), *gaps]
    reasons = (*found, *hidden)
    return Verdict(not reasons, reasons, _others(reasons), clause)


def check_specific(scope: Scope) -> None:
    """What a contract, licence or token must be: nothing left at ANY.

    Raises: Refused(`scope.any_not_allowed`) naming the axes.
    """
    open_axes = [n for n in (*AXIS_NAMES, "volume") if getattr(scope, n) is ANY]
    if open_axes:
        raise Refused("scope.any_not_allowed", "A contract names what it allows.", axes=open_axes)


def check_terms(terms: StandingTerms) -> None:
    """What mandates and standing terms must be: ANY only on the axes where it is legal; red lines name one.

    Raises: Refused(`scope.any_not_allowed`) naming the axes; Refused(`scope.red_line_names_nothing`).
    """
    for clause in terms.clauses:
        open_axes = [a.name for a in AXES if not a.any_in_terms and clause.value(a.name) is ANY]
        if open_axes:
            raise Refused("scope.any_not_allowed", "These are named one by one, even here.", axes=open_axes)
    if any(all(v is ANY for v in line.values().values()) for line in terms.red_lines):
        raise Refused("scope.red_line_names_nothing", "A red line names what must never be.")


def _gaps(wide: Scope, narrow: Scope) -> list[Reason]:
    found = [*_axis_gaps(wide, narrow.values()), *_volume_gaps(wide.volume, narrow.volume)]
    if not narrow.duties.meet_all_of(wide.duties):
        found.append(Reason("duties", Why.DUTY))
    return found


def _axis_gaps(wide: Scope, narrow: Mapping[str, Value]) -> list[Reason]:
    found = []
    for axis in AXES:
        outer, inner = getattr(wide, axis.name), narrow[axis.name]
        if outer is not ANY and inner and not covers_value(outer, inner, axis.separator):
            found.append(_gap(axis.name, outer, inner, axis.separator))
    return found


def _gap(axis: str, wide: Value, narrow: Value, separator: str) -> Reason:
    missing = missing_from(wide, narrow, separator)
    if not wide:
        return Reason(axis, Why.SILENCE, missing)
    return Reason(axis, Why.OUT_OF_RANGE if isinstance(wide, Interval) else Why.NOT_IN_SET, missing)


def _volume_gaps(wide: Volume, narrow: Volume) -> list[Reason]:
    if isinstance(wide, Anything):
        return []
    if isinstance(narrow, Anything):
        return [Reason("volume", Why.OVER_QUOTA if wide else Why.SILENCE, ("*",))]
    limits = {quota.unit: quota.limit for quota in wide}
    silent = tuple(q.unit for q in narrow if q.unit not in limits)
    over = tuple(q.unit for q in narrow if q.unit in limits and q.limit > limits[q.unit])
    found = [Reason("volume", Why.SILENCE, silent)] if silent else []
    return [*found, Reason("volume", Why.OVER_QUOTA, over)] if over else found


def _meet_volume(one: Volume, other: Volume) -> Volume:
    if isinstance(one, Anything):
        return other
    if isinstance(other, Anything):
        return one
    limits = {quota.unit: quota for quota in other}
    return one_order(min(q, limits[q.unit]) for q in one if q.unit in limits)


def _red_lines_hit(terms: StandingTerms, narrow: Mapping[str, Value]) -> tuple[Reason, ...]:
    return tuple(
        Reason(a.name, Why.RED_LINE, _touched(line.value(a.name), narrow[a.name], a.separator), index)
        for index, line in enumerate(terms.red_lines)
        if _hits(line, narrow)
        for a in AXES
        if line.value(a.name) is not ANY
    )


def _touched(line: Value, narrow: Value, separator: str) -> tuple[str, ...]:
    both = meet_value(line, narrow, separator)
    return tuple(sorted(both)) if isinstance(both, frozenset) else ()


def _nearest(gaps: list[list[Reason]]) -> tuple[int | None, list[Reason]]:
    if not gaps:
        return None, [Reason("act", Why.SILENCE)]
    clause = min(range(len(gaps)), key=lambda i: len(gaps[i]))
    return clause, [Reason(r.axis, r.why, r.asked, clause) for r in gaps[clause]]


def _others(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    failing = {reason.axis for reason in reasons}
    return tuple(name for name in (*AXIS, "volume", "duties") if name not in failing)


def _codes(value: Value, every: dict[str, tuple[str, str]]) -> frozenset[str]:
    return frozenset(every) if value is ANY else value  # type: ignore[return-value]
