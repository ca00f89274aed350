"""recordings are looked at."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "likeness_quality",
        sa.Column("asset_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("findings", tables.json_type(), nullable=False),
        sa.Column("measures", tables.json_type(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_why", sa.String(length=300), nullable=True),
        sa.Column("decided_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["likeness_asset.id"], name=op.f("fk_likeness_quality_asset_id_likeness_asset")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_quality_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_likeness_quality")),
    )
    with op.batch_alter_table("likeness_quality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_quality_performer_id"), ["performer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likeness_quality_verdict"), ["verdict"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("likeness_quality")
