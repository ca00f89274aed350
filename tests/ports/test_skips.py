"""A skip has a reason that is true on this machine, or the run fails: in one process, and side by side."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

def test_this_one_runs():
    assert True

def test_this_one_does_not():
    pytest.skip({reason!r})
"""


@pytest.mark.parametrize(
    ("processes", "reason", "untrue"),
    [
        ("0", "because", 1),
        ("2", "Playwright is not installed", 1),
        ("0", "the media is not here; set PROPRIA_DATA", 0),
    ],
)
def test_a_skip_whose_reason_is_not_true_fails_the_run(
    processes: str, reason: str, untrue: int, tmp_path: Path
) -> None:
    (tmp_path / "test_one.py").write_text(TESTS.format(reason=reason))
    words = [
        "-p",
        "tests.skips",
        "-p",
        "no:cacheprovider",
        "-n",
        processes,
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *words],
        cwd=ROOT,
        env=os.environ | {"PROPRIA_DATA": str(tmp_path / "nothing")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == (pytest.ExitCode.TESTS_FAILED if untrue else pytest.ExitCode.OK), ran.stdout
    assert ran.stdout.count("SKIPPED WITHOUT A TRUE REASON") == untrue
