"""What is asked wrongly is refused by a code, and the same thing asked rightly is done: nothing else differs."""

from datetime import timedelta
from typing import Any

from propria.demo.terms import card
from propria.kernel.time import wire
from propria.scope import StandingTerms
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, agreed_contract, an_offer, brief_form, capture_consent, sheet, signed_licence
from tests.terms import film_terms, series_scope, series_use


def code_of(answer: Any) -> str:
    """The code of a refusal."""
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


def recorded(person: Person, where: str, media_type: str, line: str = "") -> Any:
    """Send a recording as this person; the answer, whatever it is."""
    headers = {"authorization": f"Bearer {person.token}", "content-type": media_type}
    asked = {"kind": "voice", "line": line}
    return person.stage.main.post(where, params=asked, content=b"RIFF", headers=headers)


def test_a_brief_is_titled_and_paid_and_its_creators_own(stage: Stage) -> None:
    cleo, mina = stage.person("cleo"), stage.person("mina")
    form = brief_form(budget={"currency": "CNY", "minor": "1"})
    assert code_of(cleo.post("/api/v1/briefs", form | {"title_en": " "})) == "casting.no_title"
    unpaid = form | {"budget": {"currency": "CNY", "minor": "0"}}
    assert code_of(cleo.post("/api/v1/briefs", unpaid)) == "casting.no_budget"
    assert code_of(mina.post("/api/v1/briefs", form)) == "parties.no_creator"
    brief = cleo.asked("/api/v1/briefs", form)["brief"]
    assert cleo.get(f"/api/v1/briefs/{brief}/matches").status_code == 200
    assert code_of(cleo.get("/api/v1/briefs/brf_none/matches")) == "casting.no_brief"


def test_openness_has_an_end_a_floor_and_something_that_it_allows(stage: Stage) -> None:
    mina = stage.identified("mina")
    where, terms = "/api/v1/openness", film_terms()
    assert code_of(mina.post(where, openness_form(stage.now, terms, days=181))) == "consent.openness_term"
    assert code_of(mina.post(where, openness_form(stage.now, terms, floor="-1"))) == "consent.floor_negative"
    nothing = StandingTerms((), ()).to_json()
    assert code_of(mina.post(where, openness_form(stage.now, nothing))) == "consent.nothing_allowed"
    assert mina.post(where, openness_form(stage.now, terms)).status_code == 201


def test_only_the_performer_takes_back_and_only_what_was_given(stage: Stage) -> None:
    mina, wen = stage.open_performer("mina", film_terms()), stage.identified("wen")
    where, form = "/api/v1/openness/withdraw", {"performer": mina.performer_id}
    assert code_of(wen.post(where, form)) == "consent.not_yours"
    mina.signs(mina.asked(where, form))
    assert code_of(mina.post(where, form)) == "consent.not_open"
    assert code_of(mina.post("/api/v1/grants/withdraw", {"grant": "stm_none"})) == "consent.no_grant"


def test_consent_to_be_recorded_has_a_reason_and_a_date_of_destruction(stage: Stage) -> None:
    mina = stage.identified("mina")
    good = {
        "purpose": "capture",
        "reason": "One session",
        "retained_until": wire(stage.now + timedelta(days=30)),
    }
    assert code_of(mina.post("/api/v1/grants", good | {"reason": " "})) == "consent.no_reason"
    late = {"retained_until": wire(stage.now + timedelta(days=1_100))}
    assert code_of(mina.post("/api/v1/grants", good | late)) == "consent.retention_term"
    assert mina.post("/api/v1/grants", good).status_code == 201


