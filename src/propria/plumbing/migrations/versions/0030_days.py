"""days that a creator asks a performer about, and days on which a performer is away."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ASKED = ("brief_id", "creator_id", "performer_id")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_days",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("days", tables.json_type(), nullable=False),
        sa.Column("doing", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("answer_by", tables.InstantText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.Column("pencilled_at", tables.InstantText(), nullable=True),
        sa.Column("statement_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_days_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_casting_days_creator_id_parties_creator")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_days_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_days")),
    )
    with op.batch_alter_table("casting_days", schema=None) as batch_op:
        for column in ASKED:
            batch_op.create_index(batch_op.f(f"ix_casting_days_{column}"), [column], unique=False)
    op.create_table(
        "casting_away",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_away_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("performer_id", "day", name=op.f("pk_casting_away")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_away")
    op.drop_table("casting_days")
