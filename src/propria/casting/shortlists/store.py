"""The only SQL of a shortlist's folders."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.casting import tables as t
from propria.casting.model import Folder
from propria.kernel.errors import NotFound
from propria.kernel.ids import BriefId, FolderId
from propria.plumbing.database import Session

_c = t.folder.c


def add(folder: Folder, *, db: Session) -> None:
    """Keep a folder."""
    values = {"id": folder.id, "brief_id": folder.brief_id, "name": folder.name, "made_at": folder.made_at}
    db.execute(insert(t.folder).values(values))


def rename(folder_id: str, name: str, *, db: Session) -> None:
    """Call a folder something else."""
    db.execute(update(t.folder).where(_c.id == folder_id).values(name=name))


def drop(folder_id: str, *, db: Session) -> None:
    """Forget a folder; whoever was in it is in none."""
    c = t.shortlisted.c
    db.execute(update(t.shortlisted).where(c.folder_id == folder_id).values(folder_id=None))
    db.execute(delete(t.folder).where(_c.id == folder_id))


def _folder(row: Any) -> Folder:
    return Folder(FolderId(row.id), BriefId(row.brief_id), row.name, row.made_at)


def find(folder_id: str, *, db: Session) -> Folder:
    """One folder. Raises: NotFound(`casting.no_folder`)."""
    row = db.execute(select(t.folder).where(_c.id == folder_id)).first()
    if row is None:
        raise NotFound("casting.no_folder", "There is no such folder.")
    return _folder(row)


def of_brief(brief_id: str, *, db: Session) -> list[Folder]:
    """The folders of a brief, oldest first."""
    query = select(t.folder).where(_c.brief_id == brief_id).order_by(_c.made_at, _c.id)
    return [_folder(row) for row in db.execute(query)]


def put(brief_id: str, performer_id: str, folder_id: str | None, *, db: Session) -> None:
    """Put somebody of a shortlist into a folder, or into none."""
    c = t.shortlisted.c
    mine = (c.brief_id == brief_id) & (c.performer_id == performer_id)
    db.execute(update(t.shortlisted).where(mine).values(folder_id=folder_id))
