"""what an amount was before it was converted."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; a plain ALTER, so that the triggers that refuse changes stay."""
    op.add_column("royalties_use", sa.Column("origin", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("royalties_use", "origin")
