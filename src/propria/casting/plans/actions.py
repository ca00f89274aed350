"""What a creator does to cast a whole production: say what is wished, and be told the cast that follows."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from propria.casting import actions, listed, rules
from propria.casting.days import actions as days
from propria.casting.model import Brief
from propria.casting.plans import rules as rules_plans
from propria.casting.plans import store
from propria.casting.plans.model import Considered, Planned, Wishes
from propria.casting.profiles import representing
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.kernel.errors import NotFound
from propria.kernel.ids import CreatorId, PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.scope import Scope

HeldAlone = Callable[[CreatorId, PerformerId, Scope, Session], bool]
"""Whether what is sought touches ground that a performer promised to another creator alone; only a later context knows."""


def plan(actor: Actor, project: str, held_alone: HeldAlone, *, now: Instant, db: Session) -> Planned:
    """A production with the wishes that were kept, the newest where none is named; nothing is cast yet.

    Raises: NotFound(`casting.no_project`, `parties.no_creator`).
    """
    creator = parties.own_creator(actor, db=db)
    every = actions.briefs(actor, db=db)
    project = project or (every[0].project if every else "")
    briefs = tuple(b for b in reversed(every) if b.project == project)
    if not briefs:
        raise NotFound("casting.no_project", "You have no brief for such a project.")
    kept = store.wishes(creator.id, project, db=db)
    return _planned(actor, project, briefs, kept, held_alone, now=now, db=db)


def _planned(
    actor: Actor, project: str, briefs: tuple[Brief, ...], wishes: Wishes | None, held_alone: HeldAlone, *,
    now: Instant, db: Session
) -> Planned:  # fmt: skip
    currency = rules_plans.currency_of(briefs, wishes)
    shortlists: dict[str, tuple[Considered, ...]] = {
        b.id: _shortlist(actor, b, currency, held_alone, now=now, db=db) for b in briefs
    }
    people = {one.performer.id for row in shortlists.values() for one in row}
    not_free = days.days_not_free(briefs[0].creator_id, project, people, now=now, db=db)
    profiles = _profiles(shortlists, db=db)
    speaks = {who: said.speaks for who, said in profiles.items() if said.speaks}
    by = representing.shown(profiles, now=now, db=db)
    agents = {
        who: min(every, key=lambda one: (one.signed_at, one.person_id)).name for who, every in by.items()
    }
    return Planned(project, briefs, shortlists, currency, wishes, None, not_free, speaks, agents)


def _profiles(shortlists: Mapping[str, tuple[Considered, ...]], *, db: Session) -> dict[PerformerId, Profile]:
    """What those say of themselves whose profile creators may read."""
    named = {one.performer.id for row in shortlists.values() for one in row if one.shows_name}
    stated = store_profiles.newest(named, db=db)
    return {who: one.profile for who, one in stated.items()}


def _shortlist(
    actor: Actor, brief: Brief, currency: str, held_alone: HeldAlone, *, now: Instant, db: Session
) -> tuple[Considered, ...]:
    kept = [one.performer_id for one in actions.shortlist(actor, brief.id, db=db)]
    people = parties.performers(kept, db=db)
    found, answered, said = [], days.answered(brief, now=now, db=db), actions.said(brief, kept, db=db)
    shown = listed.of(kept, now=now, db=db)
    for performer_id in kept:
        openness, performer = shown.get(performer_id), people[performer_id]
        match = rules.match(brief, performer, openness, said.get(performer_id)) if openness else None
        alone = performer_id in answered and held_alone(brief.creator_id, performer_id, brief.scope, db)
        found.append(rules_plans.considered(performer, match, currency, held_alone=alone))
    return tuple(found)


def wish(
    actor: Actor, project: str, wishes: Wishes, held_alone: HeldAlone, *, now: Instant, db: Session
) -> None:
    """Keep what is wished of a production, in place of what was.

    Raises: NotFound(`casting.no_project`, `parties.no_creator`), Malformed(`casting.plan_unclear`).
    """
    before = plan(actor, project, held_alone, now=now, db=db)
    after = _planned(actor, project, before.briefs, wishes, held_alone, now=now, db=db)
    rules_plans.check_wishes(wishes, after.shortlists)
    creator = parties.own_creator(actor, db=db)
    store.keep(creator.id, project, wishes, now, db=db)


def cast(planned: Planned) -> Planned:
    """The same with its cast, or with what to loosen. Pure. Whoever was let go since is no part of what was wished."""
    # its solver is read when a cast is asked for, not by every program that starts
    from propria.casting.production.casting import cast_production

    wishes = _still_held(planned) if planned.wishes is not None else Wishes()
    production = rules_plans.production_of(planned, wishes)
    return replace(planned, wishes=wishes, outcome=cast_production(production))


def _still_held(planned: Planned) -> Wishes:
    wishes = planned.wishes or Wishes()
    kept = {brief: {one.performer.id for one in row} for brief, row in planned.shortlists.items()}
    people = set[str]().union(*kept.values())
    return msgspec.structs.replace(
        wishes,
        promised={b: p for b, p in wishes.promised.items() if p in kept.get(b, ())},
        apart=tuple(pair for pair in wishes.apart if set(pair) <= people),
        together=tuple(one for one in wishes.together if set(one[:2]) <= people),
    )
