"""reservations by the time when they were made, so that the clock finds what was never reported."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_index(op.f("ix_licences_permit_reserved_at"), "licences_permit", ["reserved_at"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_index(op.f("ix_licences_permit_reserved_at"), table_name="licences_permit")
