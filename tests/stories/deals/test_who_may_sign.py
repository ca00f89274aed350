"""Who may sign for a performer: mandates to their last day and entry, passed on, and what takes the performer's own key."""

from typing import Any

import pytest

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.scope import ANY, Duties, Scope, StandingTerms
from tests.cast import Person, Stage
from tests.deals import a_brief, agreed_contract, an_offer, sheet
from tests.mandates import another, ends, gives, mandate_form, within
from tests.terms import film_terms, series_scope


def to_sign(person: Person, contract: str) -> dict[str, Any]:
    """The words of the contract, written down for this person to sign."""
    drafted: dict[str, Any] = person.asked(f"/api/v1/contracts/{contract}/sign")
    return drafted


def body_of(stage: Stage, drafted: dict[str, Any]) -> dict[str, Any]:
    """What the drafted statement says."""
    return dict(stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["body"])


def tries(person: Person, contract: str) -> Any:
    """Try to sign a contract."""
    return person.tries_to_sign(to_sign(person, contract))


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


SIGNS = ["negotiate", "sign_contract"]


def test_a_mandate_that_expired_signs_nothing(stage: Stage) -> None:
    """Scenario 9."""
    mina, cleo, _, contract = agreed_contract(stage)
    rafael = stage.keyed("rafael")
    gives(stage, mina, rafael, SIGNS, days=1)
    cleo.signs(to_sign(cleo, contract))
    drafted = to_sign(rafael, contract)
    stage.passes(hours=23, minutes=50)
    early = to_sign(rafael, contract)
    stage.passes(minutes=10)
    assert code(rafael.tries_to_sign(early)) == (409, "parties.mandate_not_in_force")
    assert rafael.tries_to_sign(drafted).status_code == 422, "held back past its own end, it is void"
    assert cleo.get("/api/v1/licences").json() == []
    mina.signs(to_sign(mina, contract))
    assert len(cleo.get("/api/v1/licences").json()) == 1


def test_a_race_with_a_revocation_is_decided_by_the_log(stage: Stage) -> None:
    """Scenario 9: one entry before is too late, whatever the signer's clock says; one entry after is in time."""
    mina, cleo, _, contract = agreed_contract(stage)
    rafael = stage.keyed("rafael")
    first = gives(stage, mina, rafael, SIGNS)
    drafted = to_sign(rafael, contract)
    revoked = ends(mina, first)
    refused = rafael.tries_to_sign(drafted)
    assert code(refused) == (409, "parties.mandate_revoked")
    assert refused.json()["facts"]["entry"] == revoked["entry_index"]

    second = gives(stage, mina, rafael, SIGNS)
    cleo.signs(to_sign(cleo, contract))
    rafael.signs(to_sign(rafael, contract))
    ends(mina, second)
    assert len(cleo.get("/api/v1/licences").json()) == 1, "signed before, it stays"


def test_a_mandate_is_looked_at_again_at_the_last_signature(stage: Stage) -> None:
    """Scenario 9: revoked between the two signatures, and the performer's own key takes its place."""
    mina, cleo, _, contract = agreed_contract(stage)
    rafael = stage.keyed("rafael")
    held = gives(stage, mina, rafael, SIGNS)
    rafael.signs(to_sign(rafael, contract))
    drafted = to_sign(cleo, contract)
    ends(mina, held)
    assert code(cleo.tries_to_sign(drafted)) == (409, "parties.mandate_revoked")
    assert cleo.get("/api/v1/licences").json() == []

    mina.signs(to_sign(mina, contract))
    cleo.signs(drafted)
    assert len(cleo.get("/api/v1/licences").json()) == 1
    assert code(mina.post(f"/api/v1/contracts/{contract}/sign")) == (409, "deals.signed_already")


def test_a_statement_held_back_is_void(stage: Stage) -> None:
    """Scenario 9."""
    mina, _, _, contract = agreed_contract(stage)
    drafted = to_sign(mina, contract)
    stage.passes(minutes=16)
    held_back = mina.tries_to_sign(drafted)
    assert code(held_back) == (422, "proofs.statement_expired")
    mina.signs(to_sign(mina, contract))


