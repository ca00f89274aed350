"""How fast a running library answers: a brief, `/search` by words, by facts and by both, over invented people in SQLite.

    ./run bench live [--performers 20000] [--json]

`start_seconds`: the indexes made from the tables and two questions answered. `restart`: the snapshot is written, somebody withdraws,
and a process of its own starts on the same folder and is asked the same; `index_seconds` until it has mapped the snapshot and taken in
what changed, `answered_seconds` until it has also answered both, `process_seconds` from its first instruction on, Python's imports
included.

Everything is asked as the pages ask it, through the actions, each question in its own snapshot of the database; milliseconds are of
CPU time, one question after the other, after a few that are not counted. `brief_parts`: what a brief's time goes to in the mean:
`sets` (who fits, why not, counted), `won` (what one change would win), `words` (the question held against every profile), `order` (the
published rank of all who fit), `rest` (who is shown read from the tables and judged again). `pages`: milliseconds on the wall of whole
requests to the application over the same library, started from the snapshot: the page of a brief and its API, `/search`, the list of
briefs. `limit`: the bare kernel (`Segment.find`) over the same columns and briefs. `plain`: the terms of everybody, one after the
other, where there are few enough people for it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from matching.briefs import drawn_brief, sentence  # noqa: E402
from running import pages  # noqa: E402
from running.people import NOW, log_reaches, made  # noqa: E402

from propria.casting import actions, asking, keeping, live  # noqa: E402
from propria.casting.matching import rank  # noqa: E402
from propria.casting.matching.columns import microseconds  # noqa: E402
from propria.casting.matching.kernel import kernel  # noqa: E402
from propria.casting.matching.segment import Segment  # noqa: E402
from propria.casting.matching.sieve import Asked  # noqa: E402
from propria.casting.model import Brief  # noqa: E402
from propria.casting.profiles import store as store_profiles  # noqa: E402
from propria.casting.profiles.model import Profile, Stated  # noqa: E402
from propria.casting.search import calendars, finding, indexing, kept  # noqa: E402
from propria.casting.search.finding import Sought  # noqa: E402
from propria.consent import store as store_consent  # noqa: E402
from propria.consent.model import GrantState  # noqa: E402
from propria.kernel.ids import BriefId, PerformerId, StatementId  # noqa: E402
from propria.parties.actions import actor_of  # noqa: E402
from propria.plumbing.clock import FixedClock  # noqa: E402
from propria.plumbing.database import Database  # noqa: E402

SEED = 7
QUESTIONS = 20
PLAIN_UP_TO = 3_000
PLAIN_QUESTIONS = 3
TERMS = {"language": ("zh", "en", "ja", "fr"), "act": ("dub", "generate", "edit"), "medium": ("series", "game", "film"),
         "territory": ("CN", "US", "JP", "FR")}  # fmt: skip
WORDS = (
    "fencing",
    "会骑马",
    "a calm surgeon",
    "沉默的杀手",
    "deep warm voice",
    "adventure at sea",
    "王",
    "Emma",
)
ANY_MANY = 0.5


def briefs(count):
    """Briefs as pages make them, half of them with words."""
    rng = np.random.default_rng(SEED)
    for number in range(count):
        asked = drawn_brief(rng)
        seeks = sentence(rng) if number % 2 else ""
        yield Brief(BriefId("brf_asked"), "crt", "p", ("甲", "A"), "r", asked.scope, asked.budget, NOW, seeks)


def searches(count, *, words, facts):
    """Questions of `/search`."""
    rng = np.random.default_rng(SEED)
    for number in range(count):
        terms = {
            axis: str(rng.choice(codes)) if facts and rng.random() < ANY_MANY else ""
            for axis, codes in TERMS.items()
        }
        speaks = str(rng.choice(["", "en", "zh"])) if facts else ""
        age = int(rng.integers(18, 60)) if facts and rng.random() < ANY_MANY else 0
        yield Sought(WORDS[number % len(WORDS)] if words else "", terms, speaks, age)


def timed(call, clock=time.process_time):
    """Milliseconds and what was answered."""
    began = clock()
    found = call()
    return (clock() - began) * 1000, found


def summary(times):
    """p50, p99 and the most, in milliseconds."""
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 2),
        "p99_ms": round(float(np.percentile(times, 99)), 2),
        "max_ms": round(float(np.max(times)), 2),
    }


class Running:
    """One library, asked as pages ask it."""

    def __init__(self, database, actor):
        self.database, self.actor = database, actor

    def brief(self, brief):
        """A brief answered."""
        return self.database.read(lambda db: actions.indexed_matches(brief, now=NOW, db=db))

    def plain(self, brief):
        """The same from everybody's terms."""
        return self.database.read(lambda db: actions.plain_matches(brief, now=NOW, db=db))

    def search(self, sought):
        """A search."""
        return self.database.read(lambda db: finding.find(self.actor, sought, now=NOW, db=db))

    def withdraws(self, openness_id, entry):
        """Somebody withdraws: their row, and one more entry of the log."""

        def work(db):
            store_consent.end_openness(openness_id, GrantState.WITHDRAWN, entry, db=db)
            log_reaches(entry, db)

        self.database.transact(work)

    def states(self, performer_id, about, entry):
        """Somebody signs a profile: its row, and one more entry of the log."""
        made = Stated(
            PerformerId(performer_id), StatementId(f"stm_new{entry}"), Profile(about=("", about)), b"", entry
        )

        def work(db):
            store_profiles.keep(made, db=db)
            log_reaches(entry, db)

        self.database.transact(work)


