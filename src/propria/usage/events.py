"""News from usage."""

from dataclasses import dataclass

from propria.kernel.ids import LicenceId, OutputId
from propria.kernel.time import Instant
from propria.usage.model import MeteredUse


@dataclass(frozen=True)
class UseMetered:
    """One use was metered; whoever keeps the money charges it in this very transaction."""

    use: MeteredUse
    at: Instant


@dataclass(frozen=True)
class OutputFetched:
    """The creator fetched an output for the first time: from now on a copy is outside the safe."""

    output_id: OutputId
    licence_id: LicenceId
    at: Instant
