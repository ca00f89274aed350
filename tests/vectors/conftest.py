"""Where the published vectors are: the folder that PROPRIA_DATA names, else ../shared/data."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def published() -> Callable[[str], Path]:
    """name → the folder of published vectors of that name; skips, with the reason, where it is absent."""
    root = Path(os.environ.get("PROPRIA_DATA", REPOSITORY.parent / "shared" / "data"))

    def folder(name: str) -> Path:
        if not (root / name).is_dir():
            pytest.skip(f"published vectors are absent: set PROPRIA_DATA to a folder that holds {name}/")
        return root / name

    return folder
