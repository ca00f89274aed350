"""A licence that runs changes only by another contract that both sign: amended, renewed, ended earlier."""

import io
from datetime import timedelta
from typing import Any

from pypdf import PdfReader

from propria.kernel.ids import LicenceId, UseId, new_id
from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.rates import PricedUse
from propria.royalties import actions as royalties
from propria.royalties.terms import Doing, charge
from propria.scope import term, volume
from tests.cast import Person, Stage
from tests.deals import (
    GUARANTEE,
    Licensed,
    a_brief,
    active_licence,
    agreed_contract,
    an_offer,
    hold_funds,
    sheet,
    signed_licence,
    token_for,
)
from tests.renders import PER_SECOND, by_the_second, filmed
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import series_scope, series_use

UNTIL_2029 = term("2026-11-01T00:00:00Z", "2029-11-01T00:00:00Z")
UNTIL_2026 = term("2026-11-01T00:00:00Z", "2026-12-24T00:00:00Z")
RENEWAL_FEE: dict[str, Any] = {
    "clause": "5.9",
    "occasion": "renewed",
    "amount": {"currency": "CNY", "minor": "3000000"},
}


def proposed(person: Person, deal: str, kind: str, terms: dict[str, Any], *, days: int = 14) -> Any:
    """Propose a change; the answer, whatever it is."""
    lapses = wire(person.stage.now + timedelta(days=days))
    return person.post(f"/api/v1/deals/{deal}/changes", {"kind": kind, "sheet": terms, "lapses_at": lapses})


def signed_change(
    made: Licensed, kind: str, terms: dict[str, Any], *, by: Person | None = None
) -> tuple[str, str]:
    """Proposed, agreed to, and signed by both: (its talks, its contract)."""
    asks = by or made.cleo
    answers = made.mina if asks is made.cleo else made.cleo
    answer = proposed(asks, made.deal, kind, terms)
    assert answer.status_code == 201, answer.text
    deal = answer.json()["deal"]
    answers.asked(f"/api/v1/deals/{deal}/agree")
    contract = made.cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    for person in (made.cleo, made.mina):
        person.signs(person.asked(f"/api/v1/contracts/{contract}/sign"))
    return deal, contract


def signed_in_again(person: Person) -> None:
    """A sign-in does not last for years."""
    person.stage.people.pop(person.name)
    person.token = person.stage.person(person.name).token


