"""Whose steps and hands the talks hold, as one of the sides may be told: names, rights, mandates, keys. Decides nothing."""

from dataclasses import dataclass

from propria.deals import steps
from propria.deals.actions import Room
from propria.deals.model import By, PartySignature, Side
from propria.deals.texts_steps import SHOWN_ONCE_STATED, Parties, who
from propria.kernel.errors import NotFound
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words
from propria.record import actions as record


@dataclass(frozen=True)
class Reader:
    """One of the sides, and what it takes to tell it who acted."""

    seen: Room
    parties: Parties
    db: Session

    def names(self, by: By, side: Side, *, in_full: bool = True) -> Words:
        """A person with their right, and `in_full` with the mandate that they use."""
        person = parties.person(by.person_id, db=self.db)
        fact = None if by.standing is None else SHOWN_ONCE_STATED.get(by.standing)
        tells = side is self.seen.side or fact is None or fact in self.seen.sheet.facts
        return who(person, by, side, self.parties, tells_right=tells, in_full=in_full)


def reader_of(seen: Room, *, db: Session) -> Reader:
    """The reader of a room, with every mandate that its steps may rest on."""
    performer = parties.performer(seen.deal.performer_id, db=db)
    mandates = {str(one.id): one for one in parties.mandates_of(performer.id, db=db)}
    creator = parties.creator(seen.deal.creator_id, db=db)
    return Reader(seen, Parties(performer, creator, mandates), db)


def hands_shown(seen: Room, *, db: Session) -> list[tuple[By, PartySignature]]:
    """Every hand on the contract that the reader may know of: the other side's once that side is whole."""
    if seen.contract is None:
        return []
    whole = {one.side for one in seen.signatures} | {seen.side}
    put = steps.signed(seen.contract, seen.deal, seen.signatures, db=db)
    return [(by, one) for by, one in put if one.side in whole]


def key_of(one: PartySignature, *, db: Session) -> str:
    """The key that a hand was put with; empty where its statement was erased."""
    try:
        return record.statement(one.statement_id, db=db).key_id
    except NotFound:
        return ""
