"""whom a brief seeks, in words."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column(
        "casting_brief", sa.Column("seeks", sa.String(length=400), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_column("casting_brief", "seeks")
