"""Scenarios 4 and 7: the operator's word alone stands behind a listing, and a name that is somebody else's too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from propria.parties.model import Role
from propria.proofs.bundles import verify_bundle
from propria.proofs.reports import Report
from propria.proofs.trust import Trust
from propria.record import actions as record
from tests.cast import Person, Stage, a_stage, openness_form
from tests.mandates import another
from tests.stories.disputes.denying import (
    MAIL,
    denies,
    findings,
    goes_round,
    mails,
    operator_does,
    rules,
    two_rule,
)
from tests.stories.disputes.test_somebody_says_they_did_not_sign import listed, opens
from tests.stories.parties.test_two_people_share_a_name import namesake
from tests.terms import film_terms

PAPERS = {"route": "document_and_video", "sha256": "ab" * 32}


@pytest.fixture
def trusting(tmp_path: Path) -> Iterator[Stage]:
    """A library that was set up to take the word of its operator's people alone."""
    with a_stage(tmp_path, settings={"operator_evidence_lists": "true"}) as stage:
        yield stage


def seen_by_two(stage: Stage, performer: str, two: tuple[Person, Person]) -> None:
    """Two of the operator's people see a document and its holder live."""
    for person in two:
        person.asked(f"/api/v1/performers/{performer}/identity-seen", PAPERS)


