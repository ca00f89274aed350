"""orders to preserve recordings, and what they alone keep."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "likeness_preservation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("ends_at", tables.InstantText(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_statement", sa.String(length=64), nullable=False),
        sa.Column("confirmed_statement", sa.String(length=64), nullable=True),
        sa.Column("lifted_statement", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_preservation_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["parties_person.id"],
            name=op.f("fk_likeness_preservation_asked_by_parties_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_preservation")),
    )
    op.create_index(op.f("ix_likeness_preservation_performer_id"), "likeness_preservation", ["performer_id"])
    op.add_column("likeness_asset", sa.Column("sealed_because", sa.String(length=100), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("likeness_asset", "sealed_because")
    op.drop_table("likeness_preservation")
