"""Fixtures that every kind of test shares."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Stage, a_stage


def pytest_collection_finish() -> None:
    """What was imported and collected lasts as long as the run: no collector has to walk it again and again."""
    gc.freeze()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A library of its own for one story."""
    with a_stage(tmp_path) as made:
        yield made
