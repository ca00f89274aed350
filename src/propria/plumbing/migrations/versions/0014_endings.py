"""what was closed or erased, and by which entry."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "record_ending",
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("entry_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_index"],
            ["record_log_entry.entry_index"],
            name=op.f("fk_record_ending_entry_index_record_log_entry"),
        ),
        sa.PrimaryKeyConstraint("thing", name=op.f("pk_record_ending")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_record_ending_entry_index")),
    )
    with op.batch_alter_table("record_ending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_ending_subject"), ["subject"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("record_ending")
