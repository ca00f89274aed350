"""What a performer says of themselves for casting. All of it is their own word; none of it is checked here, and none is a licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.kernel.ids import PerformerId, StatementId


@dataclass(frozen=True)
class Credit:
    """One work they were in. `year` is 0 and `eidr` empty where they say none."""

    title: str
    role: str
    year: int = 0
    eidr: str = ""


@dataclass(frozen=True)
class Profile:
    """Casting facts. Whatever is empty, or 0, is not said.

    `plays`: the youngest and oldest age they play, years. `speaks`: BCP 47 tags, accents among them (`en-GB`). `based_in`:
    ISO 3166. `isni`: sixteen characters. `about`: (zh, en). `showreel`: an https address. `shows_representation`: whoever
    reads the profile may read who represents them by a running mandate.
    """

    about: tuple[str, str] = ("", "")
    plays: tuple[int, int] = (0, 0)
    speaks: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    voice: str = ""
    height_cm: int = 0
    union: str = ""
    based_in: str = ""
    isni: str = ""
    credits: tuple[Credit, ...] = ()
    showreel: str = ""
    shows_representation: bool = False

    def to_json(self) -> dict[str, Any]:
        """The signed form; what came to it later is there only where it is said."""
        later = {"showreel": self.showreel, "shows_representation": self.shows_representation}
        return {
            "about": {"zh": self.about[0], "en": self.about[1]},
            "plays": list(self.plays),
            "speaks": list(self.speaks),
            "skills": list(self.skills),
            "voice": self.voice,
            "height_cm": self.height_cm,
            "union": self.union,
            "based_in": self.based_in,
            "isni": self.isni,
            "credits": [
                {"title": c.title, "role": c.role, "year": c.year, "eidr": c.eidr} for c in self.credits
            ],
            **{name: said for name, said in later.items() if said},
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Profile":
        """Read the signed form."""
        return cls(
            about=(raw["about"]["zh"], raw["about"]["en"]),
            plays=(raw["plays"][0], raw["plays"][1]),
            speaks=tuple(raw["speaks"]),
            skills=tuple(raw["skills"]),
            voice=raw["voice"],
            height_cm=raw["height_cm"],
            union=raw["union"],
            based_in=raw["based_in"],
            isni=raw["isni"],
            credits=tuple(Credit(c["title"], c["role"], c["year"], c["eidr"]) for c in raw["credits"]),
            showreel=raw.get("showreel", ""),
            shows_representation=raw.get("shows_representation", False),
        )

    @property
    def text(self) -> str:
        """All its words, as they are searched."""
        credits = [f"{c.title} {c.role}" for c in self.credits]
        return "\n".join(
            part for part in (*self.about, *self.skills, self.voice, self.union, *credits) if part
        )


@dataclass(frozen=True)
class Stated:
    """The newest profile that a performer signed; `meaning`: a unit vector of its text as float32 bytes, or nothing."""

    performer_id: PerformerId
    statement_id: StatementId
    profile: Profile
    meaning: bytes
    at_entry: int
