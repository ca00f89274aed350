"""Where captures, assets, accesses and destruction receipts are kept; the recordings themselves are blobs."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata, sequence_column

capture = Table(
    "likeness_capture",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    id_column("consent_id", ForeignKey("consent_grant.id")),
    Column("place", String(200), nullable=False),
    instant_column("begun_at"),
    Column("return_on", String(10), nullable=False, server_default=""),
    Column("remind_on", String(10), nullable=True, index=True),
    instant_column("returned_at", nullable=True),
    Column("returned_how", String(16), nullable=True),
)

asset = Table(
    "likeness_asset",
    metadata,
    id_column("id", primary_key=True),
    id_column("capture_id", ForeignKey("likeness_capture.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("line", String(1000), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    instant_column("stored_at"),
    instant_column("retained_until"),
    Column("statement_digest", String(64), nullable=True),
    Column("sealed_because", String(100), nullable=True),
)

preservation = Table(
    "likeness_preservation",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("authority", String(200), nullable=False),
    Column("reference", String(200), nullable=False),
    instant_column("ends_at"),
    id_column("asked_by", ForeignKey("parties_person.id")),
    Column("asked_statement", String(64), nullable=False),
    Column("confirmed_statement", String(64), nullable=True),
    Column("lifting_asked_by", String(64), nullable=True),
    Column("lifting_asked_statement", String(64), nullable=True),
    Column("lifted_statement", String(64), nullable=True),
)

access = Table(
    "likeness_access",
    metadata,
    sequence_column("number", primary_key=True, autoincrement=True),
    id_column("asset_id", ForeignKey("likeness_asset.id")),
    Column("person_id", String(64), nullable=True),
    Column("purpose", String(300), nullable=False),
    instant_column("opened_at"),
    Index("ix_likeness_access_asset", "asset_id", "number"),
)

quality = Table(
    "likeness_quality",
    metadata,
    id_column("asset_id", ForeignKey("likeness_asset.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("verdict", String(16), nullable=False, index=True),
    json_column("findings"),
    json_column("measures"),
    Column("made_by", String(100), nullable=False),
    instant_column("made_at"),
    Column("decided_by", String(64), nullable=True),
    Column("decided_why", String(300), nullable=True),
    instant_column("decided_at", nullable=True),
)

receipt = Table(
    "likeness_receipt",
    metadata,
    id_column("asset_id", ForeignKey("likeness_asset.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("reason", String(100), nullable=False),
    instant_column("destroyed_at"),
)

export = Table(
    "likeness_export",
    metadata,
    id_column("id", primary_key=True),
    id_column("asset_id", ForeignKey("likeness_asset.id")),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("recipient", String(200), nullable=False),
    Column("purpose", String(300), nullable=False),
    Column("ground", String(16), nullable=False),
    id_column("asked_by", ForeignKey("parties_person.id")),
    Column("asked_statement", String(64), nullable=False),
    instant_column("asked_at"),
    instant_column("expires_at"),
    Column("seed", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("confirmed_by", String(64), nullable=True),
    Column("confirmed_statement", String(64), nullable=True),
    instant_column("ended_at", nullable=True),
    Column("copy_digest", String(64), nullable=True),
    Column("copy_width", Integer, nullable=False),
    Column("copy_height", Integer, nullable=False),
    Column("handed_statement", String(64), nullable=True),
)

upload = Table(
    "likeness_upload",
    metadata,
    id_column("id", primary_key=True),
    id_column("capture_id", ForeignKey("likeness_capture.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("line", String(1000), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    instant_column("begun_at"),
    instant_column("expires_at"),
    Column("asset_id", String(64), nullable=True),
)

upload_part = Table(
    "likeness_upload_part",
    metadata,
    id_column("upload_id", ForeignKey("likeness_upload.id"), primary_key=True),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
)
