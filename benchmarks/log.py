"""What an append, a proof and a check of the log cost, each against a peer in the same run. Asserts no times.

Run it from the repository: `python benchmarks/log.py [entries] [--json]`. The peer of a durable append is what no
log can go below: append the same bytes to a file and fdatasync it; the two take turns. `append_parts_us` says where
an append's time goes; docs/decisions/05 says why. The first appends of a library find a write-ahead log that still
grows, which costs the file system a commit of its own each time (`append_first_us`); later ones write over one that
has gone round, as in any library that has run for a minute. The peer of the tree in memory is pymerkle, which the
tests' packages bring (it is GPL: an oracle, never a part), else the recursion of RFC 9162 section 2.1.1 as it is
printed there; their roots are compared. Each proof that is timed is verified.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from propria.plumbing.database import Database  # noqa: E402
from propria.proofs.mapping import EMPTY, name_key, prove, update_map, value_hash, verify_present  # noqa: E402
from propria.proofs.merkle import (  # noqa: E402
    EMPTY_ROOT,
    Levels,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_inclusion,
)
from propria.record import log, store  # noqa: E402

ENTRIES = 1_000_000
WRITES, TURNS, FIRST = 100, 9, 700
BATCH, BATCHES = 256, 40
PEER_LEAVES = 100_000
ROUNDS = 5
PROOFS = 2_000
NOW = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
AIMS = {
    "append_durable_over_fdatasync": ("at most", 2),
    "batch_appends_per_second": ("at least", 20_000),
    "memory_appends_over_pymerkle": ("at least", 2),
}
WITHOUT_PYMERKLE = "plain_recursion; pymerkle is not importable here, so the aim over it is not measured"


def timed(call):
    """(microseconds, what it returned) of one call."""
    start = time.perf_counter_ns()
    found = call()
    return (time.perf_counter_ns() - start) / 1000, found


class Timed:
    """SQLite's driver under the writer, with the microseconds that each kind of call took since `spent` was emptied."""

    def __init__(self, driver):
        self.driver, self.spent = driver, {}

    def _told(self, part, call, *arguments):
        spent, found = timed(lambda: call(*arguments))
        self.spent[part] = self.spent.get(part, 0) + spent
        return found

    def execute(self, text, *values):
        """The driver's own, by the first word of the text."""
        return self._told(text.split(None, 1)[0].lower(), self.driver.execute, text, *values)

    def commit(self):
        """The driver's own."""
        return self._told("commit", self.driver.commit)


def parts(database, append):
    """Median microseconds of each part of an append, by the first word of what SQLite is told; the rest is ours."""
    engine = database._engine
    engine._driver = watched = Timed(engine._driver)
    seen = []
    for _ in range(WRITES):
        watched.spent = {}
        whole = timed(append)[0]
        seen.append(watched.spent | {"python": whole - sum(watched.spent.values())})
    engine._driver = watched.driver
    return {part: round(statistics.median(one[part] for one in seen), 1) for part in seen[0]}


def durable(database, folder):
    """Microseconds: each round's (bare append, append to the log), the first appends, the parts of an append."""
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    written = iter(range(10**9))

    def to_log():
        number = next(written)
        fact = {"code": "bench", "number": str(number)}
        return database.transact(
            lambda db: log.append_fact("refusal", f"subject-{number}", fact, now=NOW, db=db)
        )

    def to_disk():
        os.write(bare, entry)
        os.fdatasync(bare)

    entry = database.read(lambda db: store.entry(0, db=db)).data if to_log() == 0 else b""
    for _warm in range(20):
        to_disk(), to_log()
    first = [timed(to_log)[0] for _ in range(FIRST)]
    rounds = [in_turns(to_disk, to_log) for _ in range(TURNS)]
    os.close(bare)
    return rounds, first, parts(database, to_log)


def in_turns(to_disk, to_log):
    """Median microseconds of a round's bare appends and of its appends to the log."""
    disk, ours = [], []
    sides = [(to_disk, disk), (to_log, ours)]
    for turn in range(WRITES):
        for call, spent in sides if turn % 2 else reversed(sides):
            spent.append(timed(call)[0])
    return statistics.median(disk), statistics.median(ours)


def batched(database):
    """Appends a second in batches, each a transaction that is on disk when it returns; the median batch."""
    facts = [("refusal", f"batch-{i}", {"code": "bench", "number": str(i)}) for i in range(BATCH)]
    spent = [
        timed(lambda: database.transact(lambda db: log.append_facts(facts, now=NOW, db=db)))[0]
        for _ in range(BATCHES)
    ]
    return BATCH / statistics.median(spent) * 1e6


