"""Scenario 4: "I did not sign this". The mark, the clock, the proof, and that it is no takedown weapon."""

from datetime import timedelta

from propria.kernel.time import wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Stage
from tests.deals import active_licence, agreed_contract, token_for
from tests.stories.disputes.denying import (
    MAIL,
    denies,
    findings,
    goes_round,
    mails,
    operator_does,
    shows_evidence,
)
from tests.stories.licences.test_a_use_is_decided_and_reserved import decide
from tests.stories.publicity.test_press_copy_is_checked import check
from tests.terms import film_terms


def listed(stage: Stage) -> list[str]:
    """Whom the register lists, and how."""
    found = stage.person("sam").get("/api/v1/performers").json()
    return ["disputed" if one["disputed"] else "open" for one in found]


def opens(stage: Stage) -> int:
    """How many are counted as open."""
    return int(stage.person("sam").get("/api/v1/counts").json()["open"])


def test_a_denied_listing_is_disputed_at_once_and_nobody_may_ask(stage: Stage) -> None:
    """Scenario 4: attested by an outsider, so it is marked and not yet hidden; the operator has 72 hours."""
    mina = stage.open_performer("mina", film_terms())
    assert (listed(stage), opens(stage)) == (["open"], 1)
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] == "provable"

    denial = denies(stage, mina.performer_id)

    assert (listed(stage), opens(stage)) == (["disputed"], 0)
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] == "overclaims"
    assert denial["due_at"] == wire(stage.now + timedelta(hours=72))
    assert "Disputed." in stage.main.get(f"/performers/{mina.performer_id}").text
    assert findings(stage) == set()


def test_nothing_new_is_signed_while_it_is_disputed_and_a_running_licence_goes_on(stage: Stage) -> None:
    """Scenario 4: without evidence or a ruling a running licence stays untouched."""
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    denies(stage, made.mina.performer_id)
    assert decide(made, token)["allowed"]


def test_a_contract_is_not_signed_under_a_disputed_hand(stage: Stage) -> None:
    mina, cleo, _, contract = agreed_contract(stage)
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    drafted = mina.asked(f"/api/v1/contracts/{contract}/sign")
    denies(stage, mina.performer_id)
    assert mina.tries_to_sign(drafted).json()["code"] == "consent.contested"


