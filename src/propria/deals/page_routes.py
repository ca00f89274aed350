"""The pages of deals: read the request, call an action, fill the page; a refusal comes back on the same page."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.casting import actions as casting
from propria.deals import actions, declines, notes, outward, pages, pages_board, reasons, sealing, tries
from propria.deals.actions import Room
from propria.deals.model import TermSheet
from propria.deals.notes import Remark
from propria.deals.pages_deal import deal_page
from propria.deals.pages_split import split_page
from propria.deals.routes import Skipped
from propria.deals.sheet_form import lapse_after, read_sheet_form, sheet_parts, typed_offer, typed_sheet
from propria.deals.works import PaperWorks
from propria.kernel.errors import PropriaError
from propria.parties.model import Actor, Name
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.components import Field
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record.model import Notary
from propria.web.typed_form import Notice, Reading, Typed, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)
_BY_CODE = Name("这位演员", "this performer")
_INVITATION = Words("对方给您的邀请码", "The invitation that they gave you")
_SENT = Words(
    "越过红线或低于底价的报价发不出去。发出后，对方可同意、还价或谢绝；在双方签署之前，什么也不允许。",
    "An offer across a red line or below the floor cannot be sent. They may agree, counter or decline; "
    "until both have signed, nothing is allowed.",
)
_COUNTERED = Words(
    "改您要改的，其余照旧。对方会看到每一处改动及其含义。",
    "Change what you would change; the rest stays. The other side sees each change and what it means.",
)


@get("/deals", sync_to_thread=True)
def deals(request: Asked, actor: Actor, library: Library, undo: str = "", skip: Skipped = 0) -> Response[Any]:
    """Your talks: whose turn it is."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages.deals_page(actor, undo, skip=skip, now=now, db=db))
    return page("deals/deals.html", found, request)


@get("/board", sync_to_thread=True)
def board(request: Asked, actor: Actor, library: Library, project: str = "") -> Response[Any]:
    """The whole cast of one project."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages_board.board_page(actor, project, now=now, db=db))
    return page("deals/board.html", found, request)


def _deal(
    request: Asked,
    deal_id: str,
    actor: Actor,
    library: Library,
    *,
    against: int = 0,
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> Any:
        seen = actions.room(actor, deal_id, now=now, db=db)
        return deal_page(actor, seen, against=against, notice=notice, now=now, db=db)

    found = library.database.read(work)
    return page("deals/deal.html", found, request, status=422 if notice else 200)


@get("/deals/{deal_id:str}", sync_to_thread=True)
def deal(request: Asked, deal_id: str, actor: Actor, library: Library, against: int = 0) -> Response[Any]:
    """One negotiation, for one of its sides."""
    return _deal(request, deal_id, actor, library, against=against)


@get("/deals/{deal_id:str}/split", sync_to_thread=True)
def split(request: Asked, deal_id: str, actor: Actor, library: Library, amount: str = "") -> Response[Any]:
    """Who gets which part of an amount under the newest terms."""
    now = library.clock.now()
    found = library.database.read(lambda db: split_page(actor, deal_id, amount, now=now, db=db))
    return page("deals/split.html", found, request)


def _or_tell(
    request: Asked, deal_id: str, actor: Actor, library: Library, act: Callable[[], Any]
) -> Response[Any]:
    """Do it and show the talks again; a refusal is told on the same page."""
    try:
        act()
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _deal(request, deal_id, actor, library, notice=notice_of(error))
    return see_other(f"/deals/{deal_id}")


@post("/deals/{deal_id:str}/agree", status_code=303, sync_to_thread=True)
def agree(request: Asked, deal_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Agree to the newest version."""
    now = library.clock.now()

    def act() -> Any:
        return library.database.transact(lambda db: actions.agree(actor, deal_id, now=now, db=db))

    return _or_tell(request, deal_id, actor, library, act)


