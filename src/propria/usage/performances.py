"""The engine for performances: an approved version of the performer's replica does what a consenting stand-in did."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.likeness import actions as likeness
from propria.plumbing.database import Session
from propria.plumbing.media import inspect
from propria.plumbing.media_edit import Span, trim
from propria.plumbing.web.words import Words
from propria.provenance.model import Making
from propria.replicas import actions as replicas
from propria.replicas import making
from propria.replicas.engine.port import OnStep
from propria.usage import rules
from propria.usage.lines import LineEngine, of_performer, plain
from propria.usage.model import Measured, Order, Performance, Plan, Rendered, Wanted
from propria.usage.stand_ins import StandIn, stand_in_for
from propria.usage.takes import cut_frames

SHOWS = frozenset({"image"})
FRAMES_PER_SECOND = 25
"""Of every clip that an engine gives."""


@dataclass(frozen=True)
class PerformanceEngine(LineEngine):
    """Hands a stand-in's recording to the replica engine in the slot, cut; the sound stays the stand-in's."""

    def plan(self, wanted: Wanted, licence: Licence, *, now: Instant, db: Session) -> Plan:
        """See `Engine.plan`. Raises: as `LineEngine.plan` and `stand_in_for`."""
        one = _performance(wanted)
        of_performer(one.version_id, licence, now=now, db=db)
        stand_in = stand_in_for(licence, one, now=now, db=db)
        for performer_id in (licence.performer_id, stand_in.performer.id):
            replicas.may_be_sent(performer_id, self.slot.shares_with, now=now, db=db)
        return Plan(
            attributes=SHOWS,
            at_most=Measured(seconds=rules.whole_seconds(one.to_ms - one.from_ms), takes=1),
            must_say=self.declared(),
            retention_days=self.slot.conditions.retention_days,
        )

    def open(self, order: Order, purpose: Words, *, now: Instant, db: Session) -> None:
        """See `Engine.open`: the stand-in sees that their recording was opened, and why."""
        self.check(order, now=now, db=db)
        why = Words(
            f"以您的表演驱动他人的数字分身：{purpose.zh}",
            f"Your performance moves another’s replica: {purpose.en}",
        )
        likeness.open_for_work(_performance(order.wanted).asset_id, why, now=now, db=db)

    def check(self, order: Order, *, now: Instant, db: Session) -> None:
        """See `Engine.check`: the version is usable and the stand-in still agrees. Raises: as `plan`."""
        one = _performance(order.wanted)
        version = replicas.usable_version(one.version_id, now=now, db=db)
        stand_in = self._stand_in(order, now=now, db=db)
        for performer_id in (version.performer_id, stand_in.performer.id):
            replicas.may_be_sent(performer_id, self.slot.shares_with, now=now, db=db)

    def _stand_in(self, order: Order, *, now: Instant, db: Session) -> StandIn:
        licence = licences.licence(order.licence_id, db=db)
        return stand_in_for(licence, _performance(order.wanted), now=now, db=db)

    def render(self, order: Order, place: Path, on_step: OnStep) -> Rendered:
        """See `Engine.render`. Raises: as `replicas.making.perform`, and as `plan`."""
        one, now = _performance(order.wanted), self.clock.now()
        stand_in = self.database.read(lambda db: self._stand_in(order, now=now, db=db))
        named = self.database.read(lambda db: stand_in.performed_by(db=db))
        recording, cut = stand_in.recording, place / "performance.mp4"
        source, span = likeness.in_parts(recording, self.safe), Span(one.from_ms, one.to_ms)
        edit = cut_frames(source, recording, span, written=trim(source, cut, span))
        made = making.perform(
            one.version_id,
            cut,
            self.slot.engine,
            self.safe,
            self.database,
            height_px=order.height_px,
            form=one.form,
            workplace=place,
            now=now,
            on_step=on_step,
        )
        cut.unlink()
        seen = inspect(made.file).facts
        return Rendered(
            file=made.file,
            making=Making.GENERATED,
            measured=Measured(seconds=rules.whole_seconds(seen.duration_ms if seen else 0), takes=1),
            facts=plain(made.report)
            | _edit_of(edit, made.report)
            | {"stand_in": named.stand_in, "stand_in_statement": named.statement_digest},
            version_id=one.version_id,
            performed_by=named,
        )


def _edit_of(edit: dict[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    """The recording's frames as the output's, where each became one: it comes at the output's own rate, and none is repeated."""
    is_one_to_one = edit.get("rate") == str(FRAMES_PER_SECOND) and edit.get("frames") == report.get("frames")
    return edit if is_one_to_one else {}


def _performance(wanted: Wanted) -> Performance:
    if not isinstance(wanted, Performance):
        raise TypeError("this engine does performances")
    return wanted
