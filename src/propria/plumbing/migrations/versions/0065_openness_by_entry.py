"""whose openness changed since a log entry is found without reading everybody's."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

COLUMNS = ("given_at_entry", "withdrawn_at_entry")


def upgrade() -> None:
    """Make the change."""
    for column in COLUMNS:
        op.create_index(op.f(f"ix_consent_openness_{column}"), "consent_openness", [column])


def downgrade() -> None:
    """Undo it."""
    for column in COLUMNS:
        op.drop_index(op.f(f"ix_consent_openness_{column}"), "consent_openness")
