"""Casting over many performers: the kernel against what one would otherwise use, brief by brief, in turn.

    ./run bench casting [--performers 1000000] [--briefs 200] [--peers faiss_flat,duckdb | none] [--minutes 11] [--json]

docs/casting-measured.md says what each figure means. The library is `propria seed`'s, with vectors of the shipped encoder; it is
made once for each size and kept. Briefs are drawn until every one of twenty steps of selectivity from 0.01 % to 60 % has its
share, and the same are asked of the smaller libraries (`growth`). Times are processor time: medians of three rounds, of faiss
too; of its own process for PostgreSQL. A slow peer is asked some of the briefs (`briefs`), spread over selectivity as all are,
and its ratio is to ours on the same briefs in the same process, in turn. `recall` holds the kernel against the NumPy oracle, which
scores everybody who fits; `violations` holds every shown performer against the plain algebra. Peers rank by meaning alone:
their recall is of the nearest vectors, and `composite_recall` of the published rank. `missing` says which peer gave no figure and why.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import argparse
import gc
import json
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("PROPRIA_BUILD", ROOT / ".propria"))
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from matching.briefs import SEED, drawn, questions, spread  # noqa: E402
from matching.engines import PEERS, K  # noqa: E402
from matching.peers import install, measure, say  # noqa: E402

from propria.casting.invented.people import invent  # noqa: E402
from propria.casting.matching import rank  # noqa: E402
from propria.casting.matching.bits import everything, rows_in  # noqa: E402
from propria.casting.matching.kernel import kernel  # noqa: E402
from propria.casting.matching.segment import Segment  # noqa: E402
from propria.casting.matching.snapshot import FORMAT, SUFFIX, load, save  # noqa: E402
from propria.casting.search.meaning import encoder  # noqa: E402
from propria.cli.seed import with_meaning  # noqa: E402
from propria.scope import Scope, StandingTerms, covers  # noqa: E402

SMALLER = (10_000, 100_000)
ROUNDS = 3
ROUNDED = "faiss_flat"


def library(performers):
    """The segment, seconds to make it and to load it."""
    file = HOME / "bench" / f"{FORMAT}-{performers}-{SEED}{SUFFIX}"
    made = 0.0
    if not file.exists():
        say(f"inventing {performers:,} performers, once")
        started = time.process_time()
        save(Segment.of(with_meaning(invent(performers, SEED)).columns), file)
        made = time.process_time() - started
    gc.collect()
    started = time.monotonic()
    _, segment = load(file)
    loaded = time.monotonic() - started
    return segment, made, loaded


def timed(clock, call):
    """Milliseconds and the answer."""
    started = clock()
    answer = call()
    return (clock() - started) * 1000, answer


def terms_of(columns, row):
    """What one row signed."""
    clauses = tuple(
        Scope(**{part: columns.values[part][ids[row]] for part, ids in slot.parts.items()})
        for slot in columns.slots
        if len(slot) > row
    )
    lines = columns.line_ids[columns.line_starts[row] : columns.line_starts[row + 1]]
    return clauses, tuple(columns.lines[i] for i in lines)


def violated(columns, row, asked):
    """Whether a shown row breaks any rule of either side, by the plain algebra."""
    clauses, lines = terms_of(columns, row)
    floors = [
        (columns.currencies[slot.currency[row]], int(slot.floor_minor[row]))
        for slot in columns.slots
        if len(slot) > row
    ]
    fits = any(
        covers(StandingTerms((clause,), lines), asked.scope)
        and currency == asked.budget.currency
        and floor <= asked.budget.minor
        for clause, (currency, floor) in zip(clauses, floors, strict=True)
    )
    wanted = asked.wanted
    spoken = columns.speaks_values[columns.speaks[row]]
    right = (
        columns.starts_us[row] <= asked.now_us < columns.ends_us[row]
        and all(any(c == s or c.startswith(f"{s}-") for s in spoken) for c in wanted.speaks)
        and (not wanted.presents or columns.presents_values[columns.presents[row]] in wanted.presents)
        and (
            wanted.plays is None
            or (columns.plays_from[row] <= wanted.plays[1] and columns.plays_to[row] >= wanted.plays[0])
        )
    )
    return not (fits and right)


def index_bytes(segment):
    """Bytes of what a question reads: sets, planes, and the columns of the rank; not the vectors themselves."""
    sieve, columns, planes = segment.sieve, segment.columns, segment.planes
    sets = sum(one.nbytes for _, one in sieve.kept())
    ranged = [r for c in sieve.slots for r in (c.floor,)] + [
        sieve.starts,
        sieve.ends,
        sieve.plays_from,
        sieve.plays_to,
    ]
    orders = sum(r.order.nbytes + r.ordered.nbytes for r in ranged)
    ranks = (
        columns.busy.nbytes + columns.floor_minor.nbytes + columns.responsiveness.nbytes + columns.keys.nbytes
    )
    return sets + orders + ranks + planes.first.nbytes + planes.eights.nbytes + planes.fine.nbytes


def median_of(times):
    """The median of some milliseconds."""
    return float(np.median(list(times)))


def summary(times):
    """p50, p99, mean and the most, in milliseconds."""
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 3),
        "p99_ms": round(float(np.percentile(times, 99)), 3),
        "mean_ms": round(float(np.mean(times)), 3),
        "max_ms": round(float(np.max(times)), 3),
    }


def recall(found, expected):
    """The share of the expected rows that were found; 1 where nobody fits."""
    return len({*map(int, found)} & {*map(int, expected)}) / len(expected) if len(expected) else 1.0


def rounds_of(segment, q, native, plane):
    """Milliseconds to read the plane, to find and to count, medians; the question is new to the index in every round."""
    made = []
    for _ in range(ROUNDS):
        again = replace(q.asked)
        made.append(
            (
                timed(time.process_time, partial(native.read, plane))[0] if native else 0.0,
                timed(time.process_time, partial(segment.find, again, q.ranking, native))[0],
                timed(time.process_time, partial(segment.counts, again, native))[0],
            )
        )
    return [median_of(column) for column in zip(*made, strict=True)]


def ours_over(segment, asked, native):
    """Ours over every question: times, recall against the oracle, broken rules; and what a peer ought to have found."""
    columns = segment.columns
    plane = segment.planes.first.view(np.uint64).ravel()
    rounds, recalls, known, violations = [], [], [], 0
    for q in asked:
        found = segment.find(q.asked, q.ranking, native)
        rounds.append(rounds_of(segment, q, native, plane))
        eligible = rows_in(segment.sieve.fitting(q.asked))
        expected, points = rank.top(columns, eligible, q.ranking)
        same = found.rows.tolist() == expected.tolist() and found.points.tolist() == points.tolist()
        recalls.append(1.0 if same else recall(found.rows, expected))
        violations += sum(violated(columns, row, q.asked) for row in found.rows)
        known.append((nearest(columns, eligible, q.direction), expected))
    reads, spent, counts = zip(*rounds, strict=True)
    report = summary(spent) | {
        "performers": len(columns),
        "briefs": len(asked),
        "recall": float(np.mean(recalls)),
        "violations": int(violations),
        "counts_p50_ms": round(float(np.median(counts)), 3),
        "counts_p99_ms": round(float(np.percentile(counts, 99)), 3),
        "selectivity": [round(float(x), 6) for x in np.percentile([q.share for q in asked], [0, 50, 100])],
        "index_mb": round(index_bytes(segment) / 1e6),
        "vectors_mb": round(columns.vectors.nbytes / 1e6),
        "freshness_ms": freshness(segment, asked[0], native),
    }
    if native is not None:
        report["plane_mb"] = round(plane.nbytes / 1e6)
        report["plane_read_ms"] = round(median_of(reads), 3)
        report["all_eligible_over_read"] = dense_over_read(segment, asked[0], native, reads)
    return report, known


def nearest(columns, eligible, direction):
    """The nearest of the eligible rows by their vectors alone; rough sums choose who is summed exactly."""
    rough = columns.vectors[eligible] @ direction
    few = eligible[np.argpartition(-rough, 2 * K)[: 2 * K]] if len(rough) > 2 * K else eligible
    return few[np.argsort(-rank.cosines(columns.vectors[few], direction), kind="stable")[:K]]


def beside(kind, segment, asked, known, native, seconds):
    """A peer's figures over the questions that it was asked, how many times ours its mean is, and why not more."""
    rows = len(segment.columns)
    numbers = spread(asked, kind.briefs)
    rounds = ROUNDS if kind.name == ROUNDED else 1
    made = measure(
        kind, segment, rows, [(n, asked[n]) for n in numbers], native, rounds=rounds, seconds=seconds
    )
    if not made.briefs:
        return {}, made.stopped or "it answered nothing"
    ours, theirs, _ = zip(*made.briefs.values(), strict=True)
    figures = summary(theirs) | {
        "over_ours": round(float(np.mean(theirs) / np.mean(ours)), 2),
        "ours_mean_ms": round(float(np.mean(ours)), 3),
        "performers": rows,
        "briefs": len(theirs),
        "of_briefs": len(asked),
        "recall": recalled(made.briefs, known, 0),
        "composite_recall": recalled(made.briefs, known, 1),
    }
    return figures | made.built | ({"stopped": made.stopped} if made.stopped else {}), ""