def recursion(leaves):
    """The root as RFC 9162 section 2.1.1 prints it."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(recursion(leaves[:split]), recursion(leaves[split:]))


def with_pymerkle(leaves):
    """The root by pymerkle. Raises: ImportError where it is not installed."""
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    return tree.get_state()


def peer():
    """(its name, what builds a tree and gives its root)."""
    try:
        with_pymerkle([b""])
    except ImportError:
        return "plain_recursion", recursion
    return "pymerkle", with_pymerkle


def in_memory(build):
    """Appends a second of ours and of the peer's, taking turns; the median round of each."""

    def ours(leaves):
        levels = Levels()
        for leaf in leaves:
            levels.append(leaf_hash(leaf))
        return root_of(levels.size, levels.subtree)

    leaves = [b"entry %d" % i for i in range(PEER_LEAVES)]
    rounds = [(timed(lambda: ours(leaves)), timed(lambda: build(leaves))) for _ in range(ROUNDS)]
    if any(mine[1] != other[1] for mine, other in rounds):
        raise SystemExit("the two trees have different roots")
    return tuple(PEER_LEAVES / statistics.median(each[side][0] for each in rounds) * 1e6 for side in (0, 1))


def proofs(entries):
    """Median microseconds of a proof of inclusion and of its check, spread over the tree."""
    levels = Levels(leaf_hash(b"entry %d" % i) for i in range(entries))
    root = root_of(entries, levels.subtree)
    made, checked = [], []
    for index in range(0, entries, max(1, entries // PROOFS)):
        leaf = levels.subtree(0, index)
        spent, proof = timed(lambda at=index: inclusion_proof(at, entries, levels.subtree))
        made.append(spent)
        checked.append(timed(lambda at=index: verify_inclusion(leaf, at, entries, proof, root))[0])  # noqa: B023
    return statistics.median(made), statistics.median(checked)


def map_proofs(names):
    """Median microseconds of a proof of one name among many, and of its check."""
    value = value_hash([])
    made = update_map(EMPTY, {name_key(f"name {i}"): value for i in range(names)}, {}.__getitem__)
    proved, checked = [], []
    for i in range(0, names, max(1, names // PROOFS)):
        key = name_key(f"name {i}")
        spent, (_, proof) = timed(lambda at=key: prove(made.root, at, made.nodes.__getitem__))
        proved.append(spent)
        checked.append(timed(lambda: verify_present(made.root, key, value, proof))[0])  # noqa: B023
    return statistics.median(proved), statistics.median(checked)


def measured(entries):
    """Every figure as one object."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".propria" if (ROOT / ".propria").exists() else None) as name:
        folder = Path(name)
        database = Database.open(f"sqlite:///{folder / 'bench.db'}")
        database.create_all()
        rounds, first, append_parts = durable(database, folder)
        batches = batched(database)
        database.close()
    peer_name, build = peer()
    memory, peer_memory = in_memory(build)
    proof_us, verify_us = proofs(entries)
    map_proof_us, map_verify_us = map_proofs(entries)
    over_bare = sorted(round(ours / disk, 2) for disk, ours in rounds)
    found = {
        "append_durable_over_fdatasync": statistics.median(over_bare),
        "batch_appends_per_second": round(batches),
        "proof_us": round(proof_us, 1),
        "verify_us": round(verify_us, 1),
    }
    ratios = {
        f"memory_appends_over_{peer_name}": round(memory / peer_memory, 2),
        "memory_appends_per_second": round(memory),
        "append_durable_us": round(statistics.median(ours for _, ours in rounds), 1),
        "append_ratios": over_bare,
        "append_first_us": round(statistics.median(first), 1),
        "append_parts_us": append_parts,
        "fdatasync_us": round(statistics.median(disk for disk, _ in rounds), 1),
        "entries": entries,
        "map_names": entries,
        "map_proof_us": round(map_proof_us, 1),
        "map_verify_us": round(map_verify_us, 1),
        "peer": peer_name if peer_name == "pymerkle" else WITHOUT_PYMERKLE,
        "load": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }
    return found | {"ratios": ratios | {"missed": aims_missed(found | ratios)}}


def in_words(value):
    """One figure as the table shows it."""
    match value:
        case list():
            return "; ".join(map(str, value))
        case dict():
            return ", ".join(f"{part} {spent}" for part, spent in value.items())
        case str():
            return value
        case _:
            return f"{value:,}"


def aims_missed(flat):
    """The figures that miss their aim, in words."""
    return [
        f"{name}: {flat[name]:,}, aim {word} {aim:,}"
        for name, (word, aim) in AIMS.items()
        if name in flat and (flat[name] > aim if word == "at most" else flat[name] < aim)
    ]


def main(words):
    """Measure and print."""
    found = measured(next((int(word) for word in words if word.isdigit()), ENTRIES))
    if "--json" in words:
        print(json.dumps(found))
        return
    flat = found | found["ratios"]
    del flat["ratios"]
    for name, value in flat.items():
        shown = in_words(value)
        print(f"{name:<38}{shown:>14}")


if __name__ == "__main__":
    main(sys.argv[1:])
