"""pictures for casting that performers sign for."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_picture",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", tables.InstantText(), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=True),
        sa.Column("shown_until", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_picture_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_picture")),
    )
    with op.batch_alter_table("casting_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_picture_performer_id"), ["performer_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_picture")
