"""look-alikes, the panels that rule on them, and the outputs that are held meanwhile."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEXED = ("performer_id", "creator_id", "output_id", "state")


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("provenance_passport", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_until", tables.InstantText(), nullable=True))
        batch_op.add_column(sa.Column("taken_down_index", sa.BigInteger(), nullable=True))
    op.create_table(
        "disputes_lookalike",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("output_id", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reported_at", tables.InstantText(), nullable=False),
        sa.Column("held_until", tables.InstantText(), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("not_granted", sa.String(length=64), nullable=True),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.Column("ruled_index", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_disputes_lookalike_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["parties_creator.id"],
            name=op.f("fk_disputes_lookalike_creator_id_parties_creator"),
        ),
        sa.ForeignKeyConstraint(
            ["output_id"],
            ["provenance_passport.output_id"],
            name=op.f("fk_disputes_lookalike_output_id_provenance_passport"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes_lookalike")),
    )
    with op.batch_alter_table("disputes_lookalike", schema=None) as batch_op:
        for column in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_disputes_lookalike_{column}"), [column], unique=False)
    op.create_table(
        "disputes_panelist",
        sa.Column("lookalike_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["lookalike_id"],
            ["disputes_lookalike.id"],
            name=op.f("fk_disputes_panelist_lookalike_id_disputes_lookalike"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_disputes_panelist_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("lookalike_id", "person_id", name=op.f("pk_disputes_panelist")),
    )
    with op.batch_alter_table("disputes_panelist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_panelist_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("disputes_panelist")
    op.drop_table("disputes_lookalike")
    with op.batch_alter_table("provenance_passport", schema=None) as batch_op:
        batch_op.drop_column("taken_down_index")
        batch_op.drop_column("held_until")
