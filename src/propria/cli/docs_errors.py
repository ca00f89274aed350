"""Every error code of the source, found by reading it: class, status, sentence, place, and the test that meets it.

It runs nothing and imports nothing of what it reads.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT_CLASS = "PropriaError"
RELAYS = ("Refusal",)
CODE = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
_IN_TEXT = re.compile(r"(?<![\w.])[a-z]+(?:\.[a-z0-9_]+)+(?!\w)")
_PROMISED = re.compile(r"[A-Z]\w+\(`([a-z]+\.[a-z0-9_]+)`")
_TITLES = {"<name>": "Every lifecycle"}
_HEAD = """# Errors

Written by `./run propria docs`; do not edit. A failure is answered as problem+json (RFC 9457):

    {"type": "/docs/errors#deals.red_line", "title": "Conflict", "status": 409,
     "code": "deals.red_line", "detail": "…", "instance": "/api/v1/offers", "facts": {…}}

`code` is API: it never changes its meaning. `detail` is for people, in their language where a
catalogue has it. `facts` name what to do next. A part in `<…>` stands for a value: a purpose, a state's act.
"""


@dataclass(frozen=True)
class Raised:
    """One code at one place: the class that is raised, its HTTP status, the sentence, the names of its facts."""

    code: str
    kind: str
    status: int
    sentence: str
    facts: tuple[str, ...]
    place: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the code looks like in a test, its open parts filled."""
        parts = re.split(r"<[^>]*>", self.code)
        return re.compile("[a-z_]+".join(map(re.escape, parts)))


@dataclass(frozen=True)
class _Module:
    """One parsed file and where it lies in the package."""

    name: str
    tree: ast.Module


@cache
def raised_codes(source: Path) -> tuple[Raised, ...]:
    """Every error that the package at `source` can raise, by code and place: read once."""
    modules = [_Module(str(f.relative_to(source)), _parsed(f)) for f in sorted(source.rglob("*.py"))]
    statuses = _statuses(modules)
    found = {r for module in modules for r in _in_module(module, statuses)}
    return tuple(sorted(found, key=lambda r: (r.code, r.place, r.sentence, r.facts)))


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _statuses(modules: Iterable[_Module]) -> dict[str, int]:
    """Class name → HTTP status, of every subclass of the root that is not a relay of a served answer."""
    found = {ROOT_CLASS: 500}
    for _ in range(3):
        for module in modules:
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef) and node.name not in (*RELAYS, ROOT_CLASS):
                    for one in (b.id for b in node.bases if isinstance(b, ast.Name) and b.id in found):
                        found[node.name] = _own_status(node, found[one])
    return found


def _own_status(node: ast.ClassDef, inherited: int) -> int:
    for line in node.body:
        if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "status":
            return int(ast.literal_eval(line.value))
    return inherited


def _in_module(module: _Module, statuses: dict[str, int]) -> Iterator[Raised]:
    for function, call in _calls(module.tree, statuses):
        kind = call.func.id if isinstance(call.func, ast.Name) else ""
        name = function.name if function else "module"
        sentence = _text(call.args[1]) if len(call.args) > 1 else ""
        facts = tuple(k.arg for k in call.keywords if k.arg)
        for code in _codes(call.args[0], function, module.tree):
            yield Raised(code, kind, statuses[kind], sentence, facts, f"{module.name}: {name}")


_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _calls(tree: ast.Module, statuses: dict[str, int]) -> Iterator[tuple[_Function | None, ast.Call]]:
    """(outermost function or method around it, call that makes an error)."""
    tops: list[tuple[_Function | None, ast.stmt]] = []
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        tops += [(one if isinstance(one, _Function) else None, one) for one in inside]
    for function, top in tops:
        for inner in ast.walk(top):
            if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Name):
                continue
            if inner.func.id in statuses and inner.args:
                yield function, inner


