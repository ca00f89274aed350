"""A scope or terms compiled once, so that each use is one `and` and one compare. Yes or no, no reasons.

Every axis is cut into the classes that the compiled words can tell apart (a code, or a span between two
boundaries, or *anything else*), one bit each. A use becomes the bits it touches; a clause becomes the bits it
denies; a use is inside when they share none. `permits` explains; this answers the same, in less than a
microsecond, and a property test holds the two together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from propria.scope.axes import AXES, INTERVALS, Axis
from propria.scope.measures import UNITS, Volume, rating_index
from propria.scope.model import Allowance, Scope
from propria.scope.use import Use
from propria.scope.values import ANY, Anything, Interval, Value, ancestors, covers_value

_HIDDEN = 1


class _CodeAxis:
    """One axis of codes: a bit for each code named, one for what else lies under it, one for the rest."""

    def __init__(self, axis: Axis, values: Iterable[Value], first_bit: int) -> None:
        self.separator = axis.separator
        named = {
            code
            for value in values
            if isinstance(value, frozenset)
            for deep in value
            for code in ancestors(deep, axis.separator)
        }
        self.other = 1 << first_bit
        self.exact = {code: 2 << (first_bit + 2 * i) for i, code in enumerate(sorted(named))}
        self.next_bit = first_bit + 1 + 2 * len(self.exact)

    def touched(self, codes: Iterable[str]) -> int:
        """The bits that a use touches: each code's own, or *under* its nearest named ancestor."""
        found = 0
        for code in codes:
            bit = self.exact.get(code)
            if bit is None:
                near = (self.exact[c] << 1 for c in ancestors(code, self.separator) if c in self.exact)
                bit = next(near, self.other)
            found |= bit
        return found

    def inside(self, value: Value) -> int:
        """The bits that are wholly in a value."""
        if value is ANY:
            return self.other | sum(3 * bit for bit in self.exact.values())
        named = self.exact.items()
        return sum(3 * bit for code, bit in named if covers_value(value, frozenset({code}), self.separator))

    def reached(self, value: Value) -> int:
        """The bits that share something with a value: what is in it, and the codes that it lies under."""
        codes = value if isinstance(value, frozenset) else frozenset()
        above = {c for code in codes for c in ancestors(code, self.separator)} - codes
        return self.inside(value) | sum(self.exact[code] for code in above)


class _SpanAxis:
    """One axis of whole numbers: a bit for each span between two boundaries that the words name."""

    def __init__(self, values: Iterable[Value], first_bit: int) -> None:
        ends = {end for v in values if isinstance(v, Interval) and v for end in (v.start, v.end)}
        self.cuts, self.first_bit = sorted(ends), first_bit
        self.next_bit = first_bit + len(self.cuts) + 1

    def touched(self, number: int) -> int:
        """The bit of the span that a number lies in."""
        return 1 << (self.first_bit + bisect_right(self.cuts, number))

    def inside(self, value: Value) -> int:
        """The bits of the spans that are wholly in an interval."""
        if value is ANY:
            return (1 << self.next_bit) - (1 << self.first_bit)
        if not isinstance(value, Interval) or not value:
            return 0
        low, high = bisect_right(self.cuts, value.start), bisect_left(self.cuts, value.end)
        return (1 << (self.first_bit + high + 1)) - (1 << (self.first_bit + low))

    def reached(self, value: Value) -> int:
        """The same: a span that shares something with an interval lies in it."""
        return self.inside(value)


class _UnitAxis:
    """One unit of volume: a bit for each step between the limits that the words name."""

    def __init__(self, unit: str, volumes: Iterable[Volume], first_bit: int) -> None:
        self.unit, self.first_bit = unit, first_bit
        quotas = [q for v in volumes if not isinstance(v, Anything) for q in v if q.unit == unit]
        self.limits = sorted({quota.limit for quota in quotas})
        self.next_bit = first_bit + len(self.limits) + 1

    def touched(self, amount: int) -> int:
        """The bit of the step that an amount lies on."""
        return 1 << (self.first_bit + bisect_left(self.limits, amount))

    def inside(self, volume: Volume) -> int:
        """The bits of every amount up to the limit."""
        if isinstance(volume, Anything):
            return (1 << self.next_bit) - (1 << self.first_bit)
        limit = next((quota.limit for quota in volume if quota.unit == self.unit), 0)
        steps = bisect_right(self.limits, limit) if limit else 0
        return (1 << (self.first_bit + steps)) - (1 << self.first_bit)


