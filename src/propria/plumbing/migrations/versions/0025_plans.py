"""what a creator wishes of the whole cast of a production."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_plan",
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(length=200), nullable=False),
        sa.Column("wishes", tables.json_type(), nullable=False),
        sa.Column("kept_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_casting_plan_creator_id_parties_creator")
        ),
        sa.PrimaryKeyConstraint("creator_id", "project", name=op.f("pk_casting_plan")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_plan")
