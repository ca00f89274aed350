"""Where the ledger lies: transfers and uses, written once, and the running totals beside them."""

from sqlalchemy import DDL, BigInteger, CheckConstraint, Column, Integer, String, Table, event

from propria.plumbing.tables import id_column, instant_column, json_column, metadata, sequence_column

_ACCOUNT_LENGTH = 100

transfer = Table(
    "royalties_transfer",
    metadata,
    sequence_column("ordinal", primary_key=True, autoincrement=True),
    id_column("id", unique=True),
    Column("kind", String(20), nullable=False),
    Column("debit", String(_ACCOUNT_LENGTH), nullable=False, index=True),
    Column("credit", String(_ACCOUNT_LENGTH), nullable=False, index=True),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    instant_column("at"),
    id_column("licence_id", nullable=True),
    id_column("use_id", nullable=True, index=True),
    Column("revision", Integer, nullable=True),
    Column("clause", String(100), nullable=True),
    id_column("reverses", nullable=True),
    Column("reference", String(200), nullable=True),
    CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    CheckConstraint("debit <> credit", name="two_accounts"),
)

use = Table(
    "royalties_use",
    metadata,
    id_column("use_id", primary_key=True),
    Column("clause", String(100), primary_key=True),
    Column("revision", Integer, primary_key=True),
    id_column("licence_id", index=True),
    id_column("performer_id"),
    id_column("creator_id"),
    Column("project_id", String(100), nullable=False),
    Column("project_zh", String(200), nullable=False),
    Column("project_en", String(200), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    instant_column("used_at"),
    id_column("output_id", nullable=True),
    Column("currency", String(3), nullable=False),
    Column("unit_price_minor", BigInteger, nullable=False),
    Column("change_minor", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("basis", String(20), nullable=False),
    json_column("compensation"),
    instant_column("posted_at"),
    Column("reason", String(200), nullable=True),
    json_column("origin", nullable=True),
)

clause_total = Table(
    "royalties_clause_total",
    metadata,
    id_column("licence_id", primary_key=True),
    Column("terms", String(32), primary_key=True),
    Column("clause", String(100), primary_key=True),
    Column("currency", String(3), nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    Column("charged_minor", BigInteger, nullable=False),
)

account = Table(
    "royalties_account",
    metadata,
    Column("id", String(_ACCOUNT_LENGTH), primary_key=True),
    Column("side", String(1), nullable=False),
    Column("debits_minor", BigInteger, nullable=False),
    Column("credits_minor", BigInteger, nullable=False),
    CheckConstraint("side = 'E' OR side = 'C' OR debits_minor >= credits_minor", name="debit_side"),
    CheckConstraint("side = 'E' OR side = 'D' OR credits_minor >= debits_minor", name="credit_side"),
)


def append_only(table: str) -> dict[str, tuple[str, ...]]:
    """The statements, by dialect, that make the database itself refuse to change or delete rows of `table`.

    For `create_all` (hooked below) and for migrations. An engine without triggers has the store alone:
    it has no statement that changes or deletes these rows.
    """
    refuse = f"{table}_refuse"
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER IF NOT EXISTS {refuse}_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            for verb in ("UPDATE", "DELETE")
        ),
        "postgresql": (
            f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append only' USING ERRCODE = 'restrict_violation'; END $$",
            f"CREATE TRIGGER {refuse}_rows BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {refuse}()",
            f"CREATE TRIGGER {refuse}_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {refuse}()",
        ),
    }


for _table in (transfer, use):
    for _dialect, _statements in append_only(_table.name).items():
        for _statement in _statements:
            event.listen(_table, "after_create", DDL(_statement).execute_if(dialect=_dialect))
