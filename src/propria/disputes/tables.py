"""Where denials, cases of look-alikes and archives are kept. The acts of the first two are statements in the record."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

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

lookalike = Table(
    "disputes_lookalike",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    id_column("creator_id", ForeignKey("parties_creator.id"), nullable=True, index=True),
    Column("kind", String(16), nullable=False),
    id_column("output_id", ForeignKey("provenance_passport.output_id"), nullable=True, index=True),
    Column("sha256", String(64), nullable=False),
    Column("place", String(500), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    instant_column("reported_at"),
    instant_column("held_until"),
    id_column("statement_id"),
    id_column("not_granted", nullable=True),
    instant_column("ended_at", nullable=True),
    Column("ruled_index", BigInteger, nullable=True),
)

panelist = Table(
    "disputes_panelist",
    metadata,
    id_column("lookalike_id", ForeignKey("disputes_lookalike.id"), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True, index=True),
)

archive = Table(
    "disputes_archive",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    instant_column("asked_at"),
    instant_column("expires_at"),
    Column("part", String(200), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    instant_column("ended_at", nullable=True),
    Column("failure", String(100), nullable=True),
)