def test_an_offer_is_of_its_project_within_sixty_days_and_not_paid_by_the_performer(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    brief = a_brief(cleo)
    elsewhere = sheet() | {"project": "tidewright"}
    assert code_of(an_offer(cleo, mina.performer_id, brief, elsewhere)) == "deals.other_project"
    paying = sheet() | {"guarantee": {"currency": "CNY", "minor": "-1"}}
    assert code_of(an_offer(cleo, mina.performer_id, brief, paying)) == "deals.no_guarantee"
    form = {
        "brief": brief,
        "performer": mina.performer_id,
        "sheet": sheet(),
        "lapses_at": wire(stage.now + timedelta(days=61)),
    }
    assert code_of(cleo.post("/api/v1/offers", form)) == "deals.offer_term"
    assert an_offer(cleo, mina.performer_id, brief).status_code == 201


def test_talks_are_between_two_have_turns_and_lapse(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    assert code_of(mina.get("/api/v1/deals/off_none")) == "deals.no_deal"
    assert code_of(cleo.post(f"/api/v1/deals/{deal}/contract")) == "deals.not_agreed"
    stage.passes(days=15)
    stage.people.clear()
    assert code_of(stage.person("mina").post(f"/api/v1/deals/{deal}/agree")) == "deals.lapsed"


def test_a_contract_waits_for_keys_and_is_signed_once_by_each_side(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.person("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")
    assert code_of(cleo.post(f"/api/v1/deals/{deal}/contract")) == "deals.no_key"
    stage.keyed("cleo")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    assert code_of(cleo.post(f"/api/v1/contracts/{contract}/sign")) == "deals.signed_already"
    assert code_of(cleo.post("/api/v1/contracts/ctr_none/sign")) == "deals.no_contract"


def test_a_stranger_to_a_licence_learns_nothing_and_ends_nothing(stage: Stage) -> None:
    made, wen = signed_licence(stage), stage.identified("wen")
    assert code_of(made.cleo.post("/api/v1/licences/lic_none/token")) == "licences.no_licence"
    where = f"/api/v1/licences/{made.licence}/withdraw"
    assert code_of(wen.post(where)) == "parties.no_mandate_held"
    assert made.mina.post(where).status_code == 201


def test_a_recording_says_what_it_is_and_goes_into_its_own_performers_vault(stage: Stage) -> None:
    mina, wen = stage.identified("mina"), stage.identified("wen")
    capture_consent(mina)
    capture = mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    where = f"/api/v1/captures/{capture}/assets"
    assert code_of(recorded(mina, where, "text/plain")) == "likeness.wrong_type"
    assert code_of(recorded(mina, where, "")) == "likeness.no_type"
    assert code_of(recorded(mina, where, "audio/wav", line="x" * 1_001)) == "likeness.line_too_long"
    assert code_of(recorded(wen, where, "audio/wav")) == "likeness.not_yours"
    assert code_of(recorded(mina, "/api/v1/captures/cap_none/assets", "audio/wav")) == "likeness.no_capture"


def test_joining_and_claiming(stage: Stage) -> None:
    sam, mina, wen = stage.person("sam"), stage.person("mina"), stage.person("wen")
    new = {"zh": "新人", "en": "New", "role": "performer"}
    assert code_of(sam.post("/api/v1/people", new | {"role": "operator"})) == "parties.operator_by_hand"
    assert code_of(sam.post("/api/v1/people", new | {"en": "\u200b"})) == "parties.name_unusable"
    assert sam.post("/api/v1/people", new).status_code == 201
    assert code_of(sam.get("/api/v1/me")) == "parties.sign_in_needed"
    assert code_of(sam.post("/api/v1/session/demo", {"name": "nobody"})) == "parties.no_person"
    assert (
        code_of(wen.post("/api/v1/openness", openness_form(stage.now, film_terms())))
        == "parties.no_performer"
    )
    assert code_of(wen.post("/api/v1/claim/check")) in ("parties.no_claim", "parties.no_performer")
    assert code_of(mina.post("/api/v1/claim", {"domain": "not a domain"})) == "parties.domain_unusable"
    stage.identified("mina")
    assert code_of(mina.post("/api/v1/claim", {"domain": "mina.example"})) == "parties.already_claimed"


def a_mandate(stage: Stage, representative: Person) -> dict[str, Any]:
    """A mandate that Mina could sign."""
    return {
        "representative": representative.id,
        "powers": ["negotiate"],
        "scopes": [series_scope().to_json()],
        "starts_at": wire(stage.now),
        "ends_at": wire(stage.now + timedelta(days=90)),
    }


def test_a_mandate_names_its_powers_and_ends(stage: Stage) -> None:
    mina, rafael = stage.identified("mina"), stage.person("rafael")
    good = a_mandate(stage, rafael)
    assert code_of(mina.post("/api/v1/mandates", good | {"powers": []})) == "parties.no_power"
    long = {"ends_at": wire(stage.now + timedelta(days=1_100))}
    assert code_of(mina.post("/api/v1/mandates", good | long)) == "parties.mandate_term"
    assert mina.post("/api/v1/mandates", good).status_code == 201
    assert code_of(mina.post("/api/v1/mandates/withdraw", {"mandate": "mdt_none"})) == "parties.no_mandate"


def test_a_passkey_that_nobody_asked_for_or_knows_signs_nobody_in(stage: Stage) -> None:
    sam, mina = stage.person("sam"), stage.person("mina")
    credential = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}
    stale = {"challenge_id": "sgn_none", "credential": credential}
    assert code_of(sam.post("/api/v1/session/passkey", stale)) == "parties.challenge_gone"
    begun = sam.asked("/api/v1/session/passkey/options")
    unknown = {"challenge_id": begun["challenge_id"], "credential": credential}
    assert code_of(sam.post("/api/v1/session/passkey", unknown)) == "parties.passkey_unknown"
    begun = mina.asked("/api/v1/me/passkeys/options")
    broken = {"challenge_id": begun["challenge_id"], "credential": credential}
    assert code_of(mina.post("/api/v1/me/passkeys", broken)) == "parties.passkey_refused"


def test_what_the_public_asks_has_bounds(stage: Stage) -> None:
    sam = stage.person("sam")
    assert code_of(sam.get("/api/v1/performers/prf_none")) == "publicity.not_listed"
    assert code_of(sam.get("/api/v1/names", params={"q": "x" * 101})) == "publicity.name_too_long"
    long = {"text": "x" * 200_001}
    assert code_of(sam.post("/api/v1/claims/check", long)) == "publicity.text_too_long"
    assert code_of(sam.get("/log/tile/0/999")) == "record.no_tile"
    assert code_of(sam.get("/log/bundles/stm_none")) == "record.no_statement"


def test_a_signature_that_cannot_be_read_signs_nothing(stage: Stage) -> None:
    mina = stage.identified("mina")
    drafted = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))
    where = f"/requests/{drafted['request_id']}/signature"
    assert code_of(stage.signing.post(where, json={"key_id": "key_x"})) == "record.unreadable_signature"
    assert stage.signing.get(f"/requests/{drafted['request_id']}").status_code == 200


