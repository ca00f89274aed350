"""since when an order to preserve alone keeps a picture for casting or a take of a self-tape."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None
TABLES = ("casting_picture", "casting_take")


def upgrade() -> None:
    """Make the change."""
    for name in TABLES:
        op.add_column(name, sa.Column("sealed_at", tables.InstantText(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    for name in reversed(TABLES):
        op.drop_column(name, "sealed_at")
