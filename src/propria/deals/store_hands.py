"""The SQL of hands on a contract."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from propria.deals import store
from propria.deals import tables as t
from propria.deals.model import Hand, PartySignature, Side
from propria.kernel.ids import ContractId, MandateId, PersonId, StatementId
from propria.parties.model import Capacity
from propria.plumbing.database import Session


def add(hand: Hand, *, db: Session) -> None:
    """Keep a hand; one that the same person put before in another right stays beside it."""
    db.execute(insert(t.hand).values({**asdict(hand), "capacity": hand.capacity.value}))


def every(contract_id: str, *, db: Session) -> list[Hand]:
    """Every hand ever put to a contract for the performer's side, in log order."""
    query = select(t.hand).where(t.hand.c.contract_id == contract_id).order_by(t.hand.c.entry_index)
    return [
        Hand(
            ContractId(row.contract_id),
            PersonId(row.person_id),
            Capacity(row.capacity),
            StatementId(row.statement_id),
            row.digest,
            None if row.mandate_id is None else MandateId(row.mandate_id),
            row.entry_index,
            row.signed_at,
        )
        for row in db.execute(query)
    ]


def hands(contract_id: str, *, db: Session) -> dict[PersonId, Hand]:
    """Whose hands are on a contract for the performer's side, each person's last."""
    return {hand.person_id: hand for hand in every(contract_id, db=db)}


def put_side(hand: Hand, *, db: Session) -> PartySignature:
    """The performer's side has signed with this hand, in place of an earlier one's."""
    c, side = t.signature.c, Side.PERFORMER
    db.execute(delete(t.signature).where(c.contract_id == hand.contract_id, c.side == side.value))
    put = PartySignature(
        hand.contract_id,
        side,
        hand.person_id,
        hand.statement_id,
        hand.digest,
        hand.mandate_id,
        hand.entry_index,
        hand.signed_at,
    )
    store.add_signature(put, db=db)
    return put
