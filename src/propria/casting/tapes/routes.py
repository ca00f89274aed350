"""Self-tapes over pages and the API: ask, consent, send a version, watch, withdraw."""

from asyncio import to_thread
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Stream

from propria.casting.tapes import actions, pages
from propria.casting.tapes.model import Tape
from propria.kernel.errors import PropriaError
from propria.kernel.time import wire
from propria.likeness import intake
from propria.likeness.model import AssetKind
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.parties.routes import signing_url
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record.model import Notary
from propria.web.typed_form import Notice, Reading, Typed, midnight, notice_of

Asked = Request[Any, Any, Any]
WEEK = timedelta(days=7)
PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_UNCLEAR = Notice(
    "casting.tape_unclear",
    Words("请写明演什么，以及 60 天以内的截止日期。", "Say what to play, and a deadline within 60 days."),
)


class AskForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to ask, what to play, until when."""

    performers: list[str]
    lines: str
    deadline: Annotated[datetime, msgspec.Meta(tz=True)]


class SignForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where the signing page leads back to."""

    return_url: str = "/tapes"


def tape_json(tape: Tape) -> dict[str, Any]:
    """A self-tape over the API: every version, and who watched which."""
    return {
        "tape": tape.id,
        "brief": tape.brief.id,
        "role": tape.brief.role,
        "performer": tape.performer_id,
        "lines": tape.lines,
        "deadline": wire(tape.deadline),
        "destroyed_by": wire(tape.retained_until),
        "consent": tape.consent_id,
        "withdrawn_at": wire(tape.ended_at) if tape.ended_at else None,
        "takes": [
            {
                "number": one.number,
                "sha256": one.digest,
                "size_bytes": one.size_bytes,
                "duration_ms": one.duration_ms,
                "sent_at": wire(one.sent_at),
                "destroyed_at": wire(one.destroyed_at) if one.destroyed_at else None,
            }
            for one in tape.takes
        ],
        "watched": [
            {"by": one.person_id, "number": one.number, "at": wire(one.seen_at)} for one in tape.looks
        ],
    }


@post("/briefs/{brief_id:str}/tapes", status_code=201, sync_to_thread=True)
def ask(brief_id: str, data: AskForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Ask performers for a self-tape; whoever cannot be asked is named with the code of why."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.ask(actor, brief_id, data.performers, data.lines, data.deadline, now=now, db=db)
    )
    refused = [{"performer": who, "code": code} for who, code in done.not_asked]
    return {"asked": [tape_json(one) for one in done.asked], "not_asked": refused}


