"""A performer's death: what freezes, what goes on as it was written, and what an estate can sign and cannot."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from propria.kernel.ids import LicenceId, UseId, new_id
from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.parties.estates.rules import divided
from propria.parties.model import Role
from propria.rates import PricedUse
from propria.royalties.terms import Doing, charge
from propria.scope import Scope, StandingTerms, red_line
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, active_licence, an_offer, announced_by_all, hold_funds, sheet, token_for
from tests.mandates import another, gives
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms, series_scope, series_use

AFTER = {"life": ["after_death"]}
FACTS = ["keeps_after_death", "performer_dead", "sag_aftra_theatrical"]


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def both(stage: Stage, path: str, form: dict[str, Any]) -> None:
    """Two operators, each for themselves, saw the papers."""
    assert stage.person("otto").asked(path, form) == {"attested": False}
    assert stage.person("olga").asked(path, form) == {"attested": True}


def agreed(cleo: Person, side: Person, performer: str, terms: dict[str, Any]) -> tuple[str, str]:
    """(deal, contract) that the performer's side agreed to and nobody has signed."""
    scope = Scope.from_json(terms["scope"])
    deal = an_offer(cleo, performer, a_brief(cleo, scope), terms).json()["deal"]
    side.asked(f"/api/v1/deals/{deal}/agree")
    return deal, cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]


def to_sign(person: Person, contract: str) -> dict[str, Any]:
    """The words of the contract, written down for this person to sign."""
    drafted: dict[str, Any] = person.asked(f"/api/v1/contracts/{contract}/sign")
    return drafted


def reasons(cleo: Person, token: str) -> list[str]:
    """What the gate has against one scripted line."""
    use = series_use(cleo.stage.now).to_json()
    return list(cleo.asked("/api/v1/gate/decide", {"token": token, "use": use})["reasons"])