def _codes(first: ast.expr, function: _Function | None, tree: ast.Module) -> list[str]:
    """The codes that the first argument can be."""
    match first:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.JoinedStr():
            return [_text(first)]
        case ast.Call(func=ast.Name(id=maker)):
            made = [n for n in tree.body if isinstance(n, _Function) and n.name == maker]
            return _constants(made[0]) if made else []
        case ast.Name() if function is not None:
            return _constants(function) or _PROMISED.findall(ast.get_docstring(function) or "")
        case _:
            return []


def _constants(node: ast.AST) -> list[str]:
    values = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return sorted({v for v in values if CODE.fullmatch(v)})


def _text(node: ast.expr) -> str:
    """A literal as it reads; a computed part as `<its name>`."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(p) for p in parts)
        case ast.FormattedValue(value=value):
            return "<" + re.sub(r"^self\.|\.value$", "", ast.unparse(value)).rpartition(".")[2] + ">"
        case _:
            return ""


@dataclass(frozen=True)
class Mention:
    """A piece of text in a test, and the test that it stands in."""

    text: str
    test: str


@cache
def mentions(tests: Path) -> tuple[Mention, ...]:
    """Every text in the tests, with regular expressions' escapes taken out; tables above a test belong to its file."""
    found = []
    for file in sorted(tests.rglob("*.py")):
        if "architecture" in file.parts:
            continue
        place = str(file.relative_to(tests.parent))
        for node in _parsed(file).body:
            named = isinstance(node, _Function) and node.name.startswith("test_")
            test = f"{place}::{node.name}" if named and isinstance(node, _Function) else place
            found += [
                Mention(n.value.replace("\\", ""), test)
                for n in ast.walk(node)
                if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
    return tuple(found)


def met_by(raised: Iterable[Raised], seen: Iterable[Mention]) -> dict[str, str]:
    """Code → the first test that names it, in full or by the part after the dot where no other code ends so."""
    patterns = {r.code: r.pattern for r in raised}
    tails = Counter(code.partition(".")[2] for code in patterns)
    named: dict[str, str] = {}
    for mention in seen:
        for word in (*_IN_TEXT.findall(mention.text), mention.text):
            named.setdefault(word, mention.test)
    found = {}
    for code, pattern in patterns.items():
        tail = code.partition(".")[2]
        if code in named:
            found[code] = named[code]
        elif (
            "<" in code
            and not code.startswith("<")
            and (word := next(filter(pattern.fullmatch, named), None))
        ):
            found[code] = named[word]
        elif tails[tail] == 1 and "_" in tail and tail in named:
            found[code] = named[tail]
    return found


def errors_page(source: Path, tests: Path) -> str:
    """The page of errors, one table a context."""
    raised = raised_codes(source)
    tested = met_by(raised, mentions(tests))
    by_code: dict[str, list[Raised]] = {}
    for one in raised:
        by_code.setdefault(one.code, []).append(one)
    contexts = sorted({code.partition(".")[0] for code in by_code})  # `<name>`, any lifecycle, is the first
    parts = [_HEAD]
    for context in contexts:
        rows = [_row(c, places, tested) for c, places in by_code.items() if c.partition(".")[0] == context]
        table = "| code | | says | raised in | met in |\n|---|---|---|---|---|\n"
        parts.append(f"## {_TITLES.get(context, context)}\n\n{table}" + "".join(rows))
    return "\n".join(parts)


def _row(code: str, places: list[Raised], tested: dict[str, str]) -> str:
    kinds = ", ".join(sorted({f"{p.kind} {p.status}" for p in places}))
    sentence = next((p.sentence for p in places if p.sentence), "")
    facts = sorted({f for p in places for f in p.facts})
    says = sentence + (f" ({', '.join(facts)})" if facts else "")
    where = "<br>".join(dict.fromkeys(p.place for p in places))
    cells = (f'<a id="{_plain(code)}"></a>`{code}`', kinds, _cell(says), where, tested.get(code, "–"))
    return "| " + " | ".join(cells) + " |\n"


def _plain(code: str) -> str:
    return re.sub(r"[<>]", "", code)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "‹").replace(">", "›").replace("\n", " ")
