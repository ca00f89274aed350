"""the library's leaf says which of the operator's keys were replaced; so far only the rotation's words did."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_STATEMENT = sa.table("record_statement", sa.column("type"), sa.column("subject"), sa.column("raw"))
_STATE = sa.table("record_leaf_state", sa.column("subject"), sa.column("thing"), sa.column("state"))
_DIRTY = sa.table("record_map_dirty", sa.column("domain"), sa.column("item"))


def upgrade() -> None:
    """Make the change."""
    db = op.get_bind()
    found = db.execute(sa.select(_STATEMENT).where(_STATEMENT.c.type == "operator.key_rotated")).all()
    replaced = {(row.subject, json.loads(bytes(row.raw))["body"]["old"]["public"]) for row in found}
    for subject, thing in sorted(replaced):
        db.execute(sa.insert(_STATE).values(subject=subject, thing=thing, state="replaced"))
    for subject in sorted({subject for subject, _ in replaced}):
        here = (_DIRTY.c.domain == "subject") & (_DIRTY.c.item == subject)
        if db.execute(sa.select(_DIRTY).where(here)).first() is None:
            db.execute(sa.insert(_DIRTY).values(domain="subject", item=subject))


def downgrade() -> None:
    """Undo it."""
    op.execute(sa.delete(_STATE).where(_STATE.c.state == "replaced"))
