"""Counters, gauges and timers of this process as Prometheus text. They carry no ids and decide nothing."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

BUCKETS_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
MOST_SERIES = 1_000

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """A set of measurements. Names are snake case and end in their unit.

    >>> metrics = Metrics()
    >>> metrics.count("statements_total", kind="consent")
    >>> print(metrics.text(), end="")
    # TYPE propria_statements_total counter
    propria_statements_total{kind="consent"} 1
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, dict[Labels, float]] = {}
        self._times: dict[str, dict[Labels, list[float]]] = {}
        self._gauges: dict[str, Callable[[], float]] = {}

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter. Labels name kinds of things, never a thing.

        Raises: ValueError for a name with more than 1,000 label sets: a label is an id by mistake.
        """
        with self._lock:
            series = self._counts.setdefault(name, {})
            key = _key(labels, series)
            series[key] = series.get(key, 0) + by

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Add one duration to a histogram. Raises: as `count`."""
        with self._lock:
            series = self._times.setdefault(name, {})
            row = series.setdefault(_key(labels, series), [0.0] * (len(BUCKETS_SECONDS) + 2))
            for number, bound in enumerate(BUCKETS_SECONDS):
                row[number] += seconds <= bound
            row[-2] += 1
            row[-1] += seconds

    @contextmanager
    def timed(self, name: str, **labels: str) -> Iterator[None]:
        """Observe how long the block takes, also when it fails."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.observe(name, time.perf_counter() - start, **labels)

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Export whatever `read` says at the time of asking."""
        with self._lock:
            self._gauges[name] = read

    def text(self) -> str:
        """Everything in the Prometheus text format, in the order of the names."""
        with self._lock:
            lines = [line for name in sorted(self._counts) for line in self._counter_lines(name)]
            lines += [line for name in sorted(self._times) for line in self._timer_lines(name)]
            gauges = dict(self._gauges)
        for name in sorted(gauges):
            lines += [f"# TYPE propria_{name} gauge", f"propria_{name} {gauges[name]():g}"]
        return "".join(line + "\n" for line in lines)

    def _counter_lines(self, name: str) -> Iterator[str]:
        yield f"# TYPE propria_{name} counter"
        for labels, value in sorted(self._counts[name].items()):
            yield f"propria_{name}{_labels(labels)} {value:.15g}"

    def _timer_lines(self, name: str) -> Iterator[str]:
        yield f"# TYPE propria_{name} histogram"
        for labels, row in sorted(self._times[name].items()):
            for bound, value in zip(BUCKETS_SECONDS, row, strict=False):
                yield f"propria_{name}_bucket{_labels((*labels, ('le', f'{bound:g}')))} {value:g}"
            yield f"propria_{name}_bucket{_labels((*labels, ('le', '+Inf')))} {row[-2]:g}"
            yield f"propria_{name}_sum{_labels(labels)} {row[-1]:.9g}"
            yield f"propria_{name}_count{_labels(labels)} {row[-2]:g}"


def _key(labels: dict[str, str], series: Mapping[Labels, object]) -> Labels:
    key = tuple(sorted(labels.items()))
    if key not in series and len(series) >= MOST_SERIES:
        raise ValueError("a label must not name single things")
    return key


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    pairs = (f'{name}="{_escaped(value)}"' for name, value in labels)
    return "{" + ",".join(pairs) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
