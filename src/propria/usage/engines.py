"""The slot that engines fill: later wiring hands usage one engine for each kind of thing that can be asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words
from propria.replicas.engine.port import OnStep
from propria.usage.model import Order, Plan, Rendered


class Engine(Protocol):
    """One way to make an output. It never checks consent, marks, seals or meters: its host does."""

    @property
    def name(self) -> str:
        """The engine's name, as the seal says it."""
        ...

    @property
    def version(self) -> str:
        """Its version."""
        ...

    def plan(self, wanted: Any, licence: Licence, *, now: Instant, db: Session) -> Plan:
        """What rendering this would show, and the most that it would come to; asked inside the reservation.

        Raises: NotFound or Refused, if it is not the licence's performer's or cannot be rendered.
        """
        ...

    def open(self, order: Order, purpose: Words, *, now: Instant, db: Session) -> None:
        """Open what is needed, for a stated purpose that the performer sees; once for each request or preview."""
        ...

    def check(self, order: Order, *, now: Instant, db: Session) -> None:
        """What it was made from may still be used, asked again at release. Raises: Refused, naming why not."""
        ...

    def render(self, order: Order, place: Path, on_step: OnStep) -> Rendered:
        """Make it inside `place`, outside any transaction; may be asked again after a crash.

        An engine that takes its time tells how far it is, and ends at once where `on_step` raises.
        """
        ...


Engines = Mapping[str, Engine]
"""Kind of thing wanted (`recorded_take`, `new_line`) → its engine."""
