"""self-tapes, their versions, and who watched them."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "casting_tape",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.String(length=4000), nullable=False),
        sa.Column("deadline", tables.InstantText(), nullable=False),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=True),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_tape_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_tape_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_tape")),
    )
    with op.batch_alter_table("casting_tape", schema=None) as batch_op:
        for name in ("brief_id", "performer_id"):
            batch_op.create_index(batch_op.f(f"ix_casting_tape_{name}"), [name], unique=False)
    op.create_table(
        "casting_take",
        sa.Column("tape_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", tables.InstantText(), nullable=False),
        sa.Column("destroyed_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tape_id"], ["casting_tape.id"], name=op.f("fk_casting_take_tape_id_casting_tape")
        ),
        sa.PrimaryKeyConstraint("tape_id", "number", name=op.f("pk_casting_take")),
    )
    op.create_table(
        "casting_take_look",
        sa.Column("tape_id", sa.String(length=64), nullable=False),
        sa.Column("look", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_casting_take_look_person_id_parties_person")
        ),
        sa.ForeignKeyConstraint(
            ["tape_id"], ["casting_tape.id"], name=op.f("fk_casting_take_look_tape_id_casting_tape")
        ),
        sa.PrimaryKeyConstraint("tape_id", "look", name=op.f("pk_casting_take_look")),
    )


def downgrade() -> None:
    """Undo it."""
    for name in ("casting_take_look", "casting_take", "casting_tape"):
        op.drop_table(name)
