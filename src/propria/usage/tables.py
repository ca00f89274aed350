"""Where render requests and metered uses are kept."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

render = Table(
    "usage_render",
    metadata,
    id_column("id", primary_key=True),
    id_column("permit_id", ForeignKey("licences_permit.id"), unique=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    json_column("wanted"),
    Column("act", String(32), nullable=False),
    id_column("output_id", unique=True),
    id_column("job_id"),
    json_column("facts", nullable=True),
    json_column("measured", nullable=True),
    instant_column("asked_at"),
    instant_column("released_at", nullable=True),
    Column("failed_code", String(100), nullable=True),
    instant_column("delivered_at", nullable=True),
    Column("frames_drawn", Integer, nullable=True),
    Column("frames", Integer, nullable=True),
)

unreported_mark = Table(
    "usage_unreported_mark",
    metadata,
    Column("name", String(32), primary_key=True),
    instant_column("until"),
)
"""One row: how far reservations were looked through for use that nobody reported."""

preview = Table(
    "usage_preview",
    metadata,
    id_column("id", primary_key=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("kind", String(32), nullable=False),
    json_column("wanted"),
    Column("act", String(32), nullable=False),
    instant_column("asked_at"),
)

metered = Table(
    "usage_metered",
    metadata,
    id_column("id", primary_key=True),
    id_column("render_id", ForeignKey("usage_render.id"), unique=True),
    id_column("permit_id", ForeignKey("licences_permit.id"), unique=True),
    id_column("licence_id", ForeignKey("licences_licence.id"), index=True),
    id_column("output_id", ForeignKey("provenance_passport.output_id"), unique=True),
    Column("act", String(32), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("takes", Integer, nullable=False),
    Column("titles", Integer, nullable=False),
    instant_column("metered_at"),
    id_column("stand_in", nullable=True),
)
