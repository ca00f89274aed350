"""A guild's switch: every member's uses within it stop at once, others go on, and lifting it restores them unsigned."""

from typing import Any

from propria.parties.model import Role
from propria.scope import red_line
from tests.cast import Person, Stage
from tests.deals import a_brief, active_licence, an_offer, capture_consent, hold_funds, token_for
from tests.mandates import another
from tests.terms import film_terms, series_use


def guild_of(stage: Stage, members: list[str]) -> tuple[Person, str]:
    """(who signs for it, its id): a guild that two operators saw, whose registry names these performers."""
    officer = another(stage, "gil", "行业公会", "Guild Officer")
    otto, olga = stage.person("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    form = {"person": officer.id, "zh": "演员公会", "en": "The Actors’ Guild"}
    assert (
        officer.post("/api/v1/guilds/registry", {"performers": members}).json()["code"] == "parties.no_guild"
    )
    assert otto.asked("/api/v1/guilds/seen", form) == {"guild": None}
    guild = olga.asked("/api/v1/guilds/seen", form)["guild"]
    assert officer.asked("/api/v1/guilds/registry", {"performers": members}) == {"listed": len(members)}
    return officer, guild


def codes(cleo: Person, token: str, use: Any) -> list[str]:
    """What the gate has against a use."""
    found = cleo.asked("/api/v1/gate/decide", {"token": token, "use": use.to_json()})
    return list(found["reasons"])


def licensed_too(stage: Stage, cleo: Person, name: str) -> tuple[Person, str]:
    """(who, their licence): one more performer, in use by the same creator on the same terms."""
    who = stage.open_performer(name, film_terms())
    deal = an_offer(cleo, who.performer_id, a_brief(cleo)).json()["deal"]
    who.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    for hand in (cleo, who):
        hand.signs(hand.asked(f"/api/v1/contracts/{contract}/sign"))
    [licence] = [one["licence"] for one in who.get("/api/v1/licences").json()]
    capture_consent(who)
    hold_funds(stage, licence, reference=f"BANK-{name}")
    return who, licence


def test_a_strike_denies_every_covered_use_at_once_and_lifting_restores_it(stage: Stage) -> None:
    """Scenario 30: over a scope, by the guild's key; others are untouched, and nothing is signed again."""
    made = active_licence(stage)
    mina, cleo = made.mina, made.cleo
    wen, hers = licensed_too(stage, cleo, "wen")
    officer, guild = guild_of(stage, [mina.performer_id, wen.performer_id])
    stage.passes(days=10)
    token, other = token_for(cleo, made.licence), token_for(cleo, hers)
    scripted, dubbed = series_use(stage.now), series_use(stage.now, act="dub")
    strike = red_line(act=["generate"], medium=["series"]).to_json()

    def suspends() -> str:
        drafted = officer.asked("/api/v1/guilds/suspend", {"scope": strike})
        statement = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["id"]
        officer.signs(drafted)
        return str(statement)

    first = suspends()
    assert codes(cleo, token, scripted) == [], "she has not said that she is a member"
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))
    assert codes(cleo, token, scripted) == ["consent_missing"]
    assert codes(cleo, token, dubbed) == []
    assert codes(cleo, other, scripted) == [], "who is no member works on"
    wen.signs(wen.asked("/api/v1/guilds/join", {"guild": guild}))
    assert codes(cleo, other, scripted) == ["consent_missing"], "every member's replica"
    form = {"token": token, "use": scripted.to_json(), "nonce": "n1"}
    denied = cleo.post("/api/v1/gate/reserve", form)
    assert (denied.status_code, denied.json()["facts"]["reasons"]) == (409, ["consent_missing"])
    assert "guild" not in denied.text.lower()

    assert mina.post("/api/v1/guilds/lift", {"suspension": first}).json()["code"] == "parties.not_yours"
    assert (
        officer.post("/api/v1/guilds/lift", {"suspension": "stm_x"}).json()["code"] == "parties.no_suspension"
    )
    officer.signs(officer.asked("/api/v1/guilds/lift", {"suspension": first}))
    assert codes(cleo, token, scripted) == codes(cleo, other, scripted) == []
    assert cleo.post("/api/v1/gate/reserve", form).status_code == 201


def test_whom_the_registry_does_not_name_is_no_member(stage: Stage) -> None:
    mina, wen = stage.identified("mina"), stage.identified("wen")
    _, guild = guild_of(stage, [mina.performer_id])
    refused = wen.post("/api/v1/guilds/join", {"guild": guild})
    assert (refused.status_code, refused.json()["code"]) == (409, "parties.not_listed")
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))
