"""Confirmed days, profiles and published pictures held against the statements that made and ended them. It never writes."""

from collections import defaultdict
from collections.abc import Iterator

from propria.casting.days import actions as days
from propria.casting.days import store as store_days
from propria.casting.pictures import actions as pictures
from propria.casting.pictures import store as store_pictures
from propria.casting.pictures.model import names
from propria.casting.profiles import actions as profiles
from propria.casting.profiles import store as store_profiles
from propria.casting.tapes import actions as tapes
from propria.casting.tapes import store as store_tapes
from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.ids import PerformerId
from propria.parties.estates import actions as estates
from propria.parties.groups import actions as groups
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """What was signed is kept as it was signed, and nothing is shown as confirmed that nobody signed."""
    confirmed, taken_back = days.TYPE_OF["confirm"], days.TYPE_OF["take_back"]
    said: dict[str, list[StoredStatement]] = defaultdict(list)
    for statement in record.statements_of_type(confirmed, db=db):
        said[statement.statement.body["days"]].append(statement)
    ended = {s.statement.body["days"] for s in record.statements_of_type(taken_back, db=db)}
    for days_id, statements in said.items():
        yield from _one(statements, days_id, is_ended=days_id in ended, db=db)
    for days_id in store_days.confirmed(db=db):
        if days_id not in said:
            yield Finding("casting.days_not_signed", days_id, "they are shown as confirmed and nobody signed")
    yield from _profiles(db=db)
    yield from _pictures(db=db)
    yield from _tapes(db=db)


def _tapes(*, db: Session) -> Iterator[Finding]:
    """No take was sent without the signature that says what it is for, and that is what was signed."""
    said = {s.statement.id: dict(s.statement.body) for s in record.statements_of_type(tapes.CONSENTED, db=db)}
    for tape in store_tapes.every(db=db):
        signed = said.get(tape.consent_id) if tape.consent_id else None
        if (tape.consent_id or tape.takes) and signed != tapes.body_of(tape):
            yield Finding("casting.tape_not_signed", tape.id, "it is not the self-tape that was consented to")


def _profiles(*, db: Session) -> Iterator[Finding]:
    """What is shown of each performer is what they signed last."""
    said = {s.statement.body["performer"]: s for s in record.statements_of_type(profiles.STATED, db=db)}
    kept = store_profiles.every(db=db)
    for who in sorted(said.keys() | kept.keys()):
        statement, row = said.get(who), kept.get(PerformerId(who))
        shown = None if row is None else (row.statement_id, row.profile.to_json(), row.at_entry)
        signed = statement and (
            statement.statement.id,
            statement.statement.body["profile"],
            statement.entry_index,
        )
        if shown != signed:
            yield Finding("casting.profile_altered", who, "it is not the profile that was signed last")


def _pictures(*, db: Session) -> Iterator[Finding]:
    """What is published of each performer is named, byte for byte, by what they signed last."""
    said = {s.statement.body["performer"]: s for s in record.statements_of_type(pictures.PUBLISHED, db=db)}
    for picture in store_pictures.every(db=db):
        if picture.statement_id is None:
            continue
        newest = said.get(picture.performer_id)
        if (
            newest is None
            or newest.statement.id != picture.statement_id
            or not names(newest.statement.body, picture)
        ):
            yield Finding(
                "casting.picture_not_signed",
                picture.id,
                "it is published and its performer did not sign for it",
            )


def _one(said: list[StoredStatement], days_id: str, *, is_ended: bool, db: Session) -> Iterator[Finding]:
    try:
        kept = store_days.find(days_id, db=db)
    except NotFound:
        yield Finding("casting.days_missing", days_id, "they were confirmed and are not kept")
        return
    signed = {one.statement.id for one in said}
    bodies_differ = any(days.body_of(kept) != dict(one.statement.body) for one in said)
    if bodies_differ or set(kept.hands.values()) != signed or kept.statement_id not in signed:
        yield Finding("casting.days_altered", days_id, "they are not the days that were confirmed")
    several = groups.members_of(kept.performer_id, db=db) or estates.heirs_of(kept.performer_id, db=db)
    waits = {"to_confirm", "not_free", "lapsed"} if several else set()
    if kept.state not in ({"taken_back"} if is_ended else {"confirmed", "let_go"} | waits):
        yield Finding(
            "casting.days_altered", days_id, f"they are {kept.state}, and were confirmed by signature"
        )
