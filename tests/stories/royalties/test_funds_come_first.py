"""Signed is not active: the money is held first; then the higher of what the uses come to and the minimum is paid."""

from decimal import Decimal

from propria.demo.terms import MINIMUM
from propria.kernel.money import Money
from tests.cast import Stage
from tests.deals import capture_consent, hold_funds, sheet, signed_licence, token_for
from tests.renders import Filmed, recorded
from tests.stories.royalties.test_a_released_use_is_paid import paid
from tests.terms import series_use


def test_signed_and_not_funded_is_not_active_and_renders_nothing(stage: Stage) -> None:
    """Scenario 32: nothing is rendered before the whole guarantee is held; half of it changes nothing."""
    made = signed_licence(stage, sheet())
    capture_consent(made.mina)
    seen = made.cleo.get("/api/v1/licences").json()[0]
    assert (seen["state"], seen["waits_for"]) == ("licensed", ["funds_not_held"])
    use = series_use(stage.now).to_json()
    form = {"token": token_for(made.cleo, made.licence), "use": use, "nonce": "shot-1"}
    denied = made.cleo.post("/api/v1/gate/reserve", form)
    assert (denied.status_code, denied.json()["facts"]["reasons"]) == (
        409,
        ["licence_licensed", "funds_not_held"],
    )
    needed = Money.from_json(seen["funds_needed"])
    half = Money(needed.currency, needed.minor // 2)
    hold_funds(stage, made.licence, half)
    assert made.cleo.get("/api/v1/licences").json()[0]["waits_for"] == ["funds_not_held"]
    hold_funds(stage, made.licence, Money(needed.currency, needed.minor - half.minor), reference="BANK-2")
    assert made.cleo.get("/api/v1/licences").json()[0]["state"] == "active"
    assert made.cleo.post("/api/v1/gate/reserve", form).status_code == 201


def test_the_higher_of_pro_rata_and_minimum_is_paid_and_the_shares_make_it_whole(stage: Stage) -> None:
    """Scenario 32: one second earns the minimum; four earn their price, which is more; shares make up the whole."""
    made = signed_licence(stage, sheet())
    capture_consent(made.mina)
    hold_funds(stage, made.licence)
    capture, take = recorded(stage, made)
    story = Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))

    def earned() -> Decimal:
        """What Mina earned, by her statement."""
        return sum((Decimal(row["earned"]) for row in paid(made.mina, made.mina.performer_id)), Decimal(0))

    part = Decimal(95) / Decimal(100)
    story.gets("shot-1", to_ms=1_000)
    assert earned() == Decimal(MINIMUM.minor) / 100 * part
    story.gets("shot-2", to_ms=2_000)
    assert earned() == Decimal(MINIMUM.minor) / 100 * part
    story.gets("shot-3", to_ms=1_000)
    assert earned() == Decimal(4 * 120_000) / 100 * part
    charged = Money("CNY", 4 * 120_000)
    shares = charged.split({"performer": 9_500, "operator": 500})
    assert Decimal(shares["performer"].minor) / 100 == earned()
    assert shares["performer"].minor + shares["operator"].minor == charged.minor
