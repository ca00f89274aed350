"""The pages of money: a payee's, a creator's, the operator's, and the statement as a file."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.deals.works import PaperWorks
from propria.kernel.errors import PropriaError
from propria.kernel.ids import LicenceId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.royalties import actions, dues, pages, pages_ledger, statements
from propria.royalties.currencies import RateSource
from propria.royalties.model import PayStatement
from propria.royalties.pages_receipts import read_receipts
from propria.royalties.papers.statement import statement_pdf
from propria.web.typed_form import Notice, Reading, Typed, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)


@get("/money", sync_to_thread=True)
def money(
    request: Asked,
    actor: Actor,
    library: Library,
    payee: str = "",
    currency: str = "",
    first: str = "",
    last: str = "",
) -> Response[Any]:
    """What is owed, for which use, under which clause."""
    now = library.clock.now()
    match actor.role:
        case Role.OPERATOR:
            return _ledger(request, actor, library, Typed(), None)
        case Role.CREATOR:
            return _creators(request, actor, library, Typed(), None)
        case _:
            return page(
                "royalties/money.html", _own(actor, library, (payee, currency, first, last), now), request
            )


def _own(actor: Actor, library: Library, asked: tuple[str, str, str, str], now: Instant) -> pages.MoneyPage:
    def work(db: Session) -> pages.MoneyPage:
        payees = pages.payees_of(actor, now=now, db=db)
        period = pages.read_period(asked[0] or payees[0], *asked[1:], now=now)
        return pages.money_page(actor, period, payees, now=now, db=db)

    return library.database.read(work)


def _statement(actor: Actor, library: Library, asked: tuple[str, str, str, str]) -> PayStatement:
    now = library.clock.now()
    period = pages.read_period(*asked, now=now)
    return library.database.read(lambda db: pages.statement_of(actor, period, now=now, db=db))


@get("/money/statement.csv", sync_to_thread=True)
def statement_csv(
    actor: Actor, library: Library, payee: str, currency: str = "", first: str = "", last: str = ""
) -> Response[bytes]:
    """The statement as CSV."""
    made = _statement(actor, library, (payee, currency, first, last))
    return _file(statements.to_csv(made), "text/csv", "csv", payee)


@get("/money/statement.pdf", sync_to_thread=True)
def statement_file(
    actor: Actor,
    library: Library,
    paper_works: PaperWorks,
    payee: str,
    currency: str = "",
    first: str = "",
    last: str = "",
) -> Response[bytes]:
    """The statement as PDF."""
    made = _statement(actor, library, (payee, currency, first, last))
    return _file(statement_pdf(made, paper_works.press), "application/pdf", "pdf", payee)


def _file(content: bytes, media_type: str, ending: str, payee: str) -> Response[bytes]:
    named = {"content-disposition": f'attachment; filename="statement-{payee}.{ending}"'}
    return Response(content, media_type=media_type, headers=named)


def _ledger(
    request: Asked, actor: Actor, library: Library, typed: Typed, notice: Notice | None
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(lambda db: pages_ledger.ledger_page(actor, typed, notice, now=now, db=db))
    return page("royalties/money_operator.html", found, request, status=422 if notice else 200)


def _creators(
    request: Asked, actor: Actor, library: Library, typed: Typed, notice: Notice | None
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(lambda db: pages_ledger.creator_page(actor, typed, notice, now=now, db=db))
    return page("royalties/money_creator.html", found, request, status=422 if notice else 200)


def _first_error(reading: Reading) -> Notice:
    field, said = next(iter(reading.errors.items()))
    return Notice("request.malformed", Words(said.zh, f"{field.replace('_', ' ').capitalize()}: {said.en}"))


@post("/money/receipts", status_code=303, sync_to_thread=True)
def report_receipts(
    request: Asked, form: Form, actor: Actor, library: Library, rates: RateSource
) -> Response[Any]:
    """Say what a work took in; for its creator."""
    now, reading = library.clock.now(), Reading(Typed.of(form))
    told = read_receipts(reading)
    if told is None:
        return _creators(request, actor, library, reading.typed, _first_error(reading))

    def act(db: Session) -> Any:
        return dues.report_receipts(actor, *told, rates, now=now, db=db)

    try:
        library.database.transact(act)
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _creators(request, actor, library, reading.typed, notice_of(error))
    return see_other("/money#receipts")


def _or_tell(
    request: Asked, actor: Actor, library: Library, reading: Reading, act: Callable[[Session], Any]
) -> Response[Any]:
    actions.only_operator(actor)
    if reading.errors:
        return _ledger(request, actor, library, reading.typed, _first_error(reading))
    try:
        library.database.transact(act)
    except PropriaError as error:
        if error.status in PRIVATE and error.code == "royalties.no_account":
            raise
        return _ledger(request, actor, library, reading.typed, notice_of(error))
    return see_other("/money")


@post("/money/funds", status_code=303, sync_to_thread=True)
def hold_funds(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Record that money for a licence is held."""
    now, reading = library.clock.now(), Reading(Typed.of(form))
    amount = reading.money("amount", form.one("currency", "CNY"))
    licence_id, reference = reading.line("licence"), reading.line("reference")

    def act(db: Session) -> Any:
        licences.licence(licence_id, db=db)
        return actions.hold_funds(actor, LicenceId(licence_id), amount, reference=reference, now=now, db=db)

    return _or_tell(request, actor, library, reading, act)


@post("/money/payouts", status_code=303, sync_to_thread=True)
def pay_out(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Record that a payee was paid."""
    now, reading = library.clock.now(), Reading(Typed.of(form))
    amount = reading.money("pay_amount", form.one("pay_currency", "CNY"))
    payee, reference = reading.line("payee"), reading.line("pay_reference")

    def act(db: Session) -> Any:
        return actions.pay_out(actor, payee, amount, reference=reference, now=now, db=db)

    return _or_tell(request, actor, library, reading, act)


@post("/money/returns", status_code=303, sync_to_thread=True)
def give_back(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Record that held money went back to a creator."""
    now, reading = library.clock.now(), Reading(Typed.of(form))
    licence_id, currency, minor = (*reading.line("order").split(), "", "", "")[:3]
    reference = reading.line("return_reference")

    def act(db: Session) -> Any:
        licence = licences.licence(licence_id, db=db)
        amount = Money.from_json({"currency": currency, "minor": minor})
        return actions.release_hold(actor, licence.id, amount, reference=reference, now=now, db=db)

    return _or_tell(request, actor, library, reading, act)


HANDLERS: list[Any] = [
    money,
    statement_csv,
    statement_file,
    hold_funds,
    pay_out,
    give_back,
    report_receipts,
]
