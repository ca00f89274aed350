"""names are folded, listings on the operator's word alone, and flags on whoever vouched."""

import sqlalchemy as sa
from alembic import op

from propria.proofs.names import fold_name

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FOLDED = ("folded_zh", "folded_en")


def upgrade() -> None:
    """Make the change, and fold every name."""
    with op.batch_alter_table("parties_performer", schema=None) as batch_op:
        for column in FOLDED:
            batch_op.add_column(sa.Column(column, sa.String(length=400), server_default="", nullable=False))
            batch_op.create_index(batch_op.f(f"ix_parties_performer_{column}"), [column], unique=False)
        batch_op.add_column(sa.Column("by_operator", sa.Boolean(), server_default="0", nullable=False))
    with op.batch_alter_table("parties_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("flagged_by", sa.String(length=64), nullable=True))
    db = op.get_bind()
    rows = db.execute(sa.text("select id, name_zh, name_en from parties_performer")).all()
    folded = [{"id": r.id, "zh": fold_name(r.name_zh), "en": fold_name(r.name_en)} for r in rows]
    if folded:
        change = "update parties_performer set folded_zh = :zh, folded_en = :en where id = :id"
        db.execute(sa.text(change), folded)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("parties_person", schema=None) as batch_op:
        batch_op.drop_column("flagged_by")
    with op.batch_alter_table("parties_performer", schema=None) as batch_op:
        batch_op.drop_column("by_operator")
        for column in FOLDED:
            batch_op.drop_index(batch_op.f(f"ix_parties_performer_{column}"))
            batch_op.drop_column(column)
