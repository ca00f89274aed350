"""floors of guilds."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_guild_floor",
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("guild_id", sa.String(length=64), nullable=False),
        sa.Column("scope", tables.json_type(), nullable=False),
        sa.Column("floor", tables.json_type(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["parties_guild.id"], name=op.f("fk_parties_guild_floor_guild_id_parties_guild")
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_parties_guild_floor")),
    )
    with op.batch_alter_table("parties_guild_floor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_guild_floor_guild_id"), ["guild_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("parties_guild_floor")
