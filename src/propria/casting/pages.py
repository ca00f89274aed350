"""What the pages of briefs tell: what is sought, who fits, why the others do not. Puts facts together, decides nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from propria.casting import actions
from propria.casting.access.model import Reach
from propria.casting.access.rules import REACH_WORDS, time_left
from propria.casting.briefs import actions as briefs
from propria.casting.briefs.rules import names_of
from propria.casting.briefs.typed import address_of
from propria.casting.cards import Card, card
from propria.casting.model import Brief, Match, Matches, Window
from propria.casting.pictures.pages import faces
from propria.casting.search.indexing import profiles_of
from propria.casting.search.ranking import day_of
from propria.casting.search.texts import how_ranked, why
from propria.casting.sheet.needs import NEED_WORDS
from propria.casting.sheet.needs import rows as need_rows
from propria.casting.sheet.rules import rows as sheet_rows
from propria.casting.whynot.rules import FEW, most_first, roughly
from propria.casting.whynot.texts import FLOOR_WORDS, change_words, count_words, more_words, vague_words
from propria.consent import actions as consent
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.ladder import RUNGS, Person
from propria.parties import actions as parties
from propria.parties.identity.strength import shown
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import (
    AxisReason,
    DecisionTrace,
    Empty,
    Fact,
    Field,
    ScopeTable,
)
from propria.plumbing.web.formats import moment, money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text, Words, work
from propria.scope import Scope
from propria.scope.sentences import rows
from propria.scope.words import AXIS_WORDS, PERFORMER, Names, value_words
from propria.web.scope_form import FormPart
from propria.web.scope_views import scope_table, sought_facts, trace, words_of
from propria.web.typed_form import Notice

SHORT_AXES = ("act", "medium", "territory", "language", "term", "theme", "volume")
CARD_AXES = ("language", "act", "territory", "theme")
OPEN = Words(*(RUNGS[Person.OPEN].word or ("", "")))
_BUDGET = Words("酬金", "Offered")
_SEEKS = Words("想找的人", "Whom you seek")


@dataclass(frozen=True)
class BriefRow:
    """One brief in a list: what it is for, how many fit by name, how many were kept."""

    title: Words
    href: str
    role: str
    says: Words
    budget: Money
    made_at: Instant
    fitting: int
    kept: int


@dataclass(frozen=True)
class PutAway:
    """One brief in the archive."""

    id: str
    title: Words
    role: str
    since: Instant


@page_context("casting/briefs.html")
@dataclass(frozen=True)
class BriefsPage:
    """A creator's briefs, newest first."""

    creator: Words
    rows: tuple[BriefRow, ...]
    nothing: Empty | None
    archived: tuple[PutAway, ...]


@page_context("casting/brief_form.html")
@dataclass(frozen=True)
class BriefForm:
    """The form of a brief, with what was typed and what was refused; `changes`: the id of the one that it changes."""

    notice: Notice | None
    fields: tuple[Field, ...]
    parts: tuple[FormPart, ...]
    kinds: tuple[Link, ...] = ()
    changes: str = ""