def test_everybody_concerned_is_told_on_every_channel_and_the_denier_by_mail(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    for address in ("mina@example.org", "mina.too@example.org"):
        mina.asked("/api/v1/me/channels", {"by": "mail", "address": address})
    stage.person("otto").asked("/api/v1/me/channels", {"by": "mail", "address": "desk@example.org"})

    denial = denies(stage, mina.performer_id)
    assert goes_round(stage).alerts_arrived == 4

    assert {to for to, _ in mails(stage)} == {
        "mina@example.org",
        "mina.too@example.org",
        "desk@example.org",
        MAIL,
    }
    assert all(f"/denials/{denial['denial']}" in text for _, text in mails(stage))
    assert "disputes.disputed" in {a["code"] for a in mina.get("/api/v1/me/alerts").json()}
    assert goes_round(stage).alerts_arrived == 0


def test_after_seventy_two_hours_of_silence_it_is_hidden_and_the_name_is_provably_absent(
    stage: Stage,
) -> None:
    """Scenario 4: 72 hours of silence hide it in pages, API, names, sitemap and feeds, with a proof of absence."""
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    stage.passes(hours=71)
    assert (goes_round(stage).listings_hidden, listed(stage)) == (0, ["disputed"])

    stage.passes(hours=1)
    assert listed(stage) == [], "hidden by the clock alone, before any round"
    assert goes_round(stage).listings_hidden == 1

    sam = stage.person("sam")
    assert stage.main.get(f"/performers/{mina.performer_id}").status_code == 404
    for path in ("/", "/sitemap.xml", "/feed.atom", "/feed.json"):
        assert mina.performer_id not in stage.main.get(path).text
        assert "Mina Haldane" not in stage.main.get(path).text
    assert sam.get("/api/v1/names", params={"q": "Mina Haldane"}).json()["people"] == []
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    absence = stage.main.get("/names/bundle", params={"q": "Mina Haldane"}).content
    report = verify_bundle(absence, trust, now=stage.now)
    assert (report.problems, report.name and report.name.people) == ((), ())
    assert sam.get(f"/api/v1/denials/{denial['denial']}").json()["state"] == "hidden"
    assert findings(stage) == set()


def test_the_key_behind_it_confirms_and_the_operator_still_owes_the_proof(stage: Stage) -> None:
    """Scenario 4: the subject's own key decides."""
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    mina.signs(mina.asked(f"/api/v1/denials/{denial['denial']}/confirm"))

    assert (listed(stage), opens(stage)) == (["open"], 1)
    waiting = stage.person("otto").get("/api/v1/denials").json()
    assert [d["state"] for d in waiting] == ["confirmed"]
    assert stage.person("otto").post(f"/api/v1/denials/{denial['denial']}/confirm").status_code == 403
    again = mina.post(f"/api/v1/denials/{denial['denial']}/confirm")
    assert again.json()["code"] == "denial.cannot_confirm"


def test_the_proof_stands_and_is_shown_in_words_that_call_nobody_a_liar(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    answered = operator_does(stage, denial, "answer", ground="key_and_evidence").json()

    assert (answered["state"], listed(stage), opens(stage)) == ("answered", ["open"], 1)
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(f"/log/bundles/{denial['target']}").content, trust, now=stage.now)
    said = {s.type: s for s in report.statements}
    assert report.problems == ()
    assert said["openness.given"].binding.holder == said["openness.given"].subject
    words = said["denial.answered"].text
    assert said["openness.given"].key_id in words["en"]
    assert "It does not show whose hand held it, and it is no judgement on whoever denied it" in words["en"]
    assert "不评判提出异议之人" in words["zh"]
    assert not {"false", "lie", "liar"} & set(words["en"].lower().split())
    assert findings(stage) == set()


def test_a_proof_that_does_not_check_out_answers_nothing(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)

    def edited(db: object) -> None:
        from sqlalchemy import text

        db.execute(
            text(
                "update record_statement set raw = cast(replace(raw, 'Mina', 'Nina') as blob) where type = 'openness.given'"
            )
        )  # type: ignore[attr-defined]

    stage.propria.library.database.transact(edited)
    refused = operator_does(stage, denial, "answer", ground="key_and_evidence")
    assert refused.json()["code"] == "disputes.no_proof"


def test_a_denial_is_no_takedown_weapon(stage: Stage) -> None:
    """Scenario 4: false denials are counted, limited and ruled on."""
    mina, wen = (
        stage.open_performer("mina", film_terms()),
        stage.open_performer("wen", film_terms()),
    )
    denial = denies(stage, mina.performer_id)
    again = stage.person("sam").post(f"/api/v1/performers/{mina.performer_id}/denials", {"mail": MAIL})
    assert again.json()["code"] == "disputes.denied_already"

    operator_does(stage, denial, "answer", ground="key_and_evidence")
    repeated = denies(stage, mina.performer_id, "somebody.else@example.org")
    assert (repeated["state"], listed(stage)) == ("received", ["open", "open"])

    denies(stage, wen.performer_id)
    operator_does(stage, denial, "answer")
    third = denies(stage, mina.performer_id)
    assert third["state"] == "received"
    fourth = stage.person("sam").post(f"/api/v1/performers/{wen.performer_id}/denials", {"mail": MAIL})
    assert fourth.json()["code"] == "disputes.denied_already"
    operator_does(stage, third, "answer")
    fifth = stage.person("sam").post(f"/api/v1/performers/{mina.performer_id}/denials", {"mail": MAIL})
    assert fifth.json()["code"] == "disputes.too_many"


def test_a_domain_that_anybody_can_buy_hides_nothing(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    silent = stage.person("sam").post(f"/api/v1/denials/{denial['denial']}/domain/check")
    assert silent.json()["code"] == "disputes.domain_silent"
    bought = shows_evidence(stage, denial, "mina-haldane-official.example")
    assert bought.json()["code"] == "disputes.other_domain"
    assert listed(stage) == ["disputed"]


def test_only_the_operator_answers_and_a_stranger_learns_nothing(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    denial = denies(stage, mina.performer_id)
    for who in ("mina", "cleo"):
        person = stage.person(who)
        assert person.get("/api/v1/denials").status_code == 404
        assert person.post(f"/api/v1/denials/{denial['denial']}/answer").status_code == 404
    assert stage.person("sam").get("/api/v1/denials/dnl_nothing").json()["code"] == "disputes.no_denial"
    assert MAIL not in stage.person("sam").get(f"/api/v1/denials/{denial['denial']}").text
    nobody = stage.person("sam").post("/api/v1/performers/prf_nobody/denials", {"mail": MAIL})
    assert nobody.json()["code"] == "publicity.not_listed"
