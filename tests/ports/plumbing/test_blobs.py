"""What every store of objects promises: whole or not at all, never over another, nothing outside."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from propria.kernel.errors import Malformed, NotFound, Refused
from propria.plumbing.blobs import WHOLE_BYTES, Blobs
from propria.plumbing.errors import Unavailable
from propria.plumbing.secret import Secret

UNSAFE_KEYS = ["", "/etc/passwd", "../up", "a/../../up", "a//b", ".incoming/x", "a/.hidden", "a\\b"]
UNSAFE_KEYS += ["a%2e%2e/b", "a\0b", "a/", "米娜", "x" * 513, "a\n"]
LARGE = os.urandom(WHOLE_BYTES + 1_000_000)


def pieces(body: bytes, size: int = 70_001) -> Iterator[bytes]:
    """The body, a piece at a time."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 65_536, LARGE], ids=["empty", "one", "chunk", "large"])
def test_what_is_put_comes_back(blobs: Blobs, body: bytes) -> None:
    blobs.put("a/whole", body)
    blobs.put("a/streamed", pieces(body))
    for key in ("a/whole", "a/streamed"):
        assert blobs.get(key) == body
        assert b"".join(blobs.stream(key)) == body
        assert blobs.size_bytes(key) == len(body)


def test_a_large_object_is_read_in_pieces(blobs: Blobs) -> None:
    blobs.put("large", pieces(LARGE))
    sizes = [len(piece) for piece in blobs.stream("large")]
    assert max(sizes) < len(LARGE)
    assert blobs.get_range("large", 5_000_000, 1_000) == LARGE[5_000_000:5_001_000]
    assert blobs.get_range("large", len(LARGE) - 10, 10) == LARGE[-10:]
    assert blobs.get_range("large", 7, 0) == b""


@pytest.mark.parametrize("streamed", [False, True])
def test_nothing_is_put_over_something_by_accident(blobs: Blobs, streamed: bool) -> None:
    blobs.put("key", b"first")
    with pytest.raises(Refused, match=r"plumbing\.blob_exists"):
        blobs.put("key", pieces(b"second") if streamed else b"second")
    assert blobs.get("key") == b"first"
    blobs.put("key", pieces(b"second") if streamed else b"second", if_absent=False)
    assert blobs.get("key") == b"second"


@pytest.mark.parametrize("streamed", [False, True])
def test_of_many_that_put_the_same_key_at_once_one_wins(blobs: Blobs, streamed: bool) -> None:
    ready = threading.Barrier(6)

    def put(number: int) -> bool:
        body = bytes([number]) * 100_000
        ready.wait()
        try:
            blobs.put("key", pieces(body) if streamed else body)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(put, range(6)))
    assert won.count(True) == 1
    assert blobs.get("key") == bytes([won.index(True)]) * 100_000


def test_a_stream_that_breaks_leaves_nothing(blobs: Blobs) -> None:
    def breaking() -> Iterator[bytes]:
        yield LARGE
        raise RuntimeError("the line went dead")

    with pytest.raises(RuntimeError, match="the line went dead"):
        blobs.put("broken", breaking())
    with pytest.raises(NotFound, match=r"plumbing\.blob_missing"):
        blobs.get("broken")
    assert list(blobs.keys()) == []
    blobs.put("broken", pieces(LARGE))
    assert blobs.size_bytes("broken") == len(LARGE)


def test_what_is_missing_is_said_to_be(blobs: Blobs) -> None:
    for ask in (blobs.get, blobs.size_bytes, lambda key: list(blobs.stream(key))):
        with pytest.raises(NotFound, match=r"plumbing\.blob_missing"):
            ask("nothing")


def test_deleting_is_for_good_and_may_be_repeated(blobs: Blobs) -> None:
    blobs.put("a", b"x")
    blobs.put("b", b"y")
    blobs.delete("a")
    blobs.delete("a")
    assert list(blobs.keys()) == ["b"]
    blobs.put("a", b"again")
    assert blobs.get("a") == b"again"


def test_keys_are_listed_by_their_first_parts(blobs: Blobs) -> None:
    for key in ("ast_1/original", "ast_1/preview", "ast_10/original"):
        blobs.put(key, b"x")
    assert sorted(blobs.keys()) == ["ast_1/original", "ast_1/preview", "ast_10/original"]
    assert sorted(blobs.keys("ast_1")) == ["ast_1/original", "ast_1/preview"]


@pytest.mark.parametrize(
    "key",
    UNSAFE_KEYS,
)
def test_no_key_climbs_out(blobs: Blobs, key: str) -> None:
    for ask in (lambda key: blobs.put(key, b"x"), blobs.get, blobs.size_bytes, blobs.delete):
        with pytest.raises(Malformed, match=r"plumbing\.blob_key"):
            ask(key)
    assert list(blobs.keys()) == []


def test_a_folder_that_cannot_be_written_to_is_unavailable(tmp_path: Path) -> None:
    store = Blobs.open(f"file://{tmp_path / 'blobs'}")
    store.put("a", b"x")
    with pytest.raises(Unavailable, match=r"plumbing\.blob_store_failed"):
        store.put("a/b", b"x")
    assert store.get("a") == b"x"


def test_a_wrong_s3_key_is_unavailable(s3_endpoint: str) -> None:
    stranger = Blobs.open("s3://tests/x", endpoint=s3_endpoint, access_key="sam", secret_key=Secret("no"))
    with pytest.raises(Unavailable, match=r"plumbing\.blob_store_failed"):
        stranger.put("a", b"x")


@pytest.mark.parametrize("url", ["", "ftp://x/y", "file://", "s3:///nowhere"])
def test_an_address_of_something_else_is_malformed(url: str) -> None:
    with pytest.raises(Malformed, match=r"plumbing\.blob_url"):
        Blobs.open(url)
