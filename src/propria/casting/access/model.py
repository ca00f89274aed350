"""The nouns of answering a brief: until when, who may read it, what they are told of the project, and who saw what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import PersonId
from propria.kernel.time import Instant, instant, wire

TYPE_WORDS = {"application/pdf": "PDF", "text/plain; charset=utf-8": "TXT"}
"""What sides may be, and how each is called."""


class Reach(StrEnum):
    """Who may read a brief while it takes submissions; whoever is asked by name always may."""

    EVERYBODY = "everybody"
    INVITED = "invited"
    AGENCY = "agency"


@dataclass(frozen=True)
class SideFile:
    """One file with a role's scenes: the name it is handed out under, its media type, SHA-256 in hex, size in bytes."""

    id: str
    name: str
    media_type: str
    digest: str
    size_bytes: int
    kept_at: Instant

    @property
    def place(self) -> tuple[str, str]:
        """Where it lies in the safe: its blob, and the name of its key."""
        return f"sides/{self.id}", self.id

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        return {
            "sides": self.id,
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.digest,
            "size_bytes": self.size_bytes,
            "kept_at": wire(self.kept_at),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "SideFile":
        """Read that form."""
        kept_at = instant(raw["kept_at"])
        return cls(raw["sides"], raw["name"], raw["media_type"], raw["sha256"], raw["size_bytes"], kept_at)


@dataclass(frozen=True)
class Access:
    """How a brief is answered. `deadline`: from then on nothing more is taken. `agency`: the representative's person id.

    `working_title`: what stands for the project's title until a reader accepts to keep it to themselves; empty for no secret.
    `sides`: the files with the role's scenes.
    """

    deadline: Instant | None = None
    reach: Reach = Reach.EVERYBODY
    agency: str = ""
    working_title: str = ""
    sides: tuple[SideFile, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        return {
            "deadline": wire(self.deadline) if self.deadline else None,
            "reach": self.reach.value,
            "agency": self.agency,
            "working_title": self.working_title,
            "sides": [one.to_json() for one in self.sides],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Access":
        """Read that form; what is missing is as it is where nobody said anything."""
        deadline = raw.get("deadline")
        return cls(
            instant(deadline) if deadline else None,
            Reach(raw.get("reach", Reach.EVERYBODY)),
            raw.get("agency", ""),
            raw.get("working_title", ""),
            tuple(map(SideFile.from_json, raw.get("sides", ()))),
        )


NOBODY_SAID = Access()
"""How a brief is answered where nobody said anything."""


class What(StrEnum):
    """What somebody outside the team saw of a brief."""

    ROLE = "role"
    TITLE = "title"
    SIDES = "sides"


@dataclass(frozen=True)
class Sight:
    """Who saw what of a brief, when first and last, and how often. `TITLE`: they accepted to keep it to themselves."""

    person_id: PersonId
    what: What
    first_at: Instant
    last_at: Instant
    times: int
