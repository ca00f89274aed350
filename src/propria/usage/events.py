"""News from usage."""

from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.usage.model import MeteredUse


@dataclass(frozen=True)
class UseMetered:
    """One use was metered; whoever keeps the money charges it in this very transaction."""

    use: MeteredUse
    at: Instant
