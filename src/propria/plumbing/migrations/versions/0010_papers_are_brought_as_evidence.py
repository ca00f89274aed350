"""papers are brought into a negotiation as evidence."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "deals_brought",
        sa.Column("deal_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("brought_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_brought_deal_id_deals_deal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_deals_brought_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("deal_id", "digest", name=op.f("pk_deals_brought")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("deals_brought")
