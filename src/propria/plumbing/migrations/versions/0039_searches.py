"""searches that creators saved."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_search",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("sought", tables.json_type(), nullable=False),
        sa.Column("saved_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_casting_search_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_search")),
    )
    with op.batch_alter_table("casting_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_search_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_search")
