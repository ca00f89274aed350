"""What is done with the record: draft words for a person, accept their signature, decline, sign as operator."""

import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from propria.kernel.errors import Forbidden, PropriaError, Refused, Unverified
from propria.kernel.ids import PersonId, SigningRequestId, new_id
from propria.kernel.time import Instant, wire
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.entries import Entry, check_opening, read_entry
from propria.proofs.envelopes import Signature, SignedStatement, UnverifiedStatement, sign_with_ed25519
from propria.proofs.notes import Checkpoint, note_text
from propria.proofs.statements import CheckpointSeen, Statement, statement_digest
from propria.record import log, operator_keys, store, store_private, store_requests
from propria.record.events import SigningRefused
from propria.record.model import (
    STATEMENT_LIFETIME,
    Draft,
    Head,
    KeyInUse,
    Notary,
    Receipt,
    RequestState,
    Sheet,
    SigningRequest,
    StoredStatement,
)

KEY_BINDING = "key.bound"
BARRED = frozenset(
    {KEY_BINDING, "key.revoked", "guardians.named", "mandate.given", "contract.signed", "build.consented"}
)
"""What a recovered key may not sign while the keys before it can still veto."""


class Act(Protocol):
    """What a context does once its kind of statement is signed and verified; it raises to refuse."""

    def __call__(
        self, signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
    ) -> None:
        """Apply the signed words."""


KeyResolver = Callable[[str], KeyInUse]


def draft(
    words: Draft, person_id: PersonId, sheet: Sheet, *, return_url: str, expires_at: Instant | None = None,
    now: Instant, db: Session
) -> SigningRequest:  # fmt: skip
    """Write down what a person is asked to sign; it expires in 15 minutes unless it carries its own date."""
    statement = _statement(words, expires_at or now + STATEMENT_LIFETIME, _newest(db))
    request = SigningRequest(
        id=SigningRequestId(new_id("signing request")),
        person_id=person_id,
        statement=statement,
        sheet=sheet,
        state=RequestState.WAITING,
        return_url=return_url,
    )
    store_requests.add_request(request, db=db)
    return request


def _newest(db: Session) -> Checkpoint | None:
    newest = store.checkpoint(db=db)
    return None if newest is None else Checkpoint.from_text(note_text(newest.note))


def _statement(words: Draft, expires_at: Instant, seen: Checkpoint | None) -> Statement:
    return Statement(
        type=words.type,
        version=1,
        id=new_id("statement"),
        subject=words.subject,
        body=dict(words.body),
        text={"zh": words.zh, "en": words.en},
        as_of=None if seen is None else CheckpointSeen(seen.origin, seen.size, seen.root),
        expires_at=expires_at.replace(microsecond=0),
    )


def request_for_signing(request_id: str, *, db: Session) -> SigningRequest:
    """What the signing page shows. Its id is known only to whom it was sent.

    Raises: NotFound(`record.no_request`), Refused(`record.request_closed`).
    """
    request = store_requests.request(request_id, db=db)
    if request.state is not RequestState.WAITING:
        raise Refused(
            "record.request_closed", "This was signed or declined already.", state=request.state.value
        )
    return request


def waiting_for(person_id: str, *, now: Instant, db: Session) -> list[SigningRequest]:
    """What waits for this person's signature now, oldest first."""
    return store_requests.requests_of(person_id, now, db=db)


def accept_signature(
    request_id: str, signature: Signature, *, resolve: KeyResolver, acts: Mapping[str, Act], notary: Notary,
    now: Instant, db: Session
) -> Receipt:  # fmt: skip
    """The one write path: verify the signature, apply the rule, keep the statement, append the entry.

    Raises: NotFound(`record.no_request`), Refused(`record.request_closed`, and whatever the rule says),
    Forbidden(`record.not_your_request`), Refused(`record.key_not_bound`, `record.key_barred`), Unverified(`proofs.*`).
    """
    request = request_for_signing(request_id, db=db)
    key = resolve(signature.key_id)
    if key.person_id != request.person_id:
        raise Forbidden("record.not_your_request", "This waits for somebody else's signature.")
    if not key.is_bound and request.statement.type != KEY_BINDING:
        raise Refused("record.key_not_bound", "This key does not stand for its person yet.")
    if key.barred_until is not None and now < key.barred_until and request.statement.type in BARRED:
        raise Refused(
            "record.key_barred",
            "A recovered key signs no licence, build or mandate for fourteen days.",
            until=wire(key.barred_until),
        )
    unverified = UnverifiedStatement(request.statement.to_bytes(), signature)
    signed = unverified.verify(key.public, notary.policy(now.replace(microsecond=0)))
    receipt = log.append(signed, notary.origin, now=now, db=db)
    acts[request.statement.type](signed, by=key.person_id, entry_index=receipt.entry_index, now=now, db=db)
    store_requests.close_request(request_id, RequestState.SIGNED, db=db)
    return receipt