def freshness(running, size, rounds=5):
    """Milliseconds on the wall from a commit until an answer that knows of it: a withdrawal, a newly signed profile."""
    left, signed = [], []
    everybody = Sought()
    for number in range(rounds):
        first = running.search(everybody).hits[0]
        running.withdraws(first.openness.id, size + 2 * number)
        spent, found = timed(lambda: running.search(everybody), time.monotonic)
        assert first.performer.id not in {hit.performer.id for hit in found.hits}
        left.append(spent)
        word = f"unheard{number}"
        running.states(found.hits[-1].performer.id, f"An {word} thing.", size + 2 * number + 1)
        spent, again = timed(lambda word=word: running.search(Sought(word)), time.monotonic)
        assert again.hits[0].performer.id == found.hits[-1].performer.id
        signed.append(spent)
    return {
        "withdrawal_ms": round(float(np.median(left)), 1),
        "profile_ms": round(float(np.median(signed)), 1),
    }


def opened(place):
    """The library in a folder."""
    database = Database.open(f"sqlite:///{place / 'library.db'}?synchronous=off")
    kept.keep_in(place / kept.FOLDER, database.news)
    return database


def restarted(running, place, entry):
    """Seconds of a start from the snapshot, after somebody withdrew who was in it."""
    database = running.database
    keeper = keeping.Keeper(database, FixedClock(NOW), place / kept.FOLDER)
    began = time.monotonic()
    keeper.keep()
    written = time.monotonic() - began
    left = running.search(Sought()).hits[0]
    running.withdraws(left.openness.id, entry)
    size = sum(file.stat().st_size for file in (place / kept.FOLDER).glob("*.snapshot"))
    command = [sys.executable, __file__, "--again", str(place), "--person", running.actor.person_id]
    began = time.monotonic()
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    spent = time.monotonic() - began
    assert found.pop("mapped"), "the snapshot was refused"
    assert left.performer.id not in found.pop("found"), "who withdrew was found"
    return {
        "written_seconds": round(written, 2), "snapshot_mb": round(size / 1e6, 1), **found, "process_seconds": round(spent, 2)
    }  # fmt: skip


def again(place, person):
    """A start on a folder where there is a snapshot: what `restarted` asks another process."""
    began = time.monotonic()
    database = opened(place)
    news = database.news
    database.read(lambda db: live.library_of(db=db))
    mapped = time.monotonic() - began
    running = Running(database, database.read(lambda db: actor_of(person, db=db)))
    running.brief(next(iter(briefs(1))))
    running.search(Sought("fencing"))
    answered = time.monotonic() - began
    indexes = (live.index_of(news), indexing.index_of(news), calendars.following_of(news))
    found = [hit.performer.id for hit in running.search(Sought()).hits]
    return {
        "index_seconds": round(mapped, 2), "answered_seconds": round(answered, 2), "peak_mb": resident_mb(peak=True),
        "mapped": all(one.token for one in indexes), "found": found,
    }  # fmt: skip


