"""The engine for new lines: an approved version of the performer's replica says them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.likeness.safe import Safe
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database, Session
from propria.plumbing.media import inspect
from propria.plumbing.web.words import Words
from propria.provenance.model import Making
from propria.replicas import actions as replicas
from propria.replicas import making
from propria.replicas.engine.port import Form, OnStep
from propria.replicas.slots import EngineSlot
from propria.usage import rules
from propria.usage.model import Line, Measured, Order, Plan, Rendered, Wanted

_SEEN = frozenset({"image", "voice"})
SHOWS = {Form.MP4: _SEEN, Form.GREEN: _SEEN, Form.WAV: frozenset({"voice"})}
_KEPT = (int, float, str, bool)


@dataclass(frozen=True)
class LineEngine:
    """Hands a line to the replica engine in the slot. What it declares of itself the use must declare too."""

    database: Database
    safe: Safe
    clock: Clock
    slot: EngineSlot

    @property
    def name(self) -> str:
        """The replica engine's name. Raises: Unavailable(`replicas.engine_missing`)."""
        return self.slot.engine.about.name

    @property
    def version(self) -> str:
        """The replica engine's version. Raises: Unavailable(`replicas.engine_missing`)."""
        return self.slot.engine.about.version

    def plan(self, wanted: Wanted, licence: Licence, *, now: Instant, db: Session) -> Plan:
        """See `Engine.plan`. Raises: NotFound(`replicas.no_version`), Refused(`replicas.*`, `consent.no_share_consent`)."""
        line = _line(wanted)
        of_performer(line.version_id, licence, now=now, db=db)
        replicas.may_be_sent(licence.performer_id, self.slot.shares_with, now=now, db=db)
        return Plan(
            attributes=SHOWS[line.form],
            at_most=Measured(seconds=rules.seconds_at_most(line.text), lines=1),
            must_say=self.declared() | {"language": frozenset({line.language})},
            retention_days=self.slot.conditions.retention_days,
        )

    def declared(self) -> dict[str, frozenset[str]]:
        """Who runs the engine and where, as its operator declares it."""
        conditions = self.slot.conditions
        return {"provider": frozenset({conditions.provider}), "region": frozenset({conditions.region})}

    def open(self, order: Order, purpose: Words, *, now: Instant, db: Session) -> None:
        """See `Engine.open`: no recording is opened, the version must still be usable."""
        self.check(order, now=now, db=db)

    def check(self, order: Order, *, now: Instant, db: Session) -> None:
        """See `Engine.check`. Raises: Refused(`replicas.cancelled`, `replicas.tainted`, `consent.no_share_consent`, …)."""
        version = replicas.usable_version(_line(order.wanted).version_id, now=now, db=db)
        replicas.may_be_sent(version.performer_id, self.slot.shares_with, now=now, db=db)

    def render(self, order: Order, place: Path, on_step: OnStep) -> Rendered:
        """See `Engine.render`. Raises: as `replicas.making.render_line`."""
        line = _line(order.wanted)
        said = making.render_line(
            line.version_id,
            making.Line(
                line.text, line.language, height_px=order.height_px, form=line.form, manner=line.manner
            ),
            self.slot.engine,
            self.safe,
            self.database,
            workplace=place,
            now=self.clock.now(),
            on_step=on_step,
        )
        seen = inspect(said.file).facts
        return Rendered(
            file=said.file,
            making=Making.GENERATED,
            measured=Measured(seconds=rules.whole_seconds(seen.duration_ms if seen else 0), lines=1),
            facts=plain(said.report),
            version_id=line.version_id,
            manner=line.manner,
        )


def of_performer(version_id: str, licence: Licence, *, now: Instant, db: Session) -> None:
    """The version is usable and the licence's performer's. Raises: NotFound(`replicas.no_version`), Refused(`replicas.*`)."""
    if replicas.usable_version(version_id, now=now, db=db).performer_id != licence.performer_id:
        raise NotFound("replicas.no_version", "There is no such replica.")


def _line(wanted: Wanted) -> Line:
    if not isinstance(wanted, Line):
        raise TypeError("this engine says lines")
    return wanted


def plain(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report's figures and short words."""
    return {name: value for name, value in report.items() if isinstance(value, _KEPT)}
