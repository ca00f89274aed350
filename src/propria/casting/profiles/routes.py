"""The API of casting profiles and of search, and the performer's page: read the request, call an action, fill the page."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post

from propria.casting.model import Window
from propria.casting.profiles import actions, pages, representing
from propria.casting.profiles.model import Credit, Profile
from propria.casting.routes import MOST_A_PAGE, PageSize, Skipped, order_json, place_json
from propria.casting.search import finding
from propria.casting.search.finding import By, Hit, Sought
from propria.kernel.errors import Malformed
from propria.kernel.ids import PerformerId
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.parties.routes import signing_url
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form
from propria.plumbing.web.pages import page
from propria.record.model import Notary
from propria.web.typed_form import Notice, Reading, Typed, notice_of

Asked = Request[Any, Any, Any]


class CreditForm(msgspec.Struct, forbid_unknown_fields=True):
    """One work."""

    title: str
    role: str = ""
    year: int = 0
    eidr: str = ""


class ProfileForm(msgspec.Struct, forbid_unknown_fields=True):
    """What a performer says of themselves; whatever is left out is not said."""

    about_zh: str = ""
    about_en: str = ""
    plays: tuple[int, int] = (0, 0)
    speaks: list[str] = []
    skills: list[str] = []
    voice: str = ""
    height_cm: int = 0
    union: str = ""
    based_in: str = ""
    isni: str = ""
    credits: list[CreditForm] = []
    showreel: str = ""
    shows_representation: bool = False
    return_url: str = "/profile"


def _profile(data: ProfileForm) -> Profile:
    return Profile(
        (data.about_zh, data.about_en), data.plays, tuple(data.speaks), tuple(data.skills), data.voice, data.height_cm,
        data.union, data.based_in, data.isni, tuple(Credit(c.title, c.role, c.year, c.eidr) for c in data.credits),
        data.showreel, data.shows_representation,
    )  # fmt: skip


@get("/me/profile", sync_to_thread=True)
def read_own(actor: Actor, library: Library) -> dict[str, Any]:
    """What you signed of yourself for casting."""
    return library.database.read(lambda db: actions.own(actor, db=db)).to_json()


@post("/me/profile", status_code=201, sync_to_thread=True)
def draft(data: ProfileForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down for your signature what you say of yourself; it replaces what you said before."""
    now, said = library.clock.now(), _profile(data)
    made = library.database.transact(
        lambda db: actions.draft(actor, said, return_url=data.return_url, now=now, db=db)
    )
    return {"request_id": made.id, "sign_url": signing_url(notary, made.id)}


@get("/performers/{performer_id:str}/profile", sync_to_thread=True)
def read_profile(performer_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """What somebody who is open under their name says of themselves; for creators."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        said = actions.read(actor, performer_id, now=now, db=db)
        who = PerformerId(performer_id)
        by = representing.shown({who: said}, now=now, db=db).get(who, ())
        return said.to_json() | {"represented_by": [one.to_json() for one in by]}

    return library.database.read(work)


@get("/search", sync_to_thread=True)
def search(
    actor: Actor,
    library: Library,
    q: str = "",
    language: str = "",
    act: str = "",
    medium: str = "",
    territory: str = "",
    speaks: str = "",
    age: int = 0,
    by: By = By.BOTH,
    skill: str = "",
    based_in: str = "",
    height: str = "",
    voice: str = "",
    union: str = "",
    skip: Skipped = 0,
    limit: PageSize = MOST_A_PAGE,
) -> dict[str, Any]:
    """Who is open under their name and answers to free words, facts and terms; every input of the order is given.

    `filters`: what each filter may be set to, with how many it finds; heights go by bands (`160-169`), skills in any case.
    `skip`: how many of the first to leave out, of `count` in all. `limit`: 1 to 100.
    """
    now, window = library.clock.now(), Window(skip, limit)
    terms = {"language": language, "act": act, "medium": medium, "territory": territory}
    stated = {"skill": skill, "based_in": based_in, "height": height, "voice": voice, "union": union}
    sought = Sought(q, terms, speaks, age, by, stated)
    found = library.database.read(lambda db: finding.find(actor, sought, window, now=now, db=db))
    return {
        "found": [_hit_json(hit) for hit in found.hits],
        "count": found.count,
        "open_by_name": found.all_open,
        "filters": found.facets,
        "order": {"by": by.value} | order_json(now),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "performer": hit.performer.id,
        "name": hit.performer.name.to_json(),
        "profile": hit.profile.to_json(),
    } | place_json(hit.place)


@get("/profile", sync_to_thread=True)
def own_page(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """What you say of yourself for casting."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages.profile_page(actor, now=now, db=db))
    return page("casting/profile.html", found, request)


@post("/profile", status_code=303, sync_to_thread=True)
def say(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write it down, and go and sign it."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    said = pages.read_profile(reading)

    def refused(notice: Notice, wrong: tuple[str, ...]) -> Response[Any]:
        found = library.database.read(
            lambda db: pages.profile_page(actor, typed, notice, wrong, now=now, db=db)
        )
        return page("casting/profile.html", found, request, status=422)

    if reading.errors:
        return refused(Notice("casting.profile_unclear", pages.WRONG), tuple(reading.errors))
    try:
        made = library.database.transact(
            lambda db: actions.draft(actor, said, return_url="/profile", now=now, db=db)
        )
    except Malformed as error:
        return refused(notice_of(error), tuple(error.facts.get("problems", ())))
    return go_and_sign(notary, made.id)


API = [read_own, draft, read_profile, search]
PAGES: list[Any] = [own_page, say]
