"""The only SQL of deals."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from propria.deals import tables as t
from propria.deals.model import Contract, Deal, Kind, Note, PartySignature, Side, TermSheet, Turn
from propria.kernel.errors import NotFound
from propria.kernel.ids import (
    BriefId,
    ContractId,
    CreatorId,
    MandateId,
    OfferId,
    PerformerId,
    PersonId,
    StatementId,
)
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared

# Every decision reads it.
_SIGNATURES = select(t.signature).where(t.signature.c.contract_id == bindparam("contract"))
_STATEMENTS = Prepared(_SIGNATURES.with_only_columns(t.signature.c.side, t.signature.c.statement_id))


def add_deal(deal: Deal, *, db: Session) -> None:
    """Keep a new negotiation."""
    values = {
        "id": deal.id,
        "brief_id": deal.brief_id,
        "creator_id": deal.creator_id,
        "performer_id": deal.performer_id,
        "state": deal.state,
        "turns": deal.turns,
        "turn_of": deal.turn_of.value,
        "opened_at": deal.opened_at,
        "lapses_at": deal.lapses_at,
        "kind": deal.kind.value,
        "root_id": deal.root_id,
        "base_id": deal.base_id,
        "split_from": deal.split_from,
    }
    db.execute(insert(t.deal).values(values))


def save_deal(deal: Deal, *, db: Session) -> None:
    """Keep what changed of a negotiation."""
    values = {
        "state": deal.state,
        "turns": deal.turns,
        "turn_of": deal.turn_of.value,
        "lapses_at": deal.lapses_at,
        "ended_by": None if deal.ended_by is None else deal.ended_by.value,
    }
    db.execute(update(t.deal).where(t.deal.c.id == deal.id).values(values))


def read_deal(row: Any) -> Deal:
    """A negotiation from its row."""
    return Deal(
        id=OfferId(row.id),
        brief_id=BriefId(row.brief_id),
        creator_id=CreatorId(row.creator_id),
        performer_id=PerformerId(row.performer_id),
        state=row.state,
        turns=row.turns,
        turn_of=Side(row.turn_of),
        opened_at=row.opened_at,
        lapses_at=row.lapses_at,
        kind=Kind(row.kind),
        root_id=None if row.root_id is None else OfferId(row.root_id),
        base_id=None if row.base_id is None else ContractId(row.base_id),
        ended_by=None if row.ended_by is None else Side(row.ended_by),
        split_from=None if row.split_from is None else OfferId(row.split_from),
    )


def deal(deal_id: str, *, db: Session) -> Deal:
    """One negotiation. Raises: NotFound(`deals.no_deal`)."""
    row = db.execute(select(t.deal).where(t.deal.c.id == deal_id)).first()
    if row is None:
        raise NotFound("deals.no_deal", "There are no such talks.")
    return read_deal(row)


def deals(*, performer_id: str | None = None, creator_id: str | None = None, db: Session) -> list[Deal]:
    """Negotiations of a performer or of a creator, newest first."""
    query = select(t.deal)
    if performer_id is not None:
        query = query.where(t.deal.c.performer_id == performer_id)
    if creator_id is not None:
        query = query.where(t.deal.c.creator_id == creator_id)
    return [read_deal(row) for row in db.execute(query.order_by(t.deal.c.opened_at.desc()))]


def due(before: Instant, most: int, *, db: Session) -> list[Deal]:
    """Talks that nobody signed and that lapse before an instant, the earliest first."""
    c = t.deal.c
    query = select(t.deal).where(c.state.in_(("open", "agreed")), c.lapses_at <= before)
    return [read_deal(row) for row in db.execute(query.order_by(c.lapses_at, c.id).limit(most))]


def to_warn(now: Instant, before: Instant, most: int, *, db: Session) -> list[Deal]:
    """Talks that lapse before an instant and whose sides were not yet warned of that."""
    c = t.deal.c
    unsigned = c.state.in_(("open", "agreed"))
    unwarned = c.warned_of.is_(None) | (c.warned_of != c.lapses_at)
    query = select(t.deal).where(unsigned, c.lapses_at > now, c.lapses_at <= before, unwarned)
    return [read_deal(row) for row in db.execute(query.order_by(c.lapses_at, c.id).limit(most))]


def warned(deal: Deal, *, db: Session) -> None:
    """The sides know when these talks lapse."""
    db.execute(update(t.deal).where(t.deal.c.id == deal.id).values(warned_of=deal.lapses_at))


def changes_of(root_id: str, *, db: Session) -> list[Deal]:
    """Talks about changing the licence of these, oldest first."""
    query = select(t.deal).where(t.deal.c.root_id == root_id).order_by(t.deal.c.opened_at, t.deal.c.id)
    return [read_deal(row) for row in db.execute(query)]


def add_turn(turn: Turn, *, db: Session) -> None:
    """Keep one version of the term sheet."""
    values = {
        "deal_id": turn.deal_id,
        "number": turn.number,
        "side": turn.side.value,
        "person_id": turn.person_id,
        "sheet": turn.sheet.to_json(),
        "made_at": turn.made_at,
    }
    db.execute(insert(t.turn).values(values))


def turns(deal_id: str, *, db: Session) -> list[Turn]:
    """Every version of the term sheet, oldest first."""
    query = select(t.turn).where(t.turn.c.deal_id == deal_id).order_by(t.turn.c.number)
    return [read_turn(row) for row in db.execute(query)]


def read_turn(row: Any) -> Turn:
    """One version from its row."""
    sheet = TermSheet.from_json(row.sheet)
    return Turn(OfferId(row.deal_id), row.number, Side(row.side), PersonId(row.person_id), sheet, row.made_at)


def add_note(note: Note, *, db: Session) -> None:
    """Keep something said beside the terms."""
    db.execute(insert(t.note).values(asdict(note) | {"side": note.side.value}))


def count_notes(deal_id: str, *, db: Session) -> int:
    """How many notes these talks have."""
    return db.execute(
        select(func.count()).select_from(t.note).where(t.note.c.deal_id == deal_id)
    ).scalar_one()


def notes(deal_id: str, *, db: Session) -> list[Note]:
    """Every note, oldest first; who may read which is the caller's to say."""
    rows = db.execute(select(t.note).where(t.note.c.deal_id == deal_id).order_by(t.note.c.number)).mappings()
    return [Note(**{**row, "side": Side(row["side"])}) for row in rows]


