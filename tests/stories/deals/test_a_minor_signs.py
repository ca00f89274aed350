"""A minor: who signs at thirteen and at sixteen, what no signature allows, and what ends on the eighteenth birthday."""

from typing import Any

import pytest

from propria.parties.model import Role
from propria.scope import ANY, Scope, StandingTerms, term
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, announced_by_all, sheet, signed_licence
from tests.mandates import another, gives
from tests.terms import film_terms, series_scope

TERMS = {"facts": ["guardian_consents", "minor"]}


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def two_read_it(stage: Stage, performer: str, born_on: str) -> None:
    """Two operators, each for themselves, read the day of birth."""
    where = f"/api/v1/performers/{performer}/birth-seen"
    otto, olga = stage.person("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    assert otto.asked(where, {"born_on": born_on}) == {"attested": False}
    assert otto.asked(where, {"born_on": born_on}) == {"attested": False}, "one person is not two"
    assert code(olga.post(where, {"born_on": "2001-01-01"})) == (409, "parties.seen_otherwise")
    assert code(olga.post(where, {"born_on": "2101-01-01"})) == (409, "parties.birth_unreadable")
    assert olga.asked(where, {"born_on": born_on}) == {"attested": True}


def guarded(stage: Stage, mina: Person) -> Person:
    """Her guardian, whose papers two people saw."""
    guardian = another(stage, "ada", "艾达", "Ada")
    where = f"/api/v1/performers/{mina.performer_id}/guardian-seen"
    otto, olga = stage.person("otto"), stage.person("olga")
    assert code(otto.post(where, {"guardian": guardian.id})) == (404, "parties.no_ward")
    guardian.signs(guardian.asked("/api/v1/guardianships", {"performer": mina.performer_id}))
    assert otto.asked(where, {"guardian": guardian.id}) == {"attested": False}
    assert guardian.get("/api/v1/deals").json() == [], "a word that nobody checked gives nothing"
    assert olga.asked(where, {"guardian": guardian.id}) == {"attested": True}
    return guardian


def agreed(stage: Stage, mina: Person, scope: Scope | None = None) -> tuple[Person, str, str]:
    """(Cleo, deal, contract): agreed, nobody has signed."""
    cleo = stage.keyed("cleo")
    terms = sheet(scope, **TERMS)
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo, scope), terms).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")
    return cleo, deal, cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]


def to_sign(person: Person, contract: str) -> dict[str, Any]:
    """The words of the contract, written down for this person to sign."""
    drafted: dict[str, Any] = person.asked(f"/api/v1/contracts/{contract}/sign")
    return drafted


def right_of(stage: Stage, drafted: dict[str, Any]) -> tuple[str, str]:
    """In what right the words are signed, and their first line."""
    said = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]
    return said["body"]["capacity"], said["text"]["en"].splitlines()[0]


@pytest.mark.parametrize(
    ("born_on", "right", "last"),
    [("2013-05-01", "assent", "2028-11-01"), ("2010-05-01", "own", "2028-05-01")],
)
def test_a_guardian_signs_and_the_child_with_them(stage: Stage, born_on: str, right: str, last: str) -> None:
    """Scenario 12: at 13 the guardian and the child's assent, at 16 both sign; neither alone, and no agent."""
    mina = stage.open_performer("mina", film_terms())
    rafael = stage.keyed("rafael")
    gives(stage, mina, rafael, ["negotiate", "sign_contract"])
    two_read_it(stage, mina.performer_id, born_on)
    scope = series_scope(term=term("2026-11-01T00:00:00Z", f"{last}T00:00:00Z"))
    cleo, deal, contract = agreed(stage, mina, scope)
    assert code(mina.post(f"/api/v1/contracts/{contract}/sign")) == (409, "parties.no_guardian")
    ada = guarded(stage, mina)
    assert [one["deal"] for one in ada.get("/api/v1/deals").json()] == [deal]

    cleo.signs(to_sign(cleo, contract))
    rafael.signs(to_sign(rafael, contract))
    hers, theirs = to_sign(mina, contract), to_sign(ada, contract)
    assert right_of(stage, hers)[0] == right
    assert right_of(stage, theirs) == (
        "guardian",
        "I, Ada, as the guardian of Mina Haldane, consent for them to these words:",
    )
    order = ((mina, hers), (ada, theirs))
    (first, drafted), (second, other) = order if right == "assent" else reversed(order)
    first.signs(drafted)
    assert cleo.get("/api/v1/licences").json() == [], "neither is enough alone, nor with her agent"
    second.signs(other)
    (licence,) = cleo.get("/api/v1/licences").json()
    said = announced_by_all(licence["licence"], cleo, (ada, mina))
    assert said[0] == "I, Ada, as the guardian of Mina Haldane, consent for them to these words:"
    for anybody in (mina, ada, cleo, stage.person("otto")):
        for path in (f"/api/v1/deals/{deal}", "/api/v1/me", "/api/v1/licences"):
            assert born_on not in anybody.get(path).text


