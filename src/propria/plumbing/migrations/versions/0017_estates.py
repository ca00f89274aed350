"""deaths, estates and what performers want to hold after their death."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_death",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("died_on", sa.String(length=10), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.Column("attested_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_death_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("performer_id", name=op.f("pk_parties_death")),
    )
    op.create_table(
        "parties_heir",
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("attested_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_heir_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_heir_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("performer_id", "person_id", name=op.f("pk_parties_heir")),
    )
    with op.batch_alter_table("parties_heir", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_heir_person_id"), ["person_id"], unique=False)
    op.create_table(
        "consent_wishes",
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("terms", tables.json_type(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_consent_wishes_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_consent_wishes")),
    )
    with op.batch_alter_table("consent_wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_wishes_performer_id"), ["performer_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("consent_wishes")
    op.drop_table("parties_heir")
    op.drop_table("parties_death")
