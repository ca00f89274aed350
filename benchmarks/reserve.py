"""How long one reservation takes, against the bare disk in the same run. Asserts no times.

Run it from the repository: `python benchmarks/reserve.py [reservations] [--json]`. A licence in force is reserved
from, one durable transaction at a time: snapshot, decision, quota, permit. The peer is what no database can go
below: append 400 bytes to a file and fdatasync it. The two take turns, so that a busy machine slows both alike.
`parts_us` says where a reservation's time goes; docs/decisions/05 says why.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.log import parts  # noqa: E402
from tests.cast import a_stage  # noqa: E402
from tests.deals import active_licence, sheet  # noqa: E402
from tests.terms import series_scope, series_use  # noqa: E402

from propria.licences import actions  # noqa: E402
from propria.plumbing.database import Database  # noqa: E402
from propria.scope import volume  # noqa: E402

RESERVATIONS = 300
BODY = b"x" * 400
ROOMY = volume(seconds=1_000_000, lines=1_000_000)


def figures(seconds):
    """p50 and p99 in milliseconds."""
    ordered = sorted(each * 1000 for each in seconds)
    return {
        "p50_ms": round(statistics.median(ordered), 3),
        "p99_ms": round(ordered[len(ordered) * 99 // 100], 3),
    }


def measured(count):
    """Both ways, turn by turn."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".propria" if (ROOT / ".propria").exists() else None) as name:
        home = Path(name)
        with a_stage(home) as stage:
            made = active_licence(stage, sheet(series_scope(volume=ROOMY)))
            licence, now = made.licence, stage.now
            creator = stage.propria.library.database.read(
                lambda db: actions.licence(licence, db=db)
            ).creator_id
        database = Database.open(f"sqlite:///{home / 'propria.db'}")
        use, bare, ours = series_use(now), [], []
        descriptor = os.open(home / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        for number in range(count):
            begun = time.perf_counter()
            os.write(descriptor, BODY)
            os.fdatasync(descriptor)
            between = time.perf_counter()
            nonce = f"shot-{number}"
            database.transact(
                lambda db, nonce=nonce: actions.reserve(licence, creator, use, nonce, now=now, db=db)
            )
            bare.append(between - begun)
            ours.append(time.perf_counter() - between)
        os.close(descriptor)
        numbers = iter(range(count, 10**9))
        reserve_parts = parts(
            database,
            lambda: database.transact(
                lambda db: actions.reserve(licence, creator, use, f"shot-{next(numbers)}", now=now, db=db)
            ),
        )
        database.close()
    ratio = statistics.median(ours) / statistics.median(bare)
    return {
        "reserve": figures(ours),
        "append_fdatasync": figures(bare),
        "ratio": round(ratio, 2),
        "parts_us": reserve_parts,
    }


def main(words):
    """Measure and print."""
    count = next((int(word) for word in words if word.isdigit()), RESERVATIONS)
    found = measured(count)
    if "--json" in words:
        print(json.dumps(found))
        return
    print(f"{f'{count} times':<24}{'p50 ms':>10}{'p99 ms':>10}")
    for name, way in (("append + fdatasync", found["append_fdatasync"]), ("reserve", found["reserve"])):
        print(f"{name:<24}{way['p50_ms']:>10.3f}{way['p99_ms']:>10.3f}")
    print("us of each part: " + ", ".join(f"{part} {spent}" for part, spent in found["parts_us"].items()))
    print(f"reserve / append + fdatasync: {found['ratio']}")


if __name__ == "__main__":
    main(sys.argv[1:])
