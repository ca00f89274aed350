"""What is installed is the same on every Python that is supported: one release of each package, by its hashes."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"


@pytest.mark.parametrize("group", ["server", "replica", "test", "peers"])
def test_one_release_of_each_package_whatever_the_python(group: str) -> None:
    lines = (FOLDER / f"{group}.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pins
    for pin in pins:
        assert not re.search(r"python_(full_)?version", pin), f"{pin} is not for every Python"
    names = [pin.partition("==")[0] for pin in pins]
    assert len(names) == len(set(names))
