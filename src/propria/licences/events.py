"""News from licences."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.kernel.ids import LicenceId, PerformerId, UseId
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


@dataclass(frozen=True)
class LeaseUseReported:
    """A use that was made offline under a lease is known now; whoever keeps the money charges it in this transaction.

    `used_at` is its holder's word; `leased_at_entry` says which version of the licence it was leased under.
    """

    use_id: UseId
    licence_id: LicenceId
    leased_at_entry: int
    act: str
    amounts: Mapping[str, int]
    used_at: Instant
    at: Instant
