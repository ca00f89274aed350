"""The nouns of answering a brief: until when, who may read it, what they are told of the project, and who saw what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import PersonId
from propria.kernel.time import Instant, instant, wire


class Reach(StrEnum):
    """Who may read a brief while it takes submissions; whoever is asked by name always may."""

    EVERYBODY = "everybody"
    INVITED = "invited"
    AGENCY = "agency"


@dataclass(frozen=True)
class Access:
    """How a brief is answered. `deadline`: from then on nothing more is taken. `agency`: the representative's person id.

    `working_title`: what stands for the project's title until a reader accepts to keep it to themselves; empty for no secret.
    """

    deadline: Instant | None = None
    reach: Reach = Reach.EVERYBODY
    agency: str = ""
    working_title: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is kept and told."""
        return {
            "deadline": wire(self.deadline) if self.deadline else None,
            "reach": self.reach.value,
            "agency": self.agency,
            "working_title": self.working_title,
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