def recalled(briefs, known, which):
    """The mean share of the nearest (0) or of the published first (1) that a peer found."""
    return round(float(np.mean([recall(found, known[n][which]) for n, (_, _, found) in briefs.items()])), 4)


def dense_over_read(segment, q, native, reads):
    """A scan of everybody over merely reading the 4-bit plane, medians."""
    whole = everything(len(segment.columns))
    dense = [
        timed(time.process_time, lambda: native.top(segment.scanned, whole, q.ranking))[0] for _ in range(9)
    ]
    return round(float(np.median(dense) / np.median(reads)), 2)


def freshness(segment, q, native):
    """Milliseconds from a withdrawal until the next answer is without that performer, by the clock on the wall."""
    found = segment.find(q.asked, q.ranking, native)
    if not len(found.rows):
        return None
    leaver = segment.columns.performer_ids[found.rows[0]].decode()
    started = time.monotonic()
    segment.take_out(leaver)
    again = segment.find(q.asked, q.ranking, native)
    spent = (time.monotonic() - started) * 1000
    assert found.rows[0] not in again.rows
    return round(spent, 2)


def one_size(performers, pairs, asked_for, native):
    """Ours over a library of one size, and what its peers are asked; the briefs are drawn if there are none yet."""
    segment, made, loaded = library(performers)
    say(f"{performers:,} performers: asking ours")
    pairs = pairs or drawn(segment, asked_for.briefs, native)
    asked = questions(segment, pairs, native)
    report, known = ours_over(segment, asked, native)
    report |= {"build_cpu_seconds": round(made, 1), "load_seconds": round(loaded, 2)}
    return report, pairs, (segment, asked, known)


