"""who signed an announcement for the performer's side, where that takes several."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("licences_announcement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hands", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("licences_announcement", schema=None) as batch_op:
        batch_op.drop_column("hands")
