"""That a performer declined, kept in the log as a hash: nobody is told more, and the performer may open it as evidence.

The operator signs that it happened; the words stay with the performer, who alone is handed their bundle. Whoever holds the
log sees one entry more about a subject and not what it says.
"""

import hashlib

from propria.deals import notes, store
from propria.deals.model import Deal, Side
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.proofs.canonical import canonical_bytes
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement

DECLINED = "offer.declined"


def end(
    actor: Actor, deal_id: str, act: str, reason: str, *, notary: Notary, now: Instant, db: Session
) -> Deal:
    """Decline, take back or reopen; where the performer's side declined, the log keeps that it did.

    Raises: as `notes.end_with_reason`.
    """
    ended = notes.end_with_reason(actor, deal_id, act, reason, now=now, db=db)
    if act == "decline" and ended.ended_by is Side.PERFORMER:
        _log(ended, notary, now=now, db=db)
    return ended


def _log(deal: Deal, notary: Notary, *, now: Instant, db: Session) -> None:
    performer = parties.performer(deal.performer_id, db=db)
    creator = parties.creator(deal.creator_id, db=db)
    sheet = store.turns(deal.id, db=db)[-1].sheet
    body = {
        "deal": deal.id,
        "brief": deal.brief_id,
        "creator": creator.id,
        "project": sheet.project,
        "terms_sha256": hashlib.sha256(canonical_bytes(sheet.to_json())).hexdigest(),
        "declined_at": wire(now),
    }
    title_zh, title_en = sheet.title
    words = (
        f"{performer.name.zh}谢绝了{creator.name.zh}为《{title_zh}》提出的条款。",
        f"{performer.name.en} declined the terms that {creator.name.en} offered for {title_en}.",
    )
    record.sign_as_operator(Draft(DECLINED, performer.subject, body, *words), notary, now=now, db=db)


def declines_of(performer: Performer, *, deal_id: str | None = None, db: Session) -> list[StoredStatement]:
    """What a performer declined, oldest first, of one negotiation or of all; for the performer's side alone."""
    return [
        said
        for said in record.statements_of(performer.subject, db=db)
        if said.statement.type == DECLINED and deal_id in (None, said.statement.body["deal"])
    ]


def own_declines(actor: Actor, *, db: Session) -> list[StoredStatement]:
    """What the actor declined as a performer. Raises: NotFound(`parties.no_performer`)."""
    return declines_of(parties.own_profile(actor, db=db), db=db)
