"""Folders of a shortlist: made, renamed, dropped; performers moved between them and between the roles of one production.

Whatever was done can be undone: a rename by a rename, a move by its move back, a dropped folder by one made with who was in it.
"""

from collections.abc import Iterable, Sequence

from propria.casting import actions, listed, store
from propria.casting.model import Folder, Move
from propria.casting.shortlists import rules
from propria.casting.shortlists import store as store_folders
from propria.kernel.errors import NotFound
from propria.kernel.ids import FolderId, PerformerId, new_id
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session


def make(
    actor: Actor, brief_id: str, name: str, performers: Iterable[str] = (), *, now: Instant, db: Session
) -> Folder:
    """A new folder of a brief's shortlist, with some who are in none.

    Raises: NotFound(`casting.no_brief`, `casting.not_shortlisted`), Malformed(`casting.folder_unreadable`),
    Refused(`casting.folder_exists`, `casting.too_many_folders`).
    """
    brief = actions.brief(actor, brief_id, db=db)
    others = store_folders.of_brief(brief.id, db=db)
    rules.may_add(others)
    tidy = rules.checked_name(name, others)
    folder = Folder(FolderId(new_id("folder")), brief.id, tidy, now)
    store_folders.add(folder, db=db)
    wanted = [
        Move(PerformerId(who), brief.id, None, brief.id, folder.id) for who in dict.fromkeys(performers)
    ]
    if wanted:
        move(actor, wanted, now=now, db=db)
    return folder


def of_brief(actor: Actor, brief_id: str, *, db: Session) -> list[Folder]:
    """The folders of one's brief, oldest first. Raises: NotFound(`casting.no_brief`)."""
    return store_folders.of_brief(actions.brief(actor, brief_id, db=db).id, db=db)


def find(actor: Actor, folder_id: str, *, db: Session) -> Folder:
    """One of one's folders; a stranger learns nothing. Raises: NotFound(`casting.no_folder`)."""
    folder = store_folders.find(folder_id, db=db)
    try:
        actions.brief(actor, folder.brief_id, db=db)
    except NotFound as stranger:
        raise NotFound("casting.no_folder", "There is no such folder.") from stranger
    return folder


def rename(actor: Actor, folder_id: str, name: str, *, db: Session) -> Folder:
    """Call a folder something else; what it was called before.

    Raises: NotFound(`casting.no_folder`), Malformed(`casting.folder_unreadable`), Refused(`casting.folder_exists`).
    """
    before = find(actor, folder_id, db=db)
    others = [one for one in store_folders.of_brief(before.brief_id, db=db) if one.id != before.id]
    store_folders.rename(before.id, rules.checked_name(name, others), db=db)
    return before


def drop(actor: Actor, folder_id: str, *, db: Session) -> tuple[Folder, list[PerformerId]]:
    """Forget a folder; who was in it stays on the shortlist. What it was, and who was in it.

    Raises: NotFound(`casting.no_folder`).
    """
    folder = find(actor, folder_id, db=db)
    inside = [
        one.performer_id for one in store.shortlist(folder.brief_id, db=db) if one.folder_id == folder.id
    ]
    store_folders.drop(folder.id, db=db)
    return folder, inside


def move(actor: Actor, moves: Sequence[Move], *, now: Instant, db: Session) -> list[Move]:
    """Move performers, all or nothing; what moves them back.

    Raises: NotFound(`casting.no_brief`, `casting.no_folder`, `casting.not_shortlisted`), Refused(`casting.too_many_at_once`,
    `casting.other_project`, `casting.kept_there_already`, `casting.not_listed`).
    """
    rules.check_many(moves)
    for one in moves:
        source, target = (actions.brief(actor, b, db=db) for b in (one.from_brief, one.to_brief))
        if one.to_folder is not None and find(actor, one.to_folder, db=db).brief_id != target.id:
            raise NotFound("casting.no_folder", "There is no such folder.")
        here, there = (store.shortlist(b.id, db=db) for b in (source, target))
        rules.check_move(one, source, target, here, there)
        if source.id != target.id:
            listed.check([one.performer_id], now=now, db=db)
            store.drop_shortlisted(source.id, one.performer_id, db=db)
            store.add_shortlisted(target.id, one.performer_id, now, db=db)
        store_folders.put(target.id, one.performer_id, one.to_folder, db=db)
    return [one.back() for one in reversed(moves)]
