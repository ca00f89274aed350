"""invitations: a performer who is not listed lets whoever holds one put terms to them."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "deals_invitation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_deals_invitation_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_invitation")),
    )
    with op.batch_alter_table("deals_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_invitation_performer_id"), ["performer_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("deals_invitation")
