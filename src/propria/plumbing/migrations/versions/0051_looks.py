"""how far reservations were looked through for use that nobody reported."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "usage_look",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("until", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_usage_look")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("usage_look")
