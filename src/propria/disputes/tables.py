"""Where denials are kept. Their acts are the operator's and the holders' statements in the record."""

from sqlalchemy import Column, ForeignKey, String, Table

from propria.plumbing.tables import id_column, instant_column, metadata

denial = Table(
    "disputes_denial",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    id_column("person_id", ForeignKey("parties_person.id"), nullable=True, index=True),
    Column("mail", String(255), nullable=False, index=True),
    Column("target", String(64), nullable=True),
    Column("state", String(16), nullable=False, index=True),
    instant_column("received_at"),
    instant_column("due_at"),
    Column("token", String(64), nullable=False),
    Column("domain", String(300), nullable=False),
    Column("route", String(16), nullable=True),
    Column("ground", String(20), nullable=True),
    instant_column("ended_at", nullable=True),
)
