"""The one MetaData on which every context declares its tables, and the columns that they share.

Instants are text of fixed width in UTC (`2026-11-22T10:04:00.000000Z`) on every engine: the order of
the text is the order of time, both engines read back the same microsecond, and nothing depends on a
server's time zone. Signed or hashed bytes belong in a LargeBinary column: JSONB reorders keys.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Dialect, Integer, MetaData, String, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from propria.kernel.time import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID_LENGTH = 64
_LENGTH = len("2026-11-22T10:04:00.000000Z")


@lru_cache(maxsize=256)
def _instant_text(value: Instant) -> str:
    """The text of an instant; the last few are kept: what is written together is of one moment."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class InstantText(TypeDecorator[datetime]):
    """An aware UTC datetime as text of fixed width, exact to the microsecond."""

    impl = String(_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Text compared byte by byte, also where the server's collation would do otherwise."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(_LENGTH, collation=collation))

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> str | None:
        """To text. Raises: ValueError without a time zone."""
        return None if value is None else _instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Instant | None:
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


def instant_column(name: str, *rest: Any, **options: Any) -> Column[Instant]:
    """A column of instants; not null unless `nullable=True`."""
    return Column(name, InstantText(), *rest, **{"nullable": False, **options})


def json_column(name: str, *rest: Any, **options: Any) -> Column[Any]:
    """A column of JSON (JSONB on PostgreSQL); Python's None is SQL's NULL; not null unless asked."""
    return Column(name, json_type(), *rest, **{"nullable": False, **options})


def json_type() -> JSON:
    """The type of `json_column`."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def id_column(name: str, *rest: Any, **options: Any) -> Column[str]:
    """A column for an id with its wire prefix; pass `primary_key=True` or a ForeignKey as usual."""
    return Column(name, String(ID_LENGTH), *rest, **{"nullable": False, **options})


def sequence_column(name: str, *rest: Any, **options: Any) -> Column[int]:
    """A 64-bit whole number that SQLite can also use as its row id; not null unless asked."""
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, *rest, **{"nullable": False, **options})


rate_bucket = Table(
    "plumbing_rate_bucket",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("tokens_micro", BigInteger, nullable=False),
    Column("refilled_at_ms", BigInteger, nullable=False),
)

job = Table(
    "plumbing_job",
    metadata,
    id_column("id", primary_key=True),
    Column("name", String(100), nullable=False),
    json_column("arguments"),
    Column("state", String(16), nullable=False, index=True),
    Column("step", String(100), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("error_code", String(100), nullable=True),
    Column("executor", String(64), nullable=False),
    instant_column("leased_until"),
    instant_column("enqueued_at"),
)

job_step = Table(
    "plumbing_job_step",
    metadata,
    id_column("job_id", primary_key=True),
    Column("step", String(100), primary_key=True),
    json_column("result", nullable=True),
)
