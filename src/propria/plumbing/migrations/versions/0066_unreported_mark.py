"""the table of how far reservations were looked through says so by its name."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

NEW, OLD = "usage_unreported_mark", "usage_look"


def upgrade() -> None:
    """Make the change."""
    _rename(OLD, NEW)


def downgrade() -> None:
    """Undo it."""
    _rename(NEW, OLD)


def _rename(before: str, after: str) -> None:
    """The one row moves into a table whose constraint has its name too."""
    op.create_table(
        after,
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("until", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f(f"pk_{after}")),
    )
    op.execute(f"INSERT INTO {after} (name, until) SELECT name, until FROM {before}")
    op.drop_table(before)
