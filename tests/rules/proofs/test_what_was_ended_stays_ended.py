"""A closed or erased thing keeps its last state: a bundle that says otherwise does not check out."""

import pytest
from tests.rules.proofs.library import LICENCE
from tests.rules.proofs.making import MINA
from tests.vectors.bundles import LATER, ended, tampered_endings

from propria.proofs.bundles import verify_bundle
from propria.proofs.report_words import render

CODES = {
    "active": "proofs.state_raised",
    "raised": "proofs.state_raised",
    "other-target": "proofs.commitment_not_opened",
    "statement": "proofs.not_an_ending",
    "other-subject": "proofs.not_in_chain",
}


def test_what_is_left_is_the_last_state_of_each() -> None:
    library, bundle = ended()
    report = verify_bundle(bundle.to_bytes(), library.trust(), now=LATER)
    assert (report.colour, report.problems) == ("green", ())
    assert [(e.kind, e.subject, e.state) for e in report.endings] == [
        ("erased", MINA, "withdrawn"),
        ("closed", MINA, "expired"),
    ]
    (status,) = report.statuses
    assert status.states[report.endings[0].target] == "withdrawn"
    assert status.states[LICENCE] == "expired"
    assert status.disclosed == status.entries - 1, "the emptied entry says nothing any more"
    assert f"Closed: {LICENCE}; its last state is expired" in render(report, "en")
    assert f"已删除：{report.endings[0].target} 的文字已删，最后状态为 withdrawn" in render(report, "zh")


@pytest.mark.parametrize("what", CODES)
def test_what_is_raised_or_not_an_ending_is_named(what: str) -> None:
    library, bundle = tampered_endings()[what]
    report = verify_bundle(bundle.to_bytes(), library.trust(), now=LATER)
    assert CODES[what] in {problem.code for problem in report.problems}
    assert report.colour == "red"
