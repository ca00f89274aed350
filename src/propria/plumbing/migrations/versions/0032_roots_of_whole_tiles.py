"""of the log's tree only the roots of whole tiles are kept: one row for 256 entries instead of two for each."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

HEIGHT = 8
NODE = sa.table("record_log_node", sa.column("level"), sa.column("node_index"), sa.column("hash"))


def upgrade() -> None:
    """Drop what the entries' own hashes say."""
    op.execute(sa.text(f"delete from record_log_node where level = 0 or level % {HEIGHT} <> 0"))


def downgrade() -> None:
    """Make every subtree's row anew from the entries' hashes."""
    leaves = sa.text("select entry_index, leaf_hash from record_log_entry order by entry_index")
    edge: list[bytes] = []
    for index, leaf in op.get_bind().execute(leaves).all():
        level, current = 0, bytes(leaf)
        rows = [{"level": 0, "node_index": index, "hash": current}]
        while index >> level & 1:
            current, level = hashlib.sha256(b"\1" + edge.pop() + current).digest(), level + 1
            if level % HEIGHT:
                rows.append({"level": level, "node_index": index >> level, "hash": current})
        edge.append(current)
        op.bulk_insert(NODE, rows)
