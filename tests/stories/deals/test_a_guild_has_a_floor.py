"""A guild's floor is held against every deal of its members, and only they learn whose floor it is."""

from typing import Any

from propria.kernel.money import Money
from propria.scope import red_line
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, sheet
from tests.stories.licences.test_a_guild_suspends import guild_of
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms

LINE = red_line(medium=["series"])


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def test_a_guild_s_floor_binds_its_members_and_is_named_to_them_alone(stage: Stage) -> None:
    """Said in the effect diff, checked at the offer, at the agreement and at signing; another floor replaces it."""
    mina, cleo = stage.open_performer("mina", film_terms(), floor="6000000"), stage.keyed("cleo")
    officer, guild = guild_of(stage, [mina.performer_id])
    set_floor_wrongly(officer, mina)
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo), sheet()).json()["deal"]
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))
    assert below(mina, deal) == ""

    set_floor(officer, "12000000")
    named = mina.get(f"/api/v1/deals/{deal}").json()["below"]
    assert (
        named[0]["en"] == "The floor of The Actors’ Guild is 120,000.00 CNY; this guarantees 110,400.00 CNY."
    )
    assert below(cleo, deal) == "The performer is not available on these terms."
    refused = mina.post(f"/api/v1/deals/{deal}/agree")
    assert code(refused) == (409, "deals.below_guild_floor")
    assert refused.json()["facts"]["guild"]["en"] == "The Actors’ Guild"
    outward = an_offer(cleo, mina.performer_id, a_brief(cleo), sheet())
    assert code(outward) == (409, "deals.not_available"), "one code, whatever the reason"
    assert outward.json()["facts"] == {}
    enough = sheet(guarantee=Money("CNY", 12_000_000))
    assert an_offer(cleo, mina.performer_id, a_brief(cleo), enough).status_code == 201

    signs_no_lower(officer, mina, cleo, deal)


def signs_no_lower(officer: Person, mina: Person, cleo: Person, deal: str) -> None:
    """A floor that is set after the agreement stops the signature; lifted, it stops nothing."""
    set_floor(officer, "11040000")
    assert mina.asked(f"/api/v1/deals/{deal}/agree")["state"] == "agreed"
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    drafted = mina.asked(f"/api/v1/contracts/{contract}/sign")
    again = set_floor(officer, "11040001")
    assert code(mina.tries_to_sign(drafted)) == (409, "deals.below_guild_floor")
    assert code(mina.post("/api/v1/guilds/lift", {"suspension": again})) == (403, "parties.not_yours")
    floor = 'update parties_guild_floor set floor = \'{"currency":"CNY","minor":"1"}\''
    mina.stage.propria.library.database.transact(sql(floor))
    assert found(mina.stage) >= {"parties.guild_words_altered"}
    officer.signs(officer.asked("/api/v1/guilds/lift", {"suspension": again}))
    mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    assert len(cleo.get("/api/v1/licences").json()) == 1


def below(reader: Person, deal: str) -> str:
    """What the effect diff says of floors to this side."""
    return " ".join(one["en"] for one in reader.get(f"/api/v1/deals/{deal}").json()["below"])


def set_floor_wrongly(officer: Person, mina: Person) -> None:
    """Nothing is no floor, and a member sets none."""
    assert code(officer.post("/api/v1/guilds/floor", floor_form("0"))) == (409, "parties.floor_negative")
    assert code(mina.post("/api/v1/guilds/floor", floor_form("1"))) == (404, "parties.no_guild")


def floor_form(minor: str) -> dict[str, Any]:
    """So much in all for work in series."""
    return {"scope": LINE.to_json(), "floor": {"currency": "CNY", "minor": minor}}


def set_floor(officer: Person, minor: str) -> str:
    """The guild's floor, signed; its statement."""
    drafted = officer.asked("/api/v1/guilds/floor", floor_form(minor))
    shown = officer.stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["id"]
    officer.signs(drafted)
    assert found(officer.stage) == set()
    return str(shown)
