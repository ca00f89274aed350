"""Saved searches over the page and the API."""

from typing import Any

import msgspec
from litestar import Response, get, post

from propria.casting.profiles.rules import STATED
from propria.casting.search import saved as searches
from propria.casting.search.finding import LONGEST_QUESTION, TERMS, By, Sought
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other


class SearchForm(msgspec.Struct, forbid_unknown_fields=True):
    """A search as `/search` asks it."""

    q: str = ""
    language: str = ""
    act: str = ""
    medium: str = ""
    territory: str = ""
    speaks: str = ""
    age: int = 0
    by: By = By.BOTH
    skill: str = ""
    based_in: str = ""
    height: str = ""
    voice: str = ""
    union: str = ""


def _saved_json(saved: searches.Saved) -> dict[str, Any]:
    told = {"search": saved.id, "saved_at": wire(saved.saved_at), "see": saved.href}
    return told | {"sought": saved.sought.to_json()}


@post("/searches", status_code=201, sync_to_thread=True)
def save(data: SearchForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Save a search; you hear when somebody new answers it under their own name."""
    now = library.clock.now()
    terms = {axis: getattr(data, axis) for axis in TERMS}
    stated = {name: getattr(data, name) for name in STATED}
    sought = Sought(data.q, terms, data.speaks, data.age, data.by, stated)
    return _saved_json(library.database.transact(lambda db: searches.save(actor, sought, now=now, db=db)))


@get("/searches", sync_to_thread=True)
def read_searches(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What you saved, newest first."""
    found = library.database.read(lambda db: searches.saved_by(actor, db=db))
    return [_saved_json(one) for one in found]


@post("/searches/{search_id:str}/drop", status_code=204, sync_to_thread=True)
def drop(search_id: str, actor: Actor, library: Library) -> None:
    """Save it no longer."""
    library.database.transact(lambda db: searches.drop(actor, search_id, db=db))


@post("/searches", status_code=303, sync_to_thread=True)
def save_by_page(form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Save what the page of the search asked."""
    now, age, by = library.clock.now(), form.one("age"), form.one("by")
    sought = Sought(
        form.one("q")[:LONGEST_QUESTION],
        {axis: form.one(axis) for axis in TERMS},
        form.one("speaks"),
        int(age) if age.isdecimal() and len(age) <= len("120") else 0,
        By(by) if by in set(By) else By.BOTH,
        {name: form.one(name)[:LONGEST_QUESTION] for name in STATED},
    )
    saved = library.database.transact(lambda db: searches.save(actor, sought, now=now, db=db))
    return see_other(saved.href)


@post("/searches/{search_id:str}/drop", status_code=303, sync_to_thread=True)
def drop_by_page(search_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Save it no longer."""
    library.database.transact(lambda db: searches.drop(actor, search_id, db=db))
    return see_other("/search")


API = [save, read_searches, drop]
PAGES: list[Any] = [save_by_page, drop_by_page]
