"""talks end by the clock, and people are told."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("split_from", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("warned_of", tables.InstantText(), nullable=True))
        batch_op.create_index("ix_deals_deal_due", ["state", "lapses_at"], unique=False)
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("warned_of", tables.InstantText(), nullable=True))
        batch_op.create_index("ix_licences_licence_ends", ["ends_at"], unique=False)
    op.create_table(
        "alerts_muted",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_alerts_muted_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_alerts_muted")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("alerts_muted")
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.drop_index("ix_licences_licence_ends")
        batch_op.drop_column("warned_of")
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.drop_index("ix_deals_deal_due")
        batch_op.drop_column("warned_of")
        batch_op.drop_column("split_from")
        batch_op.drop_column("ended_by")
