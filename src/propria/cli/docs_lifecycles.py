"""The page of lifecycles: the two ladders and every lifecycle table of the source, as tables and as drawings."""

import ast
import importlib
from collections.abc import Iterable
from pathlib import Path

from propria.kernel.lifecycle import Lifecycle
from propria.ladder import DEAL, DEAL_RUNGS, PERSON, PERSON_RUNGS, Publicity, Rung

_HEAD = """# Lifecycles

Written by `./run propria docs`; do not edit. A lifecycle is a table in code, (state, act) → state; an act that
is not in the table is refused with `<name>.cannot_<act>`. The words of the two ladders are the only status words
that the product says.
"""
_TOLD = {
    Publicity.NEVER: "nobody, ever",
    Publicity.TO_A_HOLDER: "whoever holds its proof",
    Publicity.IF_THEY_SAY_SO: "everyone, if they say so",
    Publicity.IF_BOTH_ALLOW: "everyone, if both sides allow it",
    Publicity.PUBLIC: "everyone",
}


def lifecycles_page(source: Path) -> str:
    """The page: the ladders with their words, then every other table by the module that owns it."""
    parts = [
        _HEAD,
        "## A person\n",
        _rungs(PERSON_RUNGS),
        _moves(PERSON),
        "## A deal\n",
        _rungs(DEAL_RUNGS),
        _moves(DEAL),
    ]
    for module, table in tables(source):
        if module != "propria.ladder.rungs":
            parts += [f"## {table.name} (`{module}`)\n", _moves(table)]
    return "\n".join(parts)


def tables(source: Path) -> list[tuple[str, Lifecycle]]:
    """(module, table) of every lifecycle that a module of the package holds."""
    found = []
    for file in sorted(source.rglob("*.py")):
        if not _holds_a_table(ast.parse(file.read_text("utf-8"))):
            continue
        name = ".".join(("propria", *file.relative_to(source).with_suffix("").parts))
        module = importlib.import_module(name)
        found += [(name, value) for value in vars(module).values() if isinstance(value, Lifecycle)]
    return found


def _holds_a_table(tree: ast.Module) -> bool:
    values = (n.value for n in tree.body if isinstance(n, ast.Assign | ast.AnnAssign))
    return any(isinstance(v, ast.Call) and getattr(v.func, "id", "") == "Lifecycle" for v in values)


def _rungs(rungs: Iterable[Rung]) -> str:
    lines = ["| state | public word | told to | signed by | ends | acts next |", "|---|---|---|---|---|---|"]
    for rung in rungs:
        word = f"{rung.word.en}<br>{rung.word.zh}" if rung.word else "–"
        cells = (f"`{rung.state.value}`", word, _TOLD[rung.publicity], *map(_both, _rest(rung)))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _rest(rung: Rung) -> tuple[tuple[str, str], ...]:
    return rung.signed_by, rung.ends, rung.acts_next


def _both(words: tuple[str, str]) -> str:
    zh, en = words
    return f"{en}<br>{zh}"


def _moves(table: Lifecycle) -> str:
    """One table and one drawing of the same moves."""
    rows = [f"| `{state}` | `{act}` | `{after}` |" for (state, act), after in table.table.items()]
    drawn = [f"    {state} --> {after}: {act}" for (state, act), after in table.table.items()]
    ends = sorted(s for s in table.states if not table.acts(s))
    drawn += [f"    {state} --> [*]" for state in ends]
    return "\n".join(
        [
            "| in | act | then |",
            "|---|---|---|",
            *rows,
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {table.initial}",
            *drawn,
            "```",
            "",
        ]
    )
