"""a party's negotiations are listed in the order of an index."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    for side in ("creator", "performer"):
        op.create_index(f"ix_deals_deal_of_{side}", "deals_deal", [f"{side}_id", "opened_at", "id"])
        op.drop_index(op.f(f"ix_deals_deal_{side}_id"), table_name="deals_deal")


def downgrade() -> None:
    """Undo it."""
    for side in ("creator", "performer"):
        op.create_index(op.f(f"ix_deals_deal_{side}_id"), "deals_deal", [f"{side}_id"])
        op.drop_index(f"ix_deals_deal_of_{side}", table_name="deals_deal")
