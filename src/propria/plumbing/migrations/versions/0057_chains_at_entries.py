"""a subject's chain stands at each of its entries, not in a table beside them."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

HEAD, LINK = b"propria/v1/subject\0", b"propria/v1/link\0"
ENTRY = sa.table(
    "record_log_entry", *(sa.column(name) for name in ("entry_index", "chain_count", "chain_head"))
)
AT_A_TIME = 1000


def upgrade() -> None:
    """Make each entry's chain from the entries' hashes."""
    op.add_column("record_log_entry", sa.Column("chain_count", sa.BigInteger(), nullable=True))
    op.add_column("record_log_entry", sa.Column("chain_head", sa.LargeBinary(), nullable=True))
    found = "select entry_index, subject, leaf_hash from record_log_entry where subject is not null order by entry_index"
    chains: dict[str, tuple[int, bytes]] = {}
    rows = []
    for index, subject, leaf in op.get_bind().execute(sa.text(found)).all():
        count, head = chains.get(subject) or (0, hashlib.sha256(HEAD + subject.encode()).digest())
        chains[subject] = count + 1, hashlib.sha256(LINK + head + bytes(leaf)).digest()
        rows.append({"at": index, "count": count + 1, "head": chains[subject][1]})
    kept = sa.update(ENTRY).where(ENTRY.c.entry_index == sa.bindparam("at"))
    kept = kept.values(chain_count=sa.bindparam("count"), chain_head=sa.bindparam("head"))
    for start in range(0, len(rows), AT_A_TIME):
        op.get_bind().execute(kept, rows[start : start + AT_A_TIME])
    op.drop_table("record_subject_chain")


def downgrade() -> None:
    """Each subject's newest into a table of their own."""
    op.create_table(
        "record_subject_chain",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_record_subject_chain")),
        sqlite_with_rowid=False,
    )
    newest = "select max(entry_index) from record_log_entry where subject is not null group by subject"
    op.execute(
        sa.text(
            "insert into record_subject_chain (subject, count, head) "
            f"select subject, chain_count, chain_head from record_log_entry where entry_index in ({newest})"
        )
    )
    op.drop_column("record_log_entry", "chain_head")
    op.drop_column("record_log_entry", "chain_count")
