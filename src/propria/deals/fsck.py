"""Contracts held against what their parties signed, and against the authority they signed with. Never writes."""

import hashlib
from collections.abc import Iterator

from propria.consent import actions as consent
from propria.deals import rules, rules_changes, store, store_hands, versions
from propria.deals.model import Hand, PartySignature, Side, TermSheet
from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.findings import Finding
from propria.kernel.ids import StatementId
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.mandates.rules import own_key_axis
from propria.parties.model import Exercise, Power
from propria.plumbing.blobs import Blobs
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each signed contract is word for word what was signed: contract ⊑ mandate, and ⊑ the terms of that index."""
    for signed in record.statements_of_type("contract.signed", db=db):
        yield from _signature(signed, db=db)


def fsck_papers(blobs: Blobs, *, db: Session) -> Iterator[Finding]:
    """Each contract's file is there, and its bytes hash to what is signed."""
    for contract in store.contracts(db=db):
        try:
            found = hashlib.sha256(blobs.get(contract.blob_key)).hexdigest()
        except NotFound:
            yield Finding("deals.file_missing", contract.id, "its file is gone")
            continue
        if found != contract.pdf_digest:
            yield Finding("deals.file_altered", contract.id, "its file is not the one that is signed")


def _signature(signed: StoredStatement, *, db: Session) -> Iterator[Finding]:
    body, where = signed.statement.body, signed.statement.body["contract"]
    try:
        contract = store.contract(where, db=db)
        signature = _kept(signed, db=db)
        sheet = store.turns(contract.deal_id, db=db)[contract.turn_number - 1].sheet
    except (NotFound, KeyError, IndexError):
        yield Finding("deals.contract_missing", where, "it was signed and is not kept whole")
        return
    texts = contract.pdf_digest, contract.terms_digest, contract.overrides_terms
    if texts != (body["pdf_sha256"], body["terms_sha256"], body["overrides_terms"]):
        yield Finding("deals.contract_altered", where, "it is not the text that was signed")
    deal = store.deal(contract.deal_id, db=db)
    if deal.base_id != body.get("replaces"):
        yield Finding(
            "deals.change_altered", where, "it replaces another contract than the one that was signed"
        )
        return
    if (sheet.scope.to_json(), sheet.guarantee.to_json()) != (body["scope"], body["guarantee"]):
        yield Finding("deals.sheet_altered", where, "its term sheet is not the one that was signed")
    if (signature.statement_id, signature.entry_index) != (signed.statement.id, signed.entry_index):
        yield Finding("deals.signature_altered", where, "a signature points at another statement")
    if isinstance(signature, Hand):
        if body.get("capacity", signature.capacity) != signature.capacity:
            yield Finding(
                "deals.signature_altered", where, "a signature is kept in another right than it was put"
            )
        yield from _performer_side(where, sheet, signed, db=db)
    elif not colleagues.could_at(signature.person_id, deal.creator_id, Right.SIGN, signed.entry_index, db=db):
        yield Finding("deals.beyond_rights", where, "who signed for the creator could not at that entry")
    if signature.mandate_id is not None:
        yield from _mandate(where, signature.mandate_id, sheet, signed, db=db)
    last = max((s.entry_index for s in store.signatures(where, db=db).values()), default=-1)
    if len(store.signatures(where, db=db)) == len(Side) and last == signed.entry_index:
        yield from _terms(where, sheet, signed, db=db)


def _kept(signed: StoredStatement, *, db: Session) -> PartySignature | Hand:
    """What is kept of a signature. Raises: KeyError if it is not kept."""
    where, side = signed.statement.body["contract"], Side(signed.statement.body["side"])
    if side is Side.CREATOR:
        return store.signatures(where, db=db)[side]
    return {h.statement_id: h for h in store_hands.every(where, db=db)}[StatementId(signed.statement.id)]


def _performer_side(
    where: str, sheet: TermSheet, signed: StoredStatement, *, db: Session
) -> Iterator[Finding]:
    """The row that says the performer's side has signed is one of its hands, and the one that it needs."""
    side = store.signatures(where, db=db).get(Side.PERFORMER)
    if side is None or side.statement_id != signed.statement.id:
        return
    hand = {h.statement_id: h for h in store_hands.every(where, db=db)}[side.statement_id]
    if (hand.entry_index, hand.mandate_id, hand.person_id) != (
        side.entry_index,
        side.mandate_id,
        side.person_id,
    ):
        yield Finding("deals.signature_altered", where, "the side's signature is not the hand that was put")
    if side.mandate_id is not None and own_key_axis(sheet.scope) is not None:
        yield Finding("deals.own_key_missing", where, "it needs the performer's own key, and has none")


def _mandate(
    where: str, mandate_id: str, sheet: TermSheet, signed: StoredStatement, *, db: Session
) -> Iterator[Finding]:
    index, now = signed.entry_index, signed.logged_at
    try:
        parties.check_mandate(
            mandate_id,
            Exercise(Power.SIGN_CONTRACT, sheet.scope, sheet.guarantee, own_key_follows=True),
            at_entry=index,
            now=now,
            db=db,
        )
    except PropriaError as problem:
        yield Finding("deals.beyond_mandate", where, f"mandate {mandate_id}: {problem.code}")


def _terms(where: str, sheet: TermSheet, signed: StoredStatement, *, db: Session) -> Iterator[Finding]:
    performer = store.deal(store.contract(where, db=db).deal_id, db=db).performer_id
    before = versions.base_sheet(store.deal(store.contract(where, db=db).deal_id, db=db), db=db)
    if before is not None and not rules_changes.is_wider(before, sheet):
        return
    openness = consent.openness_at(performer, signed.entry_index, now=signed.logged_at, db=db)
    own_key = store.signatures(where, db=db)[Side.PERFORMER].mandate_id is None
    try:
        rules.check_coverage_at_signing(store.contract(where, db=db), sheet, openness, own_key=own_key)
    except Refused as problem:
        yield Finding("deals.beyond_terms", where, problem.code)
