"""Who says which skill: for each skill, the rows of the profiles that name it. Rows are added, and never taken out."""

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.search.register import Rows


class Skills:
    """Rows by skill, whatever the case of its letters. A row that is nobody's any more may stay: no reader asks for it."""

    def __init__(self, rows: Mapping[str, "array[int]"] | None = None) -> None:
        self._rows: dict[str, array[int]] = dict(rows or {})

    def add(self, row: int, skills: Iterable[str]) -> None:
        """Somebody's skills, under the row that is theirs from now on."""
        for skill in {one.casefold() for one in skills}:
            self._rows.setdefault(skill, array("i")).append(row)

    def have(self, skill: str, count: int) -> NDArray[np.bool_]:
        """Of so many rows, which name this skill."""
        found = np.zeros(count, np.bool_)
        rows = np.array(self._rows.get(skill.casefold(), ()), np.int64)
        found[rows[rows < count]] = True
        return found

    def counted(self, rows: Rows, count: int) -> dict[str, int]:
        """Of these rows of `count`, how many name each skill; none that nobody of them names."""
        among = np.zeros(count, np.bool_)
        among[rows] = True
        held = {skill: np.array(where, np.int64) for skill, where in self._rows.items()}
        named = {skill: int(among[where[where < count]].sum()) for skill, where in held.items()}
        return {skill: number for skill, number in named.items() if number}

    def frozen(self) -> "Skills":
        """The same as it is now, whoever signs later."""
        return Skills({skill: rows[:] for skill, rows in self._rows.items()})

    def kept(self, rows: Rows, count: int) -> dict[str, Any]:
        """As plain values and arrays: of these rows of `count`, in this order."""
        place = np.full(count, -1, np.int64)
        place[rows] = np.arange(len(rows))
        moved = {skill: place[np.array(held, np.int64)] for skill, held in self._rows.items()}
        standing = {skill: held[held >= 0].astype(np.int32) for skill, held in moved.items()}
        lengths = [len(held) for held in standing.values()]
        flat = np.concatenate([np.empty(0, np.int32), *standing.values()])
        return {"names": [*standing], "lengths": np.array(lengths, np.int64), "rows": flat}

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Skills":
        """From what `kept` gave."""
        pieces = np.split(np.asarray(kept["rows"]), np.cumsum(kept["lengths"]))
        return cls(
            {
                name: array("i", np.asarray(piece, np.int32).tobytes())
                for name, piece in zip(kept["names"], pieces, strict=False)
            }
        )