class Compiled:
    """An allowance as masks. `encode` a use once; `allows` its bits as often as you like.

    `allows(shape(use) | moment(seconds))` decides the same use at another instant without encoding it anew.
    """

    __slots__ = ("_axes", "_denies", "_lines", "_spans", "_term", "_units")

    def __init__(self, allowance: Allowance) -> None:
        clauses = (allowance,) if isinstance(allowance, Scope) else allowance.clauses
        lines = () if isinstance(allowance, Scope) else allowance.red_lines
        words = (*clauses, *lines)
        bit = 1
        self._axes: dict[str, _CodeAxis] = {}
        self._spans: dict[str, _SpanAxis] = {}
        for axis in AXES:
            values = [scope.value(axis.name) for scope in words]
            if axis.name in INTERVALS:
                self._spans[axis.name] = span = _SpanAxis(values, bit)
                bit = span.next_bit
            else:
                self._axes[axis.name] = codes = _CodeAxis(axis, values, bit)
                bit = codes.next_bit
        self._units: dict[str, _UnitAxis] = {}
        for unit in UNITS:
            self._units[unit] = step = _UnitAxis(unit, [scope.volume for scope in words], bit)
            bit = step.next_bit
        self._term = self._spans["term"]
        everything = (1 << bit) - 1
        self._denies = tuple(everything & ~self._inside(clause) for clause in clauses)
        self._lines = tuple(masks for masks in map(self._red_line, lines) if masks)

    def _inside(self, scope: Scope) -> int:
        mask = 0
        for name, codes in self._axes.items():
            mask |= codes.inside(scope.value(name))
        for name, span in self._spans.items():
            mask |= span.inside(scope.value(name))
        for unit in self._units.values():
            mask |= unit.inside(scope.volume)
        return mask

    def _red_line(self, line: Scope) -> tuple[int, ...]:
        axes: dict[str, _CodeAxis | _SpanAxis] = {**self._axes, **self._spans}
        named = {name: line.value(name) for name in axes if line.value(name) is not ANY}
        return tuple(axes[name].reached(value) for name, value in named.items())

    def encode(self, use: Use) -> int:
        """The bits of a use, its instant and amounts included."""
        return self.shape(use) | self.moment(int(use.at.timestamp()))

    def shape(self, use: Use) -> int:
        """The bits of a use without its instant."""
        bits = _HIDDEN if use.undeclared else 0
        for name, codes in use.declared.items():
            bits |= self._axes[name].touched(codes)
        if use.rating is not None:
            bits |= self._spans["rating"].touched(rating_index(use.rating))
        if use.retention_days is not None:
            bits |= self._spans["retention"].touched(use.retention_days)
        for quota in use.amounts:
            bits |= self._units[quota.unit].touched(quota.limit)
        return bits

    def moment(self, seconds: int) -> int:
        """The bit of an instant, whole seconds since 1970 UTC."""
        return self._term.touched(seconds)

    def allows(self, bits: int) -> bool:
        """Whether a use with these bits is permitted: one `and` and one compare a clause."""
        for masks in self._lines:
            for mask in masks:
                if not bits & mask:
                    break
            else:
                return False
        for deny in self._denies:  # noqa: SIM110 — a generator would double the time
            if not bits & deny:
                return True
        return False

    def decide(self, use: Use) -> bool:
        """Whether a use is permitted: `permits(allowance, use).allowed`, without the reasons."""
        return self.allows(self.encode(use))


def compile_allowance(allowance: Allowance) -> Compiled:
    """Compile a scope or standing terms; do it once and keep it beside them."""
    return Compiled(allowance)
