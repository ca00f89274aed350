"""What the page of shortlists tells: who was kept for which brief, in which folder, and how the last change is undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from propria.casting import actions, listed
from propria.casting.cards import Card, card
from propria.casting.model import Brief, Folder
from propria.casting.pages import BriefRow, brief_row
from propria.casting.pictures.pages import faces
from propria.casting.shortlists import folders
from propria.kernel.ids import FolderId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import shown
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words

SEPARATOR = "."
"""Between brief and folder where a form names a place; no id has a full stop."""


@dataclass(frozen=True)
class FolderBox:
    """A folder and who is in it."""

    id: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class KeptList:
    """The shortlist of one brief: who is in no folder, then the folders; `targets`: where the ticked can be moved."""

    brief_id: str
    brief: BriefRow
    cards: tuple[Card, ...]
    folders: tuple[FolderBox, ...]
    kept: int
    targets: tuple[Choice, ...]


@dataclass(frozen=True)
class FolderUndo:
    """What was done, and the form that undoes it."""

    action: str
    fields: tuple[tuple[str, str], ...]
    says: Words


@dataclass(frozen=True)
class Done:
    """What a change of folders told the page that follows: which folder was renamed, of which brief one was dropped or who
    was moved into which brief's list; `was`: the name before; `who` and `to`: whom to move back, and where."""

    renamed: str = ""
    dropped: str = ""
    moved: str = ""
    was: str = ""
    who: Sequence[str] = ()
    to: Sequence[str] = ()


@page_context("casting/shortlists.html")
@dataclass(frozen=True)
class ShortlistsPage:
    """Everybody who was kept, brief by brief."""

    lists: tuple[KeptList, ...]
    kept: int
    undo: FolderUndo | None
    nothing: Empty


def kept_lists(actor: Actor, done: Done | None = None, *, now: Instant, db: Session) -> ShortlistsPage:
    """Every shortlist with somebody on it, or with a folder. Raises: NotFound(`parties.no_creator`)."""
    briefs = actions.briefs(actor, db=db)
    boxes = {brief.id: folders.of_brief(actor, brief.id, db=db) for brief in briefs}
    lists = []
    for brief in briefs:
        together = (brief, *(b for b in briefs if b.project == brief.project and b.id != brief.id))
        targets = tuple(c for b in together for c in _targets(b, boxes[b.id]))
        one = _list(actor, brief, boxes[brief.id], targets, now=now, db=db)
        if one.kept or one.folders:
            lists.append(one)
    nothing = Empty(
        Words("还没有留下任何人。", "Nobody is kept yet."),
        Words(
            "在一份招募里按“留下”，名字就会出现在这里；本人不会知道。",
            "Press keep in a brief and the name appears here; nobody is told.",
        ),
        Link("/briefs", Words("去看招募", "To the briefs")),
    )
    return ShortlistsPage(tuple(lists), sum(one.kept for one in lists), _undo(done or Done()), nothing)


def _targets(brief: Brief, boxes: list[Folder]) -> list[Choice]:
    """The places of one brief's shortlist, as a form names them."""
    none = Words(f"{brief.role}：不在文件夹", f"{brief.role}: in no folder")
    inside = [
        Choice(f"{brief.id}{SEPARATOR}{f.id}", Words(f"{brief.role}：{f.name}", f"{brief.role}: {f.name}"))
        for f in boxes
    ]
    return [Choice(f"{brief.id}{SEPARATOR}", none), *inside]


def _list(
    actor: Actor,
    brief: Brief,
    boxes: list[Folder],
    targets: tuple[Choice, ...],
    *,
    now: Instant,
    db: Session,
) -> KeptList:
    kept = actions.shortlist(actor, brief.id, db=db)
    people = parties.performers([one.performer_id for one in kept], db=db)
    notes, seen = actions.notes(actor, brief.id, db=db), faces(people.values(), now=now, db=db)
    known = shown(people.values(), db=db)
    open_now = listed.of(people, now=now, db=db)
    cards: dict[FolderId | None, list[Card]] = {}
    for one in kept:
        who = one.performer_id
        note = notes[who].text if who in notes else ""
        made = replace(card(people[who], open_now.get(who), (), seen, known, kept=True), note=note)
        cards.setdefault(one.folder_id, []).append(made)
    return KeptList(
        brief_id=brief.id,
        brief=brief_row(actor, brief, now=now, db=db),
        cards=tuple(cards.get(None, ())),
        folders=tuple(FolderBox(f.id, f.name, tuple(cards.get(f.id, ()))) for f in boxes),
        kept=len(kept),
        targets=targets,
    )


def _undo(done: Done) -> FolderUndo | None:
    people = tuple(("performer", who) for who in done.who)
    if done.moved and done.who:
        back = (*people, *(("target", place) for place in done.to))
        says = Words(f"已移动 {len(done.who)} 位。", f"Moved: {len(done.who)}.")
        return FolderUndo(f"/briefs/{done.moved}/move", back, says)
    if done.renamed:
        says = Words(f"文件夹“{done.was}”已改名。", f"The folder “{done.was}” is renamed.")
        return FolderUndo(f"/folders/{done.renamed}/rename", (("name", done.was),), says)
    if done.dropped:
        says = Words(
            f"文件夹“{done.was}”已取消；其中的人仍在候选名单上。",
            f"The folder “{done.was}” is dropped; whoever was in it stays kept.",
        )
        return FolderUndo(f"/briefs/{done.dropped}/folders", (("name", done.was), *people), says)
    return None
