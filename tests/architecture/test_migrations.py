"""The database's schema has one history: one first migration, one newest, and every other follows exactly one."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.architecture.test_order_of_the_story import SOURCE

MIGRATIONS = SOURCE / "plumbing" / "migrations"


def test_the_migrations_have_a_single_head_and_no_branch() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    history = ScriptDirectory.from_config(settings)
    assert len(history.get_heads()) == 1, "renumber the newer migration onto the other"
    assert len(history.get_bases()) == 1
    steps = list(history.walk_revisions())
    assert [step.down_revision for step in steps if step.is_branch_point or step.is_merge_point] == []
    files = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert [file.name[:4] for file in files] == sorted(step.revision for step in steps)
