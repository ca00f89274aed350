"""folders of shortlists."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_folder",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_folder_brief_id_casting_brief")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_folder")),
    )
    with op.batch_alter_table("casting_folder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_folder_brief_id"), ["brief_id"], unique=False)
    op.add_column("casting_shortlisted", sa.Column("folder_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("casting_shortlisted", "folder_id")
    op.drop_table("casting_folder")
