"""Who has a share by name must be somebody here. Reads; decides nothing else."""

from propria.deals.model import TermSheet
from propria.deals.rules import HOLDER
from propria.kernel.errors import NotFound, Refused
from propria.parties import actions as parties
from propria.parties.model import Name
from propria.plumbing.database import Session


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


def named_payees(sheet: TermSheet, *, db: Session) -> dict[str, Name]:
    """The names of those who have a share by name."""
    named = (who for who, _ in sheet.card.shares if who.startswith(HOLDER))
    return {who: parties.person(who, db=db).name for who in named}
