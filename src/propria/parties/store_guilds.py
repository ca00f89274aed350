"""The SQL of guilds, their registries and their suspensions."""

from sqlalchemy import bindparam, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import GuildId, PersonId, StatementId
from propria.parties import tables as t
from propria.parties.model import Guild, Name, Suspension
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
    c = t.suspension.c
    change = update(t.suspension).where(c.statement_id == statement_id, c.lifted_at_entry.is_(None))
    db.execute(change.values(lifted_at_entry=at_entry))


def suspension(statement_id: str, *, db: Session) -> Suspension:
    """One suspension. Raises: NotFound(`parties.no_suspension`)."""
    row = db.execute(select(t.suspension).where(t.suspension.c.statement_id == statement_id)).first()
    if row is None:
        raise NotFound("parties.no_suspension", "There is no such suspension.")
    return Suspension(StatementId(row.statement_id), GuildId(row.guild_id), Scope.from_json(row.scope))


def reaching(performer_id: str, *, db: Session) -> list[Scope]:
    """What the guilds that a performer joined have suspended and not lifted."""
    return [Scope.from_json(row.scope) for row in db.rows(_REACHES, performer=performer_id)]
