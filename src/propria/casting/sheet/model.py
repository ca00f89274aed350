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
class Needs:
    """Hard facts asked of the person; what is empty asks nothing. `plays`: ages, one of which they play, years.

    `speaks`: BCP 47 tags, all of them; `speaks_any`: one of them. `skills`: all of them, in the performers' own words.
    """

    plays: tuple[int, int] = (0, 0)
    speaks: tuple[str, ...] = ()
    speaks_any: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != NOBODY_IN_PARTICULAR

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        lists = {"speaks": self.speaks, "speaks_any": self.speaks_any, "skills": self.skills}
        return {"plays": list(self.plays)} | {name: list(value) for name, value in lists.items()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Needs":
        """Read that form; what is missing asks nothing."""
        first, last = raw.get("plays", (0, 0))
        lists = (tuple(raw.get(name, ())) for name in ("speaks", "speaks_any", "skills"))
        return cls((first, last), *lists)


NOBODY_IN_PARTICULAR = Needs()


@dataclass(frozen=True)
class Asks:
    """What a brief says beside its scope. `trains`: whether a model learns from the performer; None where nobody said.

    `none_of`: what it has none of, said and not left out. The approvals it offers are duties of its scope. `needs`: hard
    facts of the person. `script_sha256`: of the text of the script that was counted, in hex; empty for none.
    """

    structure: frozenset[Structure] = frozenset()
    trains: bool | None = None
    none_of: frozenset[NoneOf] = frozenset()
    needs: Needs = NOBODY_IN_PARTICULAR
    script_sha256: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        return {
            "structure": [one.value for one in Structure if one in self.structure],
            "trains": self.trains,
            "none_of": [one.value for one in NoneOf if one in self.none_of],
            "needs": self.needs.to_json(),
            "script_sha256": self.script_sha256,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Asks":
        """Read that form; what is missing was not said."""
        structure, none_of = raw.get("structure", ()), raw.get("none_of", ())
        return cls(
            frozenset(map(Structure, structure)),
            raw.get("trains"),
            frozenset(map(NoneOf, none_of)),
            Needs.from_json(raw.get("needs", {})),
            raw.get("script_sha256", ""),
        )


NOTHING_SAID = Asks()
"""What briefs said beside their scope before they were asked."""
