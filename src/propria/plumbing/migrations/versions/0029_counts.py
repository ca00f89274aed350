"""counts of everybody in public states are read from indexes alone."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEXES = (
    (
        "consent_openness",
        "ix_consent_openness_in_force",
        ("state", "performer_id", "ends_at", "starts_at", "shows_name"),
    ),
    ("consent_openness", "ix_consent_openness_newest", ("state", "given_at_entry")),
    ("parties_performer", "ix_parties_performer_counted", ("contest", "by_operator", "evidenced_at", "id")),
)


def upgrade() -> None:
    """Make the change."""
    for table, name, columns in INDEXES:
        op.create_index(name, table, list(columns), unique=False)


def downgrade() -> None:
    """Undo it."""
    for table, name, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
