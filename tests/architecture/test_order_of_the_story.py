"""Foreign keys, templates and news follow the same one-way order as imports; SQL stays in tables and stores."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import Table

from propria import app
from propria.likeness.safe import Safe
from propria.plumbing.blobs import Blobs
from propria.plumbing.news import News
from propria.plumbing.tables import metadata

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "propria"


def story_order() -> list[str]:
    """The contexts from the first to the last, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["name"] == "The story goes one way")
    flat = [name.strip(" ()").removeprefix("propria.") for layer in layers for name in layer.split("|")]
    return flat[::-1]


ORDER = story_order()


def place(context: str) -> int:
    """How far along the story a context is."""
    return ORDER.index(context)


def test_every_folder_is_in_the_order() -> None:
    folders = {p.name for p in SOURCE.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert folders - set(ORDER) <= {"client"}


def own_tables() -> dict[str, Table]:
    """The library's tables; those that tests of the database keep beside them start with `port_`."""
    return {name: table for name, table in metadata.tables.items() if not name.startswith("port_")}


def test_foreign_keys_point_back_in_the_story() -> None:
    assert len(own_tables()) > 15
    for table in own_tables().values():
        own = table.name.partition("_")[0]
        for key in table.foreign_keys:
            other = key.target_fullname.partition("_")[0]
            assert place(other) <= place(own), f"{table.name} points forward to {key.target_fullname}"


def test_a_table_is_named_after_its_context() -> None:
    for name in own_tables():
        assert name.partition("_")[0] in ORDER, name


def test_news_is_told_by_earlier_contexts_to_later_ones() -> None:
    news = News()
    app.subscribe(news, Safe(Blobs.open("memory:"), None))  # type: ignore[arg-type]
    heard = news.subscriptions()
    assert heard
    for event, handler in heard:
        teller = event.__module__.split(".")[1]
        function = getattr(handler, "func", handler)
        listener = function.__module__.split(".")[1]
        assert place(teller) < place(listener), f"{event.__name__} is told to {listener}"


TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=[str(t.relative_to(SOURCE)) for t in TEMPLATES])
def test_a_template_uses_only_the_shell_and_earlier_contexts(template: Path) -> None:
    own = template.relative_to(SOURCE).parts[0]
    used = re.findall(
        r"""\{%-?\s*(?:extends|include|import|from)\s+["']([a-z]+)/""", template.read_text("utf-8")
    )
    for other in used:
        assert other == "web" or place(other) <= place(own), f"{template} uses {other}"


def test_sql_is_written_only_in_tables_and_stores() -> None:
    allowed = {"tables", "store"}
    for file in SOURCE.rglob("*.py"):
        if "plumbing" in file.parts or file.stem.partition("_")[0] in allowed:
            continue
        if "sqlalchemy" not in (text := file.read_text("utf-8")):
            continue
        imported = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not any(name.startswith("sqlalchemy") for name in imported), f"{file} speaks SQL"


def test_rules_and_nouns_read_no_clock() -> None:
    for file in SOURCE.rglob("*.py"):
        if file.stem in ("rules", "model", "lifecycle"):
            text = file.read_text("utf-8")
            assert not re.search(r"\b(datetime\.now|time\.time|date\.today|utcnow)\(", text), file


def test_modules_stay_small_and_their_names_say_something() -> None:
    """A migration is as long as what Alembic writes."""
    forbidden = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    for file in SOURCE.rglob("*.py"):
        assert file.stem not in forbidden, file
        if "migrations" not in file.parts:
            assert len(file.read_text("utf-8").splitlines()) <= 400, f"{file} is over 400 lines"
