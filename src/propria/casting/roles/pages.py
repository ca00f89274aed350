"""What the page of a role tells whoever may answer it, and how a list of such roles reads. It decides nothing."""

from dataclasses import dataclass

from propria.casting.access.rules import time_left
from propria.casting.briefs.rules import names_of
from propria.casting.pages import SHORT_AXES, short, title_of
from propria.casting.roles import actions
from propria.casting.roles.actions import RoleSeen
from propria.casting.sheet.rules import rows as sheet_rows
from propria.casting.sides.pages import SideRow, rows_of
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.identity.strength import of_creator
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Fact, ScopeTable, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope.words import PERFORMER
from propria.web.scope_views import scope_table, words_of


@dataclass(frozen=True)
class RoleRow:
    """One role in a list, and how long it can be answered."""

    href: str
    title: Words
    role: str
    creator: Words
    until: Instant | None
    left: Words


@page_context("casting/role.html")
@dataclass(frozen=True)
class RolePage:
    """One role: who seeks whom for what and pays what, until when it is answered, and whether its title is kept back."""

    brief_id: str
    title: Words
    role: str
    creator: Words
    known: State
    seeks: str
    says: Words
    budget: Money
    until: Instant | None
    left: Words
    is_over: bool
    takes_submissions: bool
    keeps_back: bool
    is_told: bool
    facts: tuple[Fact, ...]
    table: ScopeTable
    sides: tuple[SideRow, ...]


def left_of(until: Instant | None, now: Instant) -> Words:
    """How long there is, in words; nothing where no day is set."""
    return Words(*time_left(until, now)) if until else Words("未设截止", "no deadline")


def row(seen: RoleSeen, *, now: Instant) -> RoleRow:
    """One role in a list."""
    brief, until = seen.brief, actions.until_of(seen)
    creator = Words(seen.creator.zh, seen.creator.en)
    return RoleRow(f"/roles/{brief.id}", title_of(brief), brief.role, creator, until, left_of(until, now))


def role_page(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> RolePage:
    """The page; that it was read is written down. Raises: NotFound(`casting.no_role`)."""
    seen = actions.read(actor, brief_id, now=now, db=db)
    brief, until, names = seen.brief, actions.until_of(seen), names_of(seen.brief)
    return RolePage(
        brief_id=brief.id,
        title=title_of(brief),
        role=brief.role,
        creator=Words(seen.creator.zh, seen.creator.en),
        known=of_creator(brief.creator_id, db=db),
        seeks=brief.seeks,
        says=short(brief.scope, SHORT_AXES, names),
        budget=brief.budget,
        until=until,
        left=left_of(until, now),
        is_over=until is not None and now >= until,
        takes_submissions=seen.until is not None,
        keeps_back=seen.keeps_back,
        is_told=bool(brief.access.working_title) and not seen.keeps_back,
        facts=tuple(Fact(words_of(h), words_of(s)) for _, h, s in sheet_rows(brief.scope, brief.asks)),
        table=scope_table(brief.scope, speaker=PERFORMER, names=names),
        sides=() if seen.keeps_back else rows_of(brief),
    )
