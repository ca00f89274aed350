"""Rules of whose hands are on a contract for the performer's side; pure."""

from collections.abc import Mapping

from propria.deals.model import Hand, TermSheet
from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.parties.model import Capacity, Death

AFTER_DEATH = frozenset({"after_death"})
Hands = Mapping[PersonId, Hand]
Seats = Mapping[PersonId, Capacity]


def is_whole(hands: Hands, seats: Seats, *, mandate_suffices: bool) -> bool:
    """Whether the performer's side has signed: everybody in a seat, or, where that suffices, one with a mandate."""
    by_mandate = any(hand.capacity is Capacity.MANDATE for hand in hands.values())
    return not missing(hands, seats) or (mandate_suffices and by_mandate)


def missing(hands: Hands, seats: Seats) -> list[PersonId]:
    """Who in a seat has not signed in that right."""
    return [
        person
        for person, capacity in seats.items()
        if person not in hands or hands[person].capacity is not capacity
    ]


def check_whole(hands: Hands, seats: Seats) -> None:
    """At the last signature everybody in a seat has signed, in the right they hold now.

    Raises: Refused(`deals.hand_missing`).
    """
    if missing(hands, seats):
        raise Refused("deals.hand_missing", "Somebody who has to sign for the performer has not signed.")


def states_minor(sheet: TermSheet) -> None:
    """The terms say that the performer is a minor, so that the rules for minors reach them.

    Raises: Refused(`deals.minor_unstated`).
    """
    if "minor" not in sheet.facts:
        raise Refused("deals.minor_unstated", "The terms have to state that the performer is under 18.")


def states_death(sheet: TermSheet, death: Death | None) -> None:
    """Terms with an estate say that the performer has died and that they are for use after it.

    Raises: Refused(`deals.death_unstated`).
    """
    if death is not None and ("performer_dead" not in sheet.facts or sheet.scope.life != AFTER_DEATH):
        raise Refused(
            "deals.death_unstated",
            "The performer has died: the terms have to state it, and to allow use after death by name.",
        )


def may_add(by: PersonId, hands: Hands, seats: Seats, *, is_whole: bool) -> None:
    """Nobody signs twice in the same right, and once the side has signed only a seat's own key is added to a mandate's.

    Raises: Refused(`deals.signed_already`).
    """
    again = by in hands and hands[by].capacity is seats.get(by, Capacity.MANDATE)
    late = is_whole and (by not in seats or not missing(hands, seats))
    if again or late:
        raise Refused("deals.signed_already", "Your side has signed this contract.")
