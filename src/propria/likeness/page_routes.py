"""The pages of recording and of the vault."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Stream

from propria.consent import actions as consent
from propria.consent.model import Grant, Purpose
from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.time import DAY, Instant
from propria.likeness import actions, pages, quality
from propria.likeness.model import AssetKind
from propria.likeness.orders import actions as orders
from propria.likeness.returns import pages as returns
from propria.likeness.routes import asset_json, take_in
from propria.likeness.safe import Safe
from propria.likeness.slots import Watch
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, own_path, see_other, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.streams import streamed
from propria.plumbing.web.words import Text, Words
from propria.record.model import Notary
from propria.web.typed_form import Reading, Typed

Asked = Request[Any, Any, Any]


def _consent(actor: Actor, now: Instant, db: Session) -> Grant | None:
    try:
        performer = parties.own_profile(actor, db=db)
        return consent.grant_in_force(performer.id, Purpose.CAPTURE, now=now, db=db)
    except (NotFound, Refused):
        return None


def _captures_page(
    request: Asked, actor: Actor, library: Library, *, typed: dict[str, str], error: Text = "", status: int = 200
) -> Response[Any]:  # fmt: skip
    now = library.clock.now()

    def work(db: Session) -> pages.CapturesPage:
        try:
            captures, assets = actions.own_captures(actor, db=db), actions.own_assets(actor, db=db)
        except NotFound:
            captures, assets = [], []
        return pages.captures_page(_consent(actor, now, db), captures, assets, typed=typed, error=error)

    return page("likeness/captures.html", library.database.read(work), request, status=status)


@get("/captures", sync_to_thread=True)
def captures(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Recording: the consent, and the sessions."""
    return _captures_page(request, actor, library, typed={})


@post("/captures/consent", status_code=303, sync_to_thread=True)
def agree_to_record(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary
) -> Response[Any]:
    """Write down your consent to be recorded, and go and sign it."""
    now = library.clock.now()
    typed = {"reason": form.one("reason"), "years": form.one("years", "1")}
    years = int(typed["years"]) if typed["years"] in ("1", "2", "3") else 1
    try:
        made = library.database.transact(
            lambda db: consent.draft_grant(
                actor,
                Purpose.CAPTURE,
                typed["reason"],
                now + years * 365 * DAY,
                return_url="/captures",
                now=now,
                db=db,
            )
        )
    except PropriaError as error:
        told = words_of(error)
        return _captures_page(request, actor, library, typed=typed, error=told, status=error.status)
    return go_and_sign(notary, made.id)


@post("/captures/share", status_code=303, sync_to_thread=True)
def agree_to_share(
    form: Form, actor: Actor, library: Library, notary: Notary, looks_with: str
) -> Response[Any]:
    """Write down your consent to give recordings to the provider whose engine looks at them, and go and sign it.

    Raises: NotFound(`likeness.nobody_elsewhere`), and as `consent.draft_grant`.
    """
    if not looks_with:
        raise NotFound("likeness.nobody_elsewhere", "The engine of this library runs here; nothing is sent.")
    now, years, back = library.clock.now(), form.one("years", "1"), own_path(form.one("back"), "/captures")
    until = now + (int(years) if years in ("1", "2", "3") else 1) * 365 * DAY
    made = library.database.transact(
        lambda db: consent.draft_grant(
            actor, Purpose.SHARE, looks_with, until, return_url=back, now=now, db=db
        )
    )
    return go_and_sign(notary, made.id)


