"""Which engine this library uses, as its settings say: the embedded one, or one elsewhere behind HTTP."""

from propria.plumbing.settings import Settings
from propria.replicas.elsewhere.bell import PATH, Bell
from propria.replicas.elsewhere.client import HttpEngine
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.replicas.worker import embedded_slot


def slot_of(settings: Settings) -> EngineSlot:
    """The engine, and what its operator declares of it. Raises: Refused(`replicas.engine_address`, `replicas.callback_needs_token`)."""
    if not settings.engine_url:
        return embedded_slot(settings.engine_region)
    declared = ProviderConditions(
        settings.engine_provider, settings.engine_retention_days, settings.engine_region
    )
    token = settings.engine_token.reveal() if settings.engine_token else ""
    bell = Bell(token, settings.base_url + PATH) if settings.engine_callbacks else None
    return EngineSlot(
        HttpEngine(settings.engine_url, declared, token=token, bell=bell), declared, is_elsewhere=True
    )
