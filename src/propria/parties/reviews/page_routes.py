"""The operator's page of reviews that take two people: read the request, hash the file, fill the page."""

import hashlib
from asyncio import to_thread
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.time import Instant
from propria.parties import store
from propria.parties.estates import actions as estates
from propria.parties.guilds import actions as guilds
from propria.parties.identity import actions as identity
from propria.parties.minors import actions as minors
from propria.parties.model import Actor, Role
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.pages import NOTHING, WHYS, ReviewsPage, answer_of, begins, row_of
from propria.parties.reviews.rules import ReviewKind
from propria.parties.rules import only
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.components import Act, Timeline
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.record import actions as record
from propria.record.model import Notary
from propria.web.typed_form import Notice, notice_of

Asked = Request[Any, Any, Any]
WHERE = "/desk/reviews"
MOST_BYTES = 25 * 1024 * 1024
SETTLED = (
    "birth.attested",
    "guardianship.attested",
    "death.attested",
    "death.corrected",
    "estate.attested",
    "guild.attested",
    reviews.REFUSED,
)
SHOWN_SETTLED = 30


def reviews_page(
    actor: Actor, *, typed: dict[str, str], notice: Notice | None = None, db: Session
) -> ReviewsPage:
    """The page for one of the operator's people. Raises: Forbidden(`parties.wrong_role`)."""
    rows = []
    for found in reviews.waiting(actor, db=db):
        about = reviews.whom(found, db=db).name
        first = None if found.first is None else store.person(found.first, db=db).name
        beside = store.person(found.beside, db=db).name if found.beside else None
        rows.append(row_of(found, actor.person_id, about, beside=beside, first=first))
    return ReviewsPage(
        answer=answer_of(tuple(rows)),
        waiting=tuple(rows),
        begins=begins(typed),
        whys=WHYS,
        settled=_settled(db=db),
        notice=notice,
        nothing=NOTHING,
    )


def _settled(*, db: Session) -> Timeline:
    newest = record.statements_of_type(*SETTLED, db=db)[-SHOWN_SETTLED:]
    acts = [
        Act(
            one.logged_at,
            Words(zh=one.statement.text["zh"], en=one.statement.text["en"]),
            one.entry_index,
            f"/log/entries/{one.entry_index}",
        )
        for one in reversed(newest)
    ]
    return Timeline(tuple(acts))


def _page(
    request: Asked,
    actor: Actor,
    library: Library,
    typed: dict[str, str],
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> Response[Any]:
    shown = library.database.read(lambda db: reviews_page(actor, typed=typed, notice=notice, db=db))
    return page("parties/reviews.html", shown, request, status=status)


@get(WHERE, sync_to_thread=True)
def read_reviews(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What takes two people: what waits, what it rests on, who looked first, what was settled."""
    return _page(request, actor, library, {})


def holders_of(text: str) -> dict[str, int]:
    """Person → basis points, from lines of a code and a per cent with up to two places.

    Raises: Malformed(`parties.holders_unreadable`).
    """
    found: dict[str, int] = {}
    for line in text.splitlines():
        cells = line.replace("%", " ").replace(",", " ").split()
        if not cells:
            continue
        try:
            who, share = cells
            points = Decimal(share) * 100
            if not points.is_finite() or points != int(points) or who in found:
                raise ValueError
        except (InvalidOperation, ValueError) as error:
            raise Malformed(
                "parties.holders_unreadable",
                "A line has one holder’s code and their per cent, such as 33.34; nobody twice.",
                line=line[:80],
            ) from error
        found[who] = int(points)
    return found


Looks = Callable[[Actor, Form, str, Notary, bool, Instant, Session], object]


def _papers(route: ReviewKind) -> Looks:
    def look(
        actor: Actor, form: Form, sha256: str, notary: Notary, alone: bool, now: Instant, db: Session
    ) -> object:
        code, by = form.one("performer"), form.one("by")
        return identity.saw_papers(actor, code, route.value, by, sha256, notary, alone=alone, now=now, db=db)

    return look


LOOKS: Mapping[str, Looks] = {
    ReviewKind.LETTER.value: _papers(ReviewKind.LETTER),
    ReviewKind.DOCUMENT.value: _papers(ReviewKind.DOCUMENT),
    ReviewKind.BIRTH.value: lambda actor, form, sha256, notary, alone, now, db: minors.saw_birth(
        actor, form.one("performer"), form.one("day"), notary, now=now, db=db
    ),
    ReviewKind.GUARDIAN.value: lambda actor, form, sha256, notary, alone, now, db: minors.saw_guardian(
        actor, form.one("performer"), form.one("guardian"), notary, now=now, db=db
    ),
    ReviewKind.DEATH.value: lambda actor, form, sha256, notary, alone, now, db: estates.saw_death(
        actor, form.one("performer"), form.one("day"), notary, now=now, db=db
    ),
    ReviewKind.ALIVE.value: lambda actor, form, sha256, notary, alone, now, db: estates.saw_alive(
        actor, form.one("performer"), notary, now=now, db=db
    ),
    ReviewKind.ESTATE.value: lambda actor, form, sha256, notary, alone, now, db: estates.saw_estate(
        actor, form.one("performer"), holders_of(form.one("holders")), notary, now=now, db=db
    ),
    ReviewKind.GUILD.value: lambda actor, form, sha256, notary, alone, now, db: guilds.saw_guild(
        actor, form.one("person"), form.one("zh"), form.one("en"), notary, now=now, db=db
    ),
}
"""What each form of the page says that somebody saw."""


@post(WHERE, status_code=303, request_max_body_size=MOST_BYTES)
async def look(request: Asked, actor: Actor, library: Library, notary: Notary, form: Form) -> Response[Any]:
    """You looked at papers: the first of two, or the second. A file is hashed and not kept."""
    sent = (await request.form()).get("file")
    body = await sent.read() if isinstance(sent, UploadFile) else b""
    return await to_thread(_look, request, actor, library, notary, form, body)


def _look(
    request: Asked, actor: Actor, library: Library, notary: Notary, form: Form, body: bytes
) -> Response[Any]:
    now, alone = library.clock.now(), library.settings.operator_evidence_lists
    sha256 = hashlib.sha256(body).hexdigest() if body else ""
    only(Role.OPERATOR, actor)
    try:
        looks = LOOKS.get(form.one("do"))
        if looks is None:
            raise Malformed("parties.no_such_form", "This page has no such form.")
        library.database.transact(lambda db: looks(actor, form, sha256, notary, alone, now, db))
    except PropriaError as error:
        typed = {name: form.one(name) for name in form.fields}
        return _page(request, actor, library, typed, notice=notice_of(error), status=error.status)
    return see_other(WHERE)


@post(f"{WHERE}/refuse", status_code=303, sync_to_thread=True)
def refuse(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """You do not take what was shown: what was seen so far counts no more, and the log says why."""
    now = library.clock.now()
    only(Role.OPERATOR, actor)
    try:
        library.database.transact(
            lambda db: reviews.refuse(actor, form.one("what"), form.one("why"), notary, now=now, db=db)
        )
    except PropriaError as error:
        return _page(request, actor, library, {}, notice=notice_of(error), status=error.status)
    return see_other(f"{WHERE}#settled")


HANDLERS: list[Any] = [read_reviews, look, refuse]
