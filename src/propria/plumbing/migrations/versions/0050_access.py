"""until when a brief is answered, who may read it, and who saw what of it."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("casting_brief", sa.Column("access", tables.json_type(), nullable=True))
    op.create_table(
        "casting_sight",
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("first_at", tables.InstantText(), nullable=False),
        sa.Column("last_at", tables.InstantText(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_sight_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_casting_sight_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("brief_id", "person_id", "what", name=op.f("pk_casting_sight")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_sight")
    op.drop_column("casting_brief", "access")