def reserved(kind: str) -> Scope:
    """A scope that takes the performer's own key."""
    deletes = Duties(delete_by=instant("2028-11-01T00:00:00Z"))
    return {
        "training": series_scope(act=["train"], duties=deletes),
        "nudity": series_scope(theme=["drama", "nudity"]),
        "politics": series_scope(theme=["drama", "politics"]),
        "after death": series_scope(life=["after_death"]),
    }[kind]


@pytest.mark.parametrize("kind", ["training", "nudity", "politics", "after death"])
def test_some_things_always_need_the_performer_s_own_key(stage: Stage, kind: str) -> None:
    """Scenario 11: an agent's signature leaves the deal agreed, unsigned, until the performer signs the same hash."""
    scope = reserved(kind)
    clauses = StandingTerms.from_json(film_terms()).clauses
    mina = stage.open_performer("mina", StandingTerms((*clauses, scope.but(project=ANY)), ()).to_json())
    cleo, rafael = stage.keyed("cleo"), stage.keyed("rafael")
    gives(stage, mina, rafael, SIGNS, scope=scope.but(project=ANY))
    terms = sheet(scope) | ({"facts": ["keeps_after_death"]} if kind == "after death" else {})
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo, scope), terms).json()["deal"]
    assert rafael.asked(f"/api/v1/deals/{deal}/agree")["state"] == "agreed"
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]

    his = to_sign(rafael, contract)
    hash_of_his = body_of(stage, his)["pdf_sha256"]
    rafael.signs(his)
    cleo.signs(to_sign(cleo, contract))
    assert mina.get(f"/api/v1/deals/{deal}").json()["state"] == "agreed"
    assert cleo.get("/api/v1/licences").json() == []

    drafted = to_sign(mina, contract)
    said = body_of(stage, drafted)
    mina.signs(drafted)
    assert (said["capacity"], said["pdf_sha256"]) == ("own", hash_of_his)
    file = mina.get(f"/api/v1/contracts/{contract}/file")
    assert file.status_code == 200
    assert len(cleo.get("/api/v1/licences").json()) == 1
    assert mina.get(f"/api/v1/deals/{deal}").json()["state"] == "signed"


def test_what_is_passed_on_is_never_wider(stage: Stage) -> None:
    """A sub-mandate stays within its parent's powers, scopes, days and floor, and ends with it."""
    mina, cleo, _, contract = agreed_contract(stage)
    rafael, ines = stage.keyed("rafael"), another(stage, "ines", "伊内斯", "Ines")
    least = Money("CNY", 5_000_000)
    parent = gives(stage, mina, rafael, [*SIGNS, "sub_delegate"], floor=least, days=30)

    def refused(**limits: Any) -> Any:
        form = mandate_form(stage, ines, **{"powers": SIGNS, "days": 20, "floor": least} | limits)
        return rafael.post("/api/v1/mandates", form | {"parent": parent})

    for limits, what in (
        ({"powers": [*SIGNS, "withdraw"]}, "powers"),
        ({"scope": within(medium=["series", "film", "advertisement"])}, "scopes"),
        ({"days": 31}, "term"),
        ({"floor": None}, "floor"),
        ({"floor": Money("CNY", 4_999_999)}, "floor"),
    ):
        answer = refused(**limits)
        assert code(answer) == (409, "parties.wider_than_parent"), limits
        assert answer.json()["facts"]["wider"] == [what]

    gives(stage, rafael, ines, SIGNS, floor=least, days=20, parent=parent)
    fourth = ines.post("/api/v1/mandates", mandate_form(stage, rafael, SIGNS, days=9) | {"parent": parent})
    assert code(fourth) == (403, "parties.not_your_mandate")
    ines.signs(to_sign(ines, contract))
    drafted = to_sign(cleo, contract)
    ends(mina, parent)
    assert code(cleo.tries_to_sign(drafted)) == (409, "parties.mandate_revoked")
    mina.signs(to_sign(mina, contract))
    cleo.signs(drafted)


