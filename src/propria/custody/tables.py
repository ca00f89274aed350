"""Where duties are kept. What ended and what holders signed are statements in the record."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

duty = Table(
    "custody_duty",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("cause", String(24), nullable=False),
    id_column("thing_id", index=True),
    Column("licence_id", String(64), nullable=False),
    Column("holder_kind", String(16), nullable=False),
    Column("holder_key", String(200), nullable=False),
    json_column("holder_name"),
    id_column("creator_id", ForeignKey("parties_creator.id"), nullable=True, index=True),
    Column("what", String(24), nullable=False),
    Column("count", Integer, nullable=False),
    instant_column("begun_at"),
    instant_column("due_at"),
    id_column("statement_id", nullable=True),
    Column("stated_at_entry", BigInteger, nullable=True),
    instant_column("stated_at", nullable=True),
    instant_column("told_overdue_at", nullable=True),
    UniqueConstraint("thing_id", "licence_id", "holder_key", "what"),
)
