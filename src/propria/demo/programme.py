"""The programme: what happened, step by step, as a table in the terminal and as artefacts in a folder."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One thing that happened: who did it, what, what came of it, how long it took."""

    who: str
    what: str
    outcome: str
    seconds: float
    act: str = ""


@dataclass(frozen=True)
class Artefact:
    """One file that the story left: its name in the folder, and what it is."""

    name: str
    says: str
    how_to_check: str = ""


@dataclass
class Programme:
    """Prints rows as they happen and keeps what they left."""

    folder: Path
    rows: list[Row] = field(default_factory=list)
    artefacts: list[Artefact] = field(default_factory=list)
    title: str = ""
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def act(self, title: str) -> None:
        """Begin an act of the story."""
        self.title = title
        print(f"\n{title}", flush=True)

    @contextmanager
    def does(self, who: str, what: str) -> Iterator[list[str]]:
        """One step: append what came of it to the list."""
        began = time.monotonic()
        outcome: list[str] = []
        if sys.stdout.isatty():
            print(f"  … {who}: {what}", end="\r", flush=True)
        yield outcome
        row = Row(who, what, "; ".join(outcome), time.monotonic() - began, self.title)
        self.rows.append(row)
        print(f"  {row.seconds:6.2f} s  {row.who:<8} {row.what:<58} {row.outcome}", flush=True)

    def tells(self, text: str) -> None:
        """One line of progress inside a step."""
        print(f"           · {text}", flush=True)

    def leaves(self, name: str, content: bytes | str, says: str, how_to_check: str = "") -> Path:
        """Keep one file."""
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        self.artefacts.append(Artefact(name, says, how_to_check))
        return file

    @property
    def seconds(self) -> float:
        """How long the story has taken so far."""
        return time.monotonic() - self._started
