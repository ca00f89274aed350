"""Scenarios 4 and 7: evidence against a claim stops licences at once; a ruling voids all that its keys signed."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from propria.cli.main import main
from propria.disputes import actions as disputes
from propria.kernel.errors import Refused
from propria.parties.model import Role
from propria.plumbing.database import Session
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.record import actions as record
from propria.record import store
from propria.record.model import Draft
from tests.cast import Stage
from tests.deals import GUARANTEE, active_licence, token_for
from tests.mandates import another
from tests.renders import filmed
from tests.stories.disputes.denying import (
    MAIL,
    denies,
    findings,
    goes_round,
    judges,
    mails,
    operator_does,
    rules,
    shows_evidence,
    two_rule,
)
from tests.stories.disputes.test_somebody_says_they_did_not_sign import listed, opens
from tests.stories.licences.test_a_use_is_decided_and_reserved import decide
from tests.stories.publicity.test_press_copy_is_checked import check
from tests.stories.royalties.test_a_released_use_is_paid import paid
from tests.terms import film_terms


def test_with_evidence_the_listing_is_hidden_and_licences_wait_for_a_ruling(stage: Stage) -> None:
    """Scenario 4: one factor of evidence hides it at once."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    denial = denies(stage, made.mina.performer_id)
    assert shows_evidence(stage, denial, "mina.example").json()["state"] == "evidenced"

    assert listed(stage) == []
    assert decide(made, token)["reasons"] == ["licence_disputed"]
    alone = operator_does(stage, denial, "answer", ground="second_factor")
    assert alone.json()["code"] == "disputes.two_must_rule"
    weak = rules(judges(stage)[0], denial, "listing", "key_and_evidence")
    assert weak.json()["code"] == "disputes.ground_too_weak"

    ruled = two_rule(stage, denial, "listing", "second_factor")
    assert ruled["state"] == "answered"
    assert decide(made, token)["allowed"], "the licence goes on, and nothing is signed again"
    assert listed(stage) == ["open"]
    assert findings(stage) == set()


def test_everything_signed_under_an_impostors_key_is_void_and_the_entries_remain(stage: Stage) -> None:
    """Scenario 7, when the impostor did get through: what they signed never counted."""
    made = active_licence(stage)
    token, mina = token_for(made.cleo, made.licence), made.mina
    made.cleo.asked("/api/v1/me/channels", {"by": "mail", "address": "cleo@example.org"})
    stage.open_performer("wen", film_terms())
    assert opens(stage) == 2
    denial = denies(stage, mina.performer_id)
    before = len(stage.main.get(f"/log/bundles/{denial['target']}").content)

    operator_does(stage, denial, "attestation", route="document")
    upheld = two_rule(stage, denial, "denial", "court")
    assert (upheld["state"], upheld["ground"]) == ("upheld", "court")

    assert (len(listed(stage)), opens(stage)) == (1, 1), "counts fall"
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] != "provable"
    assert (
        decide(made, token)["reasons"] == ["licence_withdrawn", "no_capture_consent"]
        or not decide(made, token)["allowed"]
    )

    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    data = stage.main.get(f"/log/bundles/{denial['target']}").content
    report = verify_bundle(data, trust, now=stage.now)
    assert len(data) > before, "the entries remain"
    assert {p.code for p in report.problems} == {"proofs.key_revoked"}
    assert report.statuses[0].states["openness"] == "void"
    assert {"denial.upheld", "key.revoked"} <= {s.type for s in report.statements}
    what_nobody_signed_is_closed(stage, made.licence)

    goes_round(stage)
    told = dict(mails(stage))
    assert "please stop every use" in told["cleo@example.org"]
    assert {"cleo@example.org", MAIL} <= told.keys()
    assert findings(stage) == set()


def what_nobody_signed_is_closed(stage: Stage, licence: str) -> None:
    """An entry keeps each last state; the contract's bundle shows it offline, and nothing raises it any more."""
    library = stage.propria.library
    entries = library.database.read(lambda db: store.entries(db=db))
    closed = {
        e.facts["target"]: (e.facts["state"], e.subject) for e in entries if e.kind == "closed" and e.facts
    }
    signed = library.database.read(lambda db: record.statements_of_type("contract.signed", db=db))[0]
    contract = signed.statement.body["contract"]
    assert {closed[licence][0], closed[contract][0]} == {"withdrawn"}
    assert sorted(state for state, _ in closed.values()) == ["void", "withdrawn", "withdrawn"]
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(
        stage.main.get(f"/log/bundles/{signed.statement.id}").content, trust, now=stage.now
    )
    assert (contract, "withdrawn") in {(one.target, one.state) for one in report.endings}
    with pytest.raises(Refused) as refused:
        library.database.transact(
            lambda db: record.set_state(signed.statement.subject, licence, "active", db=db)
        )
    assert refused.value.code == "record.ended_already"


