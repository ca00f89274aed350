"""What the page of a role's sides tells its team: which files there are, and the form for another. It decides nothing."""

from dataclasses import dataclass

from propria.casting import actions
from propria.casting.access.model import TYPE_WORDS, SideFile
from propria.casting.model import Brief
from propria.casting.pages import title_of
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice


@dataclass(frozen=True)
class SideRow:
    """One file: its name, kind and size, and where it is opened and destroyed."""

    name: str
    href: str
    drop: str
    says: Words
    kept_at: Instant


@page_context("casting/sides.html")
@dataclass(frozen=True)
class SidesPage:
    """The sides of one role."""

    brief_id: str
    title: Words
    role: str
    rows: tuple[SideRow, ...]
    notice: Notice | None


def rows_of(brief: Brief) -> tuple[SideRow, ...]:
    """The files of a brief."""
    return tuple(_row(brief, one) for one in brief.access.sides)


def _row(brief: Brief, one: SideFile) -> SideRow:
    kind, size = TYPE_WORDS[one.media_type], kilobytes(one.size_bytes)
    return SideRow(
        name=one.name,
        href=f"/roles/{brief.id}/sides/{one.id}",
        drop=f"/briefs/{brief.id}/sides/{one.id}/drop",
        says=Words(f"{kind}，{size} kB", f"{kind}, {size} kB"),
        kept_at=one.kept_at,
    )


def kilobytes(size_bytes: int) -> int:
    """A size in kB, rounded up."""
    return -(-size_bytes // 1000)


def sides_page(actor: Actor, brief_id: str, notice: Notice | None = None, *, db: Session) -> SidesPage:
    """The page. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    return SidesPage(brief.id, title_of(brief), brief.role, rows_of(brief), notice)
