"""From a brief to a licence: who fits and why, an offer, a counter with what it changes, a contract, two signatures."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from propria.kernel.money import Money
from propria.kernel.time import instant, wire
from propria.record import store as record
from propria.record.model import Entry
from propria.scope import ANY, Duties, Scope, StandingTerms, term, volume
from tests.cast import Person, Stage
from tests.deals import a_brief, agreed_contract, an_offer, sheet, signed_licence
from tests.terms import film_terms, series_scope


def test_a_creator_sees_who_fits_and_why_the_others_do_not(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    stage.open_performer("wen", film_terms(), floor="90000000")
    cleo = stage.keyed("cleo")

    found = cleo.get(f"/api/v1/briefs/{a_brief(cleo)}/matches").json()
    assert [m["performer"] for m in found["fitting"]] == [mina.performer_id]
    assert [m["reasons"] for m in found["others"]] == [["below_floor"]]

    game = a_brief(cleo, series_scope(medium=["game"]))
    others = cleo.get(f"/api/v1/briefs/{game}/matches").json()["others"]
    assert "medium_mismatch" in others[0]["reasons"]
    assert others[0]["says"][0]["zh"]


def test_an_offer_across_a_red_line_or_below_the_floor_cannot_be_sent(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)

    crossed = an_offer(cleo, mina.performer_id, brief, sheet(series_scope(theme=["drama", "nudity"])))
    assert (crossed.status_code, crossed.json()["code"]) == (409, "deals.red_line")
    cheap = an_offer(cleo, mina.performer_id, brief, sheet(guarantee=Money("CNY", 100)))
    assert (cheap.status_code, cheap.json()["code"]) == (409, "deals.below_floor")
    assert an_offer(cleo, mina.performer_id, brief).status_code == 201


def test_a_counter_says_in_plain_words_what_it_changes(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]

    less = sheet(series_scope(act=["dub"], volume=volume(seconds=300, lines=300)))
    seen = mina.asked(f"/api/v1/deals/{deal}/counter", {"sheet": less})
    assert {c["axis"] for c in seen["changes"]} >= {"act", "volume"}
    assert all(c["zh"] and c["en"] for c in seen["changes"])
    assert seen["turn_of"] == "creator"

    out_of_turn = mina.post(f"/api/v1/deals/{deal}/counter", {"sheet": sheet()})
    assert out_of_turn.json()["code"] == "deals.not_your_turn"
    assert cleo.asked(f"/api/v1/deals/{deal}/agree")["state"] == "agreed"


def test_strangers_learn_nothing_of_talks(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    wen = stage.identified("wen")
    assert wen.get(f"/api/v1/deals/{deal}").status_code == 404
    assert stage.person("sam").get(f"/api/v1/deals/{deal}").status_code == 401
    assert mina.get(f"/api/v1/deals/{deal}").status_code == 200
    assert stage.person("sam").get("/api/v1/counts").json()["licensed"] == 0


def test_both_sign_the_same_file_and_the_licence_is_frozen(stage: Stage, tmp_path: Path) -> None:
    made = signed_licence(stage)
    licence = made.cleo.get("/api/v1/licences").json()[0]
    assert licence["state"] == "licensed"
    assert set(licence["waits_for"]) == {"funds_not_held", "no_capture_consent"}

    plain = made.mina.get(f"/api/v1/contracts/{made.contract}/file").content
    sealed = made.mina.get(f"/api/v1/contracts/{made.contract}/sealed").content
    assert plain.startswith(b"%PDF")
    assert sealed.startswith(plain)
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    assert signatures_by_pdfsig(file) == 3


def signatures_by_pdfsig(file: Path) -> int:
    """How many intact signatures poppler finds."""
    try:
        done = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    return done.stdout.count("Signature is Valid")


def test_what_is_too_vague_cannot_be_signed(stage: Stage) -> None:
    """Scenario 22."""
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)
    endless = series_scope(term=term("2026-11-01T00:00:00Z", "2126-11-01T00:00:00Z"))
    answer = an_offer(cleo, mina.performer_id, brief, sheet(endless))
    if answer.status_code == 201:
        answer = mina.post(f"/api/v1/deals/{answer.json()['deal']}/agree")
    assert answer.status_code == 409
    assert answer.json()["code"] == "scope.too_vague"
    assert answer.json()["facts"]["missing"][0]["clause_zh"]

    fine = an_offer(cleo, mina.performer_id, brief).json()["deal"]
    assert mina.asked(f"/api/v1/deals/{fine}/agree")["state"] == "agreed"


def test_all_media_worldwide_in_perpetuity_for_any_purpose_cannot_be_offered_nor_signed(stage: Stage) -> None:
    """Scenario 22: what is missing is listed, each with the clause that would fix it."""
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)
    everything = series_scope().but(medium=ANY, territory=ANY, term=ANY, project=ANY)
    refused = an_offer(cleo, mina.performer_id, brief, sheet(everything))
    assert (refused.status_code, refused.json()["code"]) == (409, "scope.too_vague")
    found = refused.json()["facts"]
    assert {"scope.any_medium", "scope.any_territory", "scope.any_term", "scope.any_project"} <= set(
        found["findings"]
    )
    assert all(one["clause_zh"] and one["clause_en"] for one in found["missing"])
    assert an_offer(cleo, mina.performer_id, brief).status_code == 201


def test_without_another_word_a_licence_lasts_ten_years_at_most(stage: Stage) -> None:
    """Scenario 22."""
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)
    codes = []
    for last in ("2036-11-22T10:00:00Z", "2036-11-23T10:00:00Z"):
        ten = series_scope(term=term("2026-12-01T00:00:00Z", last))
        made = an_offer(cleo, mina.performer_id, brief, sheet(ten))
        answer = mina.post(f"/api/v1/deals/{made.json()['deal']}/agree") if made.status_code == 201 else made
        codes.append(answer.json().get("code"))
    assert codes == [None, "scope.too_vague"]


def test_withdrawing_openness_ends_talks_and_changes_nothing_signed(stage: Stage) -> None:
    made = signed_licence(stage)
    second = an_offer(made.cleo, made.mina.performer_id, a_brief(made.cleo)).json()["deal"]
    before = made.cleo.get("/api/v1/licences").json()[0]

    made.mina.signs(made.mina.asked("/api/v1/openness/withdraw", {"performer": made.mina.performer_id}))

    assert made.cleo.get(f"/api/v1/deals/{second}").json()["state"] == "lapsed"
    after = made.cleo.get("/api/v1/licences").json()[0]
    assert {k: v for k, v in after.items() if k != "as_of"} == {
        k: v for k, v in before.items() if k != "as_of"
    }


def mandate(stage: Stage, powers: list[str], **scope: Any) -> None:
    """Mina gives Rafael these powers within this scope."""
    mina, rafael = stage.person("mina"), stage.keyed("rafael")
    within = Scope.from_json(film_terms()["clauses"][0]).but(**scope)
    form = {
        "representative": rafael.id,
        "powers": powers,
        "scopes": [within.to_json()],
        "starts_at": wire(stage.now),
        "ends_at": wire(stage.now + timedelta(days=365)),
    }
    mina.signs(mina.asked("/api/v1/mandates", form))


def test_an_agent_without_the_power_is_refused_and_the_log_holds_only_the_refusal(stage: Stage) -> None:
    """Scenario 8: a mandate to negotiate advertisements signs no film training licence, and the performer is told."""
    mina = stage.open_performer("mina", training_terms())
    cleo = stage.keyed("cleo")
    terms = sheet(film_training())
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo, film_training()), terms).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    mandate(stage, ["negotiate"], medium=["advertisement"])
    rafael = stage.person("rafael")
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    drafted = rafael.asked(f"/api/v1/contracts/{contract}/sign")
    before = entries_of(stage)

    refused = rafael.tries_to_sign(drafted)
    assert (refused.status_code, refused.json()["code"]) == (409, "parties.power_missing")
    assert refused.json()["facts"]["power"] == "sign_contract"
    assert cleo.get("/api/v1/licences").json() == []

    (added,) = entries_of(stage)[len(before) :]
    assert (added.kind, set(added.facts or {})) == ("refusal", {"type", "code", "nonce"})
    assert (added.facts or {})["code"] == "parties.power_missing"
    (told,) = told_of(mina, "alerts.signing_refused")
    assert "The mandate does not name the power: sign_contract." in told["en"]
    assert told["zh"]
    assert told["facts"]["see"].endswith(f"/log/entries/{added.index}")
    assert told_of(rafael, "alerts.signing_refused") == []

    mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    assert len(cleo.get("/api/v1/licences").json()) == 1


def told_of(person: Person, code: str) -> list[dict[str, Any]]:
    """What somebody was told under this code."""
    return [one for one in person.get("/api/v1/me/alerts").json() if one["code"] == code]


def film_training() -> Scope:
    """Training on one film's takes, and when the model is gone."""
    duties = Duties(delete_by=instant("2028-11-01T00:00:00Z"))
    return series_scope(act=["train"], medium=["film"], duties=duties)


def training_terms() -> dict[str, Any]:
    """Mina is open to being asked for that."""
    terms = StandingTerms.from_json(film_terms())
    return StandingTerms((*terms.clauses, film_training().but(project=ANY)), terms.red_lines).to_json()


def entries_of(stage: Stage) -> list[Entry]:
    """The log as it is kept."""
    return stage.propria.library.database.read(lambda db: record.entries(db=db))


def test_an_agent_with_the_power_signs_within_its_scope_and_not_beyond(stage: Stage) -> None:
    mina, cleo, _, contract = agreed_contract(stage)
    mandate(stage, ["negotiate", "sign_contract"], medium=["advertisement"])
    rafael = stage.person("rafael")
    beyond = rafael.tries_to_sign(rafael.asked(f"/api/v1/contracts/{contract}/sign"))
    assert beyond.json()["code"] == "parties.scope_beyond_mandate"

    mandate(stage, ["negotiate", "sign_contract"])
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    rafael.signs(rafael.asked(f"/api/v1/contracts/{contract}/sign"))
    assert len(cleo.get("/api/v1/licences").json()) == 1
    assert mina.get("/api/v1/licences").json()[0]["state"] == "licensed"
