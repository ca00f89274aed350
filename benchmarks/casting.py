"""Casting over many performers: the kernel against what one would otherwise use, brief by brief, engine by engine in turn.

    ./run bench casting [--performers 100000] [--briefs 200] [--peers faiss_flat,duckdb] [--json]

The library is `propria seed`'s, with vectors of the shipped encoder; it is made once for each size and kept. Briefs are
drawn until every one of twenty steps of selectivity from 0.01 % to 60 % has its share. Times are processor time of this
process (for PostgreSQL: of its own), so that other work on the machine counts for little; ours and faiss's are the medians of
three rounds, in turn. The other peers are asked one question in five (`briefs`), against ours on the same ones.
`recall` holds the kernel against
the NumPy oracle, which scores everybody who fits; `violations` holds every shown performer against the plain algebra. Peers
rank by meaning alone: their recall is of the nearest vectors, and `composite_recall` of the published rank.
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
sys.path.append(os.environ.get("PROPRIA_PEERS", str(HOME / "peers")))

from matching.briefs import SEED, questions  # noqa: E402
from matching.engines import PEERS, K  # noqa: E402

from propria.casting.invented.people import invent  # noqa: E402
from propria.casting.matching import rank  # noqa: E402
from propria.casting.matching.bits import everything, rows_in  # noqa: E402
from propria.casting.matching.kernel import kernel  # noqa: E402
from propria.casting.matching.segment import Segment  # noqa: E402
from propria.casting.matching.snapshot import FORMAT, load, save  # noqa: E402
from propria.casting.meaning import encoder  # noqa: E402
from propria.cli.seed import with_meaning  # noqa: E402
from propria.scope import Scope, StandingTerms, covers  # noqa: E402

PEER_BRIEFS = 40
ROUNDS = 3
ROUNDED = "faiss_flat"


def library(performers):
    """The segment, seconds to make it and to load it."""
    folder = HOME / "bench" / f"{FORMAT}-{performers}-{SEED}"
    made = 0.0
    if not (folder / "index.json").exists():
        started = time.process_time()
        save(Segment.of(with_meaning(invent(performers, SEED)).columns), folder)
        made = time.process_time() - started
    gc.collect()
    started = time.monotonic()
    segment = load(folder)
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


def opened(named, columns, rows):
    """The peers that are installed, and why the others are absent."""
    here, absent = [], {}
    for kind in PEERS:
        if named and kind.name not in named:
            continue
        try:
            here.append((kind(columns, min(rows, kind.most)), min(rows, kind.most)))
        except ImportError as error:
            absent[kind.name] = f"not installed: {error.name or error}"
    return here, absent


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


def ask_peer(peer, q, made, known):
    """One question to one peer: its milliseconds, and how many of the nearest and of the published first it found."""
    number, near, expected = known
    clock = getattr(peer, "spent", time.process_time)
    rounds = [timed(clock, partial(peer.ask, q)) for _ in range(ROUNDS if peer.name == ROUNDED else 1)]
    made["ms"].append((number, median_of(spent for spent, _ in rounds)))
    made["recall"].append(recall(rounds[0][1], near))
    made["composite"].append(recall(rounds[0][1], expected))


def run_size(segment, asked, named, native):
    """Every engine over every question, one after the other within each question."""
    columns, rows = segment.columns, len(segment.columns)
    peers, absent = opened(named, columns, rows)
    plane = segment.planes.first.view(np.uint64).ravel()
    ours, reads, counts = [], [], []
    theirs = {p.name: {"ms": [], "recall": [], "composite": []} for p, _ in peers}
    recalls, violations = [], 0
    few = set(range(0, len(asked), max(1, len(asked) // PEER_BRIEFS)))
    for number, q in enumerate(asked):
        found = segment.find(q.asked, q.ranking, native)
        read, spent, counted = rounds_of(segment, q, native, plane)
        reads.append(read)
        ours.append(spent)
        counts.append(counted)
        eligible = rows_in(segment.sieve.fitting(q.asked))
        expected, points = rank.top(columns, eligible, q.ranking)
        same = found.rows.tolist() == expected.tolist() and found.points.tolist() == points.tolist()
        recalls.append(1.0 if same else recall(found.rows, expected))
        violations += sum(violated(columns, row, q.asked) for row in found.rows)
        near = eligible[np.argsort(-rank.cosines(columns.vectors[eligible], q.direction), kind="stable")[:K]]
        for peer, _ in peers:
            if peer.name == ROUNDED or number in few:
                ask_peer(peer, q, theirs[peer.name], (number, near, expected))
    for peer, _ in peers:
        peer.close()
    report = summary(ours) | {
        "performers": rows,
        "briefs": len(asked),
        "recall": float(np.mean(recalls)),
        "violations": int(violations),
        "counts_p50_ms": round(float(np.median(counts)), 3),
        "counts_p99_ms": round(float(np.percentile(counts, 99)), 3),
        "selectivity": [round(float(x), 6) for x in np.percentile([q.share for q in asked], [0, 50, 100])],
        "peers": {name: beside(made, ours) for name, made in theirs.items()},
        "absent": absent,
    }
    if native is not None:
        report["plane_mb"] = round(plane.nbytes / 1e6)
        report["plane_read_ms"] = round(median_of(reads), 3)
        report["all_eligible_over_read"] = dense_over_read(segment, asked[0], native, reads)
    return report


def beside(made, ours):
    """A peer's figures over the questions that it was asked, and how many times ours its mean is."""
    mean_of_ours = np.mean([ours[number] for number, _ in made["ms"]])
    return {
        **summary([ms for _, ms in made["ms"]]),
        "briefs": len(made["ms"]),
        "recall": round(float(np.mean(made["recall"])), 4),
        "composite_recall": round(float(np.mean(made["composite"])), 4),
        "over_ours": round(float(np.mean([ms for _, ms in made["ms"]]) / mean_of_ours), 2),
    }


