"""What Alembic runs for each command: our connection, our metadata, batch mode. It opens nothing itself."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from propria.plumbing import tables
from propria.plumbing.migrate import REVISION_TABLE


def _rendered(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their own names in a new revision."""
    if kind != "type":
        return False
    autogen.imports.add("from propria.plumbing import tables")
    if isinstance(item, tables.InstantText):
        return "tables.InstantText()"
    if isinstance(item, JSON):
        return "tables.json_type()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=REVISION_TABLE,
    render_as_batch=True,
    render_item=_rendered,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
