"""News from usage."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.kernel.ids import LicenceId, OutputId, UseId
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


@dataclass(frozen=True)
class UseReported:
    """A report brought a use that no render here metered; whoever keeps the money charges it in this transaction.

    It was reserved at the gate for the licensee's own engine, or is more than tokens show and the licence allowed it.
    `at_entry` says which version of the licence it falls under.
    """

    use_id: UseId
    licence_id: LicenceId
    at_entry: int
    act: str
    amounts: Mapping[str, int]
    made_at: Instant
    at: Instant
