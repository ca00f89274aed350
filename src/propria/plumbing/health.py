"""Whether this server can do its work right now. Each part brings its own check; nothing is mended here."""

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import literal, select

from propria.kernel.errors import PropriaError
from propria.plumbing.database import Database
from propria.plumbing.errors import Unavailable

LEAST_FREE_BYTES = 256 << 20

Check = Callable[[], None]


@dataclass(frozen=True)
class Finding:
    """One check's answer: `code` is empty when all is well."""

    name: str
    code: str
    seconds: float


@dataclass(frozen=True)
class Health:
    """What all checks found."""

    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """Whether every check passed."""
        return not any(finding.code for finding in self.findings)


def examine(checks: Mapping[str, Check]) -> Health:
    """Run every check, one after the other; a check that raises is a finding, never an error."""
    return Health(tuple(_finding(name, check) for name, check in checks.items()))


def database_answers(database: Database) -> Check:
    """A check that the database answers a query."""

    def check() -> None:
        database.read(lambda db: db.execute(select(literal(1))).one())

    return check


def disk_has_room(folder: Path, least_bytes: int = LEAST_FREE_BYTES) -> Check:
    """A check that the disk of `folder` has room; raises Unavailable(`plumbing.disk_full`)."""

    def check() -> None:
        if shutil.disk_usage(folder).free < least_bytes:
            raise Unavailable("plumbing.disk_full")

    return check


def _finding(name: str, check: Check) -> Finding:
    start = time.perf_counter()
    try:
        check()
        code = ""
    except PropriaError as error:
        code = error.code
    except Exception as error:
        code = f"plumbing.unexpected_{type(error).__name__}"
    return Finding(name, code, time.perf_counter() - start)
