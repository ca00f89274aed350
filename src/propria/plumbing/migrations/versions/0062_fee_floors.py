"""floors of standing terms by act and medium."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("consent_openness", sa.Column("floors", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("consent_openness", "floors")
