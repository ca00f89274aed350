"""what both sides of a licence sign that may be said of it; what was allowed without a signature is said no more."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "licences_announcement",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("says", tables.json_type(), nullable=False),
        sa.Column("performer_statement", sa.String(length=64), nullable=True),
        sa.Column("creator_statement", sa.String(length=64), nullable=True),
        sa.Column("said_at_entry", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at_entry", sa.BigInteger(), nullable=True),
        sa.Column("lapsed_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["licences_licence.id"],
            name=op.f("fk_licences_announcement_licence_id_licences_licence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences_announcement")),
    )
    with op.batch_alter_table("licences_announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licences_announcement_licence_id"), ["licence_id"], unique=False)
    licence = sa.table("licences_licence", sa.column("shown_by_performer"), sa.column("shown_by_creator"))
    op.execute(licence.update().values(shown_by_performer=sa.false(), shown_by_creator=sa.false()))


def downgrade() -> None:
    """Undo it."""
    op.drop_table("licences_announcement")
