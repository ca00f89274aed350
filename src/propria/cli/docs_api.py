"""The page of the API, from the OpenAPI schema of a library that is opened for the purpose and thrown away."""

import ast
import inspect
import re
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from propria.app import Propria, build
from propria.opening import make_home, open_library
from propria.plumbing.settings import Settings
from propria.record.notary import notary_of

Function = Callable[..., Any]
_CODE = re.compile(r"`([a-z]+\.[a-z0-9_*]+)`")
_METHODS = ("get", "post", "put", "patch", "delete")
_HEAD = """# API

Written by `./run propria docs`; do not edit. The same as OpenAPI {version}: `/docs/openapi/openapi.json` on a
running library. Calls under `/api/v1` carry `Authorization: Bearer <token>` and read no cookie; `/log` is public and
asks for nothing. A failure is problem+json with a code of [errors](errors.md): a 400 for words that cannot be read and
a 401 `parties.sign_in_needed` where somebody must be signed in can come from any call. The codes below are those that
a call and the actions it runs promise in their own words. Money is `{{"currency": "CNY", "minor": "120000"}}`, an
instant `2026-11-22T10:04:00Z`, a scope as [its signed form](protocol/formats.md) has it.
"""


def api_page() -> str:
    """The page: machine calls of the main host, then the signing host's."""
    with tempfile.TemporaryDirectory(prefix="propria-docs-") as folder:
        propria = _opened(Path(folder))
        try:
            schema = propria.main.openapi_schema.to_schema()
            main = _table(_operations(schema), _functions(propria.main))
            signing = _signing_table(propria.signing)
        finally:
            propria.library.close()
    head = _HEAD.format(version=schema["openapi"])
    return f"{head}\n## The main host\n{main}\n## The signing host\n\nIt serves one page and these calls; no cookie, no session.\n{signing}"


def _opened(folder: Path) -> Propria:
    made = make_home(folder, {"log_origin": "demo.docs/propria"})
    settings = Settings.load({}, made)
    return build(open_library(settings), notary_of(settings))


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, calls in sorted(schema["paths"].items()):
        if path.startswith(("/api/", "/log/")):
            yield from ((method, path, calls[method]) for method in _METHODS if method in calls)


def _table(
    operations: Iterator[tuple[str, str, dict[str, Any]]], functions: dict[tuple[str, str], Function | None]
) -> str:
    """One table for each first word of the path."""
    groups: dict[str, list[str]] = {}
    for method, path, call in operations:
        words = path.strip("/").split("/")
        group = words[2] if words[0] == "api" else words[0]
        function = functions.get((method, path))
        says = _says(function) if function else call.get("summary", "")
        row = f"| `{method.upper()}` | `{path}` | {_first_sentence(says)} | {_codes_of(function)} |"
        groups.setdefault(group, []).append(row)
    return "\n".join(
        f"\n### {group}\n\n| | path | does | may answer |\n|---|---|---|---|\n" + "\n".join(rows)
        for group, rows in sorted(groups.items())
    )


def _signing_table(signing: Litestar) -> str:
    rows = []
    for route in sorted(signing.routes, key=lambda r: r.path):
        for handler in _handlers(route):
            doc = _first_sentence(_says(_function(handler)))
            rows += [
                f"| `{m}` | `{route.path}` | {doc} | {_codes_of(_function(handler))} |"
                for m in sorted(handler.http_methods)
                if m not in ("HEAD", "OPTIONS")
            ]
    return "\n| | path | does | may answer |\n|---|---|---|---|\n" + "\n".join(dict.fromkeys(rows)) + "\n"


def _handlers(route: Any) -> list[HTTPRouteHandler]:
    return [h for h in getattr(route, "route_handlers", ()) if isinstance(h, HTTPRouteHandler)]


def _function(handler: HTTPRouteHandler) -> Function | None:
    """The function as it is written, also where the framework runs it on a thread; None for files."""
    found = getattr(handler.fn, "func", handler.fn)
    return found if inspect.isfunction(found) and found.__module__.startswith("propria.") else None


def _says(function: Function | None) -> str:
    """Its docstring; `None` itself has one too on some Pythons, and it is not ours."""
    return (inspect.getdoc(function) or "") if function else ""


def _functions(app: Litestar) -> dict[tuple[str, str], Function | None]:
    """(method, path) → the function behind it."""
    return {
        (method.lower(), route.path_format): _function(handler)
        for route in app.routes
        for handler in _handlers(route)
        for method in handler.http_methods
    }


def _codes_of(handler: Function | None) -> str:
    if handler is None:
        return ""
    docs = [inspect.getdoc(handler) or ""]
    docs += [inspect.getdoc(called) or "" for called in _called(handler)]
    found = [code for doc in docs for code in _CODE.findall(doc.partition("Raises:")[2])]
    return ", ".join(f"`{code}`" for code in sorted(set(found)))


def _called(handler: Function) -> Iterator[Function]:
    """The functions of ours that a handler's source calls by name or through a module."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(handler)))
    known = inspect.unwrap(handler).__globals__
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                found = getattr(known.get(module), name, None)
            case ast.Name(id=name):
                found = known.get(name)
            case _:
                continue
        if inspect.isfunction(found) and found.__module__.startswith("propria."):
            yield found


def _first_sentence(text: str) -> str:
    first = " ".join(text.partition("\n\n")[0].split()).partition(" Raises:")[0]
    return first.replace("|", "\\|")
