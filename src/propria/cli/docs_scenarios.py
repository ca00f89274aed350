"""The page of scenarios: what has to come true, and the stories whose docstrings say that they play it. Tests only."""

import ast
import re
from functools import cache
from pathlib import Path

_SAYS = re.compile(r"\bScenario (\d+)\b")
_HEAD = """# Scenarios

Written by `./run propria docs`; do not edit. What has to come true, and the stories that say in their docstring that they
play it. The last column says what of a scenario no story plays yet; a scenario that is not here is played by none.

| | scenario | played by | not played yet |
|---|---|---|---|
"""
_PROPERTIES = """
Two properties hold whatever else happens:

- No openness act changes any decision under a signed contract:
  `tests/stories/licences/test_openness_changes_nothing_signed.py::test_no_openness_act_changes_any_decision_under_a_signed_contract`.
- A sign-in assertion over a statement's digest is refused:
  `tests/stories/record/test_a_sign_in_never_signs.py::test_a_sign_in_assertion_over_a_statement_is_refused`.
"""

SCENARIOS: dict[int, tuple[str, str]] = {
    1: ("A hundred imported names: unclaimed, and shown to nobody", ""),
    2: (
        "“More than 100 artists have signed” while 41 are open and 3 have licensed",
        "",
    ),
    3: ("Words that mean signed, in both languages, while the facts do not support them", ""),
    4: ("“Not me”: a listing is denied", ""),
    5: ("Interest that is not renewed lapses", ""),
    6: ("Two performers share a name", ""),
    7: ("An impostor claims a star", ""),
    8: ("An agent who may negotiate advertisements signs a film training licence", ""),
    9: ("A mandate that expired, or was revoked one entry before", ""),
    10: ("A studio and an agency both claim one performer", ""),
    11: ("Training, nudity, politics and use after death need the performer's own key", ""),
    12: ("A minor at 13, at 16 and on the 18th birthday", ""),
    13: ("A performer dies", ""),
    14: ("Consent for one film used in another, a sequel, a trailer, a game", ""),
    15: ("Captured and not licensed: not rendered, kept to its date, then destroyed", ""),
    16: ("Data for research only, used in a product", "a model that nobody registers is not known here"),
    17: ("Inference yes, training no", ""),
    18: (
        "A forbidden theme under an otherwise valid licence",
        "nobody compares a script with what was declared by itself: the performer or the operator reads it and says so",
    ),
    19: (
        "A script written after the performance",
        "a licence without approval of the script, and talks where none is on record, take “lodged” as it is declared; "
        "when a take was recorded is the library's own time, not the log's",
    ),
    20: ("A real-time chatbot under a licence for scripted scenes", ""),
    21: ("Licensed for one country and language, asked for in others", ""),
    22: ("All media, worldwide, in perpetuity, for any purpose", ""),
    23: ("A term that is silent on merchandising", ""),
    24: ("A car brand is exclusive, and another asks", ""),
    25: ("A group of four, three of them licensed", ""),
    26: (
        "A look-alike, a blended face, a sound-alike",
        "what stands elsewhere is held by nobody here, and whoever made it answers outside the library",
    ),
    27: ("A performer declined, and an imitation is commissioned", ""),
    28: ("A token is minted, then consent is withdrawn", ""),
    29: ("Withdrawing takes no more steps than giving, and says what it does", ""),
    30: ("A guild suspends a scope", ""),
    31: ("A licence signed too shortly before the shoot", ""),
    32: ("Funds are not held", ""),
    33: ("A licensee reports less than the tokens show", ""),
    34: ("The replica is cancelled", ""),
    35: ("An administrator exports a scan at night", ""),
    36: ("A consent dated last month is put in", ""),
    37: ("An old backup is restored to undo a withdrawal", ""),
    38: (
        "The server shows one text and has another signed",
        "a false signing page: the page and the performer's device are trusted",
    ),
    39: (
        "A database administrator edits a scope",
        "whom matching finds, and that something ended, are read from rows; `propria fsck` finds them",
    ),
    40: ("A token replayed, for another audience, widened; a lease spent twice", ""),
    41: ("The operator's key is stolen, or a sign-in replayed", ""),
    42: ("The platform is bankrupt or sold", ""),
    43: ("A verifier without a network in ten years", ""),
    44: (
        "A platform strips the label",
        "sound alone is found by its bytes and its seal, not by how it sounds",
    ),
    45: ("A performer asks for everything held", ""),
}
"""Number → (what it is, what no story plays yet)."""


@cache
def played(tests: Path) -> dict[int, list[str]]:
    """Scenario → the tests that say that they play it, as `tests/…/test_x.py::test_y`, in order of file and line."""
    found: dict[int, list[str]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in dict.fromkeys(_SAYS.findall(ast.get_docstring(node) or "")):
                    name = f"{file.relative_to(tests.parent)}::{node.name}"
                    found.setdefault(int(number), []).append(name)
    return found


def scenarios_page(tests: Path) -> str:
    """The page, a row for each scenario that is played. Raises: KeyError for a number that is no scenario."""
    rows = []
    for number, stories in sorted(played(tests).items()):
        what, lacks = SCENARIOS[number]
        rows.append(f"| {number} | {what} | {'<br>'.join(f'`{s}`' for s in stories)} | {lacks or '–'} |\n")
    return _HEAD + "".join(rows) + _PROPERTIES
