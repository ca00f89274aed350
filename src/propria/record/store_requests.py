"""The SQL of what waits for a person's signature."""

from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import PersonId, SigningRequestId
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.statements import Statement
from propria.record import tables as t
from propria.record.model import RequestState, Sheet, SigningRequest


def add_request(request: SigningRequest, *, db: Session) -> None:
    """Keep a request for a signature."""
    values = {
        "id": request.id,
        "person_id": request.person_id,
        "type": request.statement.type,
        "raw": request.statement.to_bytes(),
        "sheet": request.sheet.to_json(),
        "state": request.state.value,
        "return_url": request.return_url,
        "expires_at": request.statement.expires_at,
        "statement_id": request.statement.id,
    }
    db.execute(insert(t.signing_request).values(values))


def _request(row: Any) -> SigningRequest:
    return SigningRequest(
        id=SigningRequestId(row.id),
        person_id=PersonId(row.person_id),
        statement=Statement.from_bytes(bytes(row.raw)),
        sheet=Sheet.from_json(row.sheet),
        state=RequestState(row.state),
        return_url=row.return_url,
    )


def request(request_id: str, *, db: Session) -> SigningRequest:
    """One request. Raises: NotFound(`record.no_request`)."""
    row = db.execute(select(t.signing_request).where(t.signing_request.c.id == request_id)).first()
    if row is None:
        raise NotFound("record.no_request", "Nothing waits for a signature here.")
    return _request(row)


def requests_of(person_id: str, now: Instant, *, db: Session) -> list[SigningRequest]:
    """What waits for this person's signature now, oldest first."""
    c = t.signing_request.c
    mine = (c.person_id == person_id, c.state == RequestState.WAITING.value, c.expires_at > now)
    return [
        _request(row) for row in db.execute(select(t.signing_request).where(*mine).order_by(c.expires_at))
    ]


def close_request(request_id: str, state: RequestState, *, db: Session) -> None:
    """The request was signed or declined."""
    db.execute(
        update(t.signing_request).where(t.signing_request.c.id == request_id).values(state=state.value)
    )
