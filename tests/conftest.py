"""Fixtures that every kind of test shares."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import chromium as browsers

if TYPE_CHECKING:
    from tests.cast import Stage

gc.disable()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before NumPy is imported: beside other processes of the run its threads wait in loops, at up to nine times the CPU time."""


def pytest_collection_finish() -> None:
    """What was imported and collected lasts as long as the run: no collector has to walk it again and again.

    A test that reads the whole source holds a million objects: the collector comes after fifty thousand, not seven hundred.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.fixture
def stage(tmp_path: Path) -> "Iterator[Stage]":
    """A library of its own for one story. The application is imported when the first is asked for."""
    from tests.cast import a_stage

    with a_stage(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser; without one its tests are skipped and say so."""
    if browsers.found() is None:
        pytest.skip(browsers.MISSING)
    with browsers.started() as browser:
        yield browser