def test_without_the_power_nothing_is_passed_on_and_not_endlessly(stage: Stage) -> None:
    mina, _, _, _ = agreed_contract(stage)
    people = [stage.keyed("rafael")]
    people += [another(stage, n, n, n) for n in ("ines", "yusuf", "greta")]
    powers = ["negotiate", "sub_delegate"]
    plain = gives(stage, mina, people[0], ["negotiate"])
    refused = people[0].post(
        "/api/v1/mandates", mandate_form(stage, people[1], ["negotiate"], days=9, parent=plain)
    )
    assert code(refused) == (409, "parties.power_missing")
    held = gives(stage, mina, people[0], powers)
    held = gives(stage, people[0], people[1], powers, days=90, parent=held)
    held = gives(stage, people[1], people[2], powers, days=80, parent=held)
    long = people[2].post("/api/v1/mandates", mandate_form(stage, people[3], powers, days=70, parent=held))
    assert code(long) == (409, "parties.chain_too_long")
    ends(people[0], held)
    assert people[2].get("/api/v1/deals").json() == []


def test_a_mandate_signs_for_no_less_than_its_floor(stage: Stage) -> None:
    mina, cleo, _, contract = agreed_contract(stage)
    rafael = stage.keyed("rafael")
    held = gives(stage, mina, rafael, SIGNS, floor=Money("CNY", 11_040_001))
    refused = tries(rafael, contract)
    assert code(refused) == (409, "parties.below_mandate_floor")
    ends(mina, held)
    gives(stage, mina, rafael, SIGNS, floor=Money("CNY", 11_040_000))
    rafael.signs(to_sign(rafael, contract))
    cleo.signs(to_sign(cleo, contract))
    assert len(cleo.get("/api/v1/licences").json()) == 1


def test_two_claimants_and_only_the_performer_s_own_key_settles_it(stage: Stage) -> None:
    """Scenario 10: a studio and an agency both claim her; no licence meanwhile, and neither can act by claiming."""
    mina, cleo, deal, contract = agreed_contract(stage)
    studio = another(stage, "studio", "晨星工作室", "Morning Star Studio")
    agency = another(stage, "agency", "远山经纪", "Far Hills Agency")
    for claimant in (studio, agency):
        claimant.signs(claimant.asked("/api/v1/representation/claims", {"performer": mina.performer_id}))
        assert claimant.get(f"/api/v1/deals/{deal}").status_code == 404
    again = studio.post("/api/v1/representation/claims", {"performer": mina.performer_id})
    assert code(again) == (409, "parties.claim_settled")
    told = [a["facts"]["person"] for a in mina.get("/api/v1/me/alerts").json() if "claimed" in a["code"]]
    assert sorted(told) == sorted([studio.id, agency.id])

    mina.signs(to_sign(mina, contract))
    drafted = to_sign(cleo, contract)
    assert code(cleo.tries_to_sign(drafted)) == (409, "parties.two_claimants")
    assert cleo.get("/api/v1/licences").json() == []
    for nobody in (studio, agency, cleo):
        assert nobody.post("/api/v1/representation/settle", {"kept": agency.id}).status_code == 404
    wrong = mina.post("/api/v1/representation/settle", {"kept": cleo.id})
    assert code(wrong) == (409, "parties.no_claimant")

    assert len(mina.get("/api/v1/representation/claims").json()) == 2
    mina.signs(mina.asked("/api/v1/representation/settle", {"kept": agency.id}))
    assert mina.get("/api/v1/representation/claims").json() == []
    cleo.signs(drafted)
    assert len(cleo.get("/api/v1/licences").json()) == 1
    assert agency.get(f"/api/v1/deals/{deal}").status_code == 404, "a claim, even kept, is no mandate"
    late = studio.post("/api/v1/representation/claims", {"performer": mina.performer_id})
    assert code(late) == (409, "parties.claim_settled")


def test_licences_that_run_are_untouched_by_claims(stage: Stage) -> None:
    """Scenario 10."""
    mina, cleo, _, contract = agreed_contract(stage)
    mina.signs(to_sign(mina, contract))
    cleo.signs(to_sign(cleo, contract))
    before = cleo.get("/api/v1/licences").json()[0]["state"]
    for name in ("studio", "agency"):
        claimant = another(stage, name, name, name)
        claimant.signs(claimant.asked("/api/v1/representation/claims", {"performer": mina.performer_id}))
    assert cleo.get("/api/v1/licences").json()[0]["state"] == before
