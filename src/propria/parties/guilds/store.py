"""The SQL of guilds, their registries and their suspensions."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import GuildId, PersonId, StatementId
from propria.kernel.money import Money
from propria.parties import tables as t
from propria.parties.model import Guild, GuildFloor, Name, Suspension
from propria.plumbing.database import Session
from propria.plumbing.prepared import Prepared
from propria.scope import Scope

# Every decision runs this.
_REACHES = Prepared(
    select(t.suspension)
    .join(t.membership, t.membership.c.guild_id == t.suspension.c.guild_id)
    .where(
        t.membership.c.performer_id == bindparam("performer"),
        t.membership.c.joined_by.is_not(None),
        t.suspension.c.lifted_at_entry.is_(None),
    )
)


def add_guild(guild: Guild, attested_by: str, *, db: Session) -> None:
    """Keep a guild that was attested."""
    values = {"id": guild.id, "person_id": guild.person_id, "attested_by": attested_by}
    db.execute(insert(t.guild).values(**values, name_zh=guild.name.zh, name_en=guild.name.en))


def guild(*, guild_id: str | None = None, person_id: str | None = None, db: Session) -> Guild:
    """A guild, by id or by who signs for it. Raises: NotFound(`parties.no_guild`)."""
    column, value = (t.guild.c.id, guild_id) if guild_id else (t.guild.c.person_id, person_id)
    row = db.execute(select(t.guild).where(column == value)).first()
    if row is None:
        raise NotFound("parties.no_guild", "There is no such guild.")
    return Guild(GuildId(row.id), PersonId(row.person_id), Name(row.name_zh, row.name_en))


def list_member(guild_id: str, performer_id: str, *, db: Session) -> None:
    """The guild's registry names a performer; listed again, it stands as it stood."""
    if not is_listed(guild_id, performer_id, db=db):
        db.execute(insert(t.membership).values(guild_id=guild_id, performer_id=performer_id))


def is_listed(guild_id: str, performer_id: str, *, db: Session) -> bool:
    """Whether the guild's registry names a performer."""
    c = t.membership.c
    found = select(c.guild_id).where(c.guild_id == guild_id, c.performer_id == performer_id)
    return db.execute(found).first() is not None


def join(guild_id: str, performer_id: str, statement_id: str, *, db: Session) -> None:
    """The performer signed that they are a member."""
    c = t.membership.c
    change = update(t.membership).where(c.guild_id == guild_id, c.performer_id == performer_id)
    db.execute(change.values(joined_by=statement_id))


def joined(performer_id: str, *, db: Session) -> list[tuple[str, Guild]]:
    """The guilds that a performer signed to be a member of, each with the statement that says so."""
    held = t.guild.join(t.membership, t.membership.c.guild_id == t.guild.c.id)
    query = select(t.guild, t.membership.c.joined_by).select_from(held)
    query = query.where(t.membership.c.performer_id == performer_id, t.membership.c.joined_by.is_not(None))
    return [
        (row.joined_by, Guild(GuildId(row.id), PersonId(row.person_id), Name(row.name_zh, row.name_en)))
        for row in db.execute(query)
    ]


def suspend(suspension: Suspension, at_entry: int, *, db: Session) -> None:
    """From this entry on members are not used within the scope."""
    values = {
        "statement_id": suspension.statement_id,
        "guild_id": suspension.guild_id,
        "scope": suspension.scope.to_json(),
        "at_entry": at_entry,
    }
    db.execute(insert(t.suspension).values(values))


def lift(statement_id: str, at_entry: int, *, db: Session) -> None:
    """From this entry on they may be again; lifting again changes nothing."""
    for table in (t.suspension, t.guild_floor):
        change = update(table).where(table.c.statement_id == statement_id, table.c.lifted_at_entry.is_(None))
        db.execute(change.values(lifted_at_entry=at_entry))


def set_floor(floor: GuildFloor, at_entry: int, *, db: Session) -> None:
    """From this entry on members work for no less within the scope."""
    values = {
        "statement_id": floor.statement_id,
        "guild_id": floor.guild_id,
        "scope": floor.scope.to_json(),
        "floor": floor.floor.to_json(),
        "at_entry": at_entry,
    }
    db.execute(insert(t.guild_floor).values(values))


