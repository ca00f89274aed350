"""The frozen terms of a contract: read back exactly, refused when they are not a contract."""

from dataclasses import replace

import pytest
from tests.rules.deals_papers.sample import MINA, contract_paper

from propria.deals.papers.paper import ContractPaper, Line, ShareRow, Words
from propria.kernel.errors import Malformed
from propria.proofs.canonical import canonical_bytes, read_json


def test_terms_survive_their_json() -> None:
    paper = contract_paper()
    assert ContractPaper.from_json(read_json(canonical_bytes(paper.to_json()))) == paper


def test_money_is_written_as_strings() -> None:
    first = contract_paper().to_json()["compensation"][0]
    assert first["unit_price"] == {"currency": "CNY", "minor": "120000"}
    assert contract_paper().to_json()["compensation"][1]["minimum"] is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("extra", "x"),
        ("precedence", "fr"),
        ("form", "propria/contract/9"),
        ("signers", []),
        ("allows", []),
        ("ends_at", "2020-01-01T00:00:00Z"),
        ("dated_at", "2026-11-22T10:04:00.5Z"),
    ],
)
def test_terms_that_are_no_contract_are_unreadable(key: str, value: object) -> None:
    raw = contract_paper().to_json()
    assert ContractPaper.from_json(raw) == contract_paper()
    with pytest.raises(Malformed) as refusal:
        ContractPaper.from_json(raw | {key: value})
    assert refusal.value.code == "deals.terms_unreadable"


def test_shares_make_the_whole() -> None:
    with pytest.raises(ValueError, match="10000"):
        replace(contract_paper(), shares=(ShareRow(MINA, 9_999),))


def test_two_signers_do_not_share_a_field() -> None:
    paper = contract_paper()
    with pytest.raises(ValueError, match="field of its own"):
        replace(paper, signers=(paper.signers[0], paper.signers[0]))


def test_a_contract_that_forbids_nothing_is_no_contract() -> None:
    assert replace(contract_paper(), allows=(Line(Words("行为", "Acts"), Words("配音", "Dubbing")),))
    with pytest.raises(ValueError, match="what is not"):
        replace(contract_paper(), denies=())
