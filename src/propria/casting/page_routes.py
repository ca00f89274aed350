"""The pages of casting: read the request, call an action, fill the page."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.casting import actions, pages, rules
from propria.casting.access import form as access_form
from propria.casting.briefs.typed import typed_like, with_given
from propria.casting.compare import pages as pages_compare
from propria.casting.roles import actions as roles
from propria.casting.routes import MOST_SKIPPED, Skipped
from propria.casting.search import pages as pages_search
from propria.casting.search.finding import LONGEST_QUESTION, By, Sought
from propria.casting.sheet import form as sheet_form
from propria.casting.shortlists import pages as pages_shortlists
from propria.casting.shortlists.pages import Done
from propria.kernel.errors import PropriaError
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.scope import Scope
from propria.web.scope_form import read_scope, scope_parts, sensible_scope
from propria.web.typed_form import Notice, Reading, Typed, currency_choices, notice_of

KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "micro_drama": {
        "medium": (),
        "medium_more": ("series.micro_drama",),
        "seconds": ("5400",),
        "lines": ("600",),
    },
    "feature": {"medium": ("film",), "seconds": ("5400",), "lines": ("300",)},
    "series": {"medium": ("series",), "seconds": ("20000",), "lines": ("1500",)},
    "advertisement": {
        "medium": ("advertisement",),
        "theme": (),
        "none_of": ("theme",),
        "seconds": ("60",),
        "lines": ("10",),
    },
    "game": {"medium": ("game",), "attribute": ("image", "voice", "motion"), "lines": ("2000",)},
    "audiobook": {
        "medium": (),
        "medium_more": ("audio.book",),
        "attribute": ("voice",),
        "seconds": ("36000",),
        "lines": (),
    },
    "dubbing": {"medium": ("film", "series"), "act": ("dub",), "attribute": ("voice",), "lines": ("500",)},
}
"""What the form starts with for each kind of work; all of it can be changed."""

MOST_DIGITS = 3
Asked = Request[Any, Any, Any]
_SLUG = re.compile(r"[^a-z0-9]+")


@get("/briefs", sync_to_thread=True)
def briefs(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Your briefs."""
    now = library.clock.now()
    found = library.database.read(lambda db: pages.briefs_page(actor, now=now, db=db))
    return page("casting/briefs.html", found, request)


@get("/briefs/new", sync_to_thread=True)
def new_brief(
    request: Asked,
    actor: Actor,
    library: Library,
    like: str = "",
    kind: str = "",
    role: str = "",
    lines: str = "",
    script: str = "",
) -> Response[Any]:
    """The form of a new brief, with sensible defaults, of a kind of work, like an earlier one, or for a script's role."""
    now = library.clock.now()

    def start(db: Any) -> Typed:
        parties.own_creator(actor, db=db)
        if like:
            typed = typed_like(actions.brief(actor, like, db=db))
            return with_given(
                typed, {name: request.query_params.getall(name) for name in request.query_params}
            )
        given = {"role": role, "lines": lines if lines.isdecimal() else "", "script_sha256": script}
        of_role = {name: (text[:200],) for name, text in given.items() if text}
        return Typed({**_typed_first(now).fields, **KINDS.get(kind, {}), **of_role})

    return page("casting/brief_form.html", brief_form(actor, library, library.database.read(start)), request)


def _typed_first(now: Instant) -> Typed:
    starts = (now + timedelta(days=30)).date()
    return Typed(sensible_scope(starts) | {"currency": ("CNY",), "budget": ("",), "trains": ("no",)})


