"""What the pages of one brief's AI sheet tell: the sheet to print, and who changed what of it."""

from dataclasses import dataclass

from propria.casting.access import rules as rules_access
from propria.casting.access.model import What
from propria.casting.briefs import actions as briefs
from propria.casting.briefs import rules as rules_briefs
from propria.casting.pages import title_of
from propria.casting.roles import actions as roles
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Fact, ScopeTable
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.scope.words import PERFORMER
from propria.web.scope_views import scope_table, words_of

WHAT_WORDS = {
    What.ROLE: Words("读了角色", "read the role"),
    What.TITLE: Words("承诺保密，读了真名", "accepted to keep the title, and read it"),
    What.SIDES: Words("打开了试戏本", "opened the sides"),
}
HEAD_FIELDS = (
    *("seeks", "budget", "structure", "trains", "approval", "plays", "speaks", "skills"),
    *("script_sha256", "deadline", "reach", "sides"),
)


@page_context("casting/sheet.html")
@dataclass(frozen=True)
class SheetPage:
    """The AI sheet of one role: who seeks, what is sought and paid, every axis with its silences."""

    brief_id: str
    creator: Words
    title: Words
    role: str
    facts: tuple[Fact, ...]
    table: ScopeTable
    made_at: Instant
    changed_at: Instant | None


@dataclass(frozen=True)
class ChangedField:
    """One field: the sentence, and what stood and stands there."""

    says: Words
    before: Text
    after: Text


@dataclass(frozen=True)
class ChangeRow:
    """One change: by whom, when, which fields."""

    number: int
    name: Words
    at: Instant
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True)
class SightRow:
    """Who outside the team saw what, when last, and how often."""

    name: Words
    what: Words
    at: Instant
    times: int


@page_context("casting/changes.html")
@dataclass(frozen=True)
class ChangesPage:
    """Every change of one brief, newest first."""

    brief_id: str
    title: Words
    role: str
    made_at: Instant
    rows: tuple[ChangeRow, ...]
    sights: tuple[SightRow, ...]


def sheet_page(actor: Actor, brief_id: str, *, db: Session) -> SheetPage:
    """The sheet, which is handed on: under the working title, if there is one. Raises: NotFound(`casting.no_brief`)."""
    own, found = briefs.revisions(actor, brief_id, db=db)
    brief = rules_access.outside(own)
    creator = parties.creator(brief.creator_id, db=db).name
    sheet = rules_briefs.sheet_rows(brief)
    lines = {field: Fact(words_of(head), words_of(said)) for field, head, said in sheet}
    return SheetPage(
        brief_id=brief.id,
        creator=Words(creator.zh, creator.en),
        title=title_of(brief),
        role=brief.role,
        facts=tuple(lines[field] for field in HEAD_FIELDS if field in lines),
        table=scope_table(brief.scope, speaker=PERFORMER, names=rules_briefs.names_of(brief)),
        made_at=brief.made_at,
        changed_at=found[0].at if found else None,
    )


def changes_page(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> ChangesPage:
    """The changes. Raises: NotFound(`casting.no_brief`)."""
    brief, found = briefs.revisions(actor, brief_id, db=db)
    sights = tuple(
        SightRow(Words(name.zh, name.en), WHAT_WORDS[one.what], one.last_at, one.times)
        for one, name in roles.sights(actor, brief_id, now=now, db=db)
    )
    rows = tuple(_row(one) for one in found)
    return ChangesPage(brief.id, title_of(brief), brief.role, brief.made_at, rows, sights)


def _row(one: briefs.Revision) -> ChangeRow:
    fields = tuple(
        ChangedField(words_of(each.says), words_of(each.before), words_of(each.after)) for each in one.changes
    )
    return ChangeRow(one.number, Words(one.name.zh, one.name.en), one.at, fields)