PARTS = {
    "sets": (asking, "_tally"),
    "won": (asking, "_won"),
    "words": (indexing.Profiles, "hears"),
    "order": (asking, "in_order"),
}


def parts(running, asked):
    """What the milliseconds of a brief go to, in the mean."""
    spent, kept_ones = dict.fromkeys(PARTS, 0.0), {}

    def clocked(name, call):
        def work(*given, **named):
            took, found = timed(lambda: call(*given, **named))
            spent[name] += took
            return found

        return work

    for name, (owner, attribute) in PARTS.items():
        kept_ones[name] = getattr(owner, attribute)
        setattr(owner, attribute, clocked(name, kept_ones[name]))
    whole = sum(timed(lambda b=b: running.brief(b))[0] for b in asked)
    for name, (owner, attribute) in PARTS.items():
        setattr(owner, attribute, kept_ones[name])
    spent["rest"] = whole - sum(spent.values())
    return {f"{name}_ms": round(took / len(asked), 2) for name, took in spent.items()}


def limit(columns, asked):
    """The bare kernel over the same columns, no words."""
    segment, native, spent = Segment.of(replace(columns, vectors=None)), kernel(), []
    for number, brief in enumerate(asked):
        term = brief.scope.term
        months = rank.months_of(term.start, term.end, int(NOW.timestamp()))
        ranking = rank.Ranking(None, months, brief.budget.minor, number, 500)
        question = Asked(brief.scope, brief.budget, microseconds(NOW))
        spent.append(timed(lambda q=question, r=ranking: segment.find(q, r, native))[0])
    return summary(spent)


def resident_mb(peak=False):
    """What this process holds now, or held at most."""
    if peak:
        lines = Path("/proc/self/status").read_text().splitlines()
        return round(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 1e6)


def measured(performers, place):
    """Everything of one library."""
    pages.library_in(place)[1].close()
    database = opened(place)
    began = time.monotonic()
    (actor, creator_id), invented = made(database, performers)
    report = {"performers": performers, "made_seconds": round(time.monotonic() - began, 1)}
    columns = invented.columns
    del invented
    gc.collect()
    before, running = resident_mb(), Running(database, actor)
    asked = list(briefs(QUESTIONS))
    began = time.monotonic()
    running.brief(asked[0])
    running.search(Sought("fencing"))
    report |= {"start_seconds": round(time.monotonic() - began, 2), "index_mb": resident_mb() - before}
    report["brief"] = summary([timed(lambda b=b: running.brief(b))[0] for b in asked])
    for name, has in {"words": (True, False), "facts": (False, True), "both": (True, True)}.items():
        every = list(searches(QUESTIONS, words=has[0], facts=has[1]))
        report[f"search_{name}"] = summary([timed(lambda s=s: running.search(s))[0] for s in every])
    report["fresh"] = freshness(running, performers)
    report["restart"] = restarted(running, place, performers + 100)
    report["brief_parts"] = parts(running, asked)
    addresses = [one.href for one in searches(QUESTIONS, words=True, facts=False)]
    waited = pages.waited(place, actor.person_id, creator_id, asked, addresses)
    report["pages"] = {name: summary(times) for name, times in waited.items()}
    report["limit_kernel"] = limit(columns, asked)
    if performers <= PLAIN_UP_TO:
        few = asked[:PLAIN_QUESTIONS]
        report["plain_brief"] = summary([timed(lambda b=b: running.plain(b))[0] for b in few])
    report["peak_mb"] = resident_mb(peak=True)
    database.close()
    return report


def main():
    """Print it."""
    parser = argparse.ArgumentParser(
        prog="live", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--performers", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--again", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--person", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.again:
        print(json.dumps(again(words.again, words.person)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        report = measured(words.performers, Path(name))
    print(json.dumps(report) if words.json else json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
