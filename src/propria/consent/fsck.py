"""Openness, grants and wishes held against the statements that gave and ended them. It reads and never writes."""

from collections.abc import Iterator

from propria.consent import store, store_wishes
from propria.consent.model import GrantState
from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.time import wire
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement
from propria.scope import StandingTerms


def fsck(*, db: Session) -> Iterator[Finding]:
    """Terms, floors, dates and purposes are as signed; what was withdrawn is withdrawn, and nothing else is."""
    for given in record.statements_of_type("openness.given", db=db):
        yield from _openness(given, db=db)
    for given in record.statements_of_type("capture.consented", "build.consented", db=db):
        yield from _grant(given, db=db)
    for ended in record.statements_of_type("openness.withdrawn", "consent.withdrawn", db=db):
        yield from _ended(ended, db=db)
    yield from _wishes(db=db)


def _openness(given: StoredStatement, *, db: Session) -> Iterator[Finding]:
    body, where = given.statement.body, given.statement.id
    try:
        kept = store.openness(where, db=db)
    except NotFound:
        yield Finding("consent.openness_missing", where, "it was signed and is not kept")
        return
    signed = tuple(body[n] for n in ("performer", "terms", "floor", "starts_at", "ends_at", "shows_name"))
    row = (
        kept.performer_id,
        kept.terms.to_json(),
        kept.floor.to_json(),
        wire(kept.starts_at),
        wire(kept.ends_at),
        kept.shows_name,
    )
    if (*signed, given.entry_index) != (*row, kept.given_at_entry):
        yield Finding("consent.openness_altered", where, "it is not the openness that was signed")


def _grant(given: StoredStatement, *, db: Session) -> Iterator[Finding]:
    body, where = given.statement.body, given.statement.id
    try:
        kept = store.grant(where, db=db)
    except NotFound:
        yield Finding("consent.grant_missing", where, "it was signed and is not kept")
        return
    signed = tuple(body[n] for n in ("performer", "purpose", "reason", "retained_until"))
    row = kept.performer_id, kept.purpose.value, kept.reason, wire(kept.retained_until)
    if (*signed, given.entry_index) != (*row, kept.given_at_entry):
        yield Finding("consent.grant_altered", where, "it is not the consent that was signed")


def _wishes(*, db: Session) -> Iterator[Finding]:
    """What binds an estate is what the performer signed."""
    said = {
        s.statement.id: (
            s.statement.body["performer"],
            StandingTerms.from_json(s.statement.body["terms"]),
            s.entry_index,
        )
        for s in record.statements_of_type("wishes.stated", db=db)
    }
    kept = store_wishes.every(db=db)
    for where in sorted(said.keys() | kept.keys()):
        if said.get(where) != kept.get(where):
            yield Finding("consent.wishes_altered", where, "they are not the wishes that were signed")


def _ended(ended: StoredStatement, *, db: Session) -> Iterator[Finding]:
    target = ended.statement.body["target"]
    find = store.openness if ended.statement.type == "openness.withdrawn" else store.grant
    try:
        state = find(target, db=db).state
    except NotFound:
        return
    if state is GrantState.GIVEN:
        yield Finding("consent.withdrawal_lost", target, f"it was withdrawn at entry {ended.entry_index}")
