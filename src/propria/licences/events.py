"""News from licences."""

from dataclasses import dataclass

from propria.kernel.ids import LicenceId, PerformerId
from propria.kernel.time import Instant


@dataclass(frozen=True)
class LicenceFrozen:
    """A contract is signed by all; its licence says from now on what may be done."""

    licence_id: LicenceId
    performer_id: PerformerId
    at: Instant


@dataclass(frozen=True)
class LicenceWithdrawn:
    """The performer took a licence back; nothing new may be made under it."""

    licence_id: LicenceId
    performer_id: PerformerId
    at_entry: int
    at: Instant


@dataclass(frozen=True)
class LicenceChanged:
    """A running licence says something else from an entry on: amended, renewed, or ended earlier."""

    licence_id: LicenceId
    performer_id: PerformerId
    kind: str
    from_entry: int
    at: Instant
