"""Announcements held against what both sides signed, and what is shown against them. It reads and never writes."""

from collections.abc import Iterator
from typing import Any

from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.kernel.findings import Finding
from propria.licences import store
from propria.licences import store_announcements as kept
from propria.licences.announcing import ANNOUNCED, WITHDRAWN
from propria.licences.model import Announcement
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """What may be said of each licence is what each side signed, and nothing is shown that they did not sign."""
    standing: set[str] = set()
    withdrawals = record.statements_of_type(WITHDRAWN, db=db)
    ended = {(s.statement.body.get("target"), s.entry_index) for s in withdrawals}
    for one in kept.every(db=db):
        yield from _as_signed(one, db=db)
        if one.withdrawn_at_entry is not None:
            yield from _taken_back(one, ended)
        else:
            standing |= {f"{one.licence_id} {side.value}" for side in Side if one.signed_by(side) is not None}
    for licence in store.licences(db=db):
        shown = {Side.PERFORMER: licence.shown_by_performer, Side.CREATOR: licence.shown_by_creator}
        for side, is_shown in shown.items():
            if is_shown != (f"{licence.id} {side.value}" in standing):
                yield Finding(
                    "licences.shown_unsigned", licence.id, f"its {side.value} did not sign that it is shown"
                )


def _as_signed(one: Announcement, *, db: Session) -> Iterator[Finding]:
    entries = []
    for side in Side:
        statement_id = one.signed_by(side)
        if statement_id is None:
            continue
        signed = _signed(statement_id, ANNOUNCED, db=db)
        if signed is None or _words(signed) != (side.value, dict(one.says)):
            yield Finding(
                "licences.announcement_altered",
                one.id,
                f"its words are not those that its {side.value} signed",
            )
        entries.append(-1 if signed is None else signed.entry_index)
    yield from _hands(one, db=db)
    said = max(entries) if len(entries) == len(Side) else None
    if one.said_at_entry != said:
        yield Finding(
            "licences.announcement_altered", one.id, "it is said from another entry than its second signature"
        )


def _hands(one: Announcement, *, db: Session) -> Iterator[Finding]:
    """Everybody who is kept as a hand of the performer's side signed these words, the last of them included."""
    signed = [_signed(statement, ANNOUNCED, db=db) for statement in one.hands.values()]
    words = [None if said is None else _words(said) for said in signed]
    last = one.performer_statement
    if any(said != ("performer", dict(one.says)) for said in words) or (
        one.hands and last is not None and last not in one.hands.values()
    ):
        yield Finding(
            "licences.announcement_altered", one.id, "a hand of its performer did not sign its words"
        )


def _taken_back(one: Announcement, ended: set[tuple[Any, int]]) -> Iterator[Finding]:
    """Somebody signed that it is said no more, in the entry that it names."""
    if (one.id, one.withdrawn_at_entry) not in ended:
        yield Finding("licences.withdrawal_unsigned", one.id, "nobody signed that it is said no more")


def _signed(statement_id: str, kind: str, *, db: Session) -> StoredStatement | None:
    try:
        found = record.statement(statement_id, db=db)
    except PropriaError:
        return None
    return found if found.statement.type == kind else None


def _words(signed: StoredStatement) -> tuple[Any, dict[str, Any]]:
    body = dict(signed.statement.body)
    return body.pop("side", None), body
