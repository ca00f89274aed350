"""Gathering the page of ties. Reads only."""

from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.parties import store
from propria.parties.estates import store as store_estates
from propria.parties.groups import actions as groups
from propria.parties.guilds import store as store_guilds
from propria.parties.minors import rules as rules_minors
from propria.parties.minors import store as store_minors
from propria.parties.model import Actor, Guild, Name, Performer, Role
from propria.parties.ties.pages import EstateRow, GroupRow, GuildRow, OwnGuild, TiesPage, WardRow, fields_of
from propria.plumbing.database import Session
from propria.plumbing.web.words import Text, Words
from propria.scope import Scope
from propria.scope.sentences import red_line_words


def _words(name: Name) -> Words:
    return Words(zh=name.zh, en=name.en)


def _said(scope: Scope) -> Words:
    zh, en = red_line_words(scope)
    return Words(zh=zh, en=en)


def ties_page(
    actor: Actor, *, typed: dict[str, str], error: Text = "", now: Instant, db: Session
) -> TiesPage:
    """Everything that ties the reader to others."""
    try:
        own: Performer | None = store.performer_of(actor.person_id, db=db)
    except NotFound:
        own = None
    birth = None if own is None else store_minors.birth(own.id, db=db)
    minor = rules_minors.is_minor(birth, now)
    return TiesPage(
        is_performer=actor.role is Role.PERFORMER,
        is_representative=actor.role is Role.REPRESENTATIVE,
        code=_code(actor, own),
        is_minor=minor,
        guardians=() if own is None else _guardians(own, db),
        wards=_wards(actor, db),
        estates=_estates(actor, db),
        groups=() if own is None else _groups(own, db),
        guilds=() if own is None else _guilds(own, db),
        own_guild=_own_guild(actor, db),
        fields=fields_of(typed),
        error=error,
    )


def _code(actor: Actor, own: Performer | None) -> str:
    """What the reader is named by: a performer by their profile's code, a representative by their own."""
    if own is not None:
        return own.id
    return actor.person_id if actor.role is Role.REPRESENTATIVE else ""


def _guardians(own: Performer, db: Session) -> tuple[WardRow, ...]:
    wards = store_minors.wards(performer_id=own.id, db=db)
    return tuple(
        WardRow(_words(store.person(w.guardian_id, db=db).name), w.attested_by is not None) for w in wards
    )


def _wards(actor: Actor, db: Session) -> tuple[WardRow, ...]:
    wards = store_minors.wards(guardian_id=actor.person_id, db=db)
    return tuple(
        WardRow(_words(store.performer(w.performer_id, db=db).name), w.attested_by is not None) for w in wards
    )


def _estates(actor: Actor, db: Session) -> tuple[EstateRow, ...]:
    rows = []
    for held in store_estates.heirs(person_id=actor.person_id, db=db):
        death = store_estates.death(held.performer_id, db=db)
        holders = store_estates.heirs(performer_id=held.performer_id, db=db)
        rows.append(
            EstateRow(
                _words(store.performer(held.performer_id, db=db).name),
                "" if death is None else death.died_on.isoformat(),
                tuple((_words(store.person(h.person_id, db=db).name), h.share) for h in holders),
            )
        )
    return tuple(rows)


def _groups(own: Performer, db: Session) -> tuple[GroupRow, ...]:
    rows = []
    for one in groups.memberships(own.id, db=db):
        members = groups.members(one.group_id, db=db)
        people = groups.persons_of(one.group_id, db=db)
        rows.append(
            GroupRow(
                one.group_id,
                _words(store.performer(one.group_id, db=db).name),
                tuple((_words(people[m.performer_id].name), m.joined_by is not None) for m in members),
                one.joined_by is not None,
                groups.stands(one.group_id, db=db),
            )
        )
    return tuple(rows)


def _guilds(own: Performer, db: Session) -> tuple[GuildRow, ...]:
    return tuple(
        GuildRow(
            guild.id,
            _words(guild.name),
            joined,
            tuple((_said(f.scope), f.floor) for f in store_guilds.floors(guild_id=guild.id, db=db)),
            tuple(_said(s.scope) for s in store_guilds.suspensions(guild_id=guild.id, db=db)),
        )
        for guild, joined in store_guilds.guilds_of(own.id, db=db)
    )


def _own_guild(actor: Actor, db: Session) -> OwnGuild | None:
    try:
        guild: Guild = store_guilds.guild(person_id=actor.person_id, db=db)
    except NotFound:
        return None
    listed, joined = store_guilds.members(guild.id, db=db)
    floors = store_guilds.floors(guild_id=guild.id, db=db)
    stops = store_guilds.suspensions(guild_id=guild.id, db=db)
    return OwnGuild(
        _words(guild.name),
        listed,
        joined,
        tuple((f.statement_id, _said(f.scope), f.floor) for f in floors),
        tuple((s.statement_id, _said(s.scope)) for s in stops),
    )