def two_of_the_operator(stage: Stage) -> tuple[Person, Person]:
    """Otto and Olga, each with a key of their own."""
    return stage.keyed("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)


def listed_on_their_word(stage: Stage) -> tuple[Person, tuple[Person, Person]]:
    """Mina, listed on the word of Otto and Olga alone."""
    mina, two = stage.person("mina"), two_of_the_operator(stage)
    mina.performer_id = mina.asked("/api/v1/claim/begin")["performer"]
    seen_by_two(stage, mina.performer_id, two)
    mina.signs(mina.asked("/api/v1/me/demo-key"))
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    return mina, two


def bundle(stage: Stage, path: str, **query: str) -> Report:
    """What a stranger with the library's trust file reads in a bundle."""
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    return verify_bundle(stage.main.get(path, params=query).content, trust, now=stage.now)


def test_it_says_whose_word_it_is_and_counts_for_nobody(trusting: Stage) -> None:
    """Scenario 4: a listing on the operator's evidence alone says so on its page, over the API and in its bundle."""
    mina, _ = listed_on_their_word(trusting)
    entry = trusting.main.get("/api/v1/performers").json()[0]
    assert (entry["identity"]["strength"], opens(trusting)) == ("operator_only", 0)
    assert "the operator alone; nobody else" in trusting.main.get(f"/performers/{mina.performer_id}").text
    report = bundle(trusting, f"/log/bundles/{entry['openness']['statement']}")
    assert "binding_by_operator_only" in report.reservations


def test_denied_it_is_hidden_within_a_minute_everywhere_and_an_incident_is_open(trusting: Stage) -> None:
    """Scenario 4: gone from pages, API, feeds, sitemap and names at once, with a proof of absence."""
    stage, (mina, (otto, _)) = trusting, listed_on_their_word(trusting)
    denial = denies(stage, mina.performer_id)

    assert (denial["state"], listed(stage)) == ("hidden", [])
    assert stage.main.get(f"/performers/{mina.performer_id}").status_code == 404
    for path in ("/", "/sitemap.xml", "/feed.atom", "/feed.json"):
        assert "Mina Haldane" not in stage.main.get(path).text
    absent = bundle(stage, "/names/bundle", q="Mina Haldane")
    assert denial["absence"].endswith("/names/bundle?q=Mina+Haldane")
    assert (absent.problems, absent.name and absent.name.people) == ((), ())
    goes_round(stage)
    page = f"/denials/{denial['denial']}"
    assert any(to == MAIL and page in said for to, said in mails(stage))
    assert "/names/bundle?q=Mina+Haldane" in stage.main.get(page).text, "and there the proof of absence is"
    assert denial["denial"] in otto.get("/api/v1/denials").text, "an incident until it is ruled on"


def test_whoever_vouched_is_flagged_with_their_keys_until_a_ruling(trusting: Stage) -> None:
    """Scenario 4: they vouch for nobody, and no key that rests on them answers for itself."""
    stage, (mina, (otto, olga)) = trusting, listed_on_their_word(trusting)
    denial = denies(stage, mina.performer_id)

    received = {s.type: s for s in bundle(stage, f"/log/bundles/{denial['target']}").statements}
    assert "whoever vouched for it is flagged" in received["denial.received"].text["en"]
    flagged = stage.propria.library.database.read(
        lambda db: record.statements_of_type("voucher.flagged", db=db)
    )
    otto_key = otto.get("/api/v1/me").json()["signing_keys"][0]["key_id"]
    assert {s.statement.body["person"] for s in flagged} == {otto.id, olga.id}
    assert [otto_key] in [s.statement.body["keys"] for s in flagged]
    code = stage.person("wen").asked("/api/v1/claim/begin")["performer"]
    refused = otto.post(f"/api/v1/performers/{code}/identity-seen", PAPERS)
    assert refused.json()["code"] == "parties.voucher_flagged"
    own_key = mina.post(f"/api/v1/denials/{denial['denial']}/confirm")
    assert own_key.json()["code"] == "disputes.outsider_needed"
    alone = operator_does(stage, denial, "answer", ground="guild")
    assert alone.json()["code"] == "disputes.two_must_rule"
    involved = rules(otto, denial, "listing", "guild")
    assert involved.json()["code"] == "disputes.part_of_the_case", "who vouched does not rule"
    assert findings(stage) == set()

    two_rule(stage, denial, "listing", "guild")
    assert (listed(stage), opens(stage)) == (["open"], 0)
    seen_by_two(stage, code, (otto, olga))
    assert findings(stage) == set()


def test_after_a_ruling_against_it_the_flag_stays_and_one_that_is_taken_off_is_found(trusting: Stage) -> None:
    stage, (mina, (otto, olga)) = trusting, listed_on_their_word(trusting)
    denial = denies(stage, mina.performer_id)
    operator_does(stage, denial, "attestation", route="document")
    assert two_rule(stage, denial, "denial", "court")["state"] == "upheld"
    code = stage.person("wen").asked("/api/v1/claim/begin")["performer"]
    for one in (otto, olga):
        refused = one.post(f"/api/v1/performers/{code}/identity-seen", PAPERS)
        assert refused.json()["code"] == "parties.voucher_flagged"
    assert findings(stage) == set()
    taken_off = text("update parties_person set flagged_by = null")
    stage.propria.library.database.transact(lambda db: db.execute(taken_off))
    assert findings(stage) == {"parties.flag_altered"}


def test_a_shared_name_takes_a_second_factor_and_its_holder_hears_of_the_claim(stage: Stage) -> None:
    """Scenario 7: with a domain alone the impostor stays unclaimed, the holder is alerted, nothing is released."""
    mina = stage.open_performer("mina", film_terms())
    before = stage.main.get("/api/v1/performers").json()
    other = namesake(stage)
    claim = other.asked("/api/v1/claim", {"domain": "other.example"})
    assert "parties.name_claimed_again" in {a["code"] for a in mina.get("/api/v1/me/alerts").json()}

    stage.pages.lines["other.example"] = claim["publish"]
    assert other.asked("/api/v1/claim/check")["evidenced"] is False
    assert other.post("/api/v1/me/demo-key").json()["code"] == "parties.second_factor_needed"
    other.asked("/api/v1/claim", {"domain": "another.example"})
    assert other.post("/api/v1/me/demo-key").json()["code"] == "parties.not_evidenced", "another domain"
    assert stage.main.get("/api/v1/performers").json() == before

    seen_by_two(stage, claim["performer"], two_of_the_operator(stage))
    assert other.post("/api/v1/me/demo-key").json()["code"] == "parties.second_factor_needed", "no outsider"
    stage.pages.lines["another.example"] = other.asked("/api/v1/claim", {"domain": "another.example"})[
        "publish"
    ]
    assert other.asked("/api/v1/claim/check")["evidenced"] is True
    other.signs(other.asked("/api/v1/me/demo-key"))
    assert findings(stage) == set()


def test_an_imported_name_is_not_claimed_by_a_domain_alone(stage: Stage) -> None:
    """Scenario 7: a star who was imported and never came stays unclaimed."""
    star = {"zh": "温竹溪", "en": "WEN  Zhuxi", "contact": ""}
    stage.person("otto").asked("/api/v1/imports", {"rows": [star]})
    impostor = stage.person("wen")
    claim = impostor.asked("/api/v1/claim", {"domain": "wen-zhuxi.example"})
    stage.pages.lines["wen-zhuxi.example"] = claim["publish"]
    assert impostor.asked("/api/v1/claim/check")["evidenced"] is False
    assert impostor.post("/api/v1/me/demo-key").json()["code"] == "parties.second_factor_needed"
