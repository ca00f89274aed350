"""Ties held against what was signed: claims to represent, guilds and their members, groups, evidence. It never writes."""

from collections.abc import Iterator, Mapping
from typing import Any

from propria.kernel.findings import Finding
from propria.kernel.time import wire
from propria.parties import actions, as_signed
from propria.parties.groups import store as store_groups
from propria.parties.guilds import store as store_guilds
from propria.parties.mandates import store_claimants
from propria.parties.model import Evidence, Route
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement

REPLACED = (Route.DOMAIN, Route.DNS)
"""Routes whose evidence is forgotten when a party names another domain."""


def fsck(*, db: Session) -> Iterator[Finding]:
    """Every tie that was signed is kept as it was signed, and none is kept that was not."""
    yield from _claims(db=db)
    yield from _guilds(db=db)
    yield from _members(db=db)
    yield from _lifts(db=db)
    yield from _groups(db=db)
    yield from _evidence(db=db)


def _differing(said: Mapping[Any, Any], kept: Mapping[Any, Any]) -> list[Any]:
    return sorted(key for key in said.keys() | kept.keys() if said.get(key) != kept.get(key))


def _claims(*, db: Session) -> Iterator[Finding]:
    """A claim to represent stands as the performer's last answer left it."""
    said, kept = as_signed.claims(db=db), {c.statement_id: c for c in store_claimants.every(db=db)}
    for where in _differing(said, kept):
        told = "it is not the claim to represent that was signed and answered"
        yield Finding("parties.claim_altered", where, told)


def _guilds(*, db: Session) -> Iterator[Finding]:
    """Who signs for a guild is whom two people saw."""
    said = {
        s.statement.body["guild"]: (s.statement.body["person"], s.statement.body["name"], s.statement.id)
        for s in record.statements_of_type("guild.attested", db=db)
    }
    kept = {g.id: (g.person_id, g.name.to_json(), by) for g, by in store_guilds.every(db=db)}
    for guild_id in _differing(said, kept):
        yield Finding("parties.guild_altered", guild_id, "it is not the guild that two people saw")


def _members(*, db: Session) -> Iterator[Finding]:
    """Who counts as a member of a guild signed it last; whom a registry names and no more was never signed."""
    said = {
        (s.statement.body["guild"], s.statement.body["performer"]): s.statement.id
        for s in record.statements_of_type("guild.joined", db=db)
    }
    kept = {pair: by for pair, by in store_guilds.every_membership(db=db).items() if by is not None}
    for guild_id, performer_id in _differing(said, kept):
        yield Finding("parties.membership_altered", guild_id, f"{performer_id} signed otherwise")


def _lifts(*, db: Session) -> Iterator[Finding]:
    """A guild's suspension or floor begins and ends where its guild signed it."""
    words = as_signed.guild_words(db=db)
    said = {where: (one.at_entry, one.lifted_at_entry) for where, one in words.items()}
    for where in _differing(said, store_guilds.every_word(db=db)):
        told = "it begins or ends elsewhere than the guild signed"
        yield Finding("parties.guild_words_moved", where, told)


def _groups(*, db: Session) -> Iterator[Finding]:
    """Who is one of a group signed it, with the same others, and has not left."""
    last: dict[tuple[str, str], StoredStatement] = {}
    for one in record.statements_of_type("group.joined", "group.left", db=db):
        last[one.statement.body["group"], one.statement.body["performer"]] = one
    joined = {
        pair: one.statement.id if one.statement.type == "group.joined" else None for pair, one in last.items()
    }
    rows = store_groups.every(db=db)
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(row.group_id, set()).add(row.performer_id)
    kept: dict[tuple[str, str], str | None] = {(r.group_id, r.performer_id): r.joined_by for r in rows}
    wrong = {
        group
        for group, who in kept.keys() | joined.keys()
        if kept.get((group, who)) != joined.get((group, who))
    }
    wrong |= {group for group, who in joined.keys() - kept.keys()}
    for (group, _), one in last.items():
        if set(one.statement.body.get("members", named.get(group, ()))) != named.get(group, set()):
            wrong.add(group)
    for group in sorted(wrong):
        yield Finding("parties.group_altered", group, "its members are not those who signed to be one")


def _evidence(*, db: Session) -> Iterator[Finding]:
    """What the operator attested last of an identity is still what is kept, unless it was shown anew.

    A ruling that somebody else had claimed the name takes all evidence away.
    """
    void = {s.statement.subject for s in record.statements_of_type(as_signed.UPHELD, db=db)}
    last = {
        s.statement.body["person"]: s
        for s in record.statements_of_type("identity.attested", db=db)
        if s.statement.body.get("seen", s.statement.body["route"]) in set(Route)
    }
    for person_id, attested in sorted(last.items()):
        body = attested.statement.body
        route = Route(body.get("seen", body["route"]))
        if attested.statement.subject in void:
            continue
        shown = actions.evidence_of(person_id, db=db)
        found = next((one for one in shown if one.route is route), None)
        if not _is_as_attested(found, attested):
            told = f"what showed who this is by {route.value} is not what was attested"
            yield Finding("parties.evidence_altered", person_id, told)


def _is_as_attested(found: Evidence | None, attested: StoredStatement) -> bool:
    body = attested.statement.body
    if found is None:
        return Route(body.get("seen", body["route"])) in REPLACED
    if found.seen_at > attested.logged_at:
        return True
    if "seen" in body:
        return sorted(found.seen_by) == body["seen_by"]
    return (found.by, wire(found.seen_at)) == (body.get("by", body.get("domain")), body["checked_at"])