def held_against(kinds, libraries, native, until):
    """Each peer over the largest library that it is opened on, in an equal share of the time that is left."""
    figures, missing = {}, {}
    for place, kind in enumerate(kinds):
        largest = max(performers for performers in libraries if performers <= max(kind.most, min(libraries)))
        seconds = (until - time.monotonic()) / (len(kinds) - place)
        say(f"{kind.name} over {largest:,}, {seconds:.0f} s at most")
        figure, why = beside(kind, *libraries[largest], native, seconds)
        if why:
            missing[kind.name] = why
        else:
            figures[kind.name] = figure
    return figures, missing


def main(words):
    """Print the report; a number other than 0 if anybody was missed or any rule was broken."""
    asked_for = arguments().parse_args(words)
    until = time.monotonic() + 60 * asked_for.minutes
    if encoder() is None:
        print("casting: the encoder is not installed; ./run setup replica brings it", file=sys.stderr)
        return 2
    native = kernel()
    named = {name for name in asked_for.peers.split(",") if name}
    kinds = [kind for kind in PEERS if not named or kind.name in named]
    missing = install(kinds, ROOT / "requirements" / "peers.txt", HOME / "peers")
    kinds = [kind for kind in kinds if kind.name not in missing]
    smaller = [n for n in SMALLER if n < asked_for.performers and not asked_for.alone]
    reports, libraries, pairs = {}, {}, None
    for performers in (asked_for.performers, *smaller):
        report, pairs, libraries[performers] = one_size(performers, pairs, asked_for, native)
        reports[performers] = report
    peers, without = held_against(kinds, libraries, native, until)
    final = reports[asked_for.performers] | {
        "ratios": {name: figures["over_ours"] for name, figures in peers.items()},
        "missing": missing | without,
        "growth": {
            str(n): {part: r[part] for part in ("p50_ms", "p99_ms", "mean_ms", "counts_p50_ms", "recall")}
            for n, r in sorted(reports.items())
        },
        "kernel_level": -1 if native is None else native.level,
        "peers": peers,
    }
    print(json.dumps(final) if asked_for.json else json.dumps(final, indent=1))
    return 1 if any(r["violations"] or r["recall"] < 1 for r in reports.values()) else 0


def arguments():
    """The command's words."""
    parser = argparse.ArgumentParser(prog="casting")
    parser.add_argument("--performers", type=int, default=100_000)
    parser.add_argument("--briefs", type=int, default=200)
    parser.add_argument("--peers", default="", help="some of them by name, or `none`; all if nothing is said")
    parser.add_argument("--minutes", type=float, default=11, help="after which no peer is asked any more")
    parser.add_argument("--alone", action="store_true", help="not also over 10,000 and 100,000")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
