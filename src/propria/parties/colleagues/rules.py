"""Rules of who may do what for an organisation that makes things: its founder all, colleagues what was signed; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.errors import Forbidden, NotFound
from propria.kernel.ids import CreatorId, PersonId, StatementId
from propria.parties.model import Creator


class Right(StrEnum):
    """What a colleague may do for their organisation, each given by name.

    `negotiate`: briefs, offers, answers. `sign`: contracts and what is said of licences. `pay`: whatever costs:
    tokens, leases, renders, reports of receipts. All of them read.
    """

    NEGOTIATE = "negotiate"
    SIGN = "sign"
    PAY = "pay"


@dataclass(frozen=True)
class Colleague:
    """Somebody who asked to act for an organisation; with `given_by` they may, until `ended_by`."""

    creator_id: CreatorId
    person_id: PersonId
    rights: frozenset[Right]
    given_by: StatementId | None = None
    ended_by: StatementId | None = None

    @property
    def is_in(self) -> bool:
        """Whether they act for it now."""
        return self.given_by is not None and self.ended_by is None


def may(person_id: PersonId, right: Right, creator: Creator, found: Colleague | None) -> bool:
    """Whether a person may do this for an organisation, as what was signed stands."""
    if person_id == creator.person_id:
        return True
    return found is not None and found.is_in and right in found.rights


def refuse_unless(allowed: bool, right: Right) -> None:
    """Promise that who acts may. Raises: Forbidden(`parties.no_right`)."""
    if not allowed:
        raise Forbidden(
            "parties.no_right", f"Your organisation has not given you this right: {right.value}.", needs=right
        )


def is_founder(person_id: PersonId, creator: Creator) -> None:
    """Only who founded an organisation says who acts for it. Raises: Forbidden(`parties.not_your_team`)."""
    if person_id != creator.person_id:
        raise Forbidden("parties.not_your_team", "Only who founded an organisation says who acts for it.")


def asked(found: Colleague | None) -> Colleague:
    """Somebody who asked to act for it. Raises: NotFound(`parties.no_colleague`)."""
    if found is None:
        raise NotFound("parties.no_colleague", "Nobody by this code asked to act for your organisation.")
    return found


def named(rights: Collection[str]) -> frozenset[Right]:
    """The rights among what was ticked; what is none is none."""
    return frozenset(right for right in Right if right.value in rights)
