"""Who keeps the money that licences wait for: a port, by hand or by files. Moves nothing itself; records what moved."""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from propria.kernel.errors import Malformed
from propria.kernel.ids import LicenceId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.plumbing.database import Session
from propria.royalties import actions
from propria.royalties.statements import plain_amount
from propria.web.typed_form import read_amount

MOVED = ("reference", "licence", "direction", "currency", "amount")
ORDERED = ("licence", "currency", "amount", "reason")


class Direction(StrEnum):
    """Whether money came in for a licence or went back to its creator."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Movement:
    """Money that moved at the keeper's, under the keeper's own reference."""

    reference: str
    licence_id: LicenceId
    direction: Direction
    amount: Money


@dataclass(frozen=True)
class Order:
    """Money that is to go back to the creator of a licence that is over."""

    licence_id: LicenceId
    amount: Money


class Keeper(Protocol):
    """Keeps money in trust; tells what moved, the same movement as often as it likes, and takes orders."""

    def moved(self) -> Iterable[Movement]:
        """Everything that the keeper says moved. Raises: Malformed(`royalties.movements_unreadable`)."""
        ...

    def order(self, orders: Sequence[Order]) -> None:
        """Ask for all of these, and no others, to be given back."""
        ...


class ByHand:
    """The operator reads the bank's statement and records each movement; orders wait on the page of money."""

    def moved(self) -> Iterable[Movement]:
        """See `Keeper.moved`: none, they are typed."""
        return ()

    def order(self, orders: Sequence[Order]) -> None:
        """See `Keeper.order`: the page of money shows them."""


@dataclass(frozen=True)
class ByFiles:
    """Files are exchanged: `moved/*.csv` comes from the keeper, `orders.csv` is written for it, whole each time."""

    folder: Path

    def moved(self) -> Iterable[Movement]:
        """See `Keeper.moved`: every row of every file, in order of name."""
        for file in sorted((self.folder / "moved").glob("*.csv")):
            yield from _read(file)

    def order(self, orders: Sequence[Order]) -> None:
        """See `Keeper.order`: the file is replaced in one step."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / "orders.csv.new"
        with fresh.open("w", encoding="utf-8", newline="") as text:
            rows = csv.writer(text, lineterminator="\r\n")
            rows.writerow(ORDERED)
            rows.writerows(
                (each.licence_id, each.amount.currency, plain_amount(each.amount), "licence_ended")
                for each in orders
            )
        os.replace(fresh, self.folder / "orders.csv")


def _read(file: Path) -> Iterable[Movement]:
    line = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                line += 1
                amount = read_amount(row["amount"], row["currency"])
                if amount is None or not row["reference"].strip():
                    raise ValueError("a movement has a reference and an amount")
                yield Movement(
                    row["reference"], LicenceId(row["licence"]), Direction(row["direction"]), amount
                )
    except (OSError, KeyError, ValueError, AttributeError, csv.Error) as problem:
        raise Malformed(
            "royalties.movements_unreadable",
            "A file of movements cannot be read.",
            file=file.name,
            line=line,
            columns=list(MOVED),
        ) from problem


def keeper_of(folder: str) -> Keeper:
    """By files where a folder is set, else by hand."""
    return ByFiles(Path(folder)) if folder else ByHand()


def record(one: Movement, *, now: Instant, db: Session) -> bool:
    """Record a movement once; whether it was new.

    Raises: NotFound(`licences.no_licence`), Refused(`royalties.funds_not_held`, `royalties.nothing_to_move`,
    `royalties.reference_in_use`).
    """
    licences.licence(one.licence_id, db=db)
    act = {Direction.IN: actions.arrived, Direction.OUT: actions.went_back}[one.direction]
    made = act(one.licence_id, one.amount, reference=one.reference, now=now, db=db)
    return made.at == now
