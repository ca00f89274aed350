"""who asked that an order to preserve be lifted, before another person lifts it."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    for name in ("lifting_asked_by", "lifting_asked_statement"):
        op.add_column("likeness_preservation", sa.Column(name, sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Undo it."""
    for name in ("lifting_asked_statement", "lifting_asked_by"):
        op.drop_column("likeness_preservation", name)
