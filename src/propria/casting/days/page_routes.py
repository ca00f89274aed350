"""The pages of dates: read the request, call an action, fill the page."""

from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get, post

from propria.casting.days import actions, pages
from propria.casting.days.model import Doing, Wanted
from propria.casting.days.rules import MOST_AWAY
from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record.model import Notary
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
_NOT_DAYS = Words("请写成 2027-01-31 这样的日期，以逗号分开。", "Write days like 2027-01-31, between commas.")


@get("/days", sync_to_thread=True)
def days(request: Asked, actor: Actor, library: Library, undo: list[str] | None = None) -> Response[Any]:
    """The days that you asked for, or that you are asked for."""
    return _page(request, actor, library, undo=tuple(undo or ()))


def _page(
    request: Asked, actor: Actor, library: Library, *, undo: tuple[str, ...] = (), notice: Notice | None = None,
    typed: Typed | None = None
) -> Response[Any]:  # fmt: skip
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages.days_page(actor, undo=undo, notice=notice, typed=typed, now=now, db=db)
    )
    return page("casting/days.html", found, request, status=422 if notice else 200)


@get("/briefs/{brief_id:str}/days/new", sync_to_thread=True)
def ask_form(
    request: Asked,
    brief_id: str,
    actor: Actor,
    library: Library,
    performer: list[str] | None = None,
) -> Response[Any]:
    """The form by which some of a shortlist are asked about days."""
    now, chosen = library.clock.now(), frozenset(performer or ())
    found = library.database.read(
        lambda db: pages.days_form(actor, brief_id, chosen, Typed({}), now=now, db=db)
    )
    return page("casting/days_form.html", found, request)


@post("/briefs/{brief_id:str}/days", status_code=303, sync_to_thread=True)
def ask(request: Asked, brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Ask them; the page that follows offers to undo it."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    chosen = typed.many("performer")
    wanted = _read_wanted(reading, now)
    notice = Notice("casting.days_unclear", _NOT_DAYS) if reading.errors else None
    if notice is None:
        try:
            done = library.database.transact(
                lambda db: actions.ask(actor, brief_id, chosen, wanted, now=now, db=db)
            )
            return see_other("/days?" + "&".join(f"undo={one.id}" for one in done.asked))
        except PropriaError as error:
            if error.status in (401, 404):
                raise
            notice = notice_of(error)
    found = library.database.read(
        lambda db: pages.days_form(
            actor, brief_id, frozenset(chosen), typed, notice, errors=reading.errors, now=now, db=db
        )
    )
    return page("casting/days_form.html", found, request, status=422)


def _read_wanted(reading: Reading, now: Instant) -> Wanted:
    typed = reading.typed
    first = reading.day("first")
    last = reading.day("last") if typed.one("last") else first
    answer = reading.day("answer_by")
    found: set[date] = set()
    try:
        more = read_days(typed.one("more"))
        found = set(_run(first, last)) if first and last else set()
    except ValueError:
        more = set()
        reading.errors["more"] = _NOT_DAYS
    doing = Doing(typed.one("doing")) if typed.one("doing") in set(Doing) else Doing.RECORDING
    by = midnight(answer) if answer else now
    return Wanted(tuple(sorted(found | more)), doing, typed.one("place"), by)


def _run(first: date, last: date) -> list[date]:
    length = (last - first).days + 1
    if not 0 < length <= MOST_AWAY:
        raise ValueError("too long")
    return [first + timedelta(days=n) for n in range(length)]


def read_days(text: str) -> set[date]:
    """Days between commas, runs of them as `first..last`. Raises: ValueError.

    >>> sorted(day.day for day in read_days("2027-01-31, 2027-02-01..2027-02-02"))
    [1, 2, 31]
    """
    found: set[date] = set()
    for part in Typed({"days": (text,)}).listed("days"):
        first, _, last = part.partition("..")
        found.update(_run(date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())))
    return found


@post("/days/let-go", status_code=303, sync_to_thread=True)
def undo_asking(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Let all these days go: what was just asked is asked no more."""
    now = library.clock.now()

    def work(db: Any) -> None:
        for one in form.many("days"):
            actions.act(actor, one, "let_go", now=now, db=db)

    library.database.transact(work)
    return see_other("/days")


@post("/days/away", status_code=303, sync_to_thread=True)
def set_away(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Say on which days you are away."""
    now, typed = library.clock.now(), Typed.of(form)
    try:
        kept = read_days(typed.one("days").replace("\n", ","))
        library.database.transact(lambda db: actions.set_away(actor, kept, now=now, db=db))
    except ValueError:
        return _page(request, actor, library, notice=Notice("casting.days_unclear", _NOT_DAYS), typed=typed)
    except Malformed as error:
        return _page(request, actor, library, notice=notice_of(error), typed=typed)
    return see_other("/days")


@post("/days/{days_id:str}/{act:str}", status_code=303, sync_to_thread=True)
def step(request: Asked, days_id: str, act: str, actor: Actor, library: Library) -> Response[Any]:
    """Take one step."""
    now = library.clock.now()
    try:
        library.database.transact(lambda db: actions.act(actor, days_id, act, now=now, db=db))
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, actor, library, notice=notice_of(error))
    return see_other("/days")


@post("/days/{days_id:str}/sign/{act:str}", status_code=303, sync_to_thread=True)
def sign(
    request: Asked, days_id: str, act: str, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Write it down, and go and sign it."""
    now = library.clock.now()
    try:
        made = library.database.transact(
            lambda db: actions.draft(actor, days_id, act, return_url="/days", now=now, db=db)
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _page(request, actor, library, notice=notice_of(error))
    return go_and_sign(notary, made.id)


HANDLERS: list[Any] = [days, ask_form, ask, undo_asking, set_away, step, sign]
