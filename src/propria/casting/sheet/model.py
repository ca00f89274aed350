"""The nouns of the AI sheet beside its scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Structure(StrEnum):
    """How a fee is built; one brief may name several."""

    FLAT = "flat"
    PER_DAY = "per_day"
    PER_LINE = "per_line"
    PER_USE = "per_use"
    ROYALTY_SHARE = "royalty_share"
    BUY_OUT = "buy_out"


class NoneOf(StrEnum):
    """What a brief may say that it has none of; anything else must be named."""

    THEME = "theme"
    LANGUAGE = "language"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Asks:
    """What a brief says beside its scope. `trains`: whether a model learns from the performer; None where nobody said.

    `none_of`: what it has none of, said and not left out. The approvals it offers are duties of its scope.
    """

    structure: frozenset[Structure] = frozenset()
    trains: bool | None = None
    none_of: frozenset[NoneOf] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        return {
            "structure": [one.value for one in Structure if one in self.structure],
            "trains": self.trains,
            "none_of": [one.value for one in NoneOf if one in self.none_of],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Asks":
        """Read that form; what is missing was not said."""
        structure, none_of = raw.get("structure", ()), raw.get("none_of", ())
        return cls(frozenset(map(Structure, structure)), raw.get("trains"), frozenset(map(NoneOf, none_of)))


NOTHING_SAID = Asks()
"""What briefs said beside their scope before they were asked."""
