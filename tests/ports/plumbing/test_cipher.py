"""What an encrypted stream refuses: everything but the whole of itself, under its own key and its own id."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propria.kernel.errors import Malformed, Unverified
from propria.plumbing.cipher import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    decrypt_range,
    decrypt_stream,
    encrypt_stream,
    plain_size,
    sealed_size,
)

KEY = bytes(range(32))
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7]


def seal(plain: bytes, object_id: str = "ast_1", key: bytes = KEY) -> bytes:
    """The sealed stream as one."""
    return b"".join(encrypt_stream([plain], key=key, object_id=object_id))


def unseal(sealed: bytes, object_id: str = "ast_1", key: bytes = KEY) -> bytes:
    """The plain bytes."""
    return b"".join(decrypt_stream([sealed], key=key, object_id=object_id))


def cut(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    """The body in pieces of these sizes, and the rest."""
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size
    yield body[start:]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens(size: int) -> None:
    plain = os.urandom(size)
    sealed = seal(plain)
    assert (len(sealed), plain_size(len(sealed))) == (sealed_size(size), size)
    assert unseal(sealed) == plain


@given(
    st.binary(max_size=300).map(lambda part: part * 700),
    st.lists(st.integers(0, 90_000), max_size=6),
    st.lists(st.integers(0, 90_000), max_size=6),
)
def test_it_does_not_matter_how_the_pieces_arrive(plain: bytes, first: list[int], second: list[int]) -> None:
    sealed = b"".join(encrypt_stream(cut(plain, first), key=KEY, object_id="ast_1"))
    assert b"".join(decrypt_stream(cut(sealed, second), key=KEY, object_id="ast_1")) == plain


def test_the_same_bytes_never_look_the_same_twice() -> None:
    assert seal(b"x" * 100)[HEADER_BYTES:] != seal(b"x" * 100)[HEADER_BYTES:]


@pytest.mark.parametrize("place", [4, 35, 36, 42, HEADER_BYTES, HEADER_BYTES + CHUNK_BYTES, -1])
def test_a_flipped_bit_is_refused(place: int) -> None:
    sealed = bytearray(seal(b"x" * (2 * CHUNK_BYTES)))
    sealed[place] ^= 1
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(bytes(sealed))


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_stream_cut_between_chunks_is_refused(chunks: int) -> None:
    sealed = seal(b"x" * (3 * CHUNK_BYTES))
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(sealed[: HEADER_BYTES + chunks * SEALED_CHUNK])


@pytest.mark.parametrize("left", [1, 15, 16, 100, SEALED_CHUNK - 1])
def test_a_stream_cut_inside_a_chunk_is_refused(left: int) -> None:
    sealed = seal(b"x" * (2 * CHUNK_BYTES))
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(sealed[: HEADER_BYTES + SEALED_CHUNK + left])


def moved(sealed: bytes, order: list[int]) -> bytes:
    """The stream with its chunks in this order."""
    body = sealed[HEADER_BYTES:]
    parts = [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]
    return sealed[:HEADER_BYTES] + b"".join(parts[number] for number in order)


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 0, 2], [0, 2], [2, 1, 0], [0, 1, 1], [0, 1, 2, 2]])
def test_chunks_swapped_repeated_or_left_out_are_refused(order: list[int]) -> None:
    sealed = seal(b"x" * (3 * CHUNK_BYTES))
    assert unseal(moved(sealed, [0, 1, 2])) == b"x" * (3 * CHUNK_BYTES)
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(moved(sealed, order))


def test_a_chunk_of_another_stream_under_the_same_key_is_refused() -> None:
    one, other = seal(b"a" * CHUNK_BYTES + b"a"), seal(b"b" * CHUNK_BYTES + b"b")
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(one[: HEADER_BYTES + SEALED_CHUNK] + other[HEADER_BYTES + SEALED_CHUNK :])


def test_more_after_the_end_is_refused() -> None:
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(seal(b"x") + b"y")


def test_another_key_or_another_objects_id_is_refused() -> None:
    sealed = seal(b"x")
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(sealed, key=bytes(32))
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        unseal(sealed, object_id="ast_2")
    assert unseal(sealed) == b"x"


@pytest.mark.parametrize("sealed", [b"", b"PRP1", b"x" * 100, b"PRP2" + bytes(80)])
def test_something_else_is_no_stream(sealed: bytes) -> None:
    with pytest.raises(Malformed, match=r"plumbing\.cipher_header"):
        unseal(sealed)


@pytest.mark.parametrize("size", [0, 16, HEADER_BYTES, HEADER_BYTES + 15, HEADER_BYTES + SEALED_CHUNK + 3])
def test_a_size_that_no_stream_has_is_refused(size: int) -> None:
    with pytest.raises(Malformed, match=r"plumbing\.cipher_header"):
        plain_size(size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("start", "stop"), [(0, 10), (65_530, 65_540), (0, 10**9), (65_536, 131_072), (5, 5)]
)
def test_a_range_opens_without_the_rest(size: int, start: int, stop: int) -> None:
    plain = os.urandom(size)
    sealed = seal(plain)
    if start > size:
        start = size
    found = decrypt_range(
        lambda offset, length: sealed[offset : offset + length],
        size_bytes=len(sealed),
        start=start,
        stop=max(start, stop),
        key=KEY,
        object_id="ast_1",
    )
    assert b"".join(found) == plain[start : max(start, stop)]


def test_a_range_of_a_cut_stream_is_refused() -> None:
    sealed = seal(b"x" * (3 * CHUNK_BYTES))[: HEADER_BYTES + 2 * SEALED_CHUNK]
    opened = decrypt_range(
        lambda offset, length: sealed[offset : offset + length],
        size_bytes=len(sealed),
        start=CHUNK_BYTES,
        stop=2 * CHUNK_BYTES,
        key=KEY,
        object_id="ast_1",
    )
    with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
        list(opened)


def test_a_short_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"x", key=b"short")
