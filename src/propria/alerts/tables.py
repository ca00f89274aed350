"""Where channels, alerts and their deliveries are kept."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

channel = Table(
    "alerts_channel",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    Column("by", String(16), nullable=False),
    Column("address", String(300), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    instant_column("added_at"),
    UniqueConstraint("person_id", "address"),
)

alert = Table(
    "alerts_alert",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), nullable=True, index=True),
    Column("key", String(200), nullable=False),
    Column("recipient", String(300), nullable=False),
    Column("code", String(64), nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    json_column("facts"),
    instant_column("told_at"),
    UniqueConstraint("key", "recipient"),
)

delivery = Table(
    "alerts_delivery",
    metadata,
    id_column("alert_id", ForeignKey("alerts_alert.id"), primary_key=True),
    Column("address", String(300), primary_key=True),
    Column("by", String(16), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    instant_column("not_before"),
    instant_column("arrived_at", nullable=True),
    Index("ix_alerts_delivery_waiting", "arrived_at", "not_before"),
)

muted = Table(
    "alerts_muted",
    metadata,
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("topic", String(16), primary_key=True),
)
