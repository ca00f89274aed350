"""which snapshots of casting's indexes hold."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_snapshot",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_casting_snapshot")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_snapshot")
