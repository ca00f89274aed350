"""A ledger of its own for each test, on a scratch database."""

from collections.abc import Iterator

import pytest

from propria.plumbing.database import Database


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database.open("sqlite://?synchronous=off")
    opened.create_all()
    yield opened
    opened.close()
