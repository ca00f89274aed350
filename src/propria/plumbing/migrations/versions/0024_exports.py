"""copies of recordings that leave the vault, each signed for by two people and marked for its recipient."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "likeness_export",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("asset_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_statement", sa.String(length=64), nullable=False),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("confirmed_statement", sa.String(length=64), nullable=True),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.Column("copy_digest", sa.String(length=64), nullable=True),
        sa.Column("copy_width", sa.Integer(), nullable=False),
        sa.Column("copy_height", sa.Integer(), nullable=False),
        sa.Column("handed_statement", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["parties_person.id"], name=op.f("fk_likeness_export_asked_by_parties_person")
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["likeness_asset.id"], name=op.f("fk_likeness_export_asset_id_likeness_asset")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_export_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_export")),
    )
    with op.batch_alter_table("likeness_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_export_performer_id"), ["performer_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("likeness_export")
