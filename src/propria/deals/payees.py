"""Who has a share by name must be somebody here. Reads; decides nothing else."""

from collections.abc import Iterable

from propria.deals.model import TermSheet
from propria.deals.rules import HOLDER
from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.estates.rules import divided
from propria.parties.model import Name
from propria.plumbing.database import Session
from propria.rates.words import shares_in


def check_payees(sheet: TermSheet, *, db: Session) -> None:
    """Every person who has a share by name can be paid. Raises: Refused(`deals.unknown_payee`)."""
    for who, _ in sheet.card.shares:
        if who.startswith(HOLDER):
            try:
                parties.person(who, db=db)
            except NotFound:
                raise Refused(
                    "deals.unknown_payee", "A share names somebody whom the ledger cannot pay.", payees=[who]
                ) from None


def named_payees(shares: Iterable[tuple[str, int]], *, db: Session) -> dict[str, Name]:
    """The names of those who have a share by name."""
    named = (who for who, _ in shares if who.startswith(HOLDER))
    return {who: parties.person(who, db=db).name for who in named}


def shares_of_sheet(
    sheet: TermSheet, performer_id: str, *, now: Instant, db: Session
) -> tuple[tuple[str, int], ...]:
    """Who has how many basis points; after a death the performer's part is the holders' of the estate, by their shares."""
    holders, shares = estates.shares_at(performer_id, now, db=db), shares_in(sheet.card)
    if not holders:
        return shares
    found: dict[str, int] = {}
    for who, points in shares:
        parts = divided(points, holders) if who == "performer" else {who: points}
        found = {**found, **{one: found.get(one, 0) + part for one, part in parts.items()}}
    return tuple(found.items())
