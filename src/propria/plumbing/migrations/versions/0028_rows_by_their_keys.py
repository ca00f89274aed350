"""the log's nodes and chains are kept by their keys alone on SQLite, one tree a table."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NODES = ("record_log_node", "level, node_index, hash")
CHAINS = ("record_subject_chain", "subject, count, head")


def upgrade() -> None:
    """Make the tables anew with what they hold."""
    _made_anew(with_rowid=False)


def downgrade() -> None:
    """Undo it."""
    _made_anew(with_rowid=True)


def _made_anew(*, with_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, columns in (NODES, CHAINS):
        op.rename_table(table, f"{table}_before")
        op.create_table(table, *_columns(table), sqlite_with_rowid=with_rowid)
        op.execute(sa.text(f"insert into {table} ({columns}) select {columns} from {table}_before"))
        op.drop_table(f"{table}_before")


def _columns(table: str) -> list[sa.schema.SchemaItem]:
    if table == NODES[0]:
        return [
            sa.Column("level", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("node_index", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("hash", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("level", "node_index", name=op.f("pk_record_log_node")),
        ]
    return [
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_record_subject_chain")),
    ]
