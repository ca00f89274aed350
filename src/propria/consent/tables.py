"""Where openness and grants are kept."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

openness = Table(
    "consent_openness",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    json_column("terms"),
    Column("floor_currency", String(3), nullable=False),
    Column("floor_minor", BigInteger, nullable=False),
    json_column("floors", nullable=True),
    instant_column("starts_at"),
    instant_column("ends_at"),
    Column("shows_name", Boolean, nullable=False),
    Column("given_at_entry", BigInteger, nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("withdrawn_at_entry", BigInteger, nullable=True, index=True),
    Index("ix_consent_openness_in_force", "state", "performer_id", "ends_at", "starts_at", "shows_name"),
    Index("ix_consent_openness_newest", "state", "given_at_entry"),
)

grant = Table(
    "consent_grant",
    metadata,
    id_column("id", primary_key=True),
    Column("purpose", String(16), nullable=False),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("reason", String(500), nullable=False),
    instant_column("retained_until"),
    Column("given_at_entry", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("withdrawn_at_entry", BigInteger, nullable=True),
)

wishes = Table(
    "consent_wishes",
    metadata,
    id_column("statement_id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    json_column("terms"),
    Column("at_entry", BigInteger, nullable=False),
)

handover = Table(
    "consent_handover",
    metadata,
    id_column("statement_id", primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("successor_zh", String(200), nullable=False),
    Column("successor_en", String(200), nullable=False),
    instant_column("anew_by"),
    Column("at_entry", BigInteger, nullable=False),
)
