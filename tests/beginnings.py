"""What many stories begin with is played once a process; the next of them get a copy of the library as it was then."""

import atexit
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from propria.kernel.time import Instant
from propria.plumbing.migrate import migrate
from tests.cast import Person, Stage

P = ParamSpec("P")
T = TypeVar("T")

DATABASES = ("propria.db", "data/keys/keys.db")
OWN = shutil.ignore_patterns("propria.db*", "keys.db*", "propria.toml", "secrets")
"""What is not copied as a file: databases, which are open, and what every stage has from the start."""


def played_once(play: Callable[P, T]) -> Callable[P, T]:
    """`play(stage, …)` goes over the stage the first time; on an untouched stage a copy of its outcome does later.

    Somebody who has acted on the stage before, or who brings what JSON cannot write, sees it played anew. Nobody gets what is
    kept: what a story writes into its own is not told to the next.
    """
    kept: dict[str, Beginning] = {}

    @wraps(play)
    def begun(*words: P.args, **named: P.kwargs) -> T:
        stage, *rest = words
        assert isinstance(stage, Stage)
        if not stage.is_untouched:
            return play(*words, **named)
        try:
            key = json.dumps([rest, named], sort_keys=True)
        except TypeError:
            return play(*words, **named)
        if key in kept:
            told: T = kept[key].brought_to(stage)
            return told
        first = kept[key] = Beginning.of(stage, play(*words, **named))
        own: T = _of_stage(first.told, stage)
        return own

    return begun


@cache
def migrated() -> Path:
    """An empty SQLite database that every migration made, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="propria-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'propria.db'}")
    return folder / "propria.db"


@dataclass(frozen=True)
class Beginning:
    """A library at one moment, who was signed in, and what had been told of it."""

    home: Path
    people: dict[str, tuple[str, str, str]]
    lines: dict[str, str]
    at: Instant
    told: Any

    @classmethod
    def of(cls, stage: Stage, told: Any) -> "Beginning":
        """Keep a copy of the stage as it stands."""
        home = Path(tempfile.mkdtemp(prefix="propria-beginning-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        _copied(stage.home, home)
        people = {p.name: (p.token, p.id, p.performer_id) for p in stage.people.values()}
        return cls(home, people, dict(stage.pages.lines), stage.now, told)

    def brought_to(self, stage: Stage) -> Any:
        """Put the copy in place of what an untouched stage has; what is told of it is told of this stage."""
        _copied(self.home, stage.home)
        stage.people |= {name: Person(stage, name, *known) for name, known in self.people.items()}
        stage.pages.lines |= self.lines
        stage.clock.advance(self.at - stage.now)
        return _of_stage(self.told, stage)


def _copied(home: Path, to: Path) -> None:
    shutil.copytree(home, to, dirs_exist_ok=True, ignore=OWN)
    for name in DATABASES:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(home / name)) as source, closing(sqlite3.connect(to / name)) as copy:
            source.backup(copy)


def _of_stage(told: Any, stage: Stage) -> Any:
    match told:
        case Stage():
            return stage
        case Person(name=name):
            return stage.people[name]
        case tuple():
            return tuple(_of_stage(one, stage) for one in told)
        case _ if is_dataclass(told) and not isinstance(told, type):
            return type(told)(**{f.name: _of_stage(getattr(told, f.name), stage) for f in fields(told)})
    return told
