"""briefs that take submissions, and whom representatives propose."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

INDEXED = ("brief_id", "performer_id", "person_id")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_call",
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("until", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_call_brief_id_casting_brief")
        ),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_casting_call")),
    )
    op.create_table(
        "casting_submission",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("submitted_at", tables.InstantText(), nullable=False),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_submission_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_submission_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_casting_submission_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_submission")),
    )
    with op.batch_alter_table("casting_submission", schema=None) as batch_op:
        for name in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_casting_submission_{name}"), [name], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_submission")
    op.drop_table("casting_call")
