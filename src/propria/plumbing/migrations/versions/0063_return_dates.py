"""when what was recorded goes back to its performer, and when and how it did."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

RETENTION_ENDS = (
    "UPDATE likeness_capture SET return_on = "
    "(SELECT substr(retained_until, 1, 10) FROM consent_grant WHERE consent_grant.id = consent_id)"
)


def upgrade() -> None:
    """Make the change; a session of before is due when its signed retention ends, and nobody is reminded of it."""
    op.add_column(
        "likeness_capture", sa.Column("return_on", sa.String(length=10), server_default="", nullable=False)
    )
    op.add_column("likeness_capture", sa.Column("remind_on", sa.String(length=10), nullable=True))
    op.add_column("likeness_capture", sa.Column("returned_at", tables.InstantText(), nullable=True))
    op.add_column("likeness_capture", sa.Column("returned_how", sa.String(length=16), nullable=True))
    op.create_index(op.f("ix_likeness_capture_remind_on"), "likeness_capture", ["remind_on"])
    op.execute(RETENTION_ENDS)


def downgrade() -> None:
    """Undo it."""
    op.drop_index(op.f("ix_likeness_capture_remind_on"), "likeness_capture")
    for column in ("returned_how", "returned_at", "remind_on", "return_on"):
        op.drop_column("likeness_capture", column)
