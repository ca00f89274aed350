"""what the operator said when the library changed hands."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "consent_handover"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        TABLE,
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("successor_zh", sa.String(length=200), nullable=False),
        sa.Column("successor_en", sa.String(length=200), nullable=False),
        sa.Column("anew_by", tables.InstantText(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table(TABLE)
