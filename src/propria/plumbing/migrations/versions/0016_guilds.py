"""guilds, their registries and suspensions."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_guild",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("attested_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_guild_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_guild")),
        sa.UniqueConstraint("person_id", name=op.f("uq_parties_guild_person_id")),
    )
    op.create_table(
        "parties_membership",
        sa.Column("guild_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("joined_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["parties_guild.id"], name=op.f("fk_parties_membership_guild_id_parties_guild")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_membership_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("guild_id", "performer_id", name=op.f("pk_parties_membership")),
    )
    with op.batch_alter_table("parties_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parties_membership_performer_id"), ["performer_id"], unique=False
        )
    op.create_table(
        "parties_suspension",
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("guild_id", sa.String(length=64), nullable=False),
        sa.Column("scope", tables.json_type(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["parties_guild.id"], name=op.f("fk_parties_suspension_guild_id_parties_guild")
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_parties_suspension")),
    )
    with op.batch_alter_table("parties_suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_suspension_guild_id"), ["guild_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_suspension")
    op.drop_table("parties_membership")
    op.drop_table("parties_guild")