def brief_form(
    actor: Actor, library: Library, typed: Typed, notice: Notice | None = None, reading: Reading | None = None, *,
    changes: str = ""
) -> pages.BriefForm:  # fmt: skip
    """The form of a new brief, or of the one that it `changes`, whose project stays."""
    now = library.clock.now()
    known = library.database.read(lambda db: roles.agencies(actor, now=now, db=db))
    agencies = [Choice(who, Words(name.zh, name.en)) for who, name in known.items()]
    errors = reading.errors if reading else {}

    def field(name: str, zh: str, en: str, **more: Any) -> Field:
        return Field(name, Words(zh, en), value=typed.one(name), error=errors.get(name, ""), **more)

    project = field(
        "project", "作品代号", "Project code", required=False,
        hint=Words("同一部作品的几份招募用同一个代号", "The same for every brief of one project"),
    )  # fmt: skip
    fields = (
        field("title_zh", "作品名（中文）", "Title, in Chinese"),
        field("title_en", "作品名（英文）", "Title, in English"),
        field("role", "角色", "Role"),
        field(
            "seeks", "想找怎样的人", "Whom you seek, in your own words", required=False,
            hint=Words("中英文都可以；合适的人按此排序，不会因此被排除", "In Chinese or English; it orders who fits and rules nobody out"),
        ),
        *((project,) if not changes else ()),
        field(
            "budget", "酬金总额", "Pay in all",
            hint=Words("至少付这么多，使用之前托管", "At least this is paid, and held before any use"),
        ),
        field("currency", "币种", "Currency", kind="select", options=currency_choices()),
    )  # fmt: skip
    kinds = () if changes else pages.KIND_LINKS
    sheet = sheet_form.parts(scope_parts(typed, errors), typed, errors)
    parts = (*sheet, access_form.part(typed, errors, agencies))
    return pages.BriefForm(notice, fields, parts, kinds, changes)


def read_brief(reading: Reading, project: str = "") -> tuple[tuple[str, str], str, Scope, Money]:
    """Title, role, scope and pay as they were typed; what is wrong is in `reading.errors`."""
    typed = reading.typed
    title = (reading.line("title_zh"), reading.line("title_en"))
    role = reading.line("role")
    budget = reading.money("budget", typed.one("currency", "CNY"))
    return title, role, read_scope(reading, project=project or _code(typed, title), roles=[role]), budget


def _code(typed: Typed, title: tuple[str, str]) -> str:
    return typed.one("project") or _SLUG.sub("-", title[1].casefold()).strip("-") or "untitled"


