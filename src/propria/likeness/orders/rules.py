"""Rules of orders to preserve; pure. One person alone keeps nothing, and ends nothing that binds."""

from propria.kernel.errors import Forbidden, Malformed, NotFound, Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY, Instant
from propria.likeness.orders.model import LONGEST_DAYS, Preservation
from propria.parties.model import Actor, Role

LONGEST_WORDS = 200
LIFTING_ASKED, LIFTED = "lifting_asked", "lifted"


def is_operator(actor: Actor) -> None:
    """Orders are the operator's. Raises: NotFound(`likeness.no_preservation`)."""
    if actor.role is not Role.OPERATOR:
        raise no_order()


def no_order() -> NotFound:
    """The answer for an order that is not there, and for whoever may not know of it."""
    return NotFound("likeness.no_preservation", "There is no such order.")


def stated(authority: str, reference: str, days: int, now: Instant) -> tuple[str, str, Instant]:
    """Who ordered it, under which number, until when. Raises: Malformed(`likeness.no_order`)."""
    said = [" ".join(text.split()) for text in (authority, reference)]
    if not all(0 < len(text) <= LONGEST_WORDS for text in said) or not 0 < days <= LONGEST_DAYS:
        raise Malformed(
            "likeness.no_order",
            "Name who ordered it and its number, and keep for a year at most; a longer order is signed anew.",
            most_days=LONGEST_DAYS,
        )
    return said[0], said[1], now + days * DAY


def may_confirm(person_id: PersonId, order: Preservation, now: Instant) -> None:
    """Somebody else confirms, once, in time. Raises: Forbidden(`likeness.asked_yourself`), Refused(`likeness.order_moved`)."""
    if person_id == order.asked_by:
        raise Forbidden("likeness.asked_yourself", "You asked for this; somebody else has to confirm it.")
    if order.confirmed_statement or order.lifted_statement or now >= order.ends_at:
        raise _moved()


def next_to_lift(person_id: PersonId, order: Preservation) -> str:
    """Which act of this person lifts it: what binds needs one to ask and another to lift; what was never confirmed needs one.

    Raises: Forbidden(`likeness.asked_yourself`), Refused(`likeness.order_moved`).
    """
    if order.lifted_statement:
        raise _moved()
    if order.confirmed_statement and order.lifting_asked_by is None:
        return LIFTING_ASKED
    if order.lifting_asked_by == person_id:
        raise Forbidden("likeness.asked_yourself", "You asked for this; somebody else has to confirm it.")
    return LIFTED


def is_next_to_lift(act: str, person_id: PersonId, order: Preservation) -> None:
    """The signed act is still the next one. Raises: as `next_to_lift`."""
    if next_to_lift(person_id, order) != act:
        raise _moved()


def _moved() -> Refused:
    return Refused("likeness.order_moved", "This order was confirmed, lifted or over before.")
