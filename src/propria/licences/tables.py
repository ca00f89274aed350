"""Where licences, their use and their permits are kept."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

licence = Table(
    "licences_licence",
    metadata,
    id_column("id", primary_key=True),
    id_column("contract_id", ForeignKey("deals_contract.id"), unique=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    Column("project", String(200), nullable=False),
    json_column("project_title"),
    json_column("scope"),
    instant_column("starts_at"),
    instant_column("ends_at"),
    instant_column("notice_ends_at"),
    Column("funds_currency", String(3), nullable=False),
    Column("funds_minor", BigInteger, nullable=False),
    instant_column("funds_held_at", nullable=True),
    Column("shown_by_performer", Boolean, nullable=False),
    Column("shown_by_creator", Boolean, nullable=False),
    Column("signed_at_entry", BigInteger, nullable=False),
    instant_column("signed_at"),
    Column("withdrawn_at_entry", BigInteger, nullable=True),
    instant_column("withdrawn_at", nullable=True),
    Column("held_at_entry", BigInteger, nullable=True),
    Column("disputed_at_entry", BigInteger, nullable=True),
    Column("version", Integer, nullable=False, server_default="1"),
    instant_column("warned_of", nullable=True),
    Index("ix_licences_licence_ends", "ends_at"),
)

version = Table(
    "licences_version",
    metadata,
    id_column("licence_id", ForeignKey("licences_licence.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    id_column("contract_id", ForeignKey("deals_contract.id"), unique=True),
    json_column("scope"),
    instant_column("starts_at"),
    instant_column("ends_at"),
    Column("funds_currency", String(3), nullable=False),
    Column("funds_minor", BigInteger, nullable=False),
    Column("from_entry", BigInteger, nullable=False),
    instant_column("from_at"),
)

announcement = Table(
    "licences_announcement",
    metadata,
    id_column("id", primary_key=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    json_column("says"),
    id_column("performer_statement", nullable=True),
    id_column("creator_statement", nullable=True),
    Column("said_at_entry", BigInteger, nullable=True),
    Column("withdrawn_at_entry", BigInteger, nullable=True),
    instant_column("lapsed_at", nullable=True),
    json_column("hands", nullable=True),
)

used = Table(
    "licences_used",
    metadata,
    id_column("licence_id", ForeignKey("licences_licence.id"), primary_key=True),
    Column("unit", String(16), primary_key=True),
    Column("amount", BigInteger, nullable=False),
)

lease = Table(
    "licences_lease",
    metadata,
    id_column("id", primary_key=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    id_column("creator_id", ForeignKey("parties_creator.id")),
    Column("nonce", String(64), nullable=False),
    json_column("document"),
    json_column("debited"),
    Column("at_entry", BigInteger, nullable=False),
    instant_column("issued_at"),
    instant_column("expires_at"),
    instant_column("closed_at", nullable=True),
    UniqueConstraint("licence_id", "nonce"),
)

lease_record = Table(
    "licences_lease_record",
    metadata,
    Column("digest", String(64), primary_key=True),
    id_column("lease_id", ForeignKey("licences_lease.id"), index=True),
    Column("position", Integer, nullable=False),
    json_column("document"),
    json_column("breaches"),
    Column("overlaps", String(64), nullable=False),
    id_column("use_id", nullable=True, unique=True),
    Column("is_charged", Boolean, nullable=False),
    instant_column("received_at"),
    id_column("statement_id"),
    UniqueConstraint("lease_id", "position"),
)

permit = Table(
    "licences_permit",
    metadata,
    id_column("id", primary_key=True),
    id_column("licence_id", ForeignKey("licences_licence.id")),
    id_column("creator_id", ForeignKey("parties_creator.id")),
    json_column("use"),
    Column("nonce", String(64), nullable=False),
    instant_column("reserved_at", index=True),
    Column("at_entry", BigInteger, nullable=False),
    UniqueConstraint("licence_id", "nonce"),
)
