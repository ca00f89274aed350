"""recordings that come in parts, over any number of connections."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "likeness_upload",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("capture_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("line", sa.String(length=1000), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", tables.InstantText(), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.Column("asset_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["capture_id"],
            ["likeness_capture.id"],
            name=op.f("fk_likeness_upload_capture_id_likeness_capture"),
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_upload_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_upload")),
    )
    with op.batch_alter_table("likeness_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_upload_capture_id"), ["capture_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likeness_upload_performer_id"), ["performer_id"], unique=False)
    op.create_table(
        "likeness_upload_part",
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("offset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["likeness_upload.id"],
            name=op.f("fk_likeness_upload_part_upload_id_likeness_upload"),
        ),
        sa.PrimaryKeyConstraint("upload_id", "offset", name=op.f("pk_likeness_upload_part")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("likeness_upload_part")
    op.drop_table("likeness_upload")
