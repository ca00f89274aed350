"""Keys and mandates held against the statements that gave them. It reads and never writes."""

from collections.abc import Iterator

from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.ids import StatementId
from propria.kernel.time import wire
from propria.parties import as_signed, store
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues import store as store_colleagues
from propria.parties.estates import store as store_estates
from propria.parties.guilds import store as store_guilds
from propria.parties.identity import store_vouching
from propria.parties.keys import store as store_keys
from propria.parties.minors import actions as minors
from propria.parties.minors import store as store_minors
from propria.parties.model import GuildFloor, Mandate, RecoveryState, Suspension
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement


def fsck(*, db: Session) -> Iterator[Finding]:
    """Every bound key is the one that was signed in; every mandate has exactly its signed powers, scopes and term."""
    for bound in record.statements_of_type("key.bound", db=db):
        key_id = bound.statement.body["key"]["key_id"]
        try:
            key = store.key(key_id, db=db)
        except NotFound:
            yield Finding("parties.key_missing", key_id, "it was bound and is not kept")
            continue
        if key.public.to_json() != bound.statement.body["key"] or key.bound_by != bound.statement.id:
            yield Finding("parties.key_altered", key_id, "it is not the key that its holder bound")
    yield from _revoked(db=db)
    yield from _flags(db=db)
    yield from _guardians(db=db)
    yield from _recoveries(db=db)
    yield from _minors(db=db)
    yield from _estates(db=db)
    yield from _guilds(db=db)
    yield from _colleagues(db=db)
    given = {
        s.statement.body["mandate"]: s.statement for s in record.statements_of_type("mandate.given", db=db)
    }
    right = as_signed.given_mandates(db=db)
    kept = {mandate.id: mandate for mandate in store.mandates(db=db)}
    for mandate_id in sorted(given.keys() | kept.keys()):
        said, mandate = given.get(mandate_id), kept.get(mandate_id)  # type: ignore[call-overload]
        if mandate is None or said is None or said.id != mandate.statement_id or _words(mandate) != said.body:
            yield Finding("parties.mandate_altered", mandate_id, "it is not the mandate that was signed")
        elif mandate.revoked_at_entry != (end := right[mandate_id].revoked_at_entry):
            yield Finding("parties.mandate_end_wrong", mandate_id, f"its end was signed at {end}")


def _revoked(*, db: Session) -> Iterator[Finding]:
    """What was revoked signs nothing; a recovery that was vetoed before its key was bound revokes it too."""
    said = record.statements_of_type("key.revoked", "recovery.vetoed", db=db)
    for key_id in {s.statement.body["key_id"] for s in said}:
        ids = {s.statement.id for s in said if s.statement.body["key_id"] == key_id}
        try:
            key = store.key(key_id, db=db)
        except NotFound:
            continue
        if key.revoked_by not in ids:
            yield Finding("parties.revocation_lost", key_id, "it was revoked, and signs as if it were not")


def _flags(*, db: Session) -> Iterator[Finding]:
    """Whoever vouched for a denied listing is under a flag until it was taken off."""
    last = {
        s.statement.body["person"]: s.statement
        for s in record.statements_of_type("voucher.flagged", "voucher.cleared", db=db)
    }
    said = {person: one.id for person, one in last.items() if one.type == "voucher.flagged"}
    kept = store_vouching.flags(db=db)
    for person_id in sorted(said.keys() | kept.keys()):
        if said.get(person_id) != kept.get(person_id):  # type: ignore[call-overload]
            yield Finding("parties.flag_altered", person_id, "it is not the flag that its statements say")


def _guardians(*, db: Session) -> Iterator[Finding]:
    said = {
        s.statement.body["person"]: s.statement for s in record.statements_of_type("guardians.named", db=db)
    }
    kept = {g.person_id: g for g in store_keys.every_guardians(db=db)}
    for person_id in sorted(said.keys() | kept.keys()):
        named, row = said.get(person_id), kept.get(person_id)  # type: ignore[call-overload]
        if (
            named is None
            or row is None
            or named.id != row.statement_id
            or (list(row.guardians), row.needed) != (named.body["guardians"], named.body["needed"])
        ):
            yield Finding(
                "parties.guardians_altered", person_id, "they are not the guardians that were named"
            )


def _recoveries(*, db: Session) -> Iterator[Finding]:
    """A recovery stands no further than its statements carry it."""
    kinds = ("recovery.begun", "recovery.attested", "key.bound", "recovery.vetoed")
    carries = {
        "recovery.begun": {RecoveryState.BEGUN},
        "recovery.attested": {RecoveryState.WAITING},
        "key.bound": {RecoveryState.BARRED, RecoveryState.DONE},
        "recovery.vetoed": {RecoveryState.VETOED},
    }
    said = {
        s.statement.body["recovery"]: s.statement
        for s in record.statements_of_type(*kinds, db=db)
        if "recovery" in s.statement.body
    }
    for one in store_keys.recoveries(db=db):
        last = said.get(one.id)
        if last is None or one.state not in carries[last.type]:
            yield Finding("parties.recovery_altered", one.id, "it stands elsewhere than its statements say")