def dense_over_read(segment, q, native, reads):
    """A scan of everybody over merely reading the 4-bit plane, medians."""
    whole = everything(len(segment.columns))
    dense = [
        timed(time.process_time, lambda: native.top(segment.columns, segment.planes, whole, q.ranking))[0]
        for _ in range(9)
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


def one_size(performers, asked_for, named, native):
    """Everything that is measured over a library of one size."""
    segment, made, loaded = library(performers)
    asked = questions(segment, asked_for.briefs, native)
    kinds = named or {p.name for p in PEERS if p.most >= performers}
    return run_size(segment, asked, kinds, native) | {
        "build_cpu_seconds": round(made, 1),
        "load_seconds": round(loaded, 2),
        "index_mb": round(index_bytes(segment) / 1e6),
        "vectors_mb": round(segment.columns.vectors.nbytes / 1e6),
        "freshness_ms": freshness(segment, asked[0], native),
    }


def main(words):
    """Print the report; a number other than 0 if anybody was missed or any rule was broken."""
    parser = argparse.ArgumentParser(prog="casting")
    parser.add_argument("--performers", type=int, default=100_000)
    parser.add_argument("--briefs", type=int, default=200)
    parser.add_argument("--peers", default="")
    parser.add_argument("--alone", action="store_true", help="not also over 100,000")
    parser.add_argument("--json", action="store_true")
    asked_for = parser.parse_args(words)
    if encoder() is None:
        print("casting: the encoder is not installed; ./run setup replica brings it", file=sys.stderr)
        return 2
    native = kernel()
    named = {name for name in asked_for.peers.split(",") if name}
    sizes = [asked_for.performers]
    if asked_for.performers > 100_000 and not asked_for.alone:
        sizes.insert(0, 100_000)
    reports = [one_size(performers, asked_for, named, native) for performers in sizes]
    final = reports[-1]
    final["kernel_level"] = -1 if native is None else native.level
    final["ratios"] = {
        f"{name}@{r['performers']}": made["over_ours"] for r in reports for name, made in r["peers"].items()
    }
    final["growth"] = {str(r["performers"]): r["mean_ms"] for r in reports}
    final["smaller"] = reports[:-1]
    print(json.dumps(final) if asked_for.json else json.dumps(final, indent=1))
    return 1 if any(r["violations"] or r["recall"] < 1 for r in reports) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
