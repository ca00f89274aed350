"""What it costs to make a write durable, against the bare disk in the same run. Asserts no times.

Run it from the repository: `python benchmarks/durable.py [writes] [--json]`. The peer of one transaction is what no
database can go below: append the same bytes to a file and fdatasync it. The two take turns write by write, so
that a busy machine slows both alike. The peer of the group commit is 32 threads that each commit for
themselves.
"""

import json
import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sqlalchemy import Column, LargeBinary, Table, insert, select  # noqa: E402

from propria.plumbing.database import Database  # noqa: E402
from propria.plumbing.tables import metadata, sequence_column  # noqa: E402

WRITES = 400
THREADS = 32
BODY = b"x" * 400
BARE, ONE, SNAPSHOT = "append + fdatasync", "one transaction", "one snapshot, one row read"

entry = Table(
    "bench_entry",
    metadata,
    sequence_column("id", primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


def write(db):
    """The work of one transaction: one row."""
    db.execute(insert(entry).values(body=BODY))


def timed(call):
    """Milliseconds of one call."""
    start = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - start) / 1e6


def one_by_one(database, folder, writes):
    """Milliseconds of each bare write and of each transaction, taking turns."""
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append():
        os.write(bare, BODY)
        os.fdatasync(bare)

    def read():
        database.read(lambda db: db.execute(select(entry.c.id).limit(1)).one())

    for _warm in range(20):
        append()
        database.transact(write)
    spent = {BARE: [], ONE: [], SNAPSHOT: []}
    for _ in range(writes):
        spent[BARE].append(timed(append))
        spent[ONE].append(timed(lambda: database.transact(write)))
        spent[SNAPSHOT].append(timed(read))
    os.close(bare)
    return spent


def at_once(each, writes):
    """Writes a second, and milliseconds of each, when 32 threads write; `each()` makes a thread's writing."""
    spent = []

    def thread():
        call = each()
        for _ in range(writes // THREADS):
            spent.append(timed(call))

    threads = [threading.Thread(target=thread) for _ in range(THREADS)]
    start = time.perf_counter()
    for started in threads:
        started.start()
    for started in threads:
        started.join()
    return len(spent) / (time.perf_counter() - start), spent


def on_its_own(file):
    """A thread's own connection, as durable as ours, which commits each write."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=60)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table if not exists e (id integer primary key, body blob)")

    def call():
        connection.execute("begin immediate")
        connection.execute("insert into e (body) values (?)", (BODY,))
        connection.execute("commit")

    return call


def percentile(values, share):
    """The value below which `share` of them are."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def row(name, *cells):
    """One line of a table."""
    print(f"{name:<38}" + "".join(f"{cell:>14}" for cell in cells))


def figures(values):
    """p50 and p99 in milliseconds."""
    return {"p50_ms": round(statistics.median(values), 3), "p99_ms": round(percentile(values, 0.99), 3)}


def measured(writes):
    """Every figure of both comparisons."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".propria" if (ROOT / ".propria").exists() else None) as name:
        folder = Path(name)
        database = Database.open(f"sqlite:///{folder / 'bench.db'}")
        database.create_all()
        spent = one_by_one(database, folder, writes)
        floor = statistics.median(spent[BARE])
        ways = {
            name: figures(values) | {"ratio": round(statistics.median(values) / floor, 2)}
            for name, values in spent.items()
        }
        alone, alone_spent = at_once(lambda: on_its_own(folder / "alone.db"), max(THREADS, writes // 2))
        group, group_spent = at_once(lambda: lambda: database.transact(write), 10 * writes)
        database.close()
    at_once_ways = {
        name: figures(values) | {"writes_per_second": round(rate), "ratio": round(rate / alone, 1)}
        for name, rate, values in (
            ("each commits for itself", alone, alone_spent),
            ("one writer, group commit", group, group_spent),
        )
    }
    return {"writes": writes, "one_by_one": ways, "threads": THREADS, "at_once": at_once_ways}


def main(words):
    """Measure and print."""
    found = measured(next((int(word) for word in words if word.isdigit()), WRITES))
    if "--json" in words:
        print(json.dumps(found))
        return
    row(f"{found['writes']} of {len(BODY)} bytes, one by one", "p50 ms", "p99 ms", "ratio of p50")
    for name, way in found["one_by_one"].items():
        row(name, f"{way['p50_ms']:.3f}", f"{way['p99_ms']:.3f}", f"{way['ratio']:.2f}")
    print()
    row(f"{THREADS} threads", "writes/s", "p50 ms", "p99 ms", "ratio")
    for name, way in found["at_once"].items():
        row(name, way["writes_per_second"], f"{way['p50_ms']:.1f}", f"{way['p99_ms']:.1f}", way["ratio"])
    print(f"\nload average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main(sys.argv[1:])