@post("/briefs", status_code=303, sync_to_thread=True)
def make_brief(request: Asked, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Say what is sought; then who fits."""
    now, typed = library.clock.now(), Typed.of(form)
    reading = Reading(typed)
    title, role, scope, budget = read_brief(reading)
    access, asks = access_form.read(reading), sheet_form.read(reading)
    project = _code(typed, title)
    if reading.errors:
        found = brief_form(actor, library, typed, None, reading)
        return page("casting/brief_form.html", found, request, status=422)
    try:
        made = library.database.transact(
            lambda db: actions.make_brief(
                actor,
                title,
                project,
                role,
                scope,
                budget,
                typed.one("seeks"),
                access,
                asks=asks,
                now=now,
                db=db,
            )
        )
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        found = brief_form(actor, library, typed, notice_of(error))
        return page("casting/brief_form.html", found, request, status=422)
    return see_other(f"/briefs/{made.id}")


@get("/briefs/{brief_id:str}", sync_to_thread=True)
def brief(
    request: Asked, brief_id: str, actor: Actor, library: Library, kept: list[str] | None = None, let_go: list[str] | None = None,
    skip: Skipped = 0, unticked: str = "",
) -> Response[Any]:  # fmt: skip
    """Who fits, why, why not, what would change it."""
    now = library.clock.now()
    changed = {"kept_now": kept or (), "let_go": let_go or ()}
    found = library.database.read(
        lambda db: pages.brief_page(
            actor, brief_id, **changed, skip=skip, unticked=bool(unticked), now=now, db=db
        )
    )
    return page("casting/brief.html", found, request)


@post("/briefs/{brief_id:str}/keep", status_code=303, sync_to_thread=True)
def keep(brief_id: str, form: Form, actor: Actor, library: Library) -> Redirect:
    """Put performers on the shortlist; the page that follows offers to undo it."""
    return _changed(brief_id, form, actor, library, keep=form.many("performer"))


@post("/briefs/{brief_id:str}/let-go", status_code=303, sync_to_thread=True)
def let_go(brief_id: str, form: Form, actor: Actor, library: Library) -> Redirect:
    """Take performers off the shortlist; the page that follows offers to undo it."""
    return _changed(brief_id, form, actor, library, let_go=form.many("performer"))


@get("/briefs/{brief_id:str}/compare", sync_to_thread=True)
def compare(
    request: Asked, brief_id: str, actor: Actor, library: Library, p: list[str] | None = None
) -> Response[Any]:
    """Two to four performers side by side. Raises: as `pages_compare.compare_page`."""
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages_compare.compare_page(actor, brief_id, p or (), now=now, db=db)
    )
    return page("casting/compare.html", found, request)


@post("/briefs/{brief_id:str}/compare", status_code=303, sync_to_thread=True)
def to_compare(brief_id: str, form: Form) -> Redirect:
    """The ticked ones, as an address that can be kept. Raises: Malformed(`casting.compare_two_to_four`)."""
    ticked = rules.check_compared(form.many("performer"))
    return see_other(f"/briefs/{brief_id}/compare?{urlencode([('p', who) for who in ticked])}")


def _changed(
    brief_id: str, form: Form, actor: Actor, library: Library, keep: tuple[str, ...] = (), let_go: tuple[str, ...] = ()
) -> Redirect:  # fmt: skip
    """Change the shortlist; the page that was looked at comes again where it was, and offers to undo it."""
    now, skip = library.clock.now(), form.one("skip")
    done = library.database.transact(lambda db: actions.change(actor, brief_id, keep, let_go, now=now, db=db))
    asked = (*keep, *let_go)
    told = ["unticked=yes"] if not asked else []
    told += [*(f"kept={who}" for who in done.kept), *(f"let_go={who}" for who in done.let_go)]
    told += [f"skip={skip}"] if skip.isdecimal() and len(skip) < len(str(MOST_SKIPPED)) else []
    place = f"#c-{brief_id}-{asked[0]}" if len(asked) == 1 else ""
    return see_other(f"/briefs/{brief_id}" + ("?" + "&".join(told) if told else "") + place)


@post("/briefs/{brief_id:str}/note", status_code=303, sync_to_thread=True)
def note(brief_id: str, form: Form, actor: Actor, library: Library) -> Redirect:
    """Note something of a performer for one's own team."""
    now, who, text = library.clock.now(), form.one("performer"), form.one("text")
    library.database.transact(lambda db: actions.note(actor, brief_id, who, text, now=now, db=db))
    return see_other(f"/shortlists#c-{brief_id}-{who}")


@get("/search", sync_to_thread=True)
def search(
    request: Asked,
    actor: Actor,
    library: Library,
    q: str = "",
    language: str = "",
    act: str = "",
    medium: str = "",
    territory: str = "",
    speaks: str = "",
    age: str = "",
    by: str = "",
    skill: str = "",
    based_in: str = "",
    height: str = "",
    voice: str = "",
    union: str = "",
    skip: Skipped = 0,
) -> Response[Any]:
    """Performers who are open and show their name."""
    now = library.clock.now()
    terms = {"language": language, "act": act, "medium": medium, "territory": territory}
    years = int(age) if age.isdecimal() and len(age) <= MOST_DIGITS else 0
    stated = {"skill": skill, "based_in": based_in, "height": height, "voice": voice, "union": union}
    stated = {name: value[:LONGEST_QUESTION] for name, value in stated.items()}
    order = By(by) if by in set(By) else By.BOTH
    sought = Sought(q[:LONGEST_QUESTION], terms, speaks, years, order, stated)
    found = library.database.read(lambda db: pages_search.search_page(actor, sought, skip, now=now, db=db))
    return page("casting/search.html", found, request)


@get("/shortlists", sync_to_thread=True)
def shortlists(
    request: Asked,
    actor: Actor,
    library: Library,
    renamed: str = "",
    dropped: str = "",
    moved: str = "",
    was: str = "",
    who: list[str] | None = None,
    to: list[str] | None = None,
) -> Response[Any]:
    """Everybody whom you kept."""
    now, done = library.clock.now(), Done(renamed, dropped, moved, was, who or (), to or ())
    found = library.database.read(lambda db: pages_shortlists.kept_lists(actor, done, now=now, db=db))
    return page("casting/shortlists.html", found, request)


HANDLERS: list[Any] = [
    briefs,
    new_brief,
    make_brief,
    brief,
    keep,
    let_go,
    compare,
    to_compare,
    note,
    search,
    shortlists,
]
