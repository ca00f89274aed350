"""What signed statements alone say of claims, mandates, guardians and guilds: what their rows have to be. It never writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from propria.kernel.errors import NotFound, PropriaError
from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.parties import store
from propria.parties.mandates import rules as rules_mandates
from propria.parties.mandates import store_turns
from propria.parties.model import Claimant, ClaimState, Mandate
from propria.plumbing.database import Session
from propria.proofs.statements import Statement
from propria.record import actions as record

UPHELD = "denial.upheld"
"""The ruling that what was denied was another's: whatever mandate of that performer runs ends at its entry."""


@dataclass(frozen=True)
class GuildWord:
    """A suspension, or a floor (`floor` is its amount), and the entries from which it holds and does not any more."""

    statement_id: str
    guild_id: str
    scope: Mapping[str, Any]
    floor: Mapping[str, str] | None
    at_entry: int
    lifted_at_entry: int | None = None


def claims(*, db: Session) -> dict[str, Claimant]:
    """Every claim to represent, by its statement, as the performer's last answer left it."""
    answers: dict[str, Any] = {}
    for settled in record.statements_of_type("representation.settled", db=db):
        answers |= dict.fromkeys(settled.statement.body["claims"], settled.statement.body["kept"])
    found: dict[str, Claimant] = {}
    for one in record.statements_of_type("representation.claimed", db=db):
        where, by, state = StatementId(one.statement.id), _whose(one.key_id, db=db), ClaimState.OPEN
        if where in answers:
            state = ClaimState.KEPT if answers[where] == by else ClaimState.REFUSED
        performer_id = PerformerId(one.statement.body["performer"])
        found[where] = Claimant(where, performer_id, by, state, one.entry_index)
    return found


def _whose(key_id: str, *, db: Session) -> PersonId:
    try:
        return store.key(key_id, db=db).person_id
    except NotFound:
        return PersonId("")


def guilds(*, db: Session) -> dict[str, dict[str, str]]:
    """Every guild, and who signs for it, as two people saw it."""
    return {
        s.statement.body["guild"]: {
            "id": s.statement.body["guild"],
            "person_id": s.statement.body["person"],
            "name_zh": s.statement.body["name"]["zh"],
            "name_en": s.statement.body["name"]["en"],
            "attested_by": s.statement.id,
        }
        for s in record.statements_of_type("guild.attested", db=db)
    }


def guardians(*, db: Session) -> dict[str, dict[str, Any]]:
    """Whom each person named last to recover a lost key, and how many of them it takes."""
    return {
        s.statement.body["person"]: {
            "person_id": s.statement.body["person"],
            "guardians": s.statement.body["guardians"],
            "needed": s.statement.body["needed"],
            "statement_id": s.statement.id,
        }
        for s in record.statements_of_type("guardians.named", db=db)
    }


def guild_words(*, db: Session) -> dict[str, GuildWord]:
    """Every suspension and floor: it stands until its guild lifted it, or set another floor for the same scope."""
    found: dict[str, GuildWord] = {}
    for one in record.statements_of_type("guild.suspended", "guild.floor_set", "guild.lifted", db=db):
        body, entry = one.statement.body, one.entry_index
        if one.statement.type == "guild.lifted":
            ended = [body["target"]]
        else:
            word = GuildWord(one.statement.id, body["guild"], body["scope"], body.get("floor"), entry)
            ended = list(_replaced(word, found))
            found[word.statement_id] = word
        for where in ended:
            before = found.get(where)
            if before and before.guild_id == body["guild"] and before.lifted_at_entry is None:
                found[where] = replace(before, lifted_at_entry=entry)
    return found


def _replaced(word: GuildWord, before: Mapping[str, GuildWord]) -> Iterator[str]:
    for one in before.values():
        if word.floor and one.floor and (one.guild_id, one.scope) == (word.guild_id, word.scope):
            yield one.statement_id


def mandate(kept: Mandate, *, db: Session) -> Mandate:
    """A mandate with the powers, scopes, floor and term that were signed and logged, whatever its row says of them.

    Words that are gone, altered or another mandate's give no power. Whether it ended is what the row says.
    """
    try:
        given = _given(record.words_as_logged(kept.statement_id, db=db))
    except PropriaError:
        given = None
    whose = (kept.id, kept.performer_id, kept.representative_id)
    if given is None or (given.id, given.performer_id, given.representative_id) != whose:
        return replace(kept, powers=frozenset(), scopes=())
    return replace(given, revoked_at_entry=kept.revoked_at_entry)


def altered_mandates(*, first: int, most: int, db: Session) -> list[Mandate]:
    """Of so many mandates those whose row is not what was signed."""
    kept = [store.mandate(one, db=db) for one in store_turns.ids_from(first, most, db=db)]
    return [one for one in kept if mandate(one, db=db) != one]


@lru_cache(maxsize=4096)
def _given(raw: bytes) -> Mandate | None:
    said = Statement.from_bytes(raw)
    is_one = said.type == "mandate.given"
    return rules_mandates.read(said.body, StatementId(said.id)) if is_one else None


def given_mandates(*, db: Session) -> dict[str, Mandate]:
    """Every mandate as it was given, ended by the first of what ended it: a withdrawal, or a ruling on its performer."""
    ends: dict[str, int] = {}
    for one in record.statements_of_type("mandate.withdrawn", db=db):
        ends.setdefault(one.statement.body["mandate"], one.entry_index)
    rulings = [(s.statement.subject, s.entry_index) for s in record.statements_of_type(UPHELD, db=db)]
    found: dict[str, Mandate] = {}
    for given in record.statements_of_type("mandate.given", db=db):
        made = rules_mandates.read(given.statement.body, StatementId(given.statement.id))
        ruled = (
            at for subject, at in rulings if subject == given.statement.subject and at > given.entry_index
        )
        ended = min((*ruled, *([ends[made.id]] if made.id in ends else [])), default=None)
        found[made.id] = replace(made, revoked_at_entry=ended)
    return found
