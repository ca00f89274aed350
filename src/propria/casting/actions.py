"""What a creator does to find a performer."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from propria.casting import asking, listed, rules, store
from propria.casting.access import rules as rules_access
from propria.casting.access.model import NOBODY_SAID, Access
from propria.casting.briefs import rules as rules_briefs
from propria.casting.model import (
    FIRST_PAGE,
    Brief,
    Changed,
    Match,
    Matches,
    Shortlisted,
    TeamNote,
    Window,
)  # fmt: skip
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search import ranking
from propria.casting.sheet.model import Asks
from propria.consent import actions as consent
from propria.kernel.errors import Refused
from propria.kernel.ids import BriefId, PerformerId, new_id
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.scope import Scope


def make_brief(
    actor: Actor,
    title: tuple[str, str],
    project: str,
    role: str,
    scope: Scope,
    budget: Money,
    seeks: str = "",
    access: Access = NOBODY_SAID,
    *,
    asks: Asks,
    now: Instant,
    db: Session,
) -> Brief:
    """Say what is sought for one role; `seeks`: who, in free words, by which those who fit are put in order.

    Raises: NotFound(`parties.no_creator`), Forbidden(`parties.no_right`),
    and as `rules.check_brief` and `check_access`.
    """
    creator = parties.own_creator(actor, db=db)
    colleagues.check(actor.person_id, creator.id, Right.NEGOTIATE, db=db)
    tidy, whole = rules.check_brief(scope, budget, title, seeks, asks)
    answered = check_access(access, now=now, db=db)
    number = BriefId(new_id("brief"))
    brief = Brief(
        number, creator.id, project, title, role, scope, budget, now, tidy, access=answered, asks=whole
    )
    store.add_brief(brief, db=db)
    return brief


def check_access(access: Access, before: Access | None = None, *, now: Instant, db: Session) -> Access:
    """How a brief is answered. Raises: as `rules_access.checked`; Refused(`casting.no_such_agency`)."""
    checked = rules_access.checked(access, before, now=now)
    if checked.agency and parties.role_of(checked.agency, db=db) is not Role.REPRESENTATIVE:
        raise Refused("casting.no_such_agency", "Nobody here represents performers under this name.")
    return checked


def brief(actor: Actor, brief_id: str, *, db: Session) -> Brief:
    """One of the actor's briefs. Raises: NotFound(`casting.no_brief`, `parties.no_creator`)."""
    return store.brief(brief_id, parties.own_creator(actor, db=db).id, db=db)


def running(actor: Actor, brief_id: str, *, db: Session) -> Brief:
    """One of the actor's briefs by which somebody may be asked. Raises: as `brief`, Refused(`casting.brief_archived`)."""
    return rules_briefs.check_running(brief(actor, brief_id, db=db))


def briefs(actor: Actor, *, db: Session) -> list[Brief]:
    """The actor's briefs that are not archived, newest first."""
    every = store.briefs(parties.own_creator(actor, db=db).id, db=db)
    return [one for one in every if one.archived_at is None]


def matches(
    actor: Actor, brief_id: str, window: Window = FIRST_PAGE, *, now: Instant, db: Session
) -> Matches:
    """Who fits a brief, in the published order, and why the others do not: named only where their own signature shows the name.

    Those who keep name and terms private are one bucket, the same for every brief. Raises: NotFound(`casting.no_brief`).
    """
    sought = brief(actor, brief_id, db=db)
    ask = indexed_matches if consent.are_open(rules.INDEX_FROM, now=now, db=db) else plain_matches
    return ask(sought, window, now=now, db=db)


def fitting_count(sought: Brief, *, now: Instant, db: Session) -> int:
    """How many of those who show their name fit; nobody is looked at alone where there is an index."""
    if consent.are_open(rules.INDEX_FROM, now=now, db=db):
        return asking.fitting_count(sought, now=now, db=db)
    named, _ = _named(sought, now=now, db=db)
    return sum(match.fits for match in named)


def plain_matches(sought: Brief, window: Window = FIRST_PAGE, *, now: Instant, db: Session) -> Matches:
    """The answer from everybody's terms, one after the other: what the index must say too."""
    named, unnamed = _named(sought, now=now, db=db)
    fitting = in_order(sought, [m for m in named if m.fits], now=now, db=db)
    return rules.together(sought, fitting, [m for m in named if not m.fits], unnamed, window)


def _named(sought: Brief, *, now: Instant, db: Session) -> tuple[list[Match], int]:
    """How everybody who shows their name stands to a brief, one after the other; how many do not show it."""
    openness = consent.all_open(now=now, db=db)
    shown = [o for o in openness if o.shows_name]
    people = parties.performers([o.performer_id for o in shown], db=db)
    profiles = said(sought, people, db=db)
    named = [rules.match(sought, people[o.performer_id], o, profiles.get(o.performer_id)) for o in shown]
    return named, len(openness) - len(shown)


