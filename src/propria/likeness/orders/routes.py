"""The API of orders to preserve: two of the operator's people sign, either side reads, two lift."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import Instant, wire
from propria.likeness.orders import actions
from propria.likeness.orders.model import Preservation
from propria.parties.model import Actor, Role
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary


class OrderForm(msgspec.Struct, forbid_unknown_fields=True):
    """Who ordered it, under which number, and for how many days."""

    authority: str
    reference: str
    days: int
    return_url: str = "/desk/orders"


class SignOrderForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/desk/orders"


def order_json(order: Preservation, now: Instant) -> dict[str, Any]:
    """An order as the operator's people and its performer see it."""
    return {
        "order": order.id,
        "performer": order.performer_id,
        "authority": order.authority,
        "reference": order.reference,
        "ends_at": wire(order.ends_at),
        "asked_statement": order.asked_statement,
        "confirmed_statement": order.confirmed_statement,
        "lifting_asked_statement": order.lifting_asked_statement,
        "lifted_statement": order.lifted_statement,
        "binds": order.binds(now),
    }


@post("/performers/{performer_id:str}/preservations", status_code=201, sync_to_thread=True)
def ask_to_preserve(
    performer_id: str, data: OrderForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Say, for you to sign, that an order demands this performer's recordings be kept; another person has to confirm it."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_ask(
            actor, performer_id, data.authority, data.reference, data.days, return_url=data.return_url, now=now, db=db
        )
    )  # fmt: skip
    return to_sign(notary, made.id)


@post("/preservations/{order_id:str}/confirmation", status_code=201, sync_to_thread=True)
def confirm_preserving(
    order_id: str, data: SignOrderForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Confirm an order that somebody else asked for, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_confirmation(actor, order_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/preservations/{order_id:str}/lift", status_code=201, sync_to_thread=True)
def lift_preserving(
    order_id: str, data: SignOrderForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """End an order, for you to sign: one person asks, another lifts; what was kept for it alone is then destroyed."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_lifting(actor, order_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@get("/preservations", sync_to_thread=True)
def read_orders(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Orders to preserve: the operator's people read all, a performer those about their own recordings."""
    found = actions.every if actor.role is Role.OPERATOR else actions.of_own
    now = library.clock.now()
    return [order_json(one, now) for one in library.database.read(lambda db: found(actor, db=db))]


HANDLERS = [ask_to_preserve, confirm_preserving, lift_preserving, read_orders]
