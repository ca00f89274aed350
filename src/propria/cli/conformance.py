"""`propria conformance -- COMMAND…`: any verifier against the vectors; it judges answers, not how they are made."""

import argparse
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.kernel.errors import Malformed

VECTORS = Path(__file__).parents[3] / "vectors"
TIMEOUT_SECONDS = 600
PROFILES = {"full": ("colour", "problems"), "log": ("log",)}
"""What is compared: the whole verdict, or only whether all that the bundle says of the log is true."""


@dataclass(frozen=True)
class Vector:
    """One question, the right answer and why it is right."""

    name: str
    reason: str
    input: Mapping[str, str]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    vector: Vector
    expected: Mapping[str, Any]
    answer: Mapping[str, Any] | None

    @property
    def is_right(self) -> bool:
        """Whether the answer is the expected one."""
        return self.answer == self.expected


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--vectors", type=Path, default=VECTORS, help="the folder of vectors")
    parser.add_argument("--profile", choices=tuple(PROFILES), default="full")
    parser.add_argument("--json", action="store_true", help="one JSON object a vector")
    parser.add_argument("asked", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="the implementation")


def run(arguments: argparse.Namespace) -> int:
    """Print a table; exit 0 if every answer is right. Raises: Malformed(`cli.no_file`, `cli.no_answers`)."""
    command = [word for at, word in enumerate(arguments.asked) if at or word != "--"]
    lines = list(judge(read_vectors(arguments.vectors), command, arguments.profile))
    for line in lines:
        print(as_json(line) if arguments.json else as_row(line))
    right = sum(line.is_right for line in lines)
    if not arguments.json:
        print(f"{right} of {len(lines)} right ({arguments.profile})")
    return 0 if right == len(lines) else 1


def read_vectors(folder: Path) -> list[Vector]:
    """The vectors of a folder by name. Raises: Malformed(`cli.no_file`) if it has none."""
    vectors = [Vector(**json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]
    if not vectors:
        raise Malformed("cli.no_file", f"{folder} holds no vectors.")
    return vectors


def judge(vectors: Sequence[Vector], command: Sequence[str], profile: str) -> Iterator[Line]:
    """Each vector with what the command answered. Raises: Malformed(`cli.no_answers`)."""
    questions = [json.dumps({"id": v.name} | dict(v.input)) for v in vectors]
    found = _ask(command, "\n".join(questions) + "\n")
    for vector in vectors:
        names = PROFILES[profile]
        given = found.get(vector.name)
        answer = None if given is None else {name: given.get(name) for name in names}
        yield Line(vector, {name: vector.expected[name] for name in names}, answer)


def as_row(line: Line) -> str:
    """A row for people; a wrong one also says what was expected and why."""
    if line.is_right:
        return f"right  {line.vector.name}"
    answer = json.dumps(line.answer)
    return f"WRONG  {line.vector.name}: {answer}, not {json.dumps(line.expected)}: {line.vector.reason}"


def as_json(line: Line) -> str:
    """The same for programs."""
    row = {"name": line.vector.name, "is_right": line.is_right, "reason": line.vector.reason}
    return json.dumps(row | {"expected": line.expected, "answer": line.answer})


def _ask(command: Sequence[str], questions: str) -> dict[str, dict[str, Any]]:
    try:
        done = subprocess.run(
            command, input=questions, capture_output=True, encoding="utf-8", timeout=TIMEOUT_SECONDS
        )
        return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    except (OSError, IndexError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        reason = f"{type(error).__name__}: {error}"
        raise Malformed(
            "cli.no_answers", "The command does not answer in lines of JSON.", reason=reason
        ) from error
