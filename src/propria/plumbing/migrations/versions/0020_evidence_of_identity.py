"""evidence of identity by other routes, and sign-ins at a provider."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_evidence",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("seen_at", tables.InstantText(), nullable=False),
        sa.Column("seen_by", tables.json_type(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_evidence_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("performer_id", "route", name=op.f("pk_parties_evidence")),
    )
    with op.batch_alter_table("parties_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_evidence_reference"), ["reference"], unique=False)
    op.create_table(
        "parties_oidc_login",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_oidc_login_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_parties_oidc_login")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_oidc_login")
    op.drop_table("parties_evidence")
