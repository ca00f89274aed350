"""a creator's domain is evidence of identity that somebody looked at; a column that nobody verified or read is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.drop_column("parties_creator", "domain")


def downgrade() -> None:
    """Undo it."""
    op.add_column("parties_creator", sa.Column("domain", sa.String(length=300), nullable=True))
