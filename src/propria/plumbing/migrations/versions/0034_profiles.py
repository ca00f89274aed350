"""what performers sign of themselves for casting."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_profile",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("said", tables.json_type(), nullable=False),
        sa.Column("meaning", sa.LargeBinary(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_profile_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("performer_id", name=op.f("pk_casting_profile")),
    )
    with op.batch_alter_table("casting_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_profile_at_entry"), ["at_entry"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_profile")
