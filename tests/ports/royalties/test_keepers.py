"""One suite for whoever keeps the money: the operator's hand and exchanged files do the same to licences and the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest
from tests.cast import Stage
from tests.deals import GUARANTEE, capture_consent, sheet, signed_licence

from propria.journeys.rounds import go_round
from propria.kernel.ids import LicenceId
from propria.kernel.money import Money
from propria.royalties import actions
from propria.royalties.funds import MOVED, ByFiles, ByHand, Direction, Movement, keeper_of
from propria.royalties.statements import plain_amount
from propria.web.typed_form import read_amount


class Told(Protocol):
    """A keeper in use: money moves there and is told, as often as the keeper likes; what it is asked to give back."""

    def tells(self, one: Movement) -> None:
        """Tell it, twice."""

    def orders(self) -> list[tuple[str, Money]]:
        """Licence and amount."""


@dataclass
class Hand:
    """`ByHand`: the operator types each movement, and reads the orders on the page of money."""

    stage: Stage

    def tells(self, one: Movement) -> None:
        """See `Told.tells`."""
        where = {Direction.IN: "/api/v1/funds", Direction.OUT: "/api/v1/funds/returns"}[one.direction]
        form = {"licence": one.licence_id, "amount": one.amount.to_json(), "reference": one.reference}
        for _ in range(2):
            self.stage.person("otto").post(where, form)
        self._goes_round(ByHand)

    def orders(self) -> list[tuple[str, Money]]:
        """See `Told.orders`."""
        self._goes_round(ByHand)
        found = self.stage.person("otto").get("/api/v1/funds/orders").json()
        return [(each["licence"], Money.from_json(each["amount"])) for each in found]

    def _goes_round(self, kind: type, folder: str = "") -> None:
        library = self.stage.propria.library
        assert isinstance(keeper_of(folder), kind)
        settings = replace(library.settings, funds_dir=folder)
        go_round(replace(library, settings=settings), self.stage.propria.parts["office"])


@dataclass
class Files(Hand):
    """`ByFiles`: each movement is a file, and the orders are one."""

    folder: Path

    def tells(self, one: Movement) -> None:
        """See `Told.tells`."""
        (self.folder / "moved").mkdir(exist_ok=True)
        count = len(list((self.folder / "moved").iterdir()))
        row = (
            one.reference,
            one.licence_id,
            one.direction.value,
            one.amount.currency,
            plain_amount(one.amount),
        )
        file = self.folder / "moved" / f"{count:03}.csv"
        file.write_text("".join(f"{','.join(line)}\r\n" for line in (MOVED, row, row)))
        self._goes_round(ByFiles, str(self.folder))

    def orders(self) -> list[tuple[str, Money]]:
        """See `Told.orders`."""
        self._goes_round(ByFiles, str(self.folder))
        rows = [row.split(",") for row in (self.folder / "orders.csv").read_text().splitlines()[1:]]
        return [(licence, read_amount(much, currency)) for licence, currency, much, _ in rows]


KEEPERS: dict[str, Callable[[Stage, Path], Told]] = {
    "by hand": lambda stage, folder: Hand(stage),
    "by files": lambda stage, folder: Files(stage, folder),
}


@pytest.mark.parametrize("kind", KEEPERS)
def test_money_is_held_once_activates_and_goes_back_whole(stage: Stage, tmp_path: Path, kind: str) -> None:
    keeper = KEEPERS[kind](stage, tmp_path)
    made = signed_licence(stage, sheet())
    capture_consent(made.mina)
    licence, half = LicenceId(made.licence), Money("CNY", GUARANTEE.minor // 2)

    def tells(reference: str, direction: Direction, amount: Money, of: str = licence) -> Money:
        """What is held for the licence after a movement was told."""
        keeper.tells(Movement(reference, LicenceId(of), direction, amount))
        return stage.propria.library.database.read(lambda db: actions.held_for(licence, "CNY", db=db))

    def state() -> str:
        return str(made.cleo.get("/api/v1/licences").json()[0]["state"])

    assert tells("IN-1", Direction.IN, half) == half, "told twice, held once"
    assert (state(), keeper.orders()) == ("licensed", [])
    assert tells("IN-1", Direction.IN, GUARANTEE) == half, "the same reference for another amount is refused"
    assert tells("IN-2", Direction.IN, half, of="lic_nobody") == half, "there is no such licence"
    twice = Money("CNY", 2 * GUARANTEE.minor)
    assert tells("OUT-1", Direction.OUT, twice) == half, "more than is held does not go back"
    assert tells("IN-3", Direction.IN, GUARANTEE - half) == GUARANTEE
    assert (state(), keeper.orders()) == ("active", []), "a running licence asks for nothing back"

    made.mina.signs(made.mina.asked(f"/api/v1/licences/{licence}/withdraw"))
    assert keeper.orders() == [(licence, GUARANTEE)]
    assert tells("OUT-2", Direction.OUT, half) == GUARANTEE - half
    assert keeper.orders() == [(licence, GUARANTEE - half)], "what went back is asked for no more"
    assert tells("OUT-3", Direction.OUT, GUARANTEE - half) == Money("CNY", 0)
    assert keeper.orders() == []
    assert stage.propria.library.database.read(lambda db: actions.fsck(db=db)) == ()
