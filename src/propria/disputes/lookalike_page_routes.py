"""The pages of look-alikes: the list with its form, and one case with what its reader can do."""

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request, Response, get, post

from propria.disputes import declined, lookalikes, pages_lookalikes
from propria.disputes.actions import Office
from propria.disputes.lookalike_routes import media_of
from propria.disputes.model import Defence, Likeness, PanelFinding
from propria.kernel.errors import Malformed, NotFound, PropriaError
from propria.parties import actions as parties
from propria.parties.identity.rules import strength
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text
from propria.record.model import Notary, SigningRequest

Asked = Request[Any, Any, Any]
T = TypeVar("T")


@get("/lookalikes", sync_to_thread=True)
def cases(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Your cases, and for a performer the form of another."""
    return _list(request, actor, library)


def _list(
    request: Asked, actor: Actor, library: Library, *, typed: dict[str, str] | None = None, error: Text = ""
) -> Response[Any]:
    found = library.database.read(lambda db: lookalikes.cases_for(actor, db=db))
    told = pages_lookalikes.lookalikes_page(actor, found, typed=typed, error=error)
    return page("disputes/lookalikes.html", told, request, status=422 if error else 200)


@post("/lookalikes", status_code=303, sync_to_thread=True)
def report(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Something is like you: go and sign it."""
    now = library.clock.now()
    typed = {name: form.one(name) for name in ("output", "sha256", "place", "says")}
    media = media_of(typed["output"], typed["sha256"], typed["place"])

    def work(db: Session) -> SigningRequest:
        kind = chosen(Likeness, form.one("kind"))
        return lookalikes.draft_report(
            actor, kind, media, typed["says"], return_url="/lookalikes", now=now, db=db
        )

    try:
        made = library.database.transact(work)
    except PropriaError as error:
        return _list(request, actor, library, typed=typed, error=words_of(error))
    return go_and_sign(notary, made.id)


def chosen(kinds: Callable[[str], T], value: str) -> T:
    """What was ticked. Raises: Malformed(`disputes.nothing_chosen`)."""
    try:
        return kinds(value)
    except ValueError as error:
        raise Malformed("disputes.nothing_chosen", "Choose one of them.") from error


@get("/lookalikes/{case_id:str}", sync_to_thread=True)
def case(case_id: str, request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """One case. Raises: NotFound(`disputes.no_lookalike`)."""
    return _case(case_id, request, actor, library)


def _case(case_id: str, request: Asked, actor: Actor, library: Library, error: Text = "") -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> pages_lookalikes.LookalikePage:
        found = lookalikes.case_for(actor, case_id, db=db)
        panel = [parties.person(one, db=db) for one in lookalikes.panel_of(found, db=db)]
        performer = parties.performer(found.performer_id, db=db)
        return pages_lookalikes.lookalike_page(
            found,
            performer,
            actor,
            lookalikes.said_of(found, db=db),
            panel,
            declines=declined.opened(found, db=db),
            to_open=declined.to_open(found, db=db),
            known=strength(parties.evidence_about(performer, db=db)),
            answers=lookalikes.may_answer(actor, found, db=db),
            now=now,
            error=error,
        )

    told = library.database.read(work)
    return page("disputes/lookalike.html", told, request, status=422 if error else 200)


@post("/lookalikes/{case_id:str}/{act:str}", status_code=303, sync_to_thread=True)
def does(
    case_id: str,
    act: str,
    request: Asked,
    form: Form,
    actor: Actor,
    library: Library,
    notary: Notary,
    office: Office,
) -> Response[Any]:
    """Say what it is, seat the panel, find, or take back; what is a person's word is signed next."""
    now, back, says = library.clock.now(), f"/lookalikes/{case_id}", form.one("says")

    def work(db: Session) -> SigningRequest | None:
        match act:
            case "answer":
                claims = chosen(Defence, form.one("claims"))
                return lookalikes.draft_answer(actor, case_id, claims, says, return_url=back, now=now, db=db)
            case "finding":
                finding = chosen(PanelFinding, form.one("finding"))
                return lookalikes.draft_finding(
                    actor, case_id, finding, says, return_url=back, now=now, db=db
                )
            case "decline":
                which = form.one("decline")
                return declined.draft_opening(actor, case_id, which, return_url=back, now=now, db=db)
            case "take-back":
                return lookalikes.draft_taking_back(actor, case_id, return_url=back, now=now, db=db)
            case "panel":
                lookalikes.seat(actor, case_id, form.one("people").split(), office, now=now, db=db)
                return None
            case _:
                raise NotFound("disputes.no_lookalike", "There is no such case.")

    try:
        made = library.database.transact(work)
    except PropriaError as error:
        return _case(case_id, request, actor, library, words_of(error))
    return see_other(back) if made is None else go_and_sign(notary, made.id)


HANDLERS: list[Any] = [cases, report, case, does]
