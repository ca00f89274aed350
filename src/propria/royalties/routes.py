"""The API of money: funds held, payouts, pay statements, and the ledger for another program to check."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response, get, post

from propria.deals.works import PaperWorks
from propria.kernel.ids import LicenceId
from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Name
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.royalties import actions, dues, endings, export, statements, store
from propria.royalties.currencies import RateSource
from propria.royalties.dues import Receipts
from propria.royalties.model import PayStatement, Transfer
from propria.royalties.papers.statement import statement_pdf


class FundsForm(msgspec.Struct, forbid_unknown_fields=True):
    """Money that reached the operator's account for a licence, under the bank's reference."""

    licence: str
    amount: dict[str, str]
    reference: str


class ReceiptsTold(msgspec.Struct, forbid_unknown_fields=True):
    """What a work took in during [starts_at, ends_at)."""

    amount: dict[str, str]
    starts_at: str
    ends_at: str


class PayoutForm(msgspec.Struct, forbid_unknown_fields=True):
    """Money that was paid to somebody, under the bank's reference."""

    payee: str
    amount: dict[str, str]
    reference: str


def _moved(move: Callable[..., Transfer], data: FundsForm, actor: Actor, library: Library) -> Transfer:
    """Money for a licence that came or went, recorded under the bank's reference."""
    licence, amount, now = LicenceId(data.licence), Money.from_json(data.amount), library.clock.now()
    return library.database.transact(
        lambda db: move(actor, licence, amount, reference=data.reference, now=now, db=db)
    )


@post("/funds", status_code=201, sync_to_thread=True)
def hold_funds(data: FundsForm, actor: Actor, library: Library) -> dict[str, str]:
    """Record that money for a licence is held."""
    made = _moved(actions.hold_funds, data, actor, library)
    return {"transfer": made.id, "held": str(made.amount)}


@post("/payouts", status_code=201, sync_to_thread=True)
def pay_out(data: PayoutForm, actor: Actor, library: Library) -> dict[str, str]:
    """Record that a payee was paid."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.pay_out(
            actor, data.payee, Money.from_json(data.amount), reference=data.reference, now=now, db=db
        )
    )
    return {"transfer": made.id, "paid": str(made.amount)}


@post("/funds/returns", status_code=201, sync_to_thread=True)
def give_back(data: FundsForm, actor: Actor, library: Library) -> dict[str, str]:
    """Record that held money went back to a licence's creator."""
    made = _moved(actions.release_hold, data, actor, library)
    return {"transfer": made.id, "returned": str(made.amount)}


@get("/funds/orders", sync_to_thread=True)
def read_orders(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What is held for licences that are over, and goes back to their creators. For the operator."""
    actions.only_operator(actor)
    now = library.clock.now()
    found = library.database.read(lambda db: endings.to_give_back(now=now, db=db))
    return [{"licence": order.licence_id, "amount": order.amount.to_json()} for order in found]


@post("/licences/{licence_id:str}/receipts", status_code=201, sync_to_thread=True)
def report_receipts(
    licence_id: str, data: ReceiptsTold, actor: Actor, library: Library, rates: RateSource
) -> dict[str, Any]:
    """Say what the work of a licence took in during a time that is over; its share of receipts is charged."""
    now = library.clock.now()
    told = Receipts(Money.from_json(data.amount), instant(data.starts_at), instant(data.ends_at))
    made = library.database.transact(
        lambda db: dues.report_receipts(actor, licence_id, told, rates, now=now, db=db)
    )
    origin = made.use.origin
    return {
        "use": made.use.id,
        "clause": made.use.clause,
        "charged": made.change.to_json(),
        "converted": None if origin is None else origin.to_json(),
    }


@get("/statements/{payee:str}", sync_to_thread=True)
def read_statement(
    payee: str, actor: Actor, library: Library, starts_at: str, ends_at: str, currency: str = "CNY"
) -> Response[bytes]:
    """A pay statement as CSV; every line names its use and its clause."""
    made = _statement(payee, actor, library, starts_at, ends_at, currency)
    named = {"content-disposition": f'attachment; filename="statement-{payee}.csv"'}
    return Response(statements.to_csv(made), media_type="text/csv; charset=utf-8", headers=named)


@get("/statements/{payee:str}/pdf", sync_to_thread=True)
def read_statement_paper(
    payee: str,
    actor: Actor,
    library: Library,
    paper_works: PaperWorks,
    starts_at: str,
    ends_at: str,
    currency: str = "CNY",
) -> Response[bytes]:
    """The same pay statement as a PDF in both languages, its lines attached as CSV."""
    made = _statement(payee, actor, library, starts_at, ends_at, currency)
    named = {"content-disposition": f'attachment; filename="statement-{payee}.pdf"'}
    pdf = statement_pdf(made, paper_works.press)
    return Response(pdf, media_type="application/pdf", headers=named)


def _statement(
    payee: str, actor: Actor, library: Library, starts_at: str, ends_at: str, currency: str
) -> PayStatement:
    now = library.clock.now()
    return library.database.read(
        lambda db: actions.statement(
            actor,
            payee,
            name_of(payee, db=db),
            currency,
            starts_at=instant(starts_at),
            ends_at=instant(ends_at),
            now=now,
            db=db,
        )
    )


def name_of(payee: str, *, db: Session) -> Name:
    """The name on a statement. Raises: NotFound(`parties.no_performer`, `parties.no_person`)."""
    if payee.startswith("prf_"):
        return parties.performer(payee, db=db).name
    return parties.person(payee, db=db).name


@get("/ledger", sync_to_thread=True)
def read_ledger(actor: Actor, library: Library) -> Response[str]:
    """The whole ledger as an hledger journal, for the operator.

    Raises: NotFound(`royalties.no_account`).
    """
    actions.only_operator(actor)
    found = library.database.read(lambda db: export.journal(store.transfers(db=db)))
    return Response(found, media_type="text/plain; charset=utf-8")


HANDLERS: list[Any] = [
    hold_funds,
    give_back,
    read_orders,
    report_receipts,
    pay_out,
    read_statement,
    read_statement_paper,
    read_ledger,
]