def decided(made: Licensed, token: str, **use: Any) -> dict[str, Any]:
    """What the gate answers."""
    answer = made.cleo.post(
        "/api/v1/gate/decide", {"token": token, "use": series_use(made.cleo.stage.now, **use).to_json()}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_an_amendment_is_proposed_with_what_it_changes_and_runs_from_its_last_signature(stage: Stage) -> None:
    made = active_licence(stage)
    token = token_for(made.cleo, made.licence)
    assert decided(made, token)["allowed"]

    narrower = series_scope(act=["dub"])
    answer = proposed(made.mina, made.deal, "amendment", sheet(narrower)).json()
    assert (answer["kind"], answer["changes_deal"], answer["turn_of"]) == ("amendment", made.deal, "creator")
    assert {"act"} == {c["axis"] for c in answer["changes"]}
    made.cleo.asked(f"/api/v1/deals/{answer['deal']}/agree")
    contract = made.cleo.asked(f"/api/v1/deals/{answer['deal']}/contract")["contract"]
    made.mina.signs(made.mina.asked(f"/api/v1/contracts/{contract}/sign"))
    assert decided(made, token)["allowed"], "one signature changes nothing"

    made.cleo.signs(made.cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    refused = decided(made, token)
    assert (refused["allowed"], refused["reasons"]) == (False, ["act_mismatch"])
    (licence,) = made.cleo.get("/api/v1/licences").json()
    assert (licence["licence"], licence["version"], licence["contract"]) == (made.licence, 2, contract)
    first, second = made.cleo.get(f"/api/v1/licences/{made.licence}/versions").json()
    assert (first["contract"], second["contract"], second["kind"]) == (made.contract, contract, "amendment")
    assert second["from_entry"] > first["from_entry"]


def test_a_renewal_moves_the_end_and_waits_for_the_money_that_it_adds(stage: Stage) -> None:
    card = sheet()["card"] | {"dues": [RENEWAL_FEE]}
    made = active_licence(stage, sheet(card=card))
    token = token_for(made.cleo, made.licence)
    dearer = Money("CNY", GUARANTEE.minor + 2_000_000)
    longer = series_scope(term=UNTIL_2029, volume=volume(seconds=1_280, lines=600))
    signed_change(made, "renewal", sheet(longer, guarantee=dearer, card=card))
    soon = stage.now + timedelta(days=1)
    owed = stage.propria.library.database.read(
        lambda db: royalties.charged_before(LicenceId(made.licence), "CNY", soon, db=db)
    )
    assert owed == Money.from_json(RENEWAL_FEE["amount"]), "the fee that the terms before it promised, once"

    refused = decided(made, token)
    assert (refused["allowed"], refused["reasons"]) == (False, ["licence_licensed", "funds_not_held"])
    hold_funds(stage, made.licence, Money("CNY", 2_000_000), reference="BANK-2")
    assert decided(made, token)["allowed"], "what was held before counts"
    stage.passes(days=2 * 365)
    signed_in_again(made.cleo)
    past_the_first_end = decided(made, token_for(made.cleo, made.licence))
    assert past_the_first_end["reasons"] == ["licence_licensed", "no_capture_consent"]
    stage.passes(days=365)
    signed_in_again(made.cleo)
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "expired"


def test_an_early_end_is_signed_by_both_and_ends_it_on_that_day(stage: Stage) -> None:
    made = active_licence(stage)
    sooner = sheet(series_scope(term=UNTIL_2026))
    signed_change(made, "termination", sooner, by=made.mina)
    token = token_for(made.cleo, made.licence)
    assert decided(made, token)["allowed"]
    stage.passes(days=33)
    signed_in_again(made.cleo)
    assert "licence_expired" in decided(made, token)["reasons"]


def test_a_change_says_what_its_name_says(stage: Stage) -> None:
    made = active_licence(stage)
    later, sooner = sheet(series_scope(term=UNTIL_2029)), sheet(series_scope(term=UNTIL_2026))
    for kind, terms, code in (
        ("amendment", sheet(), "deals.changes_nothing"),
        ("amendment", later, "deals.changes_otherwise"),
        ("renewal", sooner, "deals.changes_otherwise"),
        ("termination", later, "deals.changes_otherwise"),
        ("renewal", sheet(series_scope(term=UNTIL_2029, territory=["CN"])), "deals.changes_otherwise"),
        ("divorce", later, "deals.no_such_change"),
    ):
        assert proposed(made.cleo, made.deal, kind, terms).json()["code"] == code, kind
    assert proposed(made.cleo, made.deal, "renewal", later).status_code == 201
    assert proposed(made.cleo, made.deal, "termination", sooner).status_code == 201


def test_what_a_change_adds_is_held_against_the_standing_terms_and_what_it_takes_is_not(stage: Stage) -> None:
    made = active_licence(stage)
    nude = sheet(series_scope(theme=["drama", "nudity"]))
    assert proposed(made.cleo, made.deal, "amendment", nude).json()["code"] == "deals.red_line"
    made.mina.signs(made.mina.asked("/api/v1/openness/withdraw", {"performer": made.mina.performer_id}))
    signed_change(made, "amendment", sheet(series_scope(act=["dub"])))
    assert made.cleo.get("/api/v1/licences").json()[0]["version"] == 2


def test_of_two_changes_the_second_must_begin_from_what_the_first_made(stage: Stage) -> None:
    made = active_licence(stage)
    other = proposed(made.cleo, made.deal, "amendment", sheet(series_scope(act=["generate"]))).json()["deal"]
    made.mina.asked(f"/api/v1/deals/{other}/agree")
    contract = made.cleo.asked(f"/api/v1/deals/{other}/contract")["contract"]
    made.cleo.signs(made.cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    drafted = made.mina.asked(f"/api/v1/contracts/{contract}/sign")
    signed_change(made, "amendment", sheet(series_scope(act=["dub"])))

    refused = made.mina.tries_to_sign(drafted)
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.terms_moved_on")
    (licence,) = made.cleo.get("/api/v1/licences").json()
    assert (licence["version"], licence["scope"]["act"]) == (2, ["dub"])


def test_a_licence_that_ended_is_changed_no_more_and_open_proposals_lapse(stage: Stage) -> None:
    made = active_licence(stage)
    longer = sheet(series_scope(term=UNTIL_2029))
    waiting = proposed(made.cleo, made.deal, "renewal", longer).json()["deal"]
    drafted = made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw")
    made.mina.signs(drafted)
    assert made.cleo.get(f"/api/v1/deals/{waiting}").json()["state"] == "lapsed"
    assert proposed(made.cleo, made.deal, "renewal", longer).json()["code"] == "deal.cannot_renew"


def test_a_renewal_after_the_end_is_a_new_offer(stage: Stage) -> None:
    made = active_licence(stage)
    stage.passes(days=2 * 365)
    signed_in_again(made.cleo)
    late = proposed(made.cleo, made.deal, "renewal", sheet(series_scope(term=UNTIL_2029)))
    assert (late.status_code, late.json()["code"]) == (409, "deals.not_running")


def test_talks_that_nobody_signed_have_nothing_to_change(stage: Stage) -> None:
    _, cleo, deal, _ = agreed_contract(stage)
    assert (
        proposed(cleo, deal, "amendment", sheet(series_scope(act=["dub"]))).json()["code"]
        == "deals.not_signed"
    )
    wen = stage.identified("wen")
    assert proposed(wen, deal, "amendment", sheet()).status_code == 404


def test_what_was_made_before_keeps_its_terms_and_its_price(stage: Stage) -> None:
    set_up = filmed(stage, by_the_second())
    first = set_up.gets("one")
    stops = {"finished": "must_stop"}
    signed_change(set_up.made, "amendment", by_the_second(wind_down=stops))
    second = set_up.gets("two", from_ms=0, to_ms=1_000)
    made = set_up.made
    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))

    def may_show(render: dict[str, Any]) -> str:
        told = stage.person("sam").get(f"/api/v1/outputs/{render['output']['output']}").json()
        return str(told["may_show"]["may"])

    assert (may_show(first), may_show(second)) == ("yes", "no")


def test_the_contract_of_a_change_names_what_it_replaces_and_each_difference(stage: Stage) -> None:
    made = active_licence(stage)
    _, contract = signed_change(made, "amendment", sheet(series_scope(act=["dub"])))
    file = made.mina.get(f"/api/v1/contracts/{contract}/file").content
    printed = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
    assert made.contract in printed
    assert "amendment" in printed
    versions = made.mina.get(f"/api/v1/deals/{made.deal}/versions").json()
    assert [v["kind"] for v in versions] == ["licence", "amendment"]


def test_either_side_renews_it_by_pages_in_their_own_language(stage: Stage) -> None:
    made = active_licence(stage)
    mina = Reader(stage, "zh-Hans").signs_in("mina")
    cleo = Reader(stage, "en").signs_in("cleo")
    room = mina.get(f"/deals/{made.deal}")
    assert f"/deals/{made.deal}/change?kind=renewal" in room.text

    form = mina.get(f"/deals/{made.deal}/change?kind=renewal")
    assert heading(form) == "续到哪一天？"
    fields = {"kind": "renewal", "guarantee": "110,400", "lapses_days": "14"}
    wrong = mina.post(f"/deals/{made.deal}/change", ends_on="2027-01-01", **fields)
    assert wrong.status_code == 422
    assert "续期" in words(wrong)
    sent = mina.post(f"/deals/{made.deal}/change", ends_on="2029-10-31", **fields)
    assert sent.status_code == 303

    asked = cleo.get(sent.headers["location"])
    assert "renewal" in words(asked)
    assert "against the terms that run" in words(asked)
    side_by_side = cleo.get(f"{sent.headers['location']}/versions")
    assert heading(side_by_side) == "One line differs."
    assert cleo.post(f"{sent.headers['location']}/agree").status_code == 303
    assert "Open: renewal" in words(cleo.get(f"/deals/{made.deal}"))
    licence = cleo.get(f"/licences/{made.licence}")
    assert f"/deals/{made.deal}/versions" in licence.text
    amendment = cleo.get(f"/deals/{made.deal}/change")
    assert heading(amendment) == "What would you amend?"


def test_what_was_charged_under_earlier_terms_counts_towards_the_least_in_all_and_a_fee_is_owed_once(
    stage: Stage,
) -> None:
    def paid(per_second: int) -> dict[str, Any]:
        lines = [
            {"clause": "5.1", "basis": "second", "price": {"currency": "CNY", "minor": str(per_second)}},
            {"clause": "5.2", "basis": "fixed", "price": {"currency": "CNY", "minor": "50000"}},
        ]
        least = {"clause": "5.3", "amount": {"currency": "CNY", "minor": "400000"}}
        return sheet(card={"currency": "CNY", "lines": lines, "minimum": least})

    set_up = filmed(stage, paid(60_000))

    def charged() -> int:
        found = stage.propria.library.database.read(
            lambda db: royalties.charged_before(
                set_up.made.licence, "CNY", stage.now + timedelta(days=1), db=db
            )
        )
        return int(found.minor)

    set_up.gets("one")
    assert charged() == 400_000, "two seconds and the fee are less than the least in all"
    stage.passes(hours=1)
    signed_change(set_up.made, "amendment", paid(90_000))
    set_up.gets("two")
    assert charged() == 400_000, "both versions and the one fee are still less than the least in all"
    set_up.gets("three")
    assert charged() == 50_000 + 2 * 60_000 + 4 * 90_000, "no second minimum and no second fee"


def test_work_reserved_before_an_amendment_recoups_the_guarantee_once(stage: Stage) -> None:
    """Five seconds are paid ahead; two before, two reserved before and charged after, two after: six are paid, not five."""
    ahead = {"clause": "5.4", "occasion": "activated", "amount": Money("CNY", 5 * PER_SECOND.minor).to_json()}
    card = by_the_second()["card"] | {"dues": [ahead]}
    set_up = filmed(stage, by_the_second(card=card))
    licence = set_up.made.licence
    set_up.gets("one", to_ms=2_000)
    (first,) = set_up.made.cleo.get(f"/api/v1/licences/{licence}/versions").json()
    stage.passes(hours=1)
    signed_change(set_up.made, "amendment", by_the_second(card=card, wind_down={"finished": "must_stop"}))
    late = Doing(
        UseId(new_id("use")),
        LicenceId(licence),
        first["from_entry"],
        PricedUse("generate", seconds=2),
        stage.now,
    )
    library = stage.propria.library
    library.database.transact(lambda db: charge(late, now=stage.now, db=db))
    set_up.gets("two", to_ms=2_000)
    tomorrow = stage.now + timedelta(days=1)
    paid = library.database.read(
        lambda db: royalties.charged_before(LicenceId(licence), "CNY", tomorrow, db=db)
    )
    assert paid.minor == 6 * PER_SECOND.minor
    assert library.database.read(lambda db: royalties.fsck(db=db)) == ()


def test_a_share_for_somebody_whom_the_ledger_cannot_pay_is_refused(stage: Stage) -> None:
    made = active_licence(stage)
    shared = sheet()["card"] | {"shares": {"performer": "9000", "aunt": "1000"}}
    refused = proposed(made.cleo, made.deal, "amendment", sheet(card=shared))
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.unknown_payee")
    assert refused.json()["facts"]["payees"] == ["aunt"]
    ahead = {"clause": "5.3", "occasion": "activated", "amount": (GUARANTEE + Money("CNY", 1)).to_json()}
    unheld = proposed(made.cleo, made.deal, "amendment", sheet(card=sheet()["card"] | {"dues": [ahead]}))
    assert (unheld.status_code, unheld.json()["code"]) == (409, "deals.guarantee_below_advance")
    receipts = {
        "amount": GUARANTEE.to_json(),
        "starts_at": "2026-11-01T00:00:00Z",
        "ends_at": "2026-11-02T00:00:00Z",
    }
    nothing = made.cleo.post(f"/api/v1/licences/{made.licence}/receipts", receipts)
    assert (nothing.status_code, nothing.json()["code"]) == (404, "royalties.no_receipts")
    stranger = shared | {"shares": {"performer": "9000", f"per_{'0' * 26}": "1000"}}
    assert (
        proposed(made.cleo, made.deal, "amendment", sheet(card=stranger)).json()["code"]
        == "deals.unknown_payee"
    )
    to_agent = shared | {"shares": {"performer": "9000", "representative": "1000"}}
    assert proposed(made.cleo, made.deal, "amendment", sheet(card=to_agent)).status_code == 201


def test_a_promised_renewal_is_asked_for_in_time_and_nothing_else_is_put_against_it(stage: Stage) -> None:
    """Who may, until when, at what fee: in the contract, the calendar and the form; talks outside it are as free as ever."""
    option = {"by": "creator", "ask_by": "2028-09-01T00:00:00Z", "until": "2029-11-01T00:00:00Z"}
    card = sheet()["card"] | {"dues": [RENEWAL_FEE]}
    made = signed_licence(stage, sheet(card=card, renewal=option))
    early = sheet(card=card, renewal=option | {"until": "2027-01-01T00:00:00Z"})
    unclear = an_offer(made.cleo, made.mina.performer_id, a_brief(made.cleo), early)
    assert unclear.json()["code"] == "deals.option_unclear"
    file = made.mina.get(f"/api/v1/contracts/{made.contract}/file").content
    printed = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
    assert "The creator may ask, by 2028-08-31 at the latest" in printed
    dates = made.cleo.get("/api/v1/me/calendar").json()
    assert ("renewal", "2028-09-01T00:00:00Z") in {(d["kind"], d["at"]) for d in dates}

    renewed = sheet(series_scope(term=UNTIL_2029), card=card, renewal=option)
    dearer = sheet(series_scope(term=UNTIL_2029), card=card, guarantee=GUARANTEE + GUARANTEE)
    hers = proposed(made.mina, made.deal, "renewal", renewed).json()["deal"]
    free = made.cleo.post(f"/api/v1/deals/{hers}/counter", {"sheet": dearer})
    assert free.status_code < 300, "she has no option; these are talks as any others"
    theirs = proposed(made.cleo, made.deal, "renewal", renewed).json()["deal"]
    held = made.mina.post(f"/api/v1/deals/{theirs}/counter", {"sheet": dearer})
    assert (held.status_code, held.json()["code"]) == (409, "deals.option_promised")
    assert "Who may ask for a renewal" in Reader(stage).signs_in("mina").get(f"/deals/{theirs}/counter").text
    made.mina.asked(f"/api/v1/deals/{theirs}/agree")
