"""Which row each performer has in columns that grow: found by halving among those who were there first. Pure."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

NOWHERE = -1
Rows = NDArray[np.int64]


def sorted_ids(performer_ids: Iterable[str]) -> NDArray[np.bytes_]:
    """Ids that are in order already, as they are kept."""
    return np.array([who.encode() for who in performer_ids], np.bytes_)


class Register:
    """Rows 0, 1, … in the order of the ids of those who were there first; whoever comes, or changes, takes the next row.

    `moved`: who took a row since, in order: what a reader has to know who placed everybody before.
    """

    def __init__(self, ids: NDArray[np.bytes_]) -> None:
        self._ids = ids if ids.dtype.itemsize else ids.astype("S1")
        self._later: dict[bytes, int] = {}
        self.moved: list[tuple[bytes, int]] = []

    def __len__(self) -> int:
        """How many rows were given."""
        return len(self._ids) + len(self.moved)

    def standing(self) -> tuple[NDArray[np.bytes_], Rows]:
        """Everybody by id, and the row that is theirs now."""
        later = sorted(self._later.items())
        if not later:
            return self._ids, np.arange(len(self._ids))
        ids = np.array([who for who, _ in later], np.bytes_)
        stays = np.ones(len(self._ids), np.bool_)
        before = self.first(ids)
        stays[before[before != NOWHERE]] = False
        every = np.concatenate([self._ids[stays], ids])
        rows = np.concatenate([np.flatnonzero(stays), np.array([row for _, row in later], np.int64)])
        order = np.argsort(every)
        return every[order], rows[order]

    def frozen(self) -> "Register":
        """The same as it is now, whoever moves later."""
        same = Register(self._ids)
        same._later, same.moved = dict(self._later), list(self.moved)
        return same

    def move(self, performer_id: str) -> int:
        """The next row, from now on this performer's."""
        who, row = performer_id.encode(), len(self)
        self._later[who] = row
        self.moved.append((who, row))
        return row

    def row(self, performer_id: str) -> int:
        """A performer's row; NOWHERE if they have none."""
        who = performer_id.encode()
        return self._later[who] if who in self._later else int(self.first(np.array([who], np.bytes_))[0])

    def rows(self, performer_ids: Iterable[str]) -> Rows:
        """The rows of some performers."""
        return np.array([self.row(who) for who in performer_ids], np.int64)

    def first(self, ids: NDArray[np.bytes_]) -> Rows:
        """The rows that performers had at first."""
        if not len(self._ids):
            return np.full(len(ids), NOWHERE, np.int64)
        near = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return np.where(self._ids[near] == ids, near, NOWHERE).astype(np.int64)
