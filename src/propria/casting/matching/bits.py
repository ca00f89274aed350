"""Sets of rows as packed words, 64 rows each, lowest bit first; how they are made, joined and counted."""

import ctypes
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.plumbing.compiled import library_of

Words = NDArray[np.uint64]
Rows = NDArray[np.intp]

_BIT = 2.0 ** np.arange(32)


@cache
def native() -> ctypes.CDLL | None:
    """The compiled functions of matching; None where there is no compiler."""
    return library_of(Path(__file__).with_name("native.c"))


def address_of(array: NDArray[Any]) -> int:
    """Where an array's first byte lies."""
    return int(array.__array_interface__["data"][0])


def words_for(count: int) -> int:
    """How many words hold `count` rows."""
    return (count + 63) // 64


def packed(flags: NDArray[np.bool_]) -> Words:
    """One bit a row; what lies beyond the last row is 0."""
    raw = np.packbits(flags, bitorder="little")
    out = np.zeros(words_for(len(flags)) * 8, np.uint8)
    out[: len(raw)] = raw
    return out.view(np.uint64)


def unpacked(words: Words, count: int) -> NDArray[np.bool_]:
    """The flags of `count` rows."""
    return np.unpackbits(words.view(np.uint8), count=count, bitorder="little").view(np.bool_)


def rows_in(words: Words) -> Rows:
    """The rows that are set, ascending."""
    near = np.flatnonzero(words)
    if not len(near):
        return np.empty(0, np.intp)
    flags = np.unpackbits(words[near].view(np.uint8), bitorder="little")
    found = np.flatnonzero(flags)
    return near[found >> 6] * 64 + (found & 63)


def with_rows(words: Words, rows: NDArray[np.uint32]) -> Words:
    """The same set and these rows too, each of them given once."""
    added = native()
    return with_rows_plainly(words, rows) if added is None else _changed(added.propria_with_rows, words, rows)


def without_rows(words: Words, rows: NDArray[np.uint32]) -> Words:
    """The same set but for these rows, each of them given once and in it."""
    taken = native()
    if taken is not None:
        return _changed(taken.propria_without_rows, words, rows)
    found: Words = words ^ with_rows_plainly(np.zeros_like(words), rows)
    return found


def _changed(how: Callable[..., None], words: Words, rows: NDArray[np.uint32]) -> Words:
    out, rows = words.copy(), np.ascontiguousarray(rows, np.uint32)
    how(ctypes.c_void_p(out.ctypes.data), ctypes.c_void_p(rows.ctypes.data), ctypes.c_int64(len(rows)))
    return out


def with_rows_plainly(words: Words, rows: NDArray[np.uint32]) -> Words:
    """The same by NumPy alone."""
    flags = np.bincount(rows >> 5, weights=_BIT[rows & 31], minlength=2 * len(words))
    added: Words = flags.astype(np.uint32).view(np.uint64)
    return words | added


def everything(count: int) -> Words:
    """All of `count` rows."""
    out = np.full(words_for(count), ~np.uint64(0))
    if count % 64:
        out[-1] = np.uint64((1 << (count % 64)) - 1)
    return out


def nothing(count: int) -> Words:
    """None of `count` rows."""
    return np.zeros(words_for(count), np.uint64)


def size(words: Words) -> int:
    """How many rows are set."""
    return int(np.bitwise_count(words).sum())


def all_of(sets: Iterable[Words], count: int) -> Words:
    """The rows in every set; all of them if there is no set."""
    out = everything(count)
    for one in sets:
        out &= one
    return out
