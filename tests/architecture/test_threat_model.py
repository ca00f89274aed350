"""Each test that the threat model names is there, and every adversary it promises has one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
ADVERSARIES = [
    "Impostor",
    "Agent beyond authority",
    "Operator",
    "Database administrator",
    "Stolen keys",
    "Replayed sign-in",
    "Colluding witnesses",
    "Hostile media",
]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_it_is_there(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("adversary", ADVERSARIES)
def test_every_adversary_meets_a_test(adversary: str) -> None:
    section = PAGE.split(f"## {adversary}\n")[1].split("\n## ")[0]
    assert "::test_" in section
