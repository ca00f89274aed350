"""links by which somebody reads a shortlist, who looked, and notes for one's own team."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_note",
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("noted_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_note_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_note_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("brief_id", "performer_id", name=op.f("pk_casting_note")),
    )
    op.create_table(
        "casting_share",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_share_brief_id_casting_brief")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_share")),
    )
    with op.batch_alter_table("casting_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_share_brief_id"), ["brief_id"], unique=False)
    op.create_table(
        "casting_share_look",
        sa.Column("share_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", tables.InstantText(), nullable=False),
        sa.Column("performers", tables.json_type(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["casting_share.id"], name=op.f("fk_casting_share_look_share_id_casting_share")
        ),
        sa.PrimaryKeyConstraint("share_id", "number", name=op.f("pk_casting_share_look")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("casting_share_look")
    op.drop_table("casting_share")
    op.drop_table("casting_note")
