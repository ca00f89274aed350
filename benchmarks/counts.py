"""What the public counts and a claim check cost as a library grows, against the bare count of the same rows. Asserts no times.

    ./run bench counts [people] [--json]

People are put into the tables as they would stand after signing: each is open, and shows their name. The bare peer is one
`count(*)` of the opennesses in force; the other is what a count costs that reads everybody. Times are processor time of
this process, the median of several turns. `check_growth`: one sentence checked in that library, against a hundredth of it.
"""

import json
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from sqlalchemy import insert  # noqa: E402

from propria import app  # noqa: E402, F401  (all tables)
from propria.consent import actions as consent  # noqa: E402
from propria.consent import store as consent_store  # noqa: E402
from propria.consent.tables import openness  # noqa: E402
from propria.demo.terms import film_terms  # noqa: E402
from propria.kernel.ids import new_id  # noqa: E402
from propria.kernel.time import instant  # noqa: E402
from propria.parties.tables import performer  # noqa: E402
from propria.plumbing.database import Database  # noqa: E402
from propria.publicity import actions  # noqa: E402
from propria.record.tables import listed_name  # noqa: E402

NOW = instant("2026-11-22T10:00:00Z")
TURNS = 9
SENTENCE = "Person 7 has signed with the library, as have more than 100 artists."


def people(db, number):
    """So many performers who are open by name."""
    rows = [
        {"id": new_id("performer"), "subject": f"sub_{i}", "name_zh": f"人{i}", "name_en": f"Person {i}"}
        for i in range(number)
    ]
    common = {"evidenced_at": NOW, "contest": "none", "by_operator": False, "folded_zh": "", "folded_en": ""}
    db.execute(insert(performer), [row | common for row in rows])
    terms = film_terms()
    given = {
        "terms": terms, "floor_currency": "CNY", "floor_minor": 8_000_000, "starts_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=100), "shows_name": True, "state": "given",
    }  # fmt: skip
    db.execute(
        insert(openness),
        [
            given
            | {
                "id": new_id("statement"),
                "performer_id": row["id"],
                "subject": row["subject"],
                "given_at_entry": i,
            }
            for i, row in enumerate(rows)
        ],
    )
    names = [
        {"folded": f"person {i}", "public_id": row["id"], "isni": "", "domain": ""}
        for i, row in enumerate(rows)
    ]
    db.execute(insert(listed_name), names)


def library(folder, number):
    """A database of so many people."""
    database = Database.open(f"sqlite:///{folder / f'{number}.db'}?synchronous=off")
    database.create_all()
    database.transact(lambda db: people(db, number))
    return database


def median(database, work, turns=TURNS):
    """Milliseconds of processor time."""
    spent = []
    for _ in range(turns):
        started = time.process_time()
        database.read(work)
        spent.append(time.process_time() - started)
    return statistics.median(spent) * 1000


def measure(number):
    """The figures of a library of so many people."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        large, small = library(folder, number), library(folder, number // 100)
        counted = large.read(lambda db: actions.counts(now=NOW, db=db)).open
        everybody = large.read(lambda db: len({o.performer_id for o in consent.all_declared(now=NOW, db=db)}))
        ms = {
            "bare_count_ms": median(large, lambda db: consent_store.count_open(NOW, db=db)),
            "counts_ms": median(large, lambda db: actions.counts(now=NOW, db=db)),
            "reading_everybody_ms": median(large, lambda db: consent.all_declared(now=NOW, db=db), 1),
            "check_ms": median(large, lambda db: actions.check_claims(SENTENCE, now=NOW, db=db)),
            "check_small_ms": median(small, lambda db: actions.check_claims(SENTENCE, now=NOW, db=db)),
            "register_page_ms": median(
                large, lambda db: actions.register_page(before=None, most=100, now=NOW, db=db)
            ),
        }
        for database in (large, small):
            database.close()
    return {
        "people": number,
        "counted": counted,
        "counted_by_reading_everybody": everybody,
        **{name: round(value, 2) for name, value in ms.items()},
        "ratios": {
            "counts_over_bare_count": round(ms["counts_ms"] / ms["bare_count_ms"], 2),
            "counts_over_reading_everybody": round(ms["counts_ms"] / ms["reading_everybody_ms"], 4),
            "check_growth": round(ms["check_ms"] / ms["check_small_ms"], 2),
        },
    }


def main():
    """Print the figures."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    found = measure(int(words[0]) if words else 100_000)
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:32} {value}")


if __name__ == "__main__":
    main()
