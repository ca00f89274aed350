"""what changed of whom, for the indexes of casting."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_touched",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("performer_id", "what", name=op.f("pk_casting_touched")),
        sa.UniqueConstraint("number", name=op.f("uq_casting_touched_number")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_touched")