def add_contract(contract: Contract, *, db: Session) -> None:
    """Keep a contract's text by its hashes."""
    values = {
        "id": contract.id,
        "deal_id": contract.deal_id,
        "turn_number": contract.turn_number,
        "paper": dict(contract.paper),
        "pdf_digest": contract.pdf_digest,
        "terms_digest": contract.terms_digest,
        "overrides_terms": contract.overrides_terms,
        "made_at": contract.made_at,
    }
    db.execute(insert(t.contract).values(values))


def read_contract(row: Any) -> Contract:
    """A contract from its row."""
    return Contract(
        id=ContractId(row.id),
        deal_id=OfferId(row.deal_id),
        turn_number=row.turn_number,
        paper=row.paper,
        pdf_digest=row.pdf_digest,
        terms_digest=row.terms_digest,
        overrides_terms=row.overrides_terms,
        made_at=row.made_at,
    )


def contract(contract_id: str, *, db: Session) -> Contract:
    """One contract. Raises: NotFound(`deals.no_contract`)."""
    row = db.execute(select(t.contract).where(t.contract.c.id == contract_id)).first()
    if row is None:
        raise NotFound("deals.no_contract", "There is no such contract.")
    return read_contract(row)


def contracts(*, db: Session) -> list[Contract]:
    """Every contract that was ever made, by id."""
    return [read_contract(row) for row in db.execute(select(t.contract).order_by(t.contract.c.id))]


def contract_of(deal_id: str, turn_number: int, *, db: Session) -> Contract | None:
    """The contract made from one turn of a negotiation."""
    c = t.contract.c
    row = db.execute(select(t.contract).where(c.deal_id == deal_id, c.turn_number == turn_number)).first()
    return None if row is None else read_contract(row)


def add_signature(signature: PartySignature, *, db: Session) -> None:
    """Keep one side's signature."""
    values = {
        "contract_id": signature.contract_id,
        "side": signature.side.value,
        "person_id": signature.person_id,
        "statement_id": signature.statement_id,
        "digest": signature.digest,
        "mandate_id": signature.mandate_id,
        "entry_index": signature.entry_index,
        "signed_at": signature.signed_at,
    }
    db.execute(insert(t.signature).values(values))


def signatures(contract_id: str, *, db: Session) -> dict[Side, PartySignature]:
    """Who has signed a contract so far."""
    rows = db.execute(_SIGNATURES, {"contract": contract_id})
    return {Side(row.side): read_signature(row) for row in rows}


def read_signature(row: Any) -> PartySignature:
    """One side's signature from its row."""
    return PartySignature(
        ContractId(row.contract_id),
        Side(row.side),
        PersonId(row.person_id),
        StatementId(row.statement_id),
        row.digest,
        None if row.mandate_id is None else MandateId(row.mandate_id),
        row.entry_index,
        row.signed_at,
    )


def signed_statements(contract_id: str, *, db: Session) -> dict[Side, StatementId]:
    """The statements by which a contract was signed so far."""
    rows = db.rows(_STATEMENTS, contract=contract_id)
    return {Side(row.side): StatementId(row.statement_id) for row in rows}
