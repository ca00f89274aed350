"""What the seals on a contract attest: for each side that has signed, whose hands, in which right, with which keys."""

from propria.deals.actions import Room, contract_for
from propria.deals.model import Contract, Side
from propria.deals.papers.paper import Words
from propria.deals.papers.seals import PartyAct
from propria.deals.whose import hands_shown, key_of, reader_of
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session


def acts_for(
    actor: Actor, contract_id: str, *, now: Instant, db: Session
) -> tuple[Contract, tuple[PartyAct, ...]]:
    """A contract and the act of each side that has signed it whole, for its parties alone.

    Raises: NotFound(`deals.no_contract`, `deals.no_deal`).
    """
    contract, seen = contract_for(actor, contract_id, now=now, db=db)
    return contract, tuple(_act(seen, one.side, db=db) for one in seen.signatures)


def _act(seen: Room, side: Side, *, db: Session) -> PartyAct:
    """A side's act is the signature that made it whole; it names every hand that the side put."""
    reader, done = reader_of(seen, db=db), next(one for one in seen.signatures if one.side is side)
    put = [(by, one) for by, one in hands_shown(seen, db=db) if one.side is side]
    names = [reader.names(by, side, in_full=False) for by, _ in put]
    marks = [mark for by, one in put for mark in (by.mandate_id, key_of(one, db=db)) if mark]
    return PartyAct(
        field=side.value,
        act=Words(
            f"{'、'.join(n.zh for n in names)}以通行密钥签署",
            f"{'; '.join(n.en for n in names)}: signed with a passkey",
        ),
        statement_digest=done.digest,
        log_index=done.entry_index,
        acted_at=done.signed_at,
        marks=" · ".join(dict.fromkeys(marks)),
    )
