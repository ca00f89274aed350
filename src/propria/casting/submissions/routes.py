"""Submissions over pages and the API: open a brief to representatives, propose performers, read who is proposed, pull out."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post, put

from propria.casting.submissions import actions, pages
from propria.casting.submissions.model import Call, Submission, Submitted
from propria.kernel.errors import PropriaError
from propria.kernel.time import wire
from propria.parties.model import Actor, Name
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
_UNCLEAR = Notice(
    "casting.call_unclear", Words("请写明截止日期，最长 90 天。", "Name a day ahead, within 90 days.")
)


class CallForm(msgspec.Struct, forbid_unknown_fields=True):
    """Until when a brief takes submissions; null ends it."""

    until: Annotated[datetime, msgspec.Meta(tz=True)] | None


class SubmitForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to propose, with a note for the creator."""

    performers: list[str]
    note: str = ""


def _name(name: Name) -> dict[str, str]:
    return {"zh": name.zh, "en": name.en}


def call_json(one: Call) -> dict[str, Any]:
    """A brief that takes submissions, as a representative reads it."""
    brief = one.brief
    return {
        "brief": brief.id,
        "title": {"zh": brief.title[0], "en": brief.title[1]},
        "role": brief.role,
        "seeks": brief.seeks,
        "creator": _name(one.creator),
        "scope": brief.scope.to_json(),
        "budget": brief.budget.to_json(),
        "until": wire(one.until),
    }


def submission_json(one: Submission) -> dict[str, Any]:
    """A submission over the API."""
    return {
        "submission": one.id,
        "brief": one.brief_id,
        "performer": one.performer_id,
        "by": one.by,
        "note": one.note,
        "submitted_at": wire(one.submitted_at),
    }


def submitted_json(one: Submitted) -> dict[str, Any]:
    """A submission with its names, and the facts that the person lacks; `fits` where it was held against the brief."""
    told = {
        "name": _name(one.performer.name),
        "by_name": _name(one.by),
        "creator": _name(one.creator),
        "role": one.brief.role,
        "lacks": [{"code": lack.code, "zh": lack.says.zh, "en": lack.says.en} for lack in one.lacks],
    }
    return submission_json(one.submission) | told | ({} if one.match is None else {"fits": one.match.fits})


@put("/briefs/{brief_id:str}/call", status_code=204, sync_to_thread=True)
def open_call(brief_id: str, data: CallForm, actor: Actor, library: Library) -> None:
    """Let representatives read a brief and propose performers until an instant; null ends it."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.open_call(actor, brief_id, data.until, now=now, db=db))


@get("/calls", sync_to_thread=True)
def read_calls(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The briefs that representatives may answer now."""
    now = library.clock.now()
    return [call_json(one) for one in library.database.read(lambda db: actions.calls(actor, now=now, db=db))]


@post("/briefs/{brief_id:str}/submissions", status_code=201, sync_to_thread=True)
def submit(brief_id: str, data: SubmitForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Propose performers whom you represent; whoever cannot be proposed is named with the code of why."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.submit(actor, brief_id, data.performers, data.note, now=now, db=db)
    )
    refused = [{"performer": who, "code": code} for who, code in done.not_submitted]
    return {"submitted": [submission_json(one) for one in done.submitted], "not_submitted": refused}


@get("/briefs/{brief_id:str}/submissions", sync_to_thread=True)
def read_submitted(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who is proposed for your brief, and by whom."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.of_brief(actor, brief_id, now=now, db=db))
    return [submitted_json(one) for one in found]


@get("/submissions", sync_to_thread=True)
def read_mine(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What you proposed, and what others proposed of you or of whom you act for."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.mine(actor, now=now, db=db))
    return [submitted_json(one) for one in found]


@post("/submissions/{submission_id:str}/pull-out", status_code=204, sync_to_thread=True)
def pull_out(submission_id: str, actor: Actor, library: Library) -> None:
    """Take a submission back; the creator reads nothing of it any more."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.pull_out(actor, submission_id, now=now, db=db))


def _own(request: Asked, actor: Actor, library: Library, notice: Notice | None = None) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(lambda db: pages.submissions_page(actor, notice, now=now, db=db))
    return page("casting/submissions.html", found, request, status=422 if notice else 200)


@get("/submissions", sync_to_thread=True)
def own_page(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What you are proposed for; for representatives, what takes submissions."""
    return _own(request, actor, library)


@post("/submissions", status_code=303, sync_to_thread=True)
def submit_by_page(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Propose the ticked ones."""
    now, people, note = library.clock.now(), form.many("performer"), form.one("note")
    try:
        done = library.database.transact(
            lambda db: actions.submit(actor, form.one("brief"), people, note, now=now, db=db)
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _own(request, actor, library, notice_of(error))
    if done.not_submitted:
        left = len(done.not_submitted)
        said = Words(f"有 {left} 位未能推荐。", f"{left} could not be proposed.")
        return _own(request, actor, library, Notice("casting.not_all_submitted", said))
    return see_other("/submissions")


@post("/submissions/{submission_id:str}/pull-out", status_code=303, sync_to_thread=True)
def pull_out_by_page(submission_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Take it back."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.pull_out(actor, submission_id, now=now, db=db))
    return see_other("/submissions")


def _submitted(
    request: Asked, brief_id: str, actor: Actor, library: Library, typed: Typed, notice: Notice | None = None
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages.submitted_page(actor, brief_id, typed, notice, now=now, db=db)
    )
    return page("casting/submitted.html", found, request, status=422 if notice else 200)


@get("/briefs/{brief_id:str}/submissions", sync_to_thread=True)
def submitted_page(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Who is proposed for your brief."""
    return _submitted(request, brief_id, actor, library, Typed({}))


@post("/briefs/{brief_id:str}/call", status_code=303, sync_to_thread=True)
def call_by_page(request: Asked, brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Open the brief to representatives until a day, or end that."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    day = None if form.checked("end") else reading.day("until")
    if reading.errors:
        return _submitted(request, brief_id, actor, library, typed, _UNCLEAR)
    until = None if day is None else midnight(day)
    try:
        library.database.transact(lambda db: actions.open_call(actor, brief_id, until, now=now, db=db))
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _submitted(request, brief_id, actor, library, typed, notice_of(error))
    return see_other(f"/briefs/{brief_id}/submissions")


API = [open_call, read_calls, submit, read_submitted, read_mine, pull_out]
PAGES: list[Any] = [own_page, submit_by_page, pull_out_by_page, submitted_page, call_by_page]
