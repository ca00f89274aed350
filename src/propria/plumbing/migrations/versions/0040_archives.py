"""archives of everything held about one performer, on their way to them."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "disputes_archive",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.Column("failure", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_disputes_archive_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["parties_person.id"],
            name=op.f("fk_disputes_archive_person_id_parties_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes_archive")),
    )
    with op.batch_alter_table("disputes_archive", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_archive_performer_id"), ["performer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_archive_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_archive_state"), ["state"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("disputes_archive")
