"""The vectors of offline leases: what is written down is what is read, and the files are the writer's own bytes."""

import json
from typing import Any

import pytest
from tests.vectors import leases

EXPECTED: dict[str, Any] = {
    "one-chain": [[], []],
    "split": [[], [], []],
    "spent-twice": [[], [], ["double_spent"]],
    "over-quota": [["over_quota"]],
    "out-of-time": [["out_of_time"]],
    "beyond-scope": [["beyond_scope"]],
    "two-acts": [["beyond_scope"]],
    "missing": "proofs.lease_chain_broken",
    "other-key": "proofs.lease_wrong_signature",
    "sub-lease-alone": "proofs.lease_chain_broken",
    "false-lease": "proofs.lease_wrong_signature",
}
"""Name → the breaches of each record in order, or the code of the refusal; written by hand."""


def test_the_files_are_what_the_writer_writes() -> None:
    written = {f"{name}.json": leases.as_text(vector) for name, vector in leases.vectors().items()}
    assert {file.name: file.read_text("utf-8") for file in leases.FOLDER.glob("*.json")} == written


@pytest.mark.parametrize("name", list(EXPECTED))
def test_each_vector_is_answered_as_expected(name: str) -> None:
    vector = json.loads((leases.FOLDER / f"{name}.json").read_text("utf-8"))
    told = leases.answer(vector["input"])
    assert told == vector["expected"]
    breaches = told.get("refused") or [record["breaches"] for record in told["records"]]
    assert breaches == EXPECTED[name]


def test_every_vector_is_expected() -> None:
    assert {file.stem for file in leases.FOLDER.glob("*.json")} == set(EXPECTED)