@post("/captures", status_code=303, sync_to_thread=True)
def begin(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Begin a recording session."""
    now, reading = library.clock.now(), Reading(Typed(form.fields))
    typed = {"place": form.one("place"), "return_on": form.one("return_on")}
    day = reading.day("return_on") if typed["return_on"] else None
    if reading.errors:
        told = reading.errors["return_on"]
        return _captures_page(request, actor, library, typed=typed, error=told, status=400)
    try:
        made = library.database.transact(
            lambda db: actions.begin_capture(actor, typed["place"], day, now=now, db=db)
        )
    except PropriaError as error:
        told = words_of(error)
        return _captures_page(request, actor, library, typed=typed, error=told, status=error.status)
    return see_other(f"/captures/{made.id}")


@get("/captures/{capture_id:str}", sync_to_thread=True)
def capture(
    capture_id: str, request: Asked, actor: Actor, library: Library, watch: Watch | None, looks_with: str
) -> Response[Any]:
    """One session of yours. Raises: NotFound(`likeness.no_capture`)."""
    now = library.clock.now()

    def work(db: Session) -> pages.CapturePage:
        found = actions.own_capture(actor, capture_id, db=db)
        grant = _consent(actor, now, db)
        in_force = grant is not None and grant.id == found.consent_id
        words = actions.words_to_say(found, grant, db=db) if grant and in_force else None
        known = quality.own_qualities(actor, db=db)
        unshared = quality.unshared_with(found.performer_id, looks_with, now=now, db=db)
        assets = actions.own_assets(actor, db=db)
        return pages.capture_page(
            found, assets, words, known, watched=watch is not None, unshared=unshared, now=now
        )

    return page("likeness/capture.html", library.database.read(work), request)


@post("/captures/{capture_id:str}/assets", status_code=201, request_max_body_size=None)
async def upload(
    capture_id: str,
    request: Asked,
    actor: Actor,
    library: Library,
    safe: Safe,
    kind: AssetKind,
    line: str = "",
) -> dict[str, Any]:
    """Put one recording into the vault; the body is the file, and the form token comes in its header."""
    return asset_json(await take_in(capture_id, request, actor, library, safe, kind, line))


@get("/vault", sync_to_thread=True)
def vault(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What of you is held, who opened it, what was destroyed."""

    def work(db: Session) -> pages.VaultPage:
        try:
            assets = actions.own_assets(actor, db=db)
        except NotFound:
            return pages.vault_page((), (), (), {}, {})
        accesses, receipts = actions.own_accesses(actor, db=db), actions.own_receipts(actor, db=db)
        names = {i: _opener(i, actor, db) for i in {a.person_id for a in accesses if a.person_id}}
        known, now = quality.own_qualities(actor, db=db), library.clock.now()
        binding = [one for one in orders.of_own(actor, db=db) if one.binds(now)]
        outside = returns.every(actions.own_captures(actor, db=db), now)
        return pages.vault_page(assets, accesses, receipts, names, known, binding, outside)

    return page("likeness/vault.html", library.database.read(work), request)


def _opener(person_id: str, actor: Actor, db: Session) -> Words:
    if person_id == actor.person_id:
        return pages.BY_YOU
    name = parties.person(person_id, db=db).name
    return Words(zh=name.zh, en=name.en)


@post("/vault/{asset_id:str}/open", status_code=200, sync_to_thread=True)
def open_own(asset_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """Look at your own recording; that is written down like every opening.

    Raises: NotFound(`likeness.no_asset`), Forbidden(`likeness.not_yours`), Refused(`likeness.shredded`).
    """
    now = library.clock.now()
    opened = library.database.transact(
        lambda db: actions.open_asset(actor, asset_id, pages.OWN_LOOK, now=now, db=db)
    )
    return streamed(actions.plaintext(opened, safe), opened.media_type, size_bytes=opened.size_bytes)


@get("/vault/{asset_id:str}", sync_to_thread=True)
def recording(
    asset_id: str, request: Asked, actor: Actor, library: Library, looks_with: str
) -> Response[Any]:
    """How good one recording of yours is, with pictures, and what to take again and why."""
    now = library.clock.now()

    def work(db: Session) -> pages.QualityPage:
        asset, found = quality.own_quality(actor, asset_id, db=db)
        unshared = quality.unshared_with(asset.performer_id, looks_with, now=now, db=db)
        return pages.quality_page(asset, found, unshared)

    return page("likeness/quality.html", library.database.read(work), request)


@get("/vault/{asset_id:str}/pictures", sync_to_thread=True)
def pictures(asset_id: str, actor: Actor, library: Library, safe: Safe) -> Response[bytes]:
    """Pictures of one recording of yours. Raises: NotFound(`likeness.no_asset`, `likeness.no_pictures`)."""
    asset, _ = library.database.read(lambda db: quality.own_quality(actor, asset_id, db=db))
    sheet = quality.pictures(asset, safe)
    return Response(sheet, media_type="image/jpeg", headers={"cache-control": "no-store"})


@post("/vault/{asset_id:str}/look", status_code=303, sync_to_thread=True)
def look_again(asset_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Have one recording of yours looked at again."""
    now = library.clock.now()
    library.database.transact(
        lambda db: quality.look_again(actor, asset_id, jobs=library.jobs, now=now, db=db)
    )
    return see_other(f"/vault/{asset_id}")


HANDLERS = [
    captures,
    agree_to_record,
    agree_to_share,
    begin,
    capture,
    upload,
    vault,
    open_own,
    recording,
    pictures,
    look_again,
]
