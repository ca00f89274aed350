"""the log's edge is read from its tiles and no longer kept beside them."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.drop_table("record_log_head")


def downgrade() -> None:
    """Make it anew from the entries' hashes."""
    head = op.create_table(
        "record_log_head",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_log_head")),
    )
    leaves = sa.text("select leaf_hash from record_log_entry order by entry_index")
    edge: list[bytes] = []
    size = 0
    for (leaf,) in op.get_bind().execute(leaves).all():
        current, level = bytes(leaf), 0
        while size >> level & 1:
            current, level = hashlib.sha256(b"\1" + edge.pop() + current).digest(), level + 1
        edge.append(current)
        size += 1
    op.bulk_insert(head, [{"id": 1, "size": size, "frontier": b"".join(edge)}])
