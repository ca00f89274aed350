"""Law and agreements are held against a deal: they add duties, stop a signature, and say what would meet them."""

import re
from typing import Any

from tests.cast import Person, Stage
from tests.deals import a_brief, agreed_contract, an_offer, capture_consent, hold_funds, sheet, token_for
from tests.stories.deals.test_a_running_licence_changes import signed_in_again
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms, series_scope, series_use


def newest(person: Person, deal: str) -> Any:
    """The newest version of the terms, as a side reads it."""
    return person.get(f"/api/v1/deals/{deal}").json()["turns"][-1]["sheet"]


IN_CALIFORNIA = ["performer_in_us_ca", "replaces_work_in_person"]


def test_a_market_brings_its_duty_into_the_offer(stage: Stage) -> None:
    """Scenario 21: adding the New York advertising market adds its disclosure."""
    terms = film_terms()
    terms["clauses"][0] |= {"medium": ["advertisement", "film", "series"], "territory": "ANY"}
    terms["clauses"][0] |= {"advertiser": "ANY", "product_line": "ANY"}
    mina, cleo = stage.open_performer("mina", terms), stage.keyed("cleo")
    advertisement = {"medium": ["advertisement"], "advertiser": ["Ode & Kestrel"], "product_line": ["food"]}
    at_home, in_new_york = (series_scope(**advertisement, territory=[t]) for t in ("CN", "US-NY"))
    brief = a_brief(cleo, at_home)

    deal = an_offer(cleo, mina.performer_id, brief, sheet(at_home)).json()["deal"]
    assert "duties" not in newest(mina, deal)["scope"]
    seen = mina.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet(in_new_york)})
    assert {c["axis"] for c in seen["changes"]} >= {"territory", "duties"}
    assert newest(mina, deal)["scope"]["duties"] == {"label": ["ad_disclosure"]}


def test_a_deal_that_a_rule_forbids_cannot_be_agreed_until_it_is_met(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo), sheet(facts=IN_CALIFORNIA)).json()["deal"]

    refused = mina.post(f"/api/v1/deals/{deal}/agree")
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.rules_unmet")
    assert refused.json()["facts"]["rules"] == ["us-ca.ab2602"]
    assert "§ 927" in refused.json()["facts"]["asks"][0]["en"]

    stated = sheet(facts=[*IN_CALIFORNIA, "had_counsel"])
    mina.asked(f"/api/v1/deals/{deal}/counter", {"sheet": stated})
    assert cleo.asked(f"/api/v1/deals/{deal}/agree")["state"] == "agreed"
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    assert mina.get(f"/api/v1/deals/{deal}").json()["state"] == "signed"


def test_notice_of_48_hours_holds_the_licence_back(stage: Stage) -> None:
    """Scenario 31: signed ten hours before the shoot under a rule that needs 48, it is not active until then."""
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    union = sheet(facts=["sag_aftra_theatrical"])
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo), union).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    licence = cleo.get("/api/v1/licences").json()[0]["licence"]
    capture_consent(mina)
    hold_funds(stage, licence)
    token = token_for(cleo, licence)

    def at_the_shoot() -> tuple[str, list[str], list[str]]:
        """What the licence is, what it waits for, what the gate has against a take now."""
        (now,) = cleo.get("/api/v1/licences").json()
        form = {"token": token, "use": series_use(stage.now).to_json()}
        return now["state"], now["waits_for"], cleo.asked("/api/v1/gate/decide", form)["reasons"]

    stage.passes(hours=10)
    assert at_the_shoot() == ("licensed", ["notice_running"], ["licence_licensed", "notice_running"])
    stage.passes(hours=37, minutes=59)
    assert at_the_shoot()[0] == "licensed"
    stage.passes(minutes=1)
    for who in (mina, cleo):
        signed_in_again(who)
    assert at_the_shoot() == ("active", [], [])


