"""The SQL of evidence of identity, of domains that are to publish a line, and of sign-ins at a provider under way."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import tables as t
from propria.parties.model import DomainClaim, Evidence, PartyId, Route
from propria.plumbing.database import Session


def add(found: Evidence, *, db: Session) -> None:
    """Keep evidence, in place of what the same route showed before."""
    c = t.evidence.c
    db.execute(delete(t.evidence).where(c.party_id == found.party_id, c.route == found.route.value))
    values = {
        "party_id": found.party_id,
        "route": found.route.value,
        "by": found.by,
        "reference": found.reference,
        "seen_at": found.seen_at,
        "seen_by": list(found.seen_by),
    }
    db.execute(insert(t.evidence).values(values))


def _evidence(row: Any) -> Evidence:
    by = tuple(PersonId(one) for one in row.seen_by)
    return Evidence(row.party_id, Route(row.route), row.by, row.reference, row.seen_at, by)


def of(party_id: str, *, db: Session) -> list[Evidence]:
    """All that shows who a party is, oldest first."""
    c = t.evidence.c
    query = select(t.evidence).where(c.party_id == party_id).order_by(c.seen_at, c.route)
    return [_evidence(row) for row in db.execute(query)]


def of_many(party_ids: Iterable[str], *, db: Session) -> dict[str, list[Evidence]]:
    """The same of several, by party."""
    c = t.evidence.c
    query = select(t.evidence).where(c.party_id.in_(list(party_ids))).order_by(c.seen_at, c.route)
    found: dict[str, list[Evidence]] = {}
    for row in db.execute(query):
        found.setdefault(row.party_id, []).append(_evidence(row))
    return found


def of_reference(route: Route, reference: str, *, db: Session) -> list[Evidence]:
    """Whom the same account, membership or document shows."""
    c = t.evidence.c
    query = select(t.evidence).where(c.route == route.value, c.reference == reference)
    return [_evidence(row) for row in db.execute(query)]


def begin_claim(claim: DomainClaim, *, db: Session) -> None:
    """Remember which line a domain has to publish; what an earlier one published shows nothing any more."""
    c = t.evidence.c
    gone = c.route.in_((Route.DOMAIN.value, Route.DNS.value))
    db.execute(delete(t.evidence).where(c.party_id == claim.party_id, gone))
    end_claim(claim.party_id, db=db)
    values = {"party_id": claim.party_id, "domain": claim.domain, "token": claim.token}
    db.execute(insert(t.domain_claim).values(values))


def claim_of(party_id: PartyId, *, db: Session) -> DomainClaim | None:
    """The domain that a party named, and the line that it has to publish."""
    row = db.execute(select(t.domain_claim).where(t.domain_claim.c.party_id == party_id)).first()
    return None if row is None else DomainClaim(party_id, row.domain, row.token)


def end_claim(party_id: str, *, db: Session) -> None:
    """The line has done its work, or another one takes its place."""
    db.execute(delete(t.domain_claim).where(t.domain_claim.c.party_id == party_id))


def mark_outside(performer_id: str, *, db: Session) -> None:
    """It does not rest on the operator alone any more."""
    db.execute(update(t.performer).where(t.performer.c.id == performer_id).values(by_operator=False))


def mark_evidenced(
    performer_id: str, now: Instant, *, domain: str | None, by_operator: bool = False, db: Session
) -> None:
    """Enough says who this is; `domain` is the one that published their line, where one did."""
    c = t.performer.c
    values: dict[str, Any] = {"evidenced_at": now, "domain": domain, "by_operator": by_operator}
    db.execute(update(t.performer).where(c.id == performer_id, c.evidenced_at.is_(None)).values(values))
    end_claim(performer_id, db=db)


def begin_login(
    state: str, person_id: str, nonce: str, verifier: str, expires_at: Instant, *, db: Session
) -> None:
    """Remember a sign-in at the provider until it comes back once."""
    values = {"state": state, "person_id": person_id, "nonce": nonce, "verifier": verifier}
    db.execute(insert(t.oidc_login).values(**values, expires_at=expires_at))


def take_login(state: str, now: Instant, *, db: Session) -> tuple[PersonId, str, str] | None:
    """(whose, nonce, verifier) of a sign-in that is still open; it is gone afterwards."""
    c = t.oidc_login.c
    row = db.execute(select(t.oidc_login).where(c.state == state, c.expires_at > now)).first()
    db.execute(delete(t.oidc_login).where((c.state == state) | (c.expires_at <= now)))
    return None if row is None else (PersonId(row.person_id), row.nonce, row.verifier)
