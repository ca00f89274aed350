"""colleagues of an organisation that makes things, each with the rights that its founder signed."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_colleague",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("rights", tables.json_type(), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["parties_creator.id"],
            name=op.f("fk_parties_colleague_creator_id_parties_creator"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_colleague_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_parties_colleague")),
    )
    with op.batch_alter_table("parties_colleague", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_colleague_creator_id"), ["creator_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_colleague")