def test_a_render_is_of_one_thing_by_one_act_and_whoever_asks_for_another_s_finds_none(stage: Stage) -> None:
    made = signed_licence(stage)
    token = made.cleo.asked(f"/api/v1/licences/{made.licence}/token")["token"]
    form = {"token": token, "use": series_use(stage.now).to_json(), "nonce": "take-1"}
    assert code_of(made.cleo.post("/api/v1/renders", form)) == "usage.one_thing"
    backwards = {"take": {"asset": "ast_none", "from_ms": 10, "to_ms": 5}}
    assert code_of(made.cleo.post("/api/v1/renders", form | backwards)) == "usage.take_malformed"
    nobody = {"performance": {"version": "rpv_none", "recording": "ast_none", "from_ms": 0, "to_ms": 5}}
    assert code_of(made.cleo.post("/api/v1/renders", form | nobody)) == "usage.performance_malformed"
    empty = {"line": {"version": "rpv_none", "text": " "}}
    assert code_of(made.cleo.post("/api/v1/renders", form | empty)) == "usage.line_malformed"
    assert code_of(made.cleo.get("/api/v1/renders/rnd_none")) == "usage.no_render"


def test_money_that_is_none_moves_nothing(stage: Stage) -> None:
    made, otto = signed_licence(stage), stage.person("otto")
    form = {"licence": made.licence, "amount": {"currency": "CNY", "minor": "0"}, "reference": "BANK-0"}
    assert code_of(otto.post("/api/v1/funds", form)) == "royalties.nothing_to_move"
    paid = form | {"amount": {"currency": "CNY", "minor": "1"}}
    assert otto.post("/api/v1/funds", paid).status_code == 201


def test_a_rate_card_that_cannot_be_read_is_no_offer(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    unread = sheet() | {"card": card().to_json() | {"lines": "many"}}
    assert code_of(an_offer(cleo, mina.performer_id, a_brief(cleo), unread)) == "rates.unreadable"


def test_an_agreed_contract_is_offered_for_signature_to_its_parties_alone(stage: Stage) -> None:
    mina, _, _, contract = agreed_contract(stage)
    wen = stage.identified("wen")
    assert code_of(wen.post(f"/api/v1/contracts/{contract}/sign")) == "deals.no_deal"
    assert mina.post(f"/api/v1/contracts/{contract}/sign").status_code == 201
