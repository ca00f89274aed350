"""Guilds: attested by two operators, joined by members, and a switch that stops uses of every member at once."""

from collections.abc import Iterable

from propria.kernel.errors import Forbidden, Refused
from propria.kernel.ids import GuildId, PersonId, StatementId, new_id
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.groups import store as store_groups
from propria.parties.guilds import store as store_guilds
from propria.parties.guilds import texts
from propria.parties.identity import rules as rules_identity
from propria.parties.model import Actor, Guild, GuildFloor, Role, Suspension
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.rules import ReviewKind
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, Notary, SigningRequest
from propria.scope import Scope


def saw_guild(
    actor: Actor, person_id: str, zh: str, en: str, notary: Notary, *, now: Instant, db: Session
) -> Guild | None:
    """An operator saw that a person signs for a guild of this name; the guild, once a second one saw the same.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_person`), Refused(`parties.seen_otherwise`,
    `parties.name_unusable`).
    """
    rules.only(Role.OPERATOR, actor)
    person, name = store.person(person_id, db=db), rules.readable_name(zh, en)
    value = rules_identity.digest(name.zh, name.en)
    two = reviews.look(actor, ReviewKind.GUILD, person.id, value, now=now, db=db)
    if two is None:
        return None
    made = Guild(GuildId(new_id("guild")), person.id, name)
    body = {"guild": made.id, "person": person.id, "name": name.to_json(), "seen_by": sorted(two)}
    words = Draft("guild.attested", person.subject, body, *texts.attested(made, person))
    signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
    store_guilds.add_guild(made, signed.statement.id, db=db)
    return made


def import_registry(actor: Actor, performers: Iterable[str], *, db: Session) -> int:
    """The guild's registry names these performers; each counts once they sign that they are members.

    Raises: NotFound(`parties.no_guild`, `parties.no_performer`).
    """
    guild = store_guilds.guild(person_id=actor.person_id, db=db)
    listed = {store.performer(performer_id, db=db).id for performer_id in performers}
    for performer_id in sorted(listed):
        store_guilds.list_member(guild.id, performer_id, db=db)
    return len(listed)


def draft_joining(
    actor: Actor, guild_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the actor is a member. Raises: NotFound(`parties.no_guild`), Refused(`parties.not_listed`)."""
    performer, guild = (
        store.performer_of(actor.person_id, db=db),
        store_guilds.guild(guild_id=guild_id, db=db),
    )
    if not store_guilds.is_listed(guild.id, performer.id, db=db):
        raise Refused("parties.not_listed", "The guild's registry does not name you.")
    body = {"performer": performer.id, "guild": guild.id}
    draft = Draft("guild.joined", performer.subject, body, *texts.joined(guild, performer))
    sheet = texts.sheet("您是会员", "You are a member")
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def join(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `guild.joined`. Raises: Forbidden(`parties.not_yours`)."""
    performer = store.performer(signed.body["performer"], db=db)
    rules.is_own(by, performer)
    store_guilds.join(signed.body["guild"], performer.id, signed.statement.id, db=db)


def draft_suspension(
    actor: Actor, scope: Scope, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the guild suspends uses within a scope, written as a red line is: ANY on what it does not name.

    Raises: NotFound(`parties.no_guild`).
    """
    guild = store_guilds.guild(person_id=actor.person_id, db=db)
    person = store.person(actor.person_id, db=db)
    body = {"guild": guild.id, "scope": scope.to_json()}
    draft = Draft("guild.suspended", person.subject, body, *texts.suspended(guild, scope))
    sheet = texts.sheet("暂停使用", "Suspend uses")
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def suspend(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `guild.suspended`; at once no member is used within it. Raises: Forbidden(`parties.not_yours`)."""
    guild = _own(signed.body["guild"], by, db=db)
    made = Suspension(StatementId(signed.statement.id), guild.id, Scope.from_json(signed.body["scope"]))
    store_guilds.suspend(made, entry_index, db=db)


def _own(guild_id: str, by: PersonId, *, db: Session) -> Guild:
    guild = store_guilds.guild(guild_id=guild_id, db=db)
    if guild.person_id != by:
        raise Forbidden("parties.not_yours", "Only the performer can do this.")
    return guild


def draft_floor(
    actor: Actor, scope: Scope, floor: Money, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the least, in all, that members work for in what touches a scope, written as a red line is.

    Raises: NotFound(`parties.no_guild`), Refused(`parties.floor_negative`).
    """
    guild = store_guilds.guild(person_id=actor.person_id, db=db)
    person = store.person(actor.person_id, db=db)
    if floor.minor <= 0:
        raise Refused("parties.floor_negative", "A floor is more than nothing.")
    body = {"guild": guild.id, "scope": scope.to_json(), "floor": floor.to_json()}
    draft = Draft("guild.floor_set", person.subject, body, *texts.floor_set(guild, scope, floor))
    sheet = texts.sheet("设定底价", "Set a floor")
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def set_floor(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `guild.floor_set`; it replaces the guild's floor for the same scope. Raises: Forbidden(`parties.not_yours`)."""
    guild, body = _own(signed.body["guild"], by, db=db), signed.body
    made = GuildFloor(
        StatementId(signed.statement.id),
        guild.id,
        guild.name,
        Scope.from_json(body["scope"]),
        Money.from_json(body["floor"]),
    )
    for earlier in store_guilds.floors(guild_id=guild.id, db=db):
        if earlier.scope == made.scope:
            store_guilds.lift(earlier.statement_id, entry_index, db=db)
    store_guilds.set_floor(made, entry_index, db=db)


def draft_lifting(actor: Actor, target: str, *, return_url: str, now: Instant, db: Session) -> SigningRequest:
    """Write down the end of a suspension or a floor.

    Raises: NotFound(`parties.no_suspension`), Forbidden(`parties.not_yours`).
    """
    guild = _own(store_guilds.said_by(target, db=db), actor.person_id, db=db)
    person = store.person(actor.person_id, db=db)
    body = {"guild": guild.id, "target": target}
    draft = Draft("guild.lifted", person.subject, body, *texts.lifted(guild, target))
    sheet = texts.sheet("解除", "Lift it")
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def lift(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `guild.lifted`; idempotent, and nothing is signed again. Raises: Forbidden(`parties.not_yours`)."""
    guild, target = _own(signed.body["guild"], by, db=db), signed.body["target"]
    if store_guilds.said_by(target, db=db) == guild.id:
        store_guilds.lift(target, entry_index, db=db)


def floors_of(performer_id: str, *, db: Session) -> list[GuildFloor]:
    """The floors of the guilds that a performer, or a member of their group, joined."""
    whose = (performer_id, *(m.performer_id for m in store_groups.members(performer_id, db=db)))
    return [f for one in whose for f in store_guilds.floors(performer_id=one, db=db)]


def person_of_guild_of(performer_id: str, *, at_entry: int, db: Session) -> PersonId | None:
    """Who signs for the guild of which a performer was a member at a log entry, the first one joined; None in none."""
    joined = [
        (record.statement(statement_id, db=db).entry_index, guild.person_id)
        for statement_id, guild in store_guilds.joined(performer_id, db=db)
    ]
    return next((person for entry, person in sorted(joined) if entry < at_entry), None)


def suspended_for(performer_id: str, *, db: Session) -> tuple[Scope, ...]:
    """What no use of this performer may touch now, by the guilds that they joined."""
    whose = (performer_id, *(m.performer_id for m in store_groups.members(performer_id, db=db)))
    return tuple(scope for one in whose for scope in store_guilds.reaching(one, db=db))
