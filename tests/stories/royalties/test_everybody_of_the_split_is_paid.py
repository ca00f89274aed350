"""A charge is paid to each whom the card names: the agent who signed, the guild that the performer is in, the operator."""

from propria.kernel.ids import LicenceId, UseId, new_id
from propria.kernel.money import Money
from propria.rates import Basis, PricedUse, PriceLine, RateCard
from propria.royalties import store
from propria.royalties.model import OPERATOR, Account, AccountKind
from propria.royalties.terms import Doing, charge
from tests.cast import Stage
from tests.deals import agreed_contract, hold_funds, sheet
from tests.stories.deals.test_two_sides_make_a_deal import mandate
from tests.stories.licences.test_a_guild_suspends import guild_of

PER_SECOND = Money("CNY", 120_001)
PARTS = (("guild", 333), ("operator", 500), ("performer", 8_167), ("representative", 1_000))


def test_the_agent_and_the_guild_are_paid_their_parts_by_id(stage: Stage) -> None:
    card = RateCard("CNY", (PriceLine("5.1", Basis.SECOND, PER_SECOND),), shares=PARTS)
    mina, cleo, _, contract = agreed_contract(stage, sheet(card=card.to_json()))
    officer, guild = guild_of(stage, [mina.performer_id])
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))
    mandate(stage, ["negotiate", "sign_contract"])
    rafael = stage.person("rafael")
    for party in (cleo, rafael):
        party.signs(party.asked(f"/api/v1/contracts/{contract}/sign"))
    licence = LicenceId(cleo.get("/api/v1/licences").json()[0]["licence"])
    hold_funds(stage, licence)
    from_entry = cleo.get(f"/api/v1/licences/{licence}/versions").json()[0]["from_entry"]
    used = Doing(UseId(new_id("use")), licence, from_entry, PricedUse("generate", seconds=3), stage.now)
    database = stage.propria.library.database
    database.transact(lambda db: charge(used, now=stage.now, db=db))

    accounts = {
        "guild": Account(AccountKind.PAYABLE, officer.id, "CNY"),
        "operator": Account(AccountKind.FEE, OPERATOR, "CNY"),
        "performer": Account(AccountKind.PAYABLE, mina.performer_id, "CNY"),
        "representative": Account(AccountKind.PAYABLE, rafael.id, "CNY"),
    }
    paid = database.read(lambda db: {who: store.balance(one, db=db).minor for who, one in accounts.items()})
    whole = Money("CNY", 3 * PER_SECOND.minor)
    assert paid == {who: part.minor for who, part in whole.split(dict(PARTS)).items()}
    assert sum(paid.values()) == whole.minor
