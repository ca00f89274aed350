"""looks at what a licence's holder might render, so that its performer sees them."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "usage_preview",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("wanted", tables.json_type(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["licences_licence.id"],
            name=op.f("fk_usage_preview_licence_id_licences_licence"),
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["parties_creator.id"],
            name=op.f("fk_usage_preview_creator_id_parties_creator"),
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_usage_preview_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_preview")),
    )
    with op.batch_alter_table("usage_preview", schema=None) as batch_op:
        for column in ("licence_id", "creator_id", "performer_id"):
            batch_op.create_index(batch_op.f(f"ix_usage_preview_{column}"), [column], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("usage_preview")
