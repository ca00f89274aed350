"""What charts are told: figures with their unit and the sentence that says what they show."""

from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.plumbing.web.words import Text


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: its label, and one value a series."""

    label: Text
    values: tuple[float, ...]


@dataclass(frozen=True)
class Bars:
    """A small bar chart drawn on the server: what it shows, one or two series, the unit, in words too."""

    title: Text
    says: Text
    unit: Text
    series: tuple[Text, ...]
    bars: tuple[Bar, ...]
    label_every: int = 4

    @property
    def top(self) -> int:
        """What the highest of three gridlines stands for, so that each of them is a whole, round figure."""
        highest = max((sum(bar.values) for bar in self.bars), default=0)
        scale = 1
        while 30 * scale < highest:
            scale *= 10
        return next(3 * step * scale for step in (1, 2, 3, 4, 5, 6, 8, 10) if 3 * step * scale >= highest)


@dataclass(frozen=True)
class Series:
    """One line of a chart; None where nothing was measured."""

    label: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Lines:
    """A chart over time, drawn in the browser from figures that the page also holds as a table.

    The page's `scripts` block includes `web/_charts.html`.
    """

    title: Text
    says: Text
    unit: Text
    at: tuple[Instant, ...]
    series: tuple[Series, ...]

    @property
    def seconds(self) -> tuple[int, ...]:
        """The instants as whole seconds since 1970, UTC."""
        return tuple(int(at.timestamp()) for at in self.at)