def _floor(row: Any) -> GuildFloor:
    return GuildFloor(
        StatementId(row.statement_id),
        GuildId(row.guild_id),
        Name(row.name_zh, row.name_en),
        Scope.from_json(row.scope),
        Money.from_json(row.floor),
    )


def floors(*, guild_id: str | None = None, performer_id: str | None = None, db: Session) -> list[GuildFloor]:
    """The floors that stand: a guild's own, or those of the guilds that a performer joined."""
    query = select(t.guild_floor, t.guild.c.name_zh, t.guild.c.name_en).join(
        t.guild, t.guild.c.id == t.guild_floor.c.guild_id
    )
    if guild_id is not None:
        query = query.where(t.guild.c.id == guild_id)
    if performer_id is not None:
        c = t.membership.c
        query = query.join(t.membership, c.guild_id == t.guild.c.id)
        query = query.where(c.performer_id == performer_id, c.joined_by.is_not(None))
    query = query.where(t.guild_floor.c.lifted_at_entry.is_(None))
    return [_floor(row) for row in db.execute(query.order_by(t.guild_floor.c.at_entry))]


def guilds_of(performer_id: str, *, db: Session) -> list[tuple[Guild, bool]]:
    """(guild, whether they joined it) for every guild whose registry names a performer."""
    c = t.membership.c
    query = select(t.guild, c.joined_by).join(t.membership, c.guild_id == t.guild.c.id)
    return [
        (
            Guild(GuildId(row.id), PersonId(row.person_id), Name(row.name_zh, row.name_en)),
            row.joined_by is not None,
        )
        for row in db.execute(query.where(c.performer_id == performer_id).order_by(t.guild.c.id))
    ]


def members(guild_id: str, *, db: Session) -> tuple[int, int]:
    """(how many the registry names, how many of them joined)."""
    rows = db.execute(select(t.membership.c.joined_by).where(t.membership.c.guild_id == guild_id)).all()
    return len(rows), sum(row.joined_by is not None for row in rows)


def suspensions(*, guild_id: str | None = None, db: Session) -> list[Suspension]:
    """What a guild, or any, has suspended and not lifted, oldest first."""
    c = t.suspension.c
    query = select(t.suspension).where(c.lifted_at_entry.is_(None))
    if guild_id is not None:
        query = query.where(c.guild_id == guild_id)
    return [
        Suspension(StatementId(row.statement_id), GuildId(row.guild_id), Scope.from_json(row.scope))
        for row in db.execute(query.order_by(c.at_entry))
    ]


def said_by(statement_id: str, *, db: Session) -> GuildId:
    """Whose suspension or floor this is. Raises: NotFound(`parties.no_suspension`)."""
    for table in (t.suspension, t.guild_floor):
        row = db.execute(select(table.c.guild_id).where(table.c.statement_id == statement_id)).first()
        if row is not None:
            return GuildId(row.guild_id)
    raise NotFound("parties.no_suspension", "There is no such suspension or floor.")


def reaching(performer_id: str, *, db: Session) -> list[Scope]:
    """What the guilds that a performer joined have suspended and not lifted."""
    return [Scope.from_json(row.scope) for row in db.rows(_REACHES, performer=performer_id)]


def every(*, db: Session) -> list[tuple[Guild, str]]:
    """Every guild, and the statement that attested who signs for it."""
    return [
        (Guild(GuildId(row.id), PersonId(row.person_id), Name(row.name_zh, row.name_en)), row.attested_by)
        for row in db.execute(select(t.guild))
    ]


def every_membership(*, db: Session) -> dict[tuple[str, str], str | None]:
    """(guild, performer) → the statement by which the performer joined, None where only the registry names them."""
    return {(row.guild_id, row.performer_id): row.joined_by for row in db.execute(select(t.membership))}


def every_word(*, db: Session) -> dict[str, tuple[int, int | None]]:
    """Statement → (entry from which a suspension or floor holds, entry from which it does not any more)."""
    return {
        row.statement_id: (row.at_entry, row.lifted_at_entry)
        for table in (t.suspension, t.guild_floor)
        for row in db.execute(select(table))
    }
