"""hands on a contract, mandates passed on, claimants."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; every signature of a performer's side so far is the hand that made it."""
    op.create_table(
        "deals_hand",
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.String(length=16), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mandate_id", sa.String(length=64), nullable=True),
        sa.Column("entry_index", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["deals_contract.id"], name=op.f("fk_deals_hand_contract_id_deals_contract")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_deals_hand_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("contract_id", "person_id", "capacity", name=op.f("pk_deals_hand")),
    )
    op.execute(
        "INSERT INTO deals_hand SELECT contract_id, person_id, "
        "CASE WHEN mandate_id IS NULL THEN 'own' ELSE 'mandate' END, "
        "statement_id, digest, mandate_id, entry_index, signed_at FROM deals_signature WHERE side = 'performer'"
    )
    op.create_table(
        "parties_claimant",
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_claimant_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_claimant_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_parties_claimant")),
    )
    with op.batch_alter_table("parties_claimant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_claimant_performer_id"), ["performer_id"], unique=False)
    with op.batch_alter_table("parties_mandate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("floor", tables.json_type(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("parties_mandate", schema=None) as batch_op:
        batch_op.drop_column("floor")
        batch_op.drop_column("parent_id")
    op.drop_table("parties_claimant")
    op.drop_table("deals_hand")
