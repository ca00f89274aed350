"""Scripts on record: a creator lodges a script's hash in the log, so that it shows that the words were there before.

The script is hashed and not kept. Whether a render may call itself made from a lodged script is decided by log and vault: the
hash has to be logged before the performance: the recording of a take or of a stand-in, the rendering of a new line.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.deals import actions as deals
from propria.kernel.errors import Malformed, NotFound
from propria.kernel.ids import OfferId, StatementId
from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.likeness import actions as likeness
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.scope import Use
from propria.usage import rules, texts
from propria.usage.model import LARGEST_SCRIPT, Line, Wanted

LODGED = "script.lodged"


@dataclass(frozen=True)
class Script:
    """One script on record: SHA-256 of its words in hex, and where and when the log has it."""

    statement_id: StatementId
    deal_id: OfferId
    sha256: str
    entry_index: int
    at: Instant


def lodge(actor: Actor, deal_id: str, script: str, notary: Notary, *, now: Instant, db: Session) -> Script:
    """The creator of these talks puts a script's hash on record; lodged again, its first entry stands.

    Raises: NotFound(`deals.no_deal`), Malformed(`usage.no_script`).
    """
    deal = deals.deal(deal_id, db=db)
    if parties.creator(deal.creator_id, db=db).person_id != actor.person_id:
        raise NotFound("deals.no_deal", "There are no such talks.")
    if not script.strip() or len(script.encode()) > LARGEST_SCRIPT:
        raise Malformed("usage.no_script", "Give the script, and say what it really is.")
    digest = hashlib.sha256(script.encode()).hexdigest()
    performer = parties.performer(deal.performer_id, db=db)
    if not any(one.sha256 == digest for one in _of(performer.subject, deal.id, db=db)):
        body = {"deal": deal.id, "script_sha256": digest, "creator": deal.creator_id}
        words = texts.script_lodged(actor.name, body)
        record.sign_as_operator(Draft(LODGED, performer.subject, body, *words), notary, now=now, db=db)
    return next(one for one in _of(performer.subject, deal.id, db=db) if one.sha256 == digest)


def scripts_of(actor: Actor, deal_id: str, *, db: Session) -> list[Script]:
    """What is on record in these talks, oldest first, for either side. Raises: NotFound(`deals.no_deal`)."""
    deal = deals.deal(deal_id, db=db)
    performer = parties.performer(deal.performer_id, db=db)
    if actor.person_id not in (parties.creator(deal.creator_id, db=db).person_id, performer.person_id):
        raise NotFound("deals.no_deal", "There are no such talks.")
    return _of(performer.subject, deal.id, db=db)


def scripts_under(licence: Licence, *, db: Session) -> list[Script]:
    """What is on record in the talks that a licence came from, for contexts that have decided who may know of it."""
    return _of(licence.subject, deals.contract(licence.contract_id, db=db).deal_id, db=db)


def check(licence: Licence, use: Use, wanted: Wanted, digest: str, *, db: Session) -> None:
    """A use that says it is made from a lodged script names one that was logged before the performance.

    It has to name one where the contract gives the performer approval of the script, or once any is on record.
    Raises: Refused(`usage.script_unnamed`, `usage.script_not_lodged`, `usage.script_written_after`).
    """
    known = scripts_under(licence, db=db)
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    performed_at = None
    if not isinstance(wanted, Line):
        performed_at = likeness.asset(wanted.asset_id, db=db).stored_at
    logged = {one.sha256: one.at for one in reversed(known)}
    must_name = bool(known) or "script" in sheet.scope.duties.approval
    rules.check_script(use, digest, logged, must_name=must_name, performed_at=performed_at)


def _of(subject: str, deal_id: str, *, db: Session) -> list[Script]:
    said = record.statements_of(subject, db=db)
    return [
        _script(one) for one in said if one.statement.type == LODGED and one.statement.body["deal"] == deal_id
    ]


def _script(stored: StoredStatement) -> Script:
    body: Mapping[str, Any] = stored.statement.body
    return Script(
        StatementId(stored.statement.id),
        OfferId(body["deal"]),
        body["script_sha256"],
        stored.entry_index,
        stored.logged_at,
    )
