"""Where passports and their perceptual marks are kept."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

passport = Table(
    "provenance_passport",
    metadata,
    id_column("output_id", primary_key=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    id_column("permit_id", ForeignKey("licences_permit.id"), unique=True),
    json_column("facts"),
    Column("sha256", String(64), nullable=False, index=True),
    Column("media_type", String(100), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("label_digest", String(64), nullable=False),
    id_column("version_id", ForeignKey("replicas_version.id"), nullable=True, index=True),
    id_column("statement_id", nullable=True),
    Column("sealed_index", BigInteger, nullable=True),
    instant_column("sealed_at", nullable=True),
    instant_column("held_until", nullable=True),
    Column("taken_down_index", BigInteger, nullable=True),
)

mark = Table(
    "provenance_mark",
    metadata,
    id_column("output_id", ForeignKey("provenance_passport.output_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("bits", String(16), nullable=False),
    Column("telling", Boolean, nullable=False),
)
