"""`propria docs`: write the pages that are made from the code, or with `--check` only say which are stale."""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path

import propria

ROOT = Path(propria.__file__).parents[2]
SHIPPED = "what-we-ship-and-whose.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")


def run(arguments: argparse.Namespace) -> int:
    """Write every generated page, or name the stale ones and exit 1."""
    stale = stale_pages(ROOT)
    for file, text in stale.items():
        if arguments.check:
            print(f"stale: {file.relative_to(ROOT)}")
        else:
            file.write_text(text, "utf-8")
            print(f"wrote {file.relative_to(ROOT)}")
    if arguments.check and stale:
        print("run `./run propria docs`")
    return 1 if arguments.check and stale else 0


def stale_pages(root: Path) -> dict[Path, str]:
    """The generated pages whose file says something else than the code, each with what it should say."""
    folder = root / "docs"
    made = {folder / name: make(root) for name, make in PAGES.items()}
    return {file: text for file, text in made.items() if not file.exists() or file.read_text("utf-8") != text}


def _errors(root: Path) -> str:
    from propria.cli.docs_errors import errors_page

    return errors_page(root / "src" / "propria", root / "tests")


def _lifecycles(root: Path) -> str:
    from propria.cli.docs_lifecycles import lifecycles_page

    return lifecycles_page(root / "src" / "propria")


def _api(root: Path) -> str:
    from propria.cli.docs_api import api_page

    return api_page()


def _scenarios(root: Path) -> str:
    from propria.cli.docs_scenarios import scenarios_page

    return scenarios_page(root / "tests")


def _settings(root: Path) -> str:
    from propria.plumbing.settings import documented

    head = (
        "# Settings\n\nWritten by `./run propria docs`; do not edit. Each comes from the environment, else from the "
        "TOML file\nthat `PROPRIA_SETTINGS` names (there in lower case, without `PROPRIA_`), else its default. With "
        "`_FILE` after\nits name it is read from a file. A secret has no default; `propria init` makes the first "
        "ones.\n\n| variable | kind | default | |\n|---|---|---|---|\n"
    )
    rows = [
        f"| `{s.variable}` | {'secret' if s.is_secret else s.kind} | {f'`{s.default}`' if s.default else ''} | {s.doc} |\n"
        for s in documented()
    ]
    return head + "".join(rows)


def _shipped(root: Path) -> str:
    """The hand-written page with its made tables put in between their marks."""
    file = root / "docs" / SHIPPED
    text = file.read_text("utf-8")
    for name, table in (("weights", _weights_table()), ("vendored", _vendored_table(root))):
        marks = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marks.sub(lambda found, table=table: f"{found[1]}{table}{found[2]}", text)  # type: ignore[misc]
    return text


def _weights_table() -> str:
    from propria.replicas.engine.weights import TABLE

    rows = ["| model | does | package | code | weights | learnt from |\n|---|---|---|---|---|---|\n"]
    for row in TABLE:
        packages = "<br>".join(dict.fromkeys(f"{p.package} {p.version}" for p in row.parts))
        cells = (row.name, row.does, packages, row.code_licence, row.weights_licence, row.learnt_from)
        rows.append("| " + " | ".join(cells) + " |\n")
    return "".join(rows)


def _vendored_table(root: Path) -> str:
    source = root / "src" / "propria" / "web" / "static" / "vendor" / "vendor.json"
    rows = ["| file | npm package | licence |\n|---|---|---|\n"]
    for name, one in json.loads(source.read_text("utf-8")).items():
        rows.append(f"| `{name}` | {one['package']} {one['version']} | {one['licence']} |\n")
    return "".join(rows)


PAGES: dict[str, Callable[[Path], str]] = {
    "errors.md": _errors,
    "lifecycles.md": _lifecycles,
    "settings.md": _settings,
    "api.md": _api,
    "scenarios.md": _scenarios,
    SHIPPED: _shipped,
}
