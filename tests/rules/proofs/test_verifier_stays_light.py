"""Reading a bundle or a token needs nothing of the server: no web, no database, no clock."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import propria.proofs

LOADED = "import json, sys, {module}; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
CONTEXTS = (
    "import json, sys, {module}; print(json.dumps([m for m in sys.modules if m.startswith('propria.')]))"
)
CODECS = {"rfc8785", "cryptography", "cbor2", "biscuit_auth"}
SOURCE = Path(propria.proofs.__file__).parent


def ask(program, module):
    path = str(SOURCE.parents[1])
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {path!r}); " + program.format(module=module),
    ]
    return set(
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    )


@pytest.mark.parametrize("module", ["propria.proofs.bundles", "propria.proofs.tokens"])
def test_it_loads_the_standard_library_and_its_codecs_only(module):
    bare = ask(LOADED, "json")
    loaded = {name for name in ask(LOADED, module) - bare if not name.startswith("_")}
    assert loaded - set(sys.stdlib_module_names) - CODECS <= {"propria"}


@pytest.mark.parametrize("module", ["propria.proofs.bundles", "propria.proofs.tokens"])
def test_it_loads_no_context_but_those_underneath(module):
    contexts = {name.split(".")[1] for name in ask(CONTEXTS, module)}
    assert contexts <= {"proofs", "kernel", "scope"}


def test_no_module_reads_a_clock_a_file_or_the_network():
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:os|io|pathlib|socket|time|urllib|http|subprocess|secrets|random)\b"
        r"|datetime\.now|utcnow|\bopen\(|date\.today",
        re.MULTILINE,
    )
    found = {m.name: forbidden.findall(m.read_text()) for m in SOURCE.glob("*.py")}
    assert {name: hits for name, hits in found.items() if hits} == {}
