"""Folders of shortlists over pages and the API; whatever changes something answers with what undoes it."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post, put

from propria.casting import actions
from propria.casting.model import Folder, Move
from propria.casting.shortlists import folders
from propria.casting.shortlists.pages import SEPARATOR
from propria.kernel.ids import BriefId, FolderId, PerformerId
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other


class FolderForm(msgspec.Struct, forbid_unknown_fields=True):
    """A name, and whom of the shortlist to put into it."""

    name: str
    performers: list[str] = []


class NameForm(msgspec.Struct, forbid_unknown_fields=True):
    """Another name."""

    name: str


class MoveForm(msgspec.Struct, forbid_unknown_fields=True):
    """One performer from here to there; no folder is the rest of a shortlist."""

    performer: str
    from_brief: str
    to_brief: str
    from_folder: str | None = None
    to_folder: str | None = None


class MovesForm(msgspec.Struct, forbid_unknown_fields=True):
    """Some moves, all or nothing."""

    moves: list[MoveForm]


def folder_json(folder: Folder) -> dict[str, Any]:
    """A folder over the API."""
    made = wire(folder.made_at)
    return {"folder": folder.id, "brief": folder.brief_id, "name": folder.name, "made_at": made}


def _move(one: MoveForm) -> Move:
    source, target = (FolderId(f) if f else None for f in (one.from_folder, one.to_folder))
    return Move(PerformerId(one.performer), BriefId(one.from_brief), source, BriefId(one.to_brief), target)


def move_json(one: Move) -> dict[str, Any]:
    """A move over the API, as it is asked for."""
    return {
        "performer": one.performer_id,
        "from_brief": one.from_brief,
        "from_folder": one.from_folder,
        "to_brief": one.to_brief,
        "to_folder": one.to_folder,
    }


@post("/briefs/{brief_id:str}/folders", status_code=201, sync_to_thread=True)
def make(brief_id: str, data: FolderForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Make a folder in a shortlist."""
    now = library.clock.now()
    return folder_json(
        library.database.transact(
            lambda db: folders.make(actor, brief_id, data.name, data.performers, now=now, db=db)
        )
    )


@get("/briefs/{brief_id:str}/folders", sync_to_thread=True)
def read_folders(brief_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The folders of a shortlist, and who is in which."""

    def read(db: Session) -> list[dict[str, Any]]:
        kept = actions.shortlist(actor, brief_id, db=db)
        return [
            folder_json(f) | {"performers": [one.performer_id for one in kept if one.folder_id == f.id]}
            for f in folders.of_brief(actor, brief_id, db=db)
        ]

    return library.database.read(read)


@put("/folders/{folder_id:str}", sync_to_thread=True)
def rename(folder_id: str, data: NameForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Rename a folder; send `undo` to undo it."""
    was = library.database.transact(lambda db: folders.rename(actor, folder_id, data.name, db=db))
    return {"folder": was.id, "undo": {"name": was.name}}


@post("/folders/{folder_id:str}/drop", status_code=200, sync_to_thread=True)
def drop(folder_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Forget a folder, nobody in it; make one from `undo` to undo it."""
    was, inside = library.database.transact(lambda db: folders.drop(actor, folder_id, db=db))
    return {"brief": was.brief_id, "undo": {"name": was.name, "performers": inside}}


@post("/shortlists/move", status_code=200, sync_to_thread=True)
def move(data: MovesForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Move performers between folders, and between the roles of one production; send `undo` to undo it."""
    now = library.clock.now()
    moves = [_move(one) for one in data.moves]
    back = library.database.transact(lambda db: folders.move(actor, moves, now=now, db=db))
    return {"moved": len(moves), "undo": {"moves": [move_json(one) for one in back]}}


@post("/briefs/{brief_id:str}/move", status_code=303, sync_to_thread=True)
def move_by_page(brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Move the ticked ones of a shortlist; the page that follows offers to undo it."""
    now, people, targets = library.clock.now(), form.many("performer"), form.many("target")
    each = targets if len(targets) == len(people) else targets[:1] * len(people)

    def work(db: Session) -> list[Move]:
        places = {one.performer_id: one.folder_id for one in actions.shortlist(actor, brief_id, db=db)}
        moves = []
        for who, target in zip(map(PerformerId, people), each, strict=False):
            to_brief, _, to_folder = target.partition(SEPARATOR)
            goal = FolderId(to_folder) if to_folder else None
            moves.append(Move(who, BriefId(brief_id), places.get(who), BriefId(to_brief), goal))
        return folders.move(actor, moves, now=now, db=db)

    back = library.database.transact(work)
    told = [("moved", back[0].from_brief), *(("who", one.performer_id) for one in back)]
    told += [("to", f"{one.to_brief}{SEPARATOR}{one.to_folder or ''}") for one in back]
    return see_other("/shortlists?" + urlencode(told))


@post("/briefs/{brief_id:str}/folders", status_code=303, sync_to_thread=True)
def make_by_page(brief_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Make a folder; or, to undo its end, with who was in it."""
    now, name, people = library.clock.now(), form.one("name"), form.many("performer")
    library.database.transact(lambda db: folders.make(actor, brief_id, name, people, now=now, db=db))
    return see_other(f"/shortlists#list-{brief_id}")


@post("/folders/{folder_id:str}/rename", status_code=303, sync_to_thread=True)
def rename_by_page(folder_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Rename it; the page that follows offers to undo it."""
    was = library.database.transact(lambda db: folders.rename(actor, folder_id, form.one("name"), db=db))
    return see_other("/shortlists?" + urlencode({"renamed": was.id, "was": was.name}))


@post("/folders/{folder_id:str}/drop", status_code=303, sync_to_thread=True)
def drop_by_page(folder_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Forget it; the page that follows offers to undo it."""
    was, inside = library.database.transact(lambda db: folders.drop(actor, folder_id, db=db))
    told = [("dropped", was.brief_id), ("was", was.name), *(("who", who) for who in inside)]
    return see_other("/shortlists?" + urlencode(told))


API = [make, read_folders, rename, drop, move]
PAGES: list[Any] = [move_by_page, make_by_page, rename_by_page, drop_by_page]