def decline(request_id: str, *, db: Session) -> SigningRequest:
    """The person will not sign; nothing is logged and nobody is told more than that.

    Raises: NotFound(`record.no_request`), Refused(`record.request_closed`).
    """
    request = request_for_signing(request_id, db=db)
    store_requests.close_request(request_id, RequestState.DECLINED, db=db)
    return request


def sign_as_operator(
    words: Draft, notary: Notary, *, head: Head | None = None, now: Instant, db: Session
) -> tuple[SignedStatement, Receipt]:
    """Log a statement of the operator's own (an attestation, a "not granted"), as of `head` or of the newest signed one.

    Raises: Refused(`record.operator_key_replaced`), and what the key's holder raises.
    """
    operator_keys.check_newest(notary, db=db)
    statement = _statement(words, now + STATEMENT_LIFETIME, head.checkpoint if head else _newest(db))
    unverified = sign_with_ed25519(statement, notary.operator_signer, key=notary.operator_key)
    signed = unverified.verify(notary.operator_key, notary.policy(now.replace(microsecond=0)))
    return signed, log.append(signed, notary.origin, now=now, db=db)


def log_refusal(request_id: str, refusal: PropriaError, *, now: Instant, db: Session) -> int:
    """All that the log holds of a signature that was refused: of what kind it was, and by which code; its index."""
    request = store_requests.request(request_id, db=db)
    subject, kind = request.statement.subject, request.statement.type
    facts = {"type": kind, "code": refusal.code, "nonce": secrets.token_hex(8)}
    index = log.append_fact("refusal", subject, facts, now=now, db=db)
    told = SigningRefused(subject, request.person_id, kind, refusal.code, refusal.sentence, index, now)
    publish(told, db=db)
    return index


def statement(statement_id: str, *, db: Session) -> StoredStatement:
    """A signed statement as it is kept, for contexts that have decided who may read it.

    Raises: NotFound(`record.no_statement`).
    """
    return store.statement(statement_id, db=db)


def words_as_logged(statement_id: str, *, db: Session) -> bytes:
    """A signed statement's canonical bytes, if its log entry still commits to them; for deciding by what was signed.

    Raises: NotFound(`record.no_statement`), Unverified(`proofs.commitment_not_opened`), Malformed(`proofs.wrong_entry`).
    """
    raw, salt, data = store_private.opening(statement_id, db=db)
    _check_logged(raw, salt, data)
    return raw


@lru_cache(maxsize=4096)
def _check_logged(raw: bytes, salt: bytes, data: bytes) -> None:
    entry = read_entry(data)
    if not isinstance(entry, Entry):
        raise Unverified("proofs.commitment_not_opened", "The log entry commits to something else.")
    check_opening(entry, statement_digest(raw), salt=salt, before=None)


def statements_of(subject: str, *, db: Session) -> list[StoredStatement]:
    """A subject's signed statements in log order, for contexts that have decided who may read them."""
    return store.statements(subject=subject, db=db)


def statements_of_type(*types: str, db: Session) -> list[StoredStatement]:
    """The signed statements of these types in log order, for a context that holds its tables against them."""
    return store.statements_of_type(*types, db=db)


def logged_at(entry_index: int, *, db: Session) -> Instant:
    """When an entry was logged. Raises: NotFound(`record.no_entry`)."""
    return store.entry(entry_index, db=db).logged_at


def set_state(subject: str, thing: str, state: str, *, db: Session) -> None:
    """From the next checkpoint on the map says this of one thing (an openness, a licence) of the subject.

    Raises: Refused(`record.ended_already`) for another state than the last one of what was closed or erased.
    """
    if store_private.ending(thing, db=db) is not None:
        if store.states(subject=subject, db=db).get(subject, {}).get(thing) != state:
            raise Refused("record.ended_already", "This was closed or erased; its last state stands.")
        return
    store.set_state(subject, thing, state, db=db)


def size_of_log(*, db: Session) -> int:
    """How many entries the log has."""
    return store.log_size(db=db)


def facts_of_log(*, db: Session) -> dict[str, Any]:
    """How far the log is, when its head was last signed, and its note, for health and the masthead."""
    newest = store.checkpoint(db=db)
    return {
        "size": store.log_size(db=db),
        "checkpoint_size": newest.size if newest else 0,
        "checkpoint_at": newest.made_at if newest else None,
        "checkpoint": newest.note if newest else "",
    }
