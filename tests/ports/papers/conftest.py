"""One press, one demo authority and one twice-sealed contract for every test of the papers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.rules.deals_papers.sample import contract_paper

from propria.deals.papers.certificates import DemoAuthority, demo_authority
from propria.deals.papers.contract import ContractFile, contract_file, seal_boxes
from propria.deals.papers.paper import ContractPaper, Words
from propria.deals.papers.press import Press
from propria.deals.papers.seals import PartyAct, SealKit, attest, certify
from propria.deals.papers.stamps import OwnTimeStamps
from propria.kernel.time import Instant, instant

NOW = instant("2026-11-22T10:05:00Z")
SIGNED = Words("签署本合同", "signed this contract")


@dataclass(frozen=True)
class Desk:
    """What the operator has at hand to make and seal a contract."""

    press: Press
    authority: DemoAuthority
    kit: SealKit
    paper: ContractPaper
    file: ContractFile
    certified: bytes
    acts: tuple[PartyAct, ...]
    sealed: bytes
    now: Instant


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    with Press() as open_press:
        yield open_press


@pytest.fixture(scope="session")
def desk(press: Press) -> Desk:
    authority = demo_authority("Demo Library", now=NOW)
    kit = SealKit(
        authority.sealing,
        "Otto Lindqvist 奥托·林奎斯特",
        OwnTimeStamps(authority.stamping),
        (authority.revoked,),
    )
    paper = contract_paper()
    file = contract_file(paper, press)
    certified = certify(file.pdf, seal_boxes(paper), file.terms_digest, kit, now=NOW)
    acts = (
        PartyAct("performer", SIGNED, "ab" * 32, 1_502, NOW),
        PartyAct("creator", SIGNED, "cd" * 32, 1_503, NOW),
    )
    sealed = certified
    for act in acts:
        sealed = attest(sealed, act, kit, press, now=NOW)
    return Desk(press, authority, kit, paper, file, certified, acts, sealed, NOW)
