"""what a brief says beside its scope: structure of the fee, training, what there is none of."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("casting_brief", sa.Column("asks", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("casting_brief", "asks")
