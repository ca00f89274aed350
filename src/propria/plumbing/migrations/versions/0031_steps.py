"""steps of talks: who took each, in which right, under which mandate; older talks keep who put their versions."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "deals_step",
        sa.Column("deal_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("turn_number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=True),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("standing", sa.String(length=16), nullable=True),
        sa.Column("mandate_id", sa.String(length=64), nullable=True),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_step_deal_id_deals_deal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_deals_step_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("deal_id", "number", name=op.f("pk_deals_step")),
    )
    op.execute(
        "insert into deals_step (deal_id, number, act, turn_number, side, person_id, made_at) "
        "select deal_id, number, case when number = 1 then 'offer' else 'counter' end, number, side, person_id, made_at "
        "from deals_turn"
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("deals_step")
