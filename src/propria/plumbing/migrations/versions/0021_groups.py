"""groups of performers and their members."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_member",
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("joined_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["parties_performer.id"], name=op.f("fk_parties_member_group_id_parties_performer")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_member_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("group_id", "performer_id", name=op.f("pk_parties_member")),
    )
    with op.batch_alter_table("parties_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_member_performer_id"), ["performer_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_member")