@post("/deals/{deal_id:str}/end", status_code=303, sync_to_thread=True)
def end(
    request: Asked, deal_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Decline, take back or reopen, as the form names it."""
    now, named, reason = library.clock.now(), form.one("act"), form.one("reason")

    def act() -> Any:
        return library.database.transact(
            lambda db: declines.end(actor, deal_id, named, reason, notary=notary, now=now, db=db)
        )

    return _or_tell(request, deal_id, actor, library, act)


@post("/deals/{deal_id:str}/decline", status_code=303, sync_to_thread=True)
def decline(
    request: Asked, deal_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Decline in one tap; the page that follows offers to undo it."""
    now, because = library.clock.now(), form.one("because")
    try:
        library.database.transact(
            lambda db: reasons.decline_because(actor, deal_id, because, notary=notary, now=now, db=db)
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _deal(request, deal_id, actor, library, notice=notice_of(error))
    return see_other(f"/deals?undo={deal_id}")


@post("/deals/{deal_id:str}/notes", status_code=303, sync_to_thread=True)
def write_note(request: Asked, deal_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Say something beside the terms."""
    now = library.clock.now()

    def act() -> Any:
        remark = Remark(form.one("pin"), form.one("text"), form.one("private") == "yes")
        return library.database.transact(lambda db: notes.write(actor, deal_id, remark, now=now, db=db))

    return _or_tell(request, deal_id, actor, library, act)


@post("/deals/{deal_id:str}/contract", status_code=303, sync_to_thread=True)
def make_contract(
    request: Asked, deal_id: str, form: Form, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[Any]:
    """Make the contract from the agreed terms."""
    now = library.clock.now()

    def act() -> Any:
        sources = library.database.read(lambda db: actions.paper_for(actor, deal_id, now=now, db=db))
        made = paper_works.make(sources.paper())
        return library.database.transact(
            lambda db: actions.keep_contract(
                actor, deal_id, sources, made.digest, made.terms_digest, now=now, db=db
            )
        )

    return _or_tell(request, deal_id, actor, library, act)


@post("/deals/{deal_id:str}/sign", status_code=303, sync_to_thread=True)
def sign(
    request: Asked, deal_id: str, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """To the signing host, with the statement by which your side signs the contract."""
    now, contract_id = library.clock.now(), form.one("contract")
    try:
        made = library.database.transact(
            lambda db: actions.draft_signature(
                actor, contract_id, return_url=f"/deals/{deal_id}", now=now, db=db
            )
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _deal(request, deal_id, actor, library, notice=notice_of(error))
    return go_and_sign(notary, made.id)


@get("/contracts/{contract_id:str}/file", sync_to_thread=True)
def contract_file(
    contract_id: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[bytes]:
    """The contract exactly as it is signed."""
    now = library.clock.now()
    kept, _ = library.database.read(lambda db: actions.contract_for(actor, contract_id, now=now, db=db))
    return _pdf(paper_works.file(kept), contract_id)


@get("/contracts/{contract_id:str}/sealed", sync_to_thread=True)
def sealed_file(contract_id: str, actor: Actor, library: Library, paper_works: PaperWorks) -> Response[bytes]:
    """The contract with one seal for each act."""
    now = library.clock.now()
    kept, acts = library.database.read(lambda db: sealing.acts_for(actor, contract_id, now=now, db=db))
    return _pdf(paper_works.sealed(kept, acts, now=now), contract_id)


def _pdf(content: bytes, name: str) -> Response[bytes]:
    named = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=named)


@get("/deals/{deal_id:str}/counter", sync_to_thread=True)
def counter_form(request: Asked, deal_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The form of a counter, filled with the newest version."""
    now = library.clock.now()
    seen = library.database.read(lambda db: actions.room(actor, deal_id, now=now, db=db))
    return page("deals/sheet_form.html", _counter_form(seen, typed_sheet(seen.sheet)), request)


def _counter_form(
    seen: Room, typed: Typed, notice: Notice | None = None, reading: Reading | None = None
) -> pages.SheetForm:
    return pages.SheetForm(
        heading=Words("您要改什么？", "What would you change?"),
        lede=_COUNTERED,
        action=f"/deals/{seen.deal.id}/counter",
        back=f"/deals/{seen.deal.id}",
        hidden=(),
        code=None,
        parts=sheet_parts(typed, reading.errors if reading else {}, notice),
        lapses=None,
        is_counter=True,
    )


@post("/deals/{deal_id:str}/counter", status_code=303, sync_to_thread=True)
def counter(request: Asked, deal_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Put another version of the terms."""
    now, typed = library.clock.now(), Typed.of(form)
    seen = library.database.read(lambda db: actions.room(actor, deal_id, now=now, db=db))
    reading = Reading(typed)
    sheet = read_sheet_form(reading, project=seen.sheet.project, roles=_roles(seen.sheet), before=seen.sheet)
    if sheet is None:
        return page("deals/sheet_form.html", _counter_form(seen, typed, None, reading), request, status=422)
    try:
        library.database.transact(lambda db: tries.count_version(actor, deal_id, now=now, db=db))
        library.database.transact(lambda db: actions.counter(actor, deal_id, sheet, now=now, db=db))
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        told = _counter_form(seen, typed, notice_of(error))
        return page("deals/sheet_form.html", told, request, status=422)
    return see_other(f"/deals/{deal_id}")


def _roles(sheet: TermSheet) -> tuple[str, ...]:
    return tuple(sorted(sheet.scope.role)) if isinstance(sheet.scope.role, frozenset) else ()


@get("/briefs/{brief_id:str}/offers/new", sync_to_thread=True)
def offer_form(
    request: Asked, brief_id: str, actor: Actor, library: Library, performer: str = ""
) -> Response[Any]:
    """The form of an offer, filled from the brief."""
    now = library.clock.now()
    brief, name = library.database.read(
        lambda db: (casting.brief(actor, brief_id, db=db), outward.name_of(performer, now=now, db=db))
    )
    told = _offer_form(brief_id, performer, typed_offer(brief, name), name)
    return page("deals/sheet_form.html", told, request)


def _offer_form(
    brief_id: str,
    performer: str,
    typed: Typed,
    name: Name | None,
    notice: Notice | None = None,
    reading: Reading | None = None,
) -> pages.SheetForm:
    errors = reading.errors if reading else {}
    who = name or _BY_CODE
    return pages.SheetForm(
        heading=Words(f"您请{who.zh}做什么？", f"What do you offer {who.en}?"),
        lede=_SENT,
        action=f"/briefs/{brief_id}/offers",
        back=f"/briefs/{brief_id}",
        hidden=() if name is None else (("performer", performer),),
        code=Field("performer", _INVITATION, value=performer) if name is None else None,
        parts=sheet_parts(typed, errors, notice),
        lapses=Field(
            "lapses_days",
            Words("几天内有效（至多 60）", "Stands for how many days, 60 at most"),
            kind="number",
            value=typed.one("lapses_days"),
            error=errors.get("lapses_days", ""),
        ),
        is_counter=False,
    )


@post("/briefs/{brief_id:str}/offers", status_code=303, sync_to_thread=True)
def make_offer(request: Asked, brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Send an offer."""
    now, typed = library.clock.now(), Typed.of(form)
    performer = typed.one("performer")
    brief, name = library.database.read(
        lambda db: (casting.brief(actor, brief_id, db=db), outward.name_of(performer, now=now, db=db))
    )
    reading = Reading(typed)
    roles = tuple(sorted(brief.scope.role)) if isinstance(brief.scope.role, frozenset) else ()
    sheet = read_sheet_form(reading, project=brief.project, roles=roles, before=None)
    lapses_at = lapse_after(reading, now=now)
    if sheet is None or reading.errors:
        told = _offer_form(brief_id, performer, typed, name, None, reading)
        return page("deals/sheet_form.html", told, request, status=422)
    try:
        library.database.transact(lambda db: tries.count_offer(actor, performer, now=now, db=db))
        made = library.database.transact(
            lambda db: actions.make_offer(
                actor, brief_id, performer, sheet, lapses_at=lapses_at, now=now, db=db
            )
        )
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        told = _offer_form(brief_id, performer, typed, name, notice_of(error))
        return page("deals/sheet_form.html", told, request, status=422)
    return see_other(f"/deals/{made.id}")


HANDLERS: list[Any] = [
    deals,
    board,
    deal,
    split,
    agree,
    end,
    decline,
    write_note,
    make_contract,
    sign,
    contract_file,
    sealed_file,
    counter_form,
    counter,
    offer_form,
    make_offer,
]
