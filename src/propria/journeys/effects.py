"""What a withdrawal does in every context that holds something; consent owns the slot, this fills it."""

from propria.consent.actions import EffectsOf
from propria.consent.model import Effect, Purpose
from propria.plumbing.clock import Clock
from propria.plumbing.database import Session


def effects_of(clock: Clock) -> EffectsOf:
    """The slot's filling."""

    def found(performer_id: str, purpose: Purpose, db: Session) -> tuple[Effect, ...]:
        return ()

    return found
