"""Rules of who says that they represent a performer; pure."""

from collections.abc import Sequence

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.parties.model import Claimant, ClaimState


def open_claims(claims: Sequence[Claimant]) -> list[Claimant]:
    """Those that the performer has not answered."""
    return [claim for claim in claims if claim.state is ClaimState.OPEN]


def may_claim(by: PersonId, claims: Sequence[Claimant]) -> None:
    """One claim a person; the performer's no is final. Raises: Refused(`parties.claim_settled`)."""
    if any(c.person_id == by and c.state is not ClaimState.KEPT for c in claims):
        raise Refused("parties.claim_settled", "You have said so before; the performer decides.")


def may_settle(kept: str | None, claims: Sequence[Claimant]) -> None:
    """There is a claim, and whoever is kept made one. Raises: Refused(`parties.no_claimant`)."""
    if not claims or (kept is not None and kept not in {c.person_id for c in claims}):
        raise Refused("parties.no_claimant", "Nobody of that name says that they represent you.")


def is_not_contested(claims: Sequence[Claimant]) -> None:
    """At most one claim is open. Raises: Refused(`parties.two_claimants`)."""
    if len({claim.person_id for claim in open_claims(claims)}) > 1:
        raise Refused(
            "parties.two_claimants",
            "Two say that they represent this performer; until the performer settles it, nothing is licensed.",
        )
