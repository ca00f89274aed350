"""Deals that several stories share: a brief, an offer, a contract signed by both, a licence that is active."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from propria.demo.terms import GUARANTEE, card, sheet
from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.scope import Scope
from propria.scope.codes.doings import TRAINING_ACTS
from tests.beginnings import played_once
from tests.cast import Person, Stage
from tests.terms import PROJECT, SAID_BESIDE, film_terms, series_scope

__all__ = ["GUARANTEE", "card", "sheet"]


def brief_form(scope: Scope | None = None, **said: Any) -> dict[str, Any]:
    """A whole AI sheet, as it is sent; `said` replaces what it says."""
    sought = scope or series_scope()
    beside = SAID_BESIDE | {"trains": not TRAINING_ACTS.isdisjoint(sought.act)}
    beside |= {"none_of": [] if sought.duties.approval else ["approval"]}
    return {
        "title_zh": "纸灯街",
        "title_en": "Paper Lantern Street",
        "project": PROJECT,
        "role": "inspector_rowe",
        "scope": sought.to_json(),
        "budget": {"currency": "CNY", "minor": "11040000"},
        **beside,
        **said,
    }


def a_brief(cleo: Person, scope: Scope | None = None, *, budget: str = "11040000") -> str:
    """What Cleo seeks; its id."""
    said = brief_form(scope or series_scope(), budget={"currency": "CNY", "minor": budget})
    return str(cleo.asked("/api/v1/briefs", said)["brief"])


def an_offer(cleo: Person, performer_id: str, brief: str, terms: dict[str, Any] | None = None) -> Any:
    """Try to make an offer; the answer, whatever it is."""
    lapses = wire(cleo.stage.now + timedelta(days=14))
    form = {"brief": brief, "performer": performer_id, "sheet": terms or sheet(), "lapses_at": lapses}
    return cleo.post("/api/v1/offers", form)


@dataclass
class Licensed:
    """A signed contract and what came of it."""

    mina: Person
    cleo: Person
    deal: str
    contract: str
    licence: str


@played_once
def agreed_contract(
    stage: Stage, terms: dict[str, Any] | None = None, standing: dict[str, Any] | None = None
) -> tuple[Person, Person, str, str]:
    """(Mina, Cleo, deal, contract): agreed, the contract made, nobody has signed."""
    mina = stage.open_performer("mina", standing or film_terms())
    cleo = stage.keyed("cleo")
    made = an_offer(cleo, mina.performer_id, a_brief(cleo), terms)
    assert made.status_code == 201, made.text
    deal = made.json()["deal"]
    assert mina.asked(f"/api/v1/deals/{deal}/agree")["state"] == "agreed"
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    return mina, cleo, deal, contract


@played_once
def signed_licence(
    stage: Stage, terms: dict[str, Any] | None = None, standing: dict[str, Any] | None = None
) -> Licensed:
    """Signed by both; not active yet."""
    mina, cleo, deal, contract = agreed_contract(stage, terms, standing)
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    licence = cleo.get("/api/v1/licences").json()[0]["licence"]
    return Licensed(mina, cleo, deal, contract, licence)


def capture_consent(person: Person, purpose: str = "capture") -> str:
    """Consent to be recorded (or to have a replica built), signed; the statement's id."""
    until = wire(person.stage.now + timedelta(days=365))
    form = {
        "purpose": purpose,
        "reason": "One recording session for Paper Lantern Street",
        "retained_until": until,
    }
    return str(person.signs(person.asked("/api/v1/grants", form))["statement_id"])


@played_once
def active_licence(
    stage: Stage, terms: dict[str, Any] | None = None, standing: dict[str, Any] | None = None
) -> Licensed:
    """Signed, captured and funded: active."""
    made = signed_licence(stage, terms, standing)
    capture_consent(made.mina)
    hold_funds(stage, made.licence)
    return made


def hold_funds(stage: Stage, licence: str, amount: Money = GUARANTEE, *, reference: str = "BANK-1") -> None:
    """Otto records that the money arrived."""
    form = {"licence": licence, "amount": amount.to_json(), "reference": reference}
    stage.person("otto").asked("/api/v1/funds", form)


def token_for(cleo: Person, licence: str, **form: Any) -> str:
    """A render token."""
    return str(cleo.asked(f"/api/v1/licences/{licence}/token", form)["token"])


def announced_by_all(licence: str, cleo: Person, hands: tuple[Person, ...]) -> list[str]:
    """Each of these puts a hand to the announcement for the performer's side, Cleo for the other, and only the last makes it
    public; who signed for the performer, in words of theirs."""
    where = f"/api/v1/licences/{licence}/announcement"
    announces(licence, cleo)
    said = []
    for hand in hands:
        assert cleo.get(where).json()["public"] is False
        drafted = hand.asked(where, {})
        shown = cleo.stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]
        said.append(shown["text"]["en"].splitlines()[0])
        hand.signs(drafted)
        twice = hand.post(where, {})
        assert (twice.status_code, twice.json()["code"]) == (409, "licences.announced_already")
    assert cleo.get(where).json()["public"] is True
    return said


def announces(licence: str, *sides: Person, shows: tuple[str, ...] = ()) -> list[str]:
    """Each of these sides signs what may be said of the licence, the first of them proposing it; the statements' ids."""
    where, form = f"/api/v1/licences/{licence}/announcement", {"shows": list(shows)}
    return [str(side.signs(side.asked(where, form))["statement_id"]) for side in sides]
