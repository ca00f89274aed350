"""minors, their guardians, and what two people saw."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_birth",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("born_on", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_birth_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("performer_id", name=op.f("pk_parties_birth")),
    )
    op.create_table(
        "parties_ward",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("guardian_id", sa.String(length=64), nullable=False),
        sa.Column("stated_by", sa.String(length=64), nullable=False),
        sa.Column("attested_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_ward_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["parties_person.id"], name=op.f("fk_parties_ward_guardian_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("performer_id", "guardian_id", name=op.f("pk_parties_ward")),
    )
    op.create_table(
        "parties_seen",
        sa.Column("what", sa.String(length=160), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("seen_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["parties_person.id"], name=op.f("fk_parties_seen_operator_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("what", "operator_id", name=op.f("pk_parties_seen")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_seen")
    op.drop_table("parties_ward")
    op.drop_table("parties_birth")
