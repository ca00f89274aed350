"""whose performance moved a replica, with each metered use"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("usage_metered", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stand_in", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("usage_metered", schema=None) as batch_op:
        batch_op.drop_column("stand_in")
