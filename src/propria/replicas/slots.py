"""What replicas need from later contexts and from whoever runs the library, as types."""

from collections.abc import Callable
from dataclasses import dataclass

from propria.plumbing.database import Session
from propria.record.model import Words
from propria.replicas.engine.port import Engine
from propria.replicas.model import ProviderConditions

ReplicaEffects = Callable[[str, Session], tuple[Words, ...]]
"""(replica id, db) → what cancelling it does to licences, works in flight and finished works."""


@dataclass(frozen=True)
class EngineSlot:
    """The engine that builds and renders, with what it declares on the axes of a scope."""

    engine: Engine
    conditions: ProviderConditions
    is_elsewhere: bool = False

    @property
    def shares_with(self) -> str:
        """The provider as a performer consents to it, its conditions written out; empty where the engine runs here."""
        says = self.conditions
        return f"{says.provider} · {says.region} · {says.retention_days} d" if self.is_elsewhere else ""
