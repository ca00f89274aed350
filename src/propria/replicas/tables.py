"""Where replicas, versions, what they were made from and their files' names are kept; the files are blobs."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

replica = Table(
    "replicas_replica",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    instant_column("begun_at"),
    instant_column("cancelled_at", nullable=True),
    Column("because", String(32), nullable=True),
)

version = Table(
    "replicas_version",
    metadata,
    id_column("id", primary_key=True),
    id_column("replica_id", ForeignKey("replicas_replica.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    id_column("capture_consent", ForeignKey("consent_grant.id")),
    id_column("build_consent", ForeignKey("consent_grant.id"), index=True),
    instant_column("begun_at"),
    Column("step", String(16), nullable=False),
    Column("step_done", Integer, nullable=False),
    Column("step_total", Integer, nullable=False),
    json_column("engine"),
    Column("failure", String(100), nullable=True),
    instant_column("built_at", nullable=True),
    Column("approved_by", String(64), nullable=True),
    instant_column("approved_at", nullable=True),
    instant_column("ended_at", nullable=True),
    Column("because", String(32), nullable=True),
)

source = Table(
    "replicas_source",
    metadata,
    id_column("version_id", ForeignKey("replicas_version.id"), primary_key=True),
    id_column("asset_id", ForeignKey("likeness_asset.id"), primary_key=True, index=True),
    Column("kind", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
)

artefact = Table(
    "replicas_artefact",
    metadata,
    id_column("id", primary_key=True),
    id_column("version_id", ForeignKey("replicas_version.id"), index=True),
    Column("name", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
)

receipt = Table(
    "replicas_receipt",
    metadata,
    id_column("version_id", ForeignKey("replicas_version.id"), primary_key=True),
    Column("files", Integer, nullable=False),
    Column("because", String(32), nullable=False),
    instant_column("destroyed_at"),
)