def test_a_death_freezes_mandates_and_ends_what_does_not_name_it(stage: Stage) -> None:
    """Scenario 13: consent with an after-death clause goes on exactly as written, all else stops; an error is put right."""
    made = active_licence(stage)
    mina, cleo = made.mina, made.cleo
    rafael, olga = stage.keyed("rafael"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    outlives = sheet(series_scope(**AFTER), facts=["keeps_after_death"])
    _, contract = agreed(cleo, mina, mina.performer_id, outlives)
    for party in (cleo, mina):
        party.signs(to_sign(party, contract))
    kept = str(cleo.get("/api/v1/licences").json()[-1]["licence"])
    hold_funds(stage, kept, reference="BANK-2")
    mandate = gives(stage, mina, rafael, ["negotiate", "sign_contract", "withdraw"])
    talks, unsigned = agreed(cleo, mina, mina.performer_id, sheet())
    mina.signs(to_sign(mina, unsigned))
    hers, late = mina.asked("/api/v1/mandates/withdraw", {"mandate": mandate}), to_sign(cleo, unsigned)
    ends, goes_on = token_for(cleo, made.licence), token_for(cleo, kept)

    assert reasons(cleo, ends) == reasons(cleo, goes_on) == []
    dies(stage, f"/api/v1/performers/{mina.performer_id}/death-seen")
    stopped = reasons(cleo, ends)
    assert "licence_expired" in stopped
    assert any("life" in reason for reason in stopped), "silence is not permission"
    assert reasons(cleo, goes_on) == []
    assert code(mina.tries_to_sign(hers)) == (409, "record.key_not_bound")
    assert code(rafael.post(f"/api/v1/licences/{kept}/withdraw")) == (409, "parties.mandate_frozen")
    assert cleo.get(f"/api/v1/deals/{talks}").json()["state"] == "lapsed"
    assert code(cleo.tries_to_sign(late)) == (409, "parties.no_estate"), (
        "every authority, at the last signature"
    )
    refused_as_mina(stage, mina)

    both(stage, f"/api/v1/performers/{mina.performer_id}/alive-seen", {})
    assert code(olga.post(f"/api/v1/performers/{mina.performer_id}/alive-seen")) == (409, "parties.is_alive")
    assert reasons(cleo, ends) == []
    assert stage.main.post("/api/v1/session/demo", json={"name": "mina"}).status_code == 200


def dies(stage: Stage, where: str) -> None:
    """Two operators read the same day in the papers; one, or two days, are not enough."""
    otto, olga, day = stage.person("otto"), stage.person("olga"), {"died_on": "2026-11-21"}
    assert code(stage.person("cleo").post(where, day)) == (403, "parties.wrong_role")
    assert code(olga.post(where, {"died_on": "2027-01-01"})) == (409, "parties.death_unreadable")
    assert otto.asked(where, day) == {"attested": False}
    assert code(olga.post(where, {"died_on": "2026-11-20"})) == (409, "parties.seen_otherwise")
    assert olga.asked(where, day) == {"attested": True}


def refused_as_mina(stage: Stage, mina: Person) -> None:
    """Nobody is signed in as her any more, nobody signs in, and the library is sound."""
    assert mina.get("/api/v1/me").status_code == 401
    again = stage.main.post("/api/v1/session/demo", json={"name": "mina"})
    assert code(again) == (403, "parties.performer_died")
    assert found(stage) == set()


@dataclass
class Estate:
    """Mina has died; Ada, Ben and Cai hold her estate, and it is open to enquiries."""

    stage: Stage
    mina: Person
    cleo: Person
    holders: tuple[Person, Person, Person]

    @property
    def where(self) -> str:
        """Her address."""
        return f"/api/v1/performers/{self.mina.performer_id}"


SHARES = (5_000, 3_334, 1_666)


@pytest.fixture
def estate(stage: Stage) -> Estate:
    """What she left: series after her death, advertisements never."""
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    clause = Scope.from_json(film_terms()["clauses"][0]).but(medium=["series"])
    never = (red_line(medium=["advertisement"]),)
    silent = {"terms": StandingTerms((clause,), never).to_json()}
    assert code(mina.post("/api/v1/wishes", silent)) == (409, "consent.life_unstated")
    wishes = {"terms": StandingTerms((clause.but(**AFTER),), never).to_json()}
    mina.signs(mina.asked("/api/v1/wishes", wishes))
    names = (("ada", "艾达", "Ada"), ("ben", "本", "Ben"), ("cai", "蔡", "Cai"))
    ada, ben, cai = (another(stage, *name) for name in names)
    told = Estate(stage, mina, cleo, (ada, ben, cai))
    papers = [{"person": h.id, "share": s} for h, s in zip(told.holders, SHARES, strict=True)]
    olga = stage.person("olga")
    assert code(olga.post(f"{told.where}/estate-seen", {"holders": papers})) == (409, "parties.is_alive")
    both(stage, f"{told.where}/death-seen", {"died_on": "2026-11-20"})
    short = olga.post(f"{told.where}/estate-seen", {"holders": papers[:2]})
    assert code(short) == (409, "parties.shares_not_whole")
    assert code(ada.get(f"{told.where}/estate")) == (404, "parties.no_heirs")
    both(stage, f"{told.where}/estate-seen", {"holders": papers})

    def opening(wanted: Scope) -> dict[str, Any]:
        terms = StandingTerms((wanted,), ()).to_json()
        return openness_form(stage.now, terms) | {"performer": mina.performer_id}

    inside = clause.but(**AFTER)
    assert code(cleo.post("/api/v1/openness", opening(inside))) == (403, "parties.not_yours")
    wider = ada.post("/api/v1/openness", opening(inside.but(medium=["series", "film"])))
    assert code(wider) == (409, "consent.against_wishes")
    ada.signs(ada.asked("/api/v1/openness", opening(inside)))
    return told


def test_without_the_union_s_notice_or_with_one_holder_against_there_is_no_licence(estate: Estate) -> None:
    """Scenario 13: the estate agrees but the notice is missing: refused with that reason; one of three objects: deny."""
    cleo, performer = estate.cleo, estate.mina.performer_id
    ada, ben, cai = estate.holders
    lapses = {"lapses_at": wire(estate.stage.now + timedelta(days=14)), "performer": performer}
    scope = series_scope(**AFTER)
    advertised = sheet(scope.but(medium=["advertisement"]), facts=FACTS)
    offer = {"brief": a_brief(cleo, scope), "sheet": advertised, **lapses}
    assert code(cleo.post("/api/v1/offers", offer)) == (409, "deals.red_line")
    for terms, why in ((sheet(), "deals.death_unstated"), (sheet(scope, facts=FACTS), "deals.rules_unmet")):
        deal = an_offer(cleo, performer, a_brief(cleo, scope), terms).json()["deal"]
        refused = ben.post(f"/api/v1/deals/{deal}/agree")
        assert code(refused) == (409, why)
    assert refused.json()["facts"]["rules"] == ["propria.union_notice_theatrical"]

    deal, contract = agreed(cleo, ben, performer, sheet(scope, facts=[*FACTS, "union_notified"]))
    for party in (cleo, ada, ben):
        party.signs(to_sign(party, contract))
    assert cleo.get("/api/v1/licences").json() == [], "one of three has not signed"
    late = to_sign(cai, contract)
    ben.asked(f"/api/v1/deals/{deal}/end", {"act": "decline", "reason": "not in her memory"})
    assert code(cai.tries_to_sign(late)) == (409, "deal.cannot_sign_last"), "one of three objected"
    assert cleo.get("/api/v1/licences").json() == []


def its_pay_is_divided(estate: Estate, licence: str, contract: str) -> None:
    """Her part is theirs by their shares, in the contract as in the ledger; nobody names them on the card."""
    stage = estate.stage
    file = estate.holders[0].get(f"/api/v1/contracts/{contract}/file").content
    printed = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
    hold_funds(stage, licence)
    version = estate.cleo.get(f"/api/v1/licences/{licence}/versions").json()[0]
    used = Doing(
        UseId(new_id("use")),
        LicenceId(licence),
        version["from_entry"],
        PricedUse("generate", seconds=3),
        stage.now,
    )
    library = stage.propria.library
    library.database.transact(lambda db: charge(used, now=stage.now, db=db))
    span = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z"}
    earned, hers = [], dict(sheet()["card"]["shares"])["performer"]
    for holder, share in zip(estate.holders, SHARES, strict=True):
        (line,) = csv.DictReader(
            io.StringIO(
                holder.get(f"/api/v1/statements/{holder.id}", params=span).content.decode("utf-8-sig")
            )
        )
        earned.append(line["earned"])
        points = divided(int(hers), {h.id: s for h, s in zip(estate.holders, SHARES, strict=True)})[holder.id]
        assert abs(points - int(hers) * share / 10_000) < 1
        assert f"{points / 100:.2f}" in printed
        whole = Money("CNY", round(float(line["amount"]) * 100))
        assert abs(float(line["earned"]) * 100 - whole.minor * points / 10_000) <= 1
    assert len(set(earned)) == len(SHARES)


def test_an_estate_signs_with_all_its_holders_and_shares_the_money(estate: Estate) -> None:
    """Scenario 13: all of them sign, none alone ends it, and money is theirs by their shares to the last unit."""
    stage, cleo, performer = estate.stage, estate.cleo, estate.mina.performer_id
    ada, ben, cai = estate.holders
    told = ben.get(f"{estate.where}/estate").json()["holders"]
    assert {one["person"]: one["share"] for one in told} == dict(
        zip((ada.id, ben.id, cai.id), SHARES, strict=True)
    )
    assert code(cleo.get(f"{estate.where}/estate")) == (404, "parties.no_heirs")
    terms = sheet(series_scope(**AFTER), facts=[*FACTS, "union_notified"])
    _, contract = agreed(cleo, cai, performer, terms)
    first = to_sign(ada, contract)
    said = stage.signing.get(f"/requests/{first['request_id']}").json()["statement"]
    assert said["body"]["capacity"] == "estate"
    begins = "I, Ada, as one who holds the estate of Mina Haldane, consent to these words:"
    assert said["text"]["en"].startswith(begins)
    ada.signs(first)
    for party in (ben, cai, cleo):
        party.signs(to_sign(party, contract))
    licence = ada.get("/api/v1/licences").json()[0]["licence"]
    assert code(ada.post(f"/api/v1/licences/{licence}/withdraw")) == (409, "parties.all_holders_needed")
    said = announced_by_all(licence, cleo, (ada, ben, cai))
    assert said[2] == "I, Cai, as one who holds the estate of Mina Haldane, consent to these words:"
    assert found(stage) == set()
    for line, finding in (
        ("update parties_heir set share = share + 1", "parties.estate_altered"),
        ("update parties_death set died_on = '2026-11-01'", "parties.death_altered"),
    ):
        stage.propria.library.database.transact(sql(line))
        assert finding in found(stage)
    its_pay_is_divided(estate, licence, contract)