@get("/tapes", sync_to_thread=True)
def read_tapes(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The self-tapes that you asked for, or are asked for."""
    now = library.clock.now()
    return [tape_json(one) for one in library.database.read(lambda db: actions.every(actor, now=now, db=db))]


@post("/tapes/{tape_id:str}/consent", status_code=201, sync_to_thread=True)
def consent(tape_id: str, data: SignForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down for your signature what a take may be used for: this role's audition only."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_consent(actor, tape_id, return_url=data.return_url, now=now, db=db)
    )
    return {"request_id": made.id, "sign_url": signing_url(notary, made.id)}


@post("/tapes/{tape_id:str}/takes", status_code=201, request_max_body_size=None)
async def send(tape_id: str, request: Asked, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    """Send a version: the body is the video, its type the content-type, encrypted as it arrives; the one before is destroyed."""
    return await _sent(tape_id, request, actor, library, safe)


async def _sent(tape_id: str, request: Asked, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    now, database = library.clock.now(), library.database
    prepared, subject = await to_thread(
        lambda: database.read(lambda db: actions.prepare(actor, tape_id, media_type, now=now, db=db))
    )
    blob_key, name = prepared.place
    most = library.settings.max_upload_bytes
    written = await intake.write_stream(blob_key, name, subject, request.stream(), safe, most_bytes=most)
    length = await to_thread(lambda: intake.length_of(AssetKind.VIDEO, blob_key, name, safe))
    take = replace(prepared, digest=written.digest, size_bytes=written.size_bytes, duration_ms=length)
    try:
        kept = await to_thread(
            lambda: database.transact(lambda db: actions.keep(actor, tape_id, take, safe, now=now, db=db))
        )
    except BaseException:
        safe.destroy([(blob_key, name)])
        raise
    return tape_json(kept)


def _watched(tape_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    now = library.clock.now()
    take = library.database.transact(lambda db: actions.watch(actor, tape_id, now=now, db=db))
    return Stream(actions.plaintext(take, safe), media_type=take.media_type, headers=PRIVATE)


@get("/tapes/{tape_id:str}/watch", sync_to_thread=True)
def watch(tape_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """The newest version; that your team watched is written down first, and the performer reads it."""
    return _watched(tape_id, actor, library, safe)


@post("/tapes/{tape_id:str}/withdraw", status_code=204, sync_to_thread=True)
def withdraw(tape_id: str, actor: Actor, library: Library, safe: Safe) -> None:
    """Take your self-tape back; it is destroyed at once."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.withdraw(actor, tape_id, safe, now=now, db=db))


def _own(request: Asked, actor: Actor, library: Library, notice: Notice | None = None) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(lambda db: pages.tapes_page(actor, notice, now=now, db=db))
    return page("casting/tapes.html", found, request, status=422 if notice else 200)


@get("/tapes", sync_to_thread=True)
def tapes_page(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """The self-tapes that you asked for, or are asked for."""
    return _own(request, actor, library)


@post("/tapes/{tape_id:str}/consent", status_code=303, sync_to_thread=True)
def consent_by_page(
    request: Asked, tape_id: str, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Write it down, and go and sign it."""
    now = library.clock.now()
    try:
        made = library.database.transact(
            lambda db: actions.draft_consent(actor, tape_id, return_url="/tapes", now=now, db=db)
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _own(request, actor, library, notice_of(error))
    return go_and_sign(notary, made.id)


@post("/tapes/{tape_id:str}/takes", status_code=201, request_max_body_size=None)
async def send_by_page(
    tape_id: str, request: Asked, actor: Actor, library: Library, safe: Safe
) -> dict[str, Any]:
    """The same as the page's script sends it; the form token comes in its header."""
    return await _sent(tape_id, request, actor, library, safe)


@get("/tapes/{tape_id:str}/watch", sync_to_thread=True)
def watch_by_page(tape_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """The newest version, as the page plays it."""
    return _watched(tape_id, actor, library, safe)


@post("/tapes/{tape_id:str}/withdraw", status_code=303, sync_to_thread=True)
def withdraw_by_page(tape_id: str, actor: Actor, library: Library, safe: Safe) -> Response[Any]:
    """Take it back."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.withdraw(actor, tape_id, safe, now=now, db=db))
    return see_other("/tapes")


def _form(
    request: Asked, brief_id: str, actor: Actor, library: Library, typed: Typed, notice: Notice | None = None
) -> Response[Any]:
    found = library.database.read(lambda db: pages.tape_form(actor, brief_id, typed, notice, db=db))
    return page("casting/tape_form.html", found, request, status=422 if notice else 200)


@get("/briefs/{brief_id:str}/tapes/new", sync_to_thread=True)
def ask_form(request: Asked, brief_id: str, actor: Actor, library: Library) -> Response[Any]:
    """The form by which some of a shortlist are asked for a self-tape."""
    in_a_week = (library.clock.now().date() + WEEK).isoformat()
    return _form(request, brief_id, actor, library, Typed({"deadline": (in_a_week,)}))


@post("/briefs/{brief_id:str}/tapes", status_code=303, sync_to_thread=True)
def ask_by_page(request: Asked, brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Ask the ticked ones."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    day, lines, people = reading.day("deadline"), typed.one("lines"), typed.many("performer")
    if reading.errors or day is None:
        return _form(request, brief_id, actor, library, typed, _UNCLEAR)
    try:
        library.database.transact(
            lambda db: actions.ask(actor, brief_id, people, lines, midnight(day), now=now, db=db)
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        return _form(request, brief_id, actor, library, typed, notice_of(error))
    return see_other("/tapes")


API = [ask, read_tapes, consent, send, watch, withdraw]
PAGES: list[Any] = [
    tapes_page, consent_by_page, send_by_page, watch_by_page, withdraw_by_page, ask_form, ask_by_page
]  # fmt: skip
