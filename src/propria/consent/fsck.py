"""Openness, grants and wishes held against the statements that gave and ended them. It reads and never writes."""

from collections.abc import Iterator

from propria.consent import handover, store, store_handover, store_wishes
from propria.consent.model import CONSENTED, LIVING, GrantState
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
    for given in record.statements_of_type(*CONSENTED, db=db):
        yield from _grant(given, db=db)
    for ended in record.statements_of_type("openness.withdrawn", "consent.withdrawn", db=db):
        yield from _ended(ended, db=db)
    yield from _handed_over(db=db)
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
        [one.to_json() for one in kept.floors],
    )
    if (*signed, body.get("floors", []), given.entry_index) != (*row, kept.given_at_entry):
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
        str(s.statement.id): (
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


def _handed_over(*, db: Session) -> Iterator[Finding]:
    """What was given before the library changed hands is in force only where its performer gave it anew."""
    signed = {
        str(s.statement.id): (
            s.statement.body["kind"],
            tuple(s.statement.body["successor"]),
            s.statement.body["anew_by"],
            s.entry_index,
        )
        for s in record.statements_of_type(handover.HANDED_OVER, db=db)
    }
    kept = {
        str(h.id): (h.kind.value, h.successor, wire(h.anew_by), h.entry_index)
        for h in store_handover.every(db=db)
    }
    for where in sorted(signed.keys() | kept.keys()):
        if signed.get(where) != kept.get(where):
            yield Finding("consent.handover_altered", where, "it is not what the operator said")
    if not signed:
        return
    since = max(entry for *_, entry in signed.values())
    anew = {
        one
        for given in record.statements_of_type(*CONSENTED, db=db)
        if given.entry_index > since
        for one in given.statement.body.get("takes_up", ())
    }
    for grant in store.grants_in(GrantState.GIVEN, db=db):
        if grant.given_at_entry < since and grant.id not in anew:
            yield Finding(
                "consent.handover_ignored", grant.id, "the library changed hands and it was not given anew"
            )


def _ended(ended: StoredStatement, *, db: Session) -> Iterator[Finding]:
    target = ended.statement.body["target"]
    find = store.openness if ended.statement.type == "openness.withdrawn" else store.grant
    try:
        state = find(target, db=db).state
    except NotFound:
        return
    if state in LIVING:
        yield Finding("consent.withdrawal_lost", target, f"it was withdrawn at entry {ended.entry_index}")
