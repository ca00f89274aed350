"""evidence is of every party, and a domain that is to publish a line is kept by party."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

KEPT = 'route, "by", reference, seen_at, seen_by'


def upgrade() -> None:
    """Make the change; a domain that a performer only named is no part of their profile any more."""
    op.create_table(
        "parties_domain_claim",
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=300), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_parties_domain_claim")),
    )
    op.execute(
        "INSERT INTO parties_domain_claim (party_id, domain, token) SELECT id, domain, claim_token"
        " FROM parties_performer WHERE domain IS NOT NULL AND claim_token IS NOT NULL"
    )
    op.execute("UPDATE parties_performer SET domain = NULL WHERE evidenced_at IS NULL")
    op.drop_column("parties_performer", "claim_token")
    _evidence_by("party_id", before="performer_id")


def downgrade() -> None:
    """Undo it; evidence of anybody but performers is lost."""
    op.execute("DELETE FROM parties_evidence WHERE party_id NOT IN (SELECT id FROM parties_performer)")
    performer = sa.ForeignKeyConstraint(
        ["performer_id"],
        ["parties_performer.id"],
        name=op.f("fk_parties_evidence_performer_id_parties_performer"),
    )
    _evidence_by("performer_id", performer, before="party_id")
    op.add_column("parties_performer", sa.Column("claim_token", sa.String(length=64), nullable=True))
    claim = "FROM parties_domain_claim c WHERE c.party_id = parties_performer.id"
    op.execute(
        f"UPDATE parties_performer SET domain = (SELECT c.domain {claim}), claim_token = (SELECT c.token {claim})"
        " WHERE evidenced_at IS NULL"
    )
    op.drop_table("parties_domain_claim")


def _evidence_by(whose: str, *ties: sa.ForeignKeyConstraint, before: str) -> None:
    """The table anew with its first column under another name, and every row of it."""
    op.execute("CREATE TABLE parties_evidence_before AS SELECT * FROM parties_evidence")
    op.drop_table("parties_evidence")
    op.create_table(
        "parties_evidence",
        sa.Column(whose, sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("seen_at", tables.InstantText(), nullable=False),
        sa.Column("seen_by", tables.json_type(), nullable=False),
        *ties,
        sa.PrimaryKeyConstraint(whose, "route", name=op.f("pk_parties_evidence")),
    )
    op.create_index(op.f("ix_parties_evidence_reference"), "parties_evidence", ["reference"])
    op.execute(
        f"INSERT INTO parties_evidence ({whose}, {KEPT}) SELECT {before}, {KEPT} FROM parties_evidence_before"
    )
    op.drop_table("parties_evidence_before")