def test_what_was_charged_under_a_void_licence_is_posted_back_and_the_lines_name_the_ruling(
    stage: Stage,
) -> None:
    """Each use is taken back to nothing; what was held is the creator's again, and the ledger stands at zero."""
    story = filmed(stage)
    made, otto = story.made, stage.person("otto")
    story.gets("shot-1", to_ms=2_000)
    story.gets("shot-2", to_ms=1_000)
    earned = [Decimal(row["earned"]) for row in paid(made.mina, made.mina.performer_id)]
    assert sum(earned) == Decimal("3420.00")
    denial = denies(stage, made.mina.performer_id)
    operator_does(stage, denial, "attestation", route="document")
    assert otto.get("/api/v1/funds/orders").json() == []

    two_rule(stage, denial, "denial", "court")

    lines = paid(otto, made.mina.performer_id)
    back = lines[len(earned) :]
    assert sorted(Decimal(row["earned"]) for row in back) == sorted(-one for one in earned)
    assert all(row["reason"].startswith(f"ruling on {denial['denial']}, log entry ") for row in back)
    (order,) = otto.get("/api/v1/funds/orders").json()
    assert (order["licence"], order["amount"]) == (made.licence, GUARANTEE.to_json()), "all that was held"
    assert findings(stage) == set()


def test_a_void_claim_signs_nothing_and_is_not_begun_again(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    withdrawal = mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id})
    denial = denies(stage, mina.performer_id)
    shows_evidence(stage, denial, "mina.example")
    two_rule(stage, denial, "denial", "second_factor")

    assert mina.tries_to_sign(withdrawal).json()["code"] == "record.key_not_bound"
    again = mina.post("/api/v1/claim", {"domain": "other.example"})
    assert again.json()["code"] == "parties.claim_void"


def test_a_ruling_needs_evidence_and_the_library_attests_no_domain_by_hand(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    early = rules(judges(stage)[0], denial, "denial", "court")
    assert early.json()["code"] == "denial.cannot_rule_for_denial"
    by_hand = operator_does(stage, denial, "attestation", route="listed_domain")
    assert by_hand.json()["code"] == "disputes.route_not_seen"
    operator_does(stage, denial, "attestation", route="guild")
    twice = operator_does(stage, denial, "attestation", route="guild")
    assert twice.json()["code"] == "denial.cannot_bring_evidence"


def test_one_alone_rules_nothing_and_nobody_on_a_case_of_theirs(stage: Stage) -> None:
    """Two who find the same, each with a key of their own; whoever saw the evidence is part of the case."""
    mina = stage.open_performer("mina", film_terms())
    denial, otto = denies(stage, mina.performer_id), stage.keyed("otto")
    operator_does(stage, denial, "attestation", route="document")
    ines, ivo = judges(stage)
    assert rules(mina, denial, "listing", "court").status_code == 404
    assert rules(otto, denial, "denial", "court").json()["code"] == "disputes.part_of_the_case"

    assert rules(ines, denial, "denial", "court").status_code == 200
    assert rules(ines, denial, "denial", "court").json()["code"] == "disputes.ruled_already"
    assert rules(ivo, denial, "listing", "guild").status_code == 200, (
        "it is logged, and it is another finding"
    )
    sam = stage.person("sam")
    assert sam.get(f"/api/v1/denials/{denial['denial']}").json()["state"] == "evidenced"
    assert findings(stage) == set()

    olga = another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    assert rules(olga, denial, "denial", "court").status_code == 200
    assert sam.get(f"/api/v1/denials/{denial['denial']}").json()["state"] == "upheld"
    said = stage.propria.library.database.read(lambda db: record.statements_of_type("denial.upheld", db=db))
    assert said[0].statement.body["ruled_by"] == sorted([ines.id, olga.id])
    assert findings(stage) == set()


def test_whoever_has_the_operator_s_key_and_writes_a_ruling_alone_is_found(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)

    def forged(db: Session) -> None:
        body = {"denial": denial["denial"], "performer": mina.performer_id, "ground": "court", "rulings": []}
        draft = Draft(
            "denial.upheld", disputes.denial(denial["denial"], db=db).subject, body, "裁定", "Ruling"
        )
        record.sign_as_operator(draft, stage.propria.notary, now=stage.now, db=db)

    stage.propria.library.database.transact(forged)
    assert "disputes.ruled_alone" in findings(stage)


def test_whoever_edits_a_denial_in_the_database_is_found(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denies(stage, mina.performer_id)

    def edited(db: object) -> None:
        db.execute(text("update disputes_denial set state = 'answered'"))  # type: ignore[attr-defined]
        db.execute(text("update parties_performer set contest = 'none', hides_at = null"))  # type: ignore[attr-defined]

    stage.propria.library.database.transact(edited)
    assert findings(stage) == {"disputes.state_altered"}
    stage.propria.library.database.transact(
        lambda db: db.execute(text("update parties_performer set contest = 'void'"))
    )
    assert findings(stage) == {"disputes.state_altered", "disputes.listing_altered"}


def test_the_command_lists_what_waits_and_fails_when_it_is_late(
    stage: Stage, tmp_path: Path, monkeypatch: object, capsys: object
) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))  # type: ignore[attr-defined]
    code = main(["denials", "--json"])
    assert denial["denial"] in capsys.readouterr().out  # type: ignore[attr-defined]
    assert code in (0, 1)
