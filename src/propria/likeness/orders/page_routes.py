"""The operator's page of orders to preserve, and the way to the signing host."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.likeness import actions as likeness
from propria.likeness.model import AssetState
from propria.likeness.orders import actions, pages
from propria.likeness.orders.model import Holding, Preservation
from propria.likeness.signing import go_and_sign_what
from propria.likeness.slots import HeldElsewhere
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record import actions as record
from propria.record.model import Notary, SigningRequest
from propria.web.typed_form import Notice

Asked = Request[Any, Any, Any]
HERE = "/desk/orders"


def _page(
    request: Asked,
    actor: Actor,
    library: Library,
    held_elsewhere: HeldElsewhere,
    *,
    typed: dict[str, str] | None = None,
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> pages.OrdersPage:
        known = [_known(order, held_elsewhere, db=db) for order in actions.every(actor, db=db)]
        return pages.orders_page(known, viewer=actor.person_id, now=now, typed=typed, notice=notice)

    return page("likeness/orders.html", library.database.read(work), request, status=422 if notice else 200)


def _known(order: Preservation, held_elsewhere: HeldElsewhere, *, db: Session) -> pages.Known:
    name = parties.performer(order.performer_id, db=db).name
    assets = likeness.assets_of(order.performer_id, db=db)
    recordings = Holding(
        sum(a.state is not AssetState.SHREDDED for a in assets),
        sum(a.state is AssetState.SEALED for a in assets),
    )
    return pages.Known(
        order,
        Words(name.zh, name.en),
        tuple(_signed(statement_id, db=db) for statement_id in order.statements),
        ((Words("录制素材", "Recordings"), recordings), *held_elsewhere(order.performer_id, db)),
    )


def _signed(statement_id: str, *, db: Session) -> pages.Signed:
    stored = record.statement(statement_id, db=db)
    name = parties.person(stored.statement.body["by"], db=db).name
    did = pages.ACT_WORDS[stored.statement.type.partition(".")[2]]
    return pages.Signed(Words(name.zh, name.en), did, stored.logged_at, f"/log/bundles/{statement_id}")


@get(HERE, sync_to_thread=True)
def orders(request: Asked, actor: Actor, library: Library, held_elsewhere: HeldElsewhere) -> Response[Any]:
    """Orders to preserve, for the operator's people. Raises: NotFound(`likeness.no_preservation`) for anybody else."""
    return _page(request, actor, library, held_elsewhere)


def _signs(
    request: Asked,
    actor: Actor,
    library: Library,
    notary: Notary,
    held_elsewhere: HeldElsewhere,
    work: Callable[[Session], SigningRequest],
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    def refused(notice: Notice) -> Response[Any]:
        return _page(request, actor, library, held_elsewhere, typed=typed, notice=notice)

    return go_and_sign_what(work, library, notary, refused)


@post(HERE, status_code=303, sync_to_thread=True)
def ask(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary, held_elsewhere: HeldElsewhere
) -> Response[Any]:
    """Write down that an order demands it, and go and sign."""
    now = library.clock.now()
    typed = {name: form.one(name) for name in ("performer", "authority", "reference", "days")}
    days = int(typed["days"]) if typed["days"].isdecimal() and len(typed["days"]) < 6 else 0

    def work(db: Session) -> SigningRequest:
        return actions.draft_ask(
            actor, typed["performer"].strip(), typed["authority"], typed["reference"], days, return_url=HERE, now=now, db=db
        )  # fmt: skip

    return _signs(request, actor, library, notary, held_elsewhere, work, typed)


@post(HERE + "/{order_id:str}/confirm", status_code=303, sync_to_thread=True)
def confirm(
    order_id: str, request: Asked, actor: Actor, library: Library, notary: Notary, held_elsewhere: HeldElsewhere
) -> Response[Any]:  # fmt: skip
    """Go and sign as the second person."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return actions.draft_confirmation(actor, order_id, return_url=HERE, now=now, db=db)

    return _signs(request, actor, library, notary, held_elsewhere, work)


@post(HERE + "/{order_id:str}/lift", status_code=303, sync_to_thread=True)
def lift(
    order_id: str, request: Asked, actor: Actor, library: Library, notary: Notary, held_elsewhere: HeldElsewhere
) -> Response[Any]:  # fmt: skip
    """Go and sign towards its end: the first person asks, another lifts it."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return actions.draft_lifting(actor, order_id, return_url=HERE, now=now, db=db)

    return _signs(request, actor, library, notary, held_elsewhere, work)


HANDLERS: list[Any] = [orders, ask, confirm, lift]