def said(sought: Brief, performers: Collection[PerformerId], *, db: Session) -> dict[PerformerId, Profile]:
    """What each of them says of themselves, an empty profile where nothing; nobody is looked up if no fact is asked for."""
    if not sought.asks.needs:
        return {}
    stated = store_profiles.newest(performers, db=db)
    return {who: stated[who].profile if who in stated else Profile() for who in performers}


def in_order(sought: Brief, fitting: list[Match], *, now: Instant, db: Session) -> list[Match]:
    """Those who fit, each with their place, in the published order."""
    ids = [m.performer.id for m in fitting]
    floors = np.array([m.openness.floor.minor for m in fitting], np.int64)
    order = ranking.order(ids, floors, ranking.question_of(sought), now=now, db=db)
    return [replace(fitting[row], place=order.place(row)) for row in order.rows]


def indexed_matches(sought: Brief, window: Window = FIRST_PAGE, *, now: Instant, db: Session) -> Matches:
    """The answer from the index; whoever is shown is judged again by the plain algebra."""
    answer = asking.ask(sought, window, now=now, db=db)
    given = consent.opennesses([*answer.fitting, *answer.others], db=db)
    people = parties.performers(list(given), db=db)
    profiles = said(sought, people, db=db)
    judged = [
        rules.match(sought, people[who], o, profiles.get(who))
        for who, o in ((o.performer_id, o) for o in given.values())
    ]
    fits = {m.openness.id: m for m in judged if m.fits}
    placed = [(fits[one], place) for one, place in answer.fitting.items() if one in fits]
    return Matches(
        brief=sought,
        fitting=tuple(replace(match, place=place) for match, place in placed),
        others=tuple(rules.nearest(m for m in judged if not m.fits)),
        fitting_count=answer.fitting_count,
        others_count=answer.others_count,
        unnamed=rules.bucket(answer.unnamed),
        first_reasons=answer.first,
        alone=answer.alone,
        won=answer.won,
    )


def keep(actor: Actor, brief_id: str, performer_id: str, *, now: Instant, db: Session) -> None:
    """Put a performer on the shortlist.

    Raises: NotFound(`casting.no_brief`), Refused(`casting.not_listed`).
    """
    kept = brief(actor, brief_id, db=db)
    listed.check([performer_id], now=now, db=db)
    store.add_shortlisted(kept.id, performer_id, now, db=db)


def let_go(actor: Actor, brief_id: str, performer_id: str, *, db: Session) -> None:
    """Take a performer off the shortlist; undoing is `keep`. Raises: NotFound(`casting.no_brief`)."""
    store.drop_shortlisted(brief(actor, brief_id, db=db).id, performer_id, db=db)


def shortlist(actor: Actor, brief_id: str, *, db: Session) -> list[Shortlisted]:
    """Who was kept. Raises: NotFound(`casting.no_brief`)."""
    return store.shortlist(brief(actor, brief_id, db=db).id, db=db)


def change(
    actor: Actor, brief_id: str, keep: Iterable[str], let_go: Iterable[str], *, now: Instant, db: Session
) -> Changed:
    """Keep some and let others go, all or nothing; what it did is what undoes it.

    Raises: NotFound(`casting.no_brief`), Refused(`casting.not_listed`, `casting.too_many_at_once`).
    """
    changed = brief(actor, brief_id, db=db)
    before = {one.performer_id for one in store.shortlist(changed.id, db=db)}
    wanted, unwanted = rules.check_change(keep, let_go)
    new = tuple(PerformerId(who) for who in wanted if who not in before)
    gone = tuple(PerformerId(who) for who in unwanted if who in before)
    listed.check(new, now=now, db=db)
    for who in new:
        store.add_shortlisted(changed.id, who, now, db=db)
    for who in gone:
        store.drop_shortlisted(changed.id, who, db=db)
    return Changed(new, gone)


def note(actor: Actor, brief_id: str, performer_id: str, text: str, *, now: Instant, db: Session) -> TeamNote:
    """Write what one's team thinks of somebody who is listed, or kept for the brief; an empty text takes it away.

    Raises: NotFound(`casting.no_brief`), Refused(`casting.not_listed`), Malformed(`casting.note_unreadable`).
    """
    noted = brief(actor, brief_id, db=db)
    kept = {one.performer_id for one in store.shortlist(noted.id, db=db)}
    listed.check({performer_id} - kept, now=now, db=db)
    made = TeamNote(noted.id, PerformerId(performer_id), rules.note_text(text), actor.person_id, now)
    store.set_note(made, db=db)
    return made


def notes(actor: Actor, brief_id: str, *, db: Session) -> dict[PerformerId, TeamNote]:
    """What one's team wrote of whom. Raises: NotFound(`casting.no_brief`)."""
    return store.notes(brief(actor, brief_id, db=db).id, db=db)