def _minors(*, db: Session) -> Iterator[Finding]:
    """A day of birth is the one that was attested; a guardian counts only if two people saw the papers."""
    said = {s.statement.id: s.statement.body for s in record.statements_of_type("birth.attested", db=db)}
    for birth in store_minors.births(db=db):
        body = said.get(birth.statement_id, {})
        if body.get("born_sha256") != minors.digest_of(birth.salt, birth.born_on.isoformat()):
            yield Finding(
                "parties.birth_altered", birth.performer_id, "it is not the day that two people read"
            )
    seen = {
        s.statement.id: s.statement.body for s in record.statements_of_type("guardianship.attested", db=db)
    }
    for ward in store_minors.wards(db=db):
        body = seen.get(ward.attested_by or "", {})
        if ward.attested_by is not None and body.get("guardian") != ward.guardian_id:
            yield Finding("parties.guardian_altered", ward.performer_id, "nobody attested this guardian")


def _estates(*, db: Session) -> Iterator[Finding]:
    """A death is the one that two people saw; the holders of an estate and their shares are those of its papers."""
    said = {s.statement.id: s for s in record.statements_of_type("death.attested", "estate.attested", db=db)}
    for death in store_estates.deaths(db=db):
        seen = said.get(death.statement_id)
        kept = (death.performer_id, death.died_on.isoformat(), death.at_entry)
        body = seen.statement.body if seen else {}
        if seen is None or kept != (body.get("performer"), body.get("died_on"), seen.entry_index):
            yield Finding(
                "parties.death_altered", death.performer_id, "it is not the death that two people saw"
            )
    held: dict[StatementId, dict[str, str]] = {}
    for heir in store_estates.heirs(db=db):
        held.setdefault(heir.attested_by, {})[heir.person_id] = str(heir.share)
    for statement_id, shares in held.items():
        seen = said.get(statement_id)
        holders = seen.statement.body.get("holders", ()) if seen else ()
        if shares != {one["person"]: one["share"] for one in holders}:
            yield Finding(
                "parties.estate_altered", statement_id, "they are not the holders whose papers were seen"
            )


def _guilds(*, db: Session) -> Iterator[Finding]:
    """What a guild has suspended, and its floors, are what it signed and has not lifted."""
    said = {
        s.statement.id: s.statement.body
        for s in record.statements_of_type("guild.suspended", "guild.floor_set", db=db)
    }
    kept: list[Suspension | GuildFloor] = [*store_guilds.suspensions(db=db), *store_guilds.floors(db=db)]
    for one in kept:
        body = said.get(one.statement_id, {})
        floor = one.floor.to_json() if isinstance(one, GuildFloor) else None
        if (one.guild_id, one.scope.to_json(), floor) != (
            body.get("guild"),
            body.get("scope"),
            body.get("floor"),
        ):
            yield Finding("parties.guild_words_altered", one.statement_id, "it is not what the guild signed")


def _colleagues(*, db: Session) -> Iterator[Finding]:
    """What a colleague may do for an organisation is what its founder signed last."""
    said: dict[str, StoredStatement] = {}
    for one in record.statements_of_type(colleagues.GIVEN, colleagues.ENDED, db=db):
        said[one.statement.body["person"]] = one
    for kept in store_colleagues.team(db=db):
        last = said.get(kept.person_id)
        rights = set(last.statement.body.get("rights", ())) if last else set()
        is_in = last is not None and last.statement.type == colleagues.GIVEN
        if (kept.is_in, set(kept.rights) if kept.is_in else set()) != (is_in, rights if is_in else set()):
            yield Finding(
                "parties.colleague_altered", kept.person_id, "these are not the rights that were signed"
            )


def _words(mandate: Mandate) -> dict[str, object]:
    limits: dict[str, object] = {}
    if mandate.parent_id is not None:
        limits["parent"] = mandate.parent_id
    if mandate.floor is not None:
        limits["floor"] = mandate.floor.to_json()
    return limits | {
        "mandate": mandate.id,
        "performer": mandate.performer_id,
        "representative": mandate.representative_id,
        "powers": sorted(power.value for power in mandate.powers),
        "scopes": [scope.to_json() for scope in mandate.scopes],
        "starts_at": wire(mandate.starts_at),
        "ends_at": wire(mandate.ends_at),
    }
