"""Where the record is kept: statements, entries, checkpoints, map states, requests for signatures."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from propria.plumbing.tables import id_column, instant_column, json_column, metadata, sequence_column

log_node = Table(
    "record_log_node",
    metadata,
    Column("level", BigInteger, primary_key=True, autoincrement=False),
    Column("node_index", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

log_entry = Table(
    "record_log_entry",
    metadata,
    sequence_column("entry_index", primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("subject", String(64), nullable=True),
    Column("salt", LargeBinary, nullable=True),
    json_column("facts", nullable=True),
    instant_column("logged_at"),
    Column("chain_count", BigInteger, nullable=True),
    Column("chain_head", LargeBinary, nullable=True),
    Index("ix_record_log_entry_subject", "subject", "entry_index"),
    info={"derived": ("chain_count", "chain_head")},
)
"""The log. The chain is its subject's up to here, this entry in it: derived, and what the next one is made of."""

statement = Table(
    "record_statement",
    metadata,
    id_column("id", primary_key=True),
    Column("type", String(64), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("raw", LargeBinary, nullable=False),
    json_column("signature"),
    Column("key_id", String(64), nullable=False),
    Column(
        "entry_index", BigInteger, ForeignKey("record_log_entry.entry_index"), nullable=False, unique=True
    ),
    instant_column("logged_at"),
)

checkpoint = Table(
    "record_checkpoint",
    metadata,
    sequence_column("size", primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("map_root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    instant_column("made_at"),
)

anchor = Table(
    "record_anchor",
    metadata,
    Column("size", BigInteger, ForeignKey("record_checkpoint.size"), primary_key=True, autoincrement=False),
    Column("authority", String(300), primary_key=True),
    Column("token", LargeBinary, nullable=False),
    instant_column("stamped_at"),
    instant_column("asked_at"),
)

leaf_state = Table(
    "record_leaf_state",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("thing", String(64), primary_key=True),
    Column("state", String(32), nullable=False),
)

ending = Table(
    "record_ending",
    metadata,
    Column("thing", String(64), primary_key=True),
    Column("subject", String(64), nullable=False, index=True),
    Column(
        "entry_index", BigInteger, ForeignKey("record_log_entry.entry_index"), nullable=False, unique=True
    ),
)

map_node = Table(
    "record_map_node",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("encoding", LargeBinary, nullable=False),
)

map_dirty = Table(
    "record_map_dirty",
    metadata,
    Column("domain", String(8), primary_key=True),
    Column("item", String(200), primary_key=True),
)

listed_name = Table(
    "record_listed_name",
    metadata,
    Column("folded", String(200), primary_key=True),
    Column("public_id", String(64), primary_key=True),
    Column("isni", String(16), nullable=False),
    Column("domain", String(300), nullable=False),
)

signing_request = Table(
    "record_signing_request",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", index=True),
    Column("type", String(64), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    json_column("sheet"),
    Column("state", String(16), nullable=False),
    Column("return_url", String(500), nullable=False),
    instant_column("expires_at"),
    Column("statement_id", String(64), nullable=False, unique=True),
)
