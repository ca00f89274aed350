"""a licence changes by signed versions."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# The first version of every licence that was signed before versions were kept: its own row. The last signature's
# entry is the later of the two.
_FIRST_VERSIONS = sa.text(
    """
    INSERT INTO licences_version (licence_id, number, kind, contract_id, scope, starts_at, ends_at,
                                  funds_currency, funds_minor, from_entry, from_at)
    SELECT l.id, 1, 'licence', l.contract_id, l.scope, l.starts_at, l.ends_at, l.funds_currency, l.funds_minor,
           COALESCE((SELECT MAX(s.entry_index) FROM deals_signature s WHERE s.contract_id = l.contract_id),
                    l.signed_at_entry),
           l.signed_at
    FROM licences_licence l
    """
)


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), server_default="licence", nullable=False))
        batch_op.add_column(sa.Column("root_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("base_id", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_deals_deal_root_id"), ["root_id"], unique=False)
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "licences_version",
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("scope", tables.json_type(), nullable=False),
        sa.Column("starts_at", tables.InstantText(), nullable=False),
        sa.Column("ends_at", tables.InstantText(), nullable=False),
        sa.Column("funds_currency", sa.String(length=3), nullable=False),
        sa.Column("funds_minor", sa.BigInteger(), nullable=False),
        sa.Column("from_entry", sa.BigInteger(), nullable=False),
        sa.Column("from_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["deals_contract.id"],
            name=op.f("fk_licences_version_contract_id_deals_contract"),
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["licences_licence.id"],
            name=op.f("fk_licences_version_licence_id_licences_licence"),
        ),
        sa.PrimaryKeyConstraint("licence_id", "number", name=op.f("pk_licences_version")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_licences_version_contract_id")),
    )
    op.execute(_FIRST_VERSIONS)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("licences_version")
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.drop_column("version")
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_deal_root_id"))
        batch_op.drop_column("base_id")
        batch_op.drop_column("root_id")
        batch_op.drop_column("kind")