def test_no_signature_allows_a_minor_romance_or_a_longer_term(stage: Stage) -> None:
    """Scenario 12, Scenario 22: impossible with any signature; the other side learns only that she is not available."""
    clauses = StandingTerms.from_json(film_terms()).clauses
    romance = series_scope(theme=["drama", "romance"])
    mina = stage.open_performer("mina", StandingTerms((*clauses, romance.but(project=ANY)), ()).to_json())
    cleo = stage.keyed("cleo")
    fine = series_scope(term=term("2026-11-01T00:00:00Z", "2028-04-01T00:00:00Z"))
    long = series_scope(term=term("2026-11-01T00:00:00Z", "2028-05-02T00:00:00Z"))
    two_read_it(stage, mina.performer_id, "2010-05-01")

    def refusal(scope: Scope, **more: Any) -> tuple[tuple[int, str], Any]:
        made = an_offer(cleo, mina.performer_id, a_brief(cleo, scope), sheet(scope, **more)).json()["deal"]
        answer = mina.post(f"/api/v1/deals/{made}/agree")
        mina.asked(f"/api/v1/deals/{made}/counter", {"sheet": sheet(scope, **more)})
        outward = cleo.post(f"/api/v1/deals/{made}/agree")
        if answer.status_code != 201:
            assert code(outward) == (409, "deals.not_available")
            assert "minor" not in outward.text
        return code(answer), answer.json().get("facts", {})

    found, facts = refusal(romance.but(term=fine.term), **TERMS)
    assert (found, facts["findings"]) == ((409, "scope.too_vague"), ["scope.minor_theme"])
    found, facts = refusal(long, **TERMS)
    assert (found, facts["findings"]) == ((409, "scope.too_vague"), ["scope.term_too_long"])
    assert refusal(fine)[0] == (409, "deals.minor_unstated")
    wen = stage.open_performer("wen", film_terms())
    for seen_by in ("otto", "olga"):
        stage.person(seen_by).asked(
            f"/api/v1/performers/{wen.performer_id}/birth-seen", {"born_on": "2019-01-01"}
        )
    for until, answer in (("2031-11-23", (409, "scope.too_vague")), ("2031-11-22", (200, ""))):
        years = series_scope(term=term("2026-11-25T00:00:00Z", f"{until}T00:00:00Z"))
        made = an_offer(cleo, wen.performer_id, a_brief(cleo, years), sheet(years, **TERMS)).json()["deal"]
        assert code(wen.post(f"/api/v1/deals/{made}/agree")) == answer, "five years from today at most"


def test_on_the_eighteenth_birthday_it_ends_unless_the_adult_signs_again(stage: Stage) -> None:
    """Scenario 12: by the day of birth as it is evidenced now, whatever the contract's own term says."""
    made = signed_licence(stage)
    two_read_it(stage, made.mina.performer_id, "2008-11-30")
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "licensed"
    stage.passes(days=7, hours=13, minutes=59)
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "licensed"
    stage.passes(minutes=1)
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "expired"

    deal = an_offer(made.cleo, made.mina.performer_id, a_brief(made.cleo), sheet()).json()["deal"]
    made.mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = made.cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    for party in (made.cleo, made.mina):
        party.signs(to_sign(party, contract))
    states = [one["state"] for one in made.cleo.get("/api/v1/licences").json()]
    assert states == ["expired", "licensed"]
