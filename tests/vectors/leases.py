"""`python -m tests.vectors.leases [FOLDER]`: the vectors of offline leases, the same bytes each time."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.rules.proofs.making import NOW, identifier, seed
from tests.terms import series_scope, series_use

from propria.kernel.errors import PropriaError
from propria.proofs.canonical import from_b64, to_b64
from propria.proofs.lease_chains import judge, split, used_under, write_use
from propria.proofs.leases import Lease, Record, issue, public_of, read_issued, signed
from propria.scope import Use, volume

FOLDER = Path(__file__).parents[2] / "vectors" / "leases"
LIBRARY, HOLDER, VENDOR = seed(400), seed(401), seed(402)
LEASE = Lease(
    identifier("lse", 1),
    identifier("lic", 1),
    identifier("crt", 1),
    public_of(HOLDER),
    series_scope(volume=volume(seconds=40, lines=10)),
    NOW,
    NOW + timedelta(hours=24),
)


def line(seconds: int, minute: int, **declared: Any) -> Use:
    """One line."""
    return series_use(NOW + timedelta(minutes=minute), amounts={"seconds": seconds, "lines": 1}, **declared)


def used(chain: tuple[Record, ...], use: Use, nonce: str) -> tuple[Record, ...]:
    """The chain with this use after it."""
    return (*chain, write_use(LEASE, chain, use, nonce=nonce, seed=HOLDER))


def forced(use: Use) -> Record:
    """The first record, of a use that the lease does not allow, signed all the same."""
    begins = {"lines": 0, "seconds": 0}
    return signed(Record(LEASE.digest, 1, LEASE.digest, begins, use.at, "n", use), seed=HOLDER)


def cases() -> dict[str, tuple[str, tuple[Record, ...]]]:
    """Name → (what is wrong, the records)."""
    first = used((), line(4, 1), "a")
    both = used(first, line(5, 2), "b")
    twin = used(first, line(6, 3), "c")
    part = series_scope(territory=["HK"], volume=volume(seconds=10, lines=2))
    parted = split(
        LEASE, first, public_of(VENDOR), part, expires_at=LEASE.expires_at, at=NOW, nonce="d", seed=HOLDER
    )
    assert parted.sub_lease is not None
    below = write_use(parted.sub_lease, (), line(4, 4, territory="HK"), nonce="e", seed=VENDOR)
    return {
        "one-chain": ("nothing", both),
        "split": ("nothing: a part went to another key", (*first, parted, below)),
        "spent-twice": ("two chains from one point", (*both, twin[1])),
        "over-quota": ("more than the lease holds", (forced(line(41, 1)),)),
        "out-of-time": ("after the lease's end", (forced(line(4, 24 * 60)),)),
        "beyond-scope": ("a country that it does not name", (forced(line(4, 1, territory="US")),)),
        "two-acts": ("a use is one act", (forced(line(4, 1, act=["dub", "generate"])),)),
        "missing": ("the record before it is not there", both[1:]),
        "other-key": ("signed by another key", (write_use(LEASE, (), line(4, 1), nonce="f", seed=VENDOR),)),
        "sub-lease-alone": ("the split that made its lease is not there", (*first, below)),
    }


def vectors() -> dict[str, dict[str, Any]]:
    """Name → the vector: what is expected was first written out and then read."""
    handed = issue(LEASE, seed=LIBRARY)
    found: dict[str, dict[str, Any]] = {}
    for name, (reason, records) in cases().items():
        given = {
            "public_key": to_b64(public_of(LIBRARY)),
            "lease": handed,
            "records": [record.to_json() for record in records],
        }
        found[name] = {"name": name, "reason": reason, "input": given, "expected": answer(given)}
    false = handed | {"signature": to_b64(bytes(64))}
    given = {"public_key": to_b64(public_of(LIBRARY)), "lease": false, "records": []}
    found["false-lease"] = {
        "name": "false-lease",
        "reason": "the library did not sign it",
        "input": given,
        "expected": answer(given),
    }
    return found


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """What our own reader says of an input: a refusal by code, or each record with what is wrong with it."""
    try:
        lease = read_issued(given["lease"], public=from_b64(given["public_key"], size=32))
        judged = judge(lease, [Record.from_json(raw) for raw in given["records"]])
    except PropriaError as refused:
        return {"refused": refused.code}
    return {
        "lease": lease.digest,
        "records": [
            {"digest": j.record.digest, "breaches": [b.value for b in j.breaches], "overlaps": j.overlaps}
            for j in judged
        ],
        "used": {unit: str(amount) for unit, amount in sorted(used_under(judged).items())},
    }


def as_text(vector: dict[str, Any]) -> str:
    """The file of a vector."""
    return json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, vector in vectors().items():
        (folder / f"{name}.json").write_text(as_text(vector), "utf-8")
