"""a licence's permits are found by its nonces' index; the second index over the same column is gone."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_licences_permit_licence_id", "licences_permit"


def upgrade() -> None:
    """Drop it."""
    op.drop_index(INDEX, table_name=TABLE)


def downgrade() -> None:
    """Make it again."""
    op.create_index(INDEX, TABLE, ["licence_id"])
