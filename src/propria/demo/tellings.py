"""What the acts of the story share: the people on stage, what they hand on, a consent, a refusal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from propria.demo.hands import Hands, Refusal
from propria.demo.programme import Programme
from propria.demo.stage import Stage
from propria.kernel.time import wire


@dataclass
class Story:
    """What the acts hand on to each other."""

    stage: Stage
    programme: Programme
    people: dict[str, Hands] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    recorded: list[str] = field(default_factory=list)
    engine_status: Path | None = None

    def person(self, name: str) -> Hands:
        """A member of the cast, signed in."""
        if name not in self.people:
            self.people[name] = Hands(self.stage, name)
        return self.people[name]

    def stranger(self) -> Hands:
        """Somebody who is signed in as nobody."""
        return Hands(self.stage, "sam")


def refused(call: Callable[[], Any]) -> Refusal:
    """The refusal that the library must give here; a success would be a defect of the library."""
    try:
        call()
    except Refusal as refusal:
        return refusal
    raise AssertionError("the library allowed what it must refuse")


def grant(mina: Hands, purpose: str) -> dict[str, Any]:
    """Consent to one purpose, signed; the receipt."""
    until = wire(mina.now + timedelta(days=365))
    reason = "Paper Lantern Street, one session"
    return mina.signs(
        mina.post("/api/v1/grants", {"purpose": purpose, "reason": reason, "retained_until": until})
    )