KIND_LINKS = tuple(
    Link(f"/briefs/new?kind={kind}", Words(zh, en))
    for kind, zh, en in (
        ("micro_drama", "微短剧", "Micro-drama"), ("feature", "电影", "Feature"), ("series", "剧集", "Series"),
        ("advertisement", "广告", "Advertisement"), ("game", "游戏", "Game"), ("audiobook", "有声书", "Audiobook"),
        ("dubbing", "配音", "Dubbing"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Undo:
    """What a change of the shortlist did, and the change that undoes it: `act` is `keep` or `let-go`, of these performers."""

    act: str
    performers: tuple[str, ...]
    says: Words


@dataclass(frozen=True)
class Other:
    """A performer who does not fit, and every axis why."""

    name: Words
    trace: DecisionTrace


@dataclass(frozen=True)
class WhyNot:
    """How many fail on one axis, roughly, counted once each by their first reason; `share` is percent of the most."""

    words: Words
    count: Words
    share: int


@dataclass(frozen=True)
class Would:
    """One change of the brief, and roughly how many more named performers would fit; `href` is its form, the change filled in."""

    more: Words
    says: Words
    href: str = ""


@page_context("casting/brief.html")
@dataclass(frozen=True)
class BriefPage:
    """Who fits one brief, a page at a time, why the others do not, what would change that.

    `skip`: how many who fit come before this page; `span`: which places it shows, empty where it shows all.
    """

    brief_id: str
    title: Words
    role: str
    sought: tuple[Fact, ...]
    fitting: tuple[Card, ...]
    others: tuple[Other, ...]
    fitting_count: int
    others_count: int
    unnamed: str
    why_not: tuple[WhyNot, ...]
    would: tuple[Would, ...]
    table: ScopeTable
    undo: Undo | None
    nothing: Empty
    ranked: Text
    is_archived: bool
    skip: int
    span: str
    before_href: str
    more_href: str
    unticked: bool


MAKE_ONE = Link("/briefs/new", Words("发起招募", "Make a brief"))


def title_of(brief: Brief) -> Words:
    """The brief's project as a title."""
    return work(Words(*brief.title))


def short(scope: Scope, axes: Iterable[str], names: Names) -> Words:
    """A scope in one line."""
    kept = frozenset(axes)
    said = [value for axis, _, value in rows(scope, names=names) if axis in kept and getattr(scope, axis)]
    return Words("；".join(s.zh for s in said), "; ".join(s.en for s in said))


def brief_row(actor: Actor, brief: Brief, *, now: Instant, db: Session) -> BriefRow:
    """A brief in a list."""
    return BriefRow(
        title=title_of(brief),
        href=f"/briefs/{brief.id}",
        role=brief.role,
        says=short(brief.scope, SHORT_AXES[:4], names_of(brief)),
        budget=brief.budget,
        made_at=brief.made_at,
        fitting=actions.fitting_count(brief, now=now, db=db),
        kept=len(actions.shortlist(actor, brief.id, db=db)),
    )


def briefs_page(actor: Actor, *, now: Instant, db: Session) -> BriefsPage:
    """The list. Raises: NotFound(`parties.no_creator`)."""
    creator = parties.own_creator(actor, db=db)
    found = tuple(brief_row(actor, b, now=now, db=db) for b in actions.briefs(actor, db=db))
    nothing = Empty(
        Words("您还没有发起过招募。", "You have made no brief yet."),
        Words(
            "一份招募写明一个角色要什么、付多少；谁合适、谁不合适、为什么，随即可见。没有人会因此被打扰。",
            "A brief says what one role needs and pays; who fits, who does not and why follows at once. Nobody is told.",
        ),
        MAKE_ONE,
    )
    away = tuple(
        PutAway(b.id, title_of(b), b.role, b.archived_at)
        for b in briefs.archived(actor, db=db)
        if b.archived_at is not None
    )
    return BriefsPage(Words(creator.name.zh, creator.name.en), found, None if found else nothing, away)


def brief_page(
    actor: Actor, brief_id: str, *, kept_now: Collection[str] = (), let_go: Collection[str] = (), skip: int = 0,
    unticked: bool = False, now: Instant, db: Session
) -> BriefPage:  # fmt: skip
    """One brief. Raises: NotFound(`casting.no_brief`, `parties.no_creator`)."""
    window = Window(skip)
    found = actions.matches(actor, brief_id, window, now=now, db=db)
    brief = found.brief
    kept = {one.performer_id for one in actions.shortlist(actor, brief_id, db=db)}
    people, passes = [m.performer for m in found.fitting], _passes(brief)
    seen, known = faces(people, now=now, db=db), shown(people, db=db)
    cards = [
        replace(
            card(m.performer, m.openness, passes, seen, known, kept=m.performer.id in kept),
            why="" if m.place is None else why(m.place),
        )
        for m in found.fitting
    ]
    names = names_of(brief)
    return BriefPage(
        brief_id=brief.id,
        title=title_of(brief),
        role=brief.role,
        sought=(
            *((Fact(_SEEKS, Words(brief.seeks, brief.seeks)),) if brief.seeks else ()),
            *sought_facts(brief.scope, SHORT_AXES, names=names),
            Fact(_BUDGET, brief.budget),
            *(Fact(words_of(h), words_of(says)) for _, h, says in sheet_rows(brief.scope, brief.asks)),
            *_answered(brief, now),
        ),
        fitting=tuple(cards),
        others=tuple(_other(m, brief) for m in found.others),
        fitting_count=found.fitting_count,
        others_count=found.others_count,
        unnamed=found.unnamed,
        why_not=_why_not(found),
        would=_would(found),
        table=scope_table(brief.scope, speaker=PERFORMER, names=names),
        undo=_undo((*kept_now, *let_go), kept, now=now, db=db),
        nothing=Empty(
            Words("目前无人合适。", "Nobody fits as it stands."),
            Words(
                "下面写着差在哪里，改什么会不同。",
                "Below is what stands in the way, and what would change it.",
            ),
            Link(f"/briefs/{brief.id}/change", Words("修改招募", "Change the brief")),
        ),
        ranked=how_ranked(day_of(now), has_meaning=profiles_of(db=db).has_meaning or not brief.seeks),
        is_archived=brief.archived_at is not None,
        skip=skip,
        unticked=unticked,
        **places_shown(f"/briefs/{brief.id}?", window, found.fitting_count),
    )


def places_shown(address: str, window: Window, count: int) -> dict[str, str]:
    """Which places of `count` a page shows, and where the page before and the next one are; empty where there is none."""
    first, last = window.skip + 1, min(window.skip + window.most, count)
    before = max(0, window.skip - window.most)
    return {
        "span": f"{first:,}–{last:,}" if last < count or window.skip else "",
        "before_href": f"{address}skip={before}" if window.skip else "",
        "more_href": f"{address}skip={last}" if last < count else "",
    }


def _answered(brief: Brief, now: Instant) -> tuple[Fact, ...]:
    """Until when and by whom it is answered, where that is said."""
    access, facts = brief.access, []
    if access.deadline is not None:
        zh, en = time_left(access.deadline, now)
        at = Words(moment(access.deadline, "zh-Hans"), moment(access.deadline, "en"))
        facts.append(Fact(Words("申请截止", "Deadline"), Words(f"{at.zh}，{zh}", f"{at.en}, {en}")))
    if access.reach is not Reach.EVERYBODY:
        facts.append(Fact(Words("谁能看到", "Who may read it"), Words(*REACH_WORDS[access.reach])))
    if access.working_title:
        title = access.working_title
        facts.append(Fact(Words("保密代称", "Working title"), Words(title, title)))
    return tuple(facts)


def _undo(changed: Collection[str], kept: Collection[str], *, now: Instant, db: Session) -> Undo | None:
    """Undoing keeps who was let go, or lets go who was kept: whichever the first of them who show their name stands as now."""
    shown = consent.shown_of(changed, now=now, db=db).keys() - parties.contested(db=db) if changed else set()
    who = tuple(one for one in changed if one in shown)
    if not who:
        return None
    number, name = len(who), parties.performer(who[0], db=db).name
    zh, en = (name.zh, name.en) if number == 1 else (f"{number} 位", f"{number} performers")
    if who[0] in kept:
        return Undo("let-go", who, Words(f"已留下{zh}。", f"Kept: {en}."))
    return Undo("keep", who, Words(f"已把{zh}移出候选名单。", f"Off the shortlist: {en}."))


def _passes(brief: Brief) -> tuple[Text, ...]:
    facts = tuple(words_of(said) for _, _, said in need_rows(brief.asks.needs))
    return facts + tuple(
        words_of(value_words(axis, getattr(brief.scope, axis)))
        for axis in CARD_AXES
        if getattr(brief.scope, axis)
    )


def _other(match: Match, brief: Brief) -> Other:
    openness = match.openness
    floor = () if match.floor_is_met else (_floor_reason(match.floor),)
    name = Words(match.performer.name.zh, match.performer.name.en)
    return Other(
        name,
        trace(
            match.reasons, openness.terms, about=name, names=names_of(brief), first=(*floor, *_lacks(match))
        ),
    )


def _lacks(match: Match) -> tuple[AxisReason, ...]:
    return tuple(
        AxisReason(words_of(NEED_WORDS[one.fact]), met=False, why=words_of(one.why)) for one in match.lacks
    )


def _floor_reason(floor: Money) -> AxisReason:
    why = Words(f"低于其底价{money(floor, 'zh-Hans')}", f"Below the floor of {money(floor, 'en')}")
    return AxisReason(Words("酬金", "Pay"), met=False, why=why)


def _why_not(found: Matches) -> tuple[WhyNot, ...]:
    counted = [(axis, count, max(roughly(count), FEW)) for axis, count in most_first(found.first_reasons)]
    most = max((rough for _, _, rough in counted), default=1)
    return tuple(
        WhyNot(
            _head(axis),
            count_words(count),
            round(100 * rough / most),
        )
        for axis, count, rough in counted
    )


def _head(axis: str) -> Words:
    """What an axis, the pay, or a fact asked of the person is called."""
    return FLOOR_WORDS if axis == "floor" else words_of(NEED_WORDS.get(axis) or AXIS_WORDS[axis])


def _would(found: Matches) -> tuple[Would, ...]:
    """What one change alone would win; where none that is tried wins anybody, on which axis alone some stand out."""
    won = {one.change.axis: one for one in found.won}
    return tuple(
        Would(
            more_words(won[axis].count),
            change_words(won[axis].change),
            address_of(found.brief, won[axis].change.brief),
        )
        if axis in won
        else Would(more_words(count), vague_words(axis))
        for axis, count in most_first(found.alone)
    )
