"""briefs that are changed and archived, and days that several confirm."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_brief_version",
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("changed_at", tables.InstantText(), nullable=False),
        sa.Column("said", tables.json_type(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_brief_version_brief_id_casting_brief")
        ),
        sa.PrimaryKeyConstraint("brief_id", "number", name=op.f("pk_casting_brief_version")),
    )
    op.add_column("casting_brief", sa.Column("archived_at", tables.InstantText(), nullable=True))
    op.add_column("casting_days", sa.Column("hands", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("casting_days", "hands")
    op.drop_column("casting_brief", "archived_at")
    op.drop_table("casting_brief_version")