def test_a_cooling_off_holds_the_performers_signature_and_then_the_first_use(stage: Stage) -> None:
    """She asked for it in the terms: three days from the contract before her side signs, three more before any use."""
    mina, cleo, deal, contract = agreed_contract(stage, sheet(facts=["cooling_off"]))
    where, page = f"/api/v1/contracts/{contract}/sign", f"/deals/{deal}"
    early = mina.post(where)
    assert (early.status_code, early.json()["code"]) == (409, "deals.cooling_off")
    assert early.json()["facts"]["until"] == "2026-11-25T10:00:00Z"
    assert early.json()["facts"]["rules"] == ["propria.cooling_off"]
    cleo.signs(cleo.asked(where))
    for who in (mina, cleo):
        (ahead,) = [d for d in who.get("/api/v1/me/calendar").json() if d["at"] == "2026-11-25T10:00:00Z"]
        assert ahead["en"].endswith("the performer’s side may sign, the cooling-off is over")
    told = words(Reader(stage).signs_in("mina").get(page))
    assert "You cannot sign this: A cooling-off runs; the performer's side signs after it." in told
    assert "It runs until 25 Nov 2026" in told
    assert "Read it once more and sign" not in told
    rules = words(Reader(stage).signs_in("mina").get(f"{page}/rules"))
    assert "runs until 25 Nov 2026" in rules
    assert "counts from the last signature" in rules
    assert "a cooling-off runs: the performer’s side cannot sign yet" in rules

    stage.passes(days=3)
    for who in (mina, cleo):
        signed_in_again(who)
    mina.signs(mina.asked(where))
    assert "over since 25 Nov 2026" in words(Reader(stage).signs_in("mina").get(f"{page}/rules"))
    (licence,) = cleo.get("/api/v1/licences").json()
    assert "notice_running" in licence["waits_for"]
    stage.passes(days=3)
    signed_in_again(cleo)
    assert "notice_running" not in cleo.get("/api/v1/licences").json()[0]["waits_for"]


def test_the_sides_of_a_deal_read_which_rules_reach_it_and_which_would(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo), sheet(facts=IN_CALIFORNIA)).json()["deal"]

    page = Reader(stage).signs_in("mina").get(f"/deals/{deal}/rules").text
    assert "AB 2602" in page
    assert "not met: it cannot be signed" in page
    assert "It would reach it if the performer lives or works in New York" in page
    assert Reader(stage).signs_in("otto").get(f"/deals/{deal}/rules").status_code == 404


def test_anybody_reads_the_packs_and_what_changed(stage: Stage) -> None:
    page = stage.person("sam").get("/rules?since=2026-06-01&on=2026-06-30")
    assert page.status_code == 200
    assert "us-ny.ad_disclosure" in page.text
    assert "eu.ai_act_50" not in page.text
    (anew,) = stage.main.get("/api/v1/rules/changes?since=2026-12-01&on=2026-12-31").json()
    assert (anew["rule"], anew["replaces"], anew["change"]) == (
        "eu.ai_act_50_all",
        "eu.ai_act_50",
        "said_anew",
    )
    for language, says in (
        ("en", " A system on the market before 2 August 2026 has until 2 December 2026"),
        ("zh-Hans", "宽限至"),
    ):
        gone = "".join(part["text"] for part in anew["words"][language] if part["stands"] == "old")
        assert says in gone
        page = Reader(stage, language=language).get("/rules?since=2026-12-01&on=2026-12-31").text
        assert [says in each for each in re.findall("<del>([^<]*)</del>", page)].count(True) == 1
    no_day = stage.main.get("/rules?on=soon", headers={"accept": "application/problem+json"})
    assert (no_day.status_code, no_day.json()["code"]) == (400, "deals.bad_day")


def test_a_fact_that_rules_do_not_know_is_refused(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    refused = an_offer(cleo, mina.performer_id, a_brief(cleo), sheet(facts=["rich"]))
    assert (refused.status_code, refused.json()["code"]) == (400, "rulepacks.unknown_fact")
