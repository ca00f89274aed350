"""News from the vault."""

from dataclasses import dataclass

from propria.kernel.ids import AssetId, PerformerId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class AssetStored:
    """A recording is in the vault."""

    asset_id: AssetId
    performer_id: PerformerId
    at: Instant


@dataclass(frozen=True)
class AssetsShredded:
    """Recordings were destroyed: their keys are gone."""

    performer_id: PerformerId
    asset_ids: tuple[AssetId, ...]
    at: Instant
