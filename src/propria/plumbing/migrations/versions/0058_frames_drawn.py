"""how many frames of a render are drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("usage_render", sa.Column("frames_drawn", sa.Integer(), nullable=True))
    op.add_column("usage_render", sa.Column("frames", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("usage_render", "frames")
    op.drop_column("usage_render", "frames_drawn")
