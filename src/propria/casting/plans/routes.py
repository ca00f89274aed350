"""The API of a whole production: what is wished of its cast, and the cast."""

from typing import Any

import msgspec
from litestar import get, put

from propria.casting.plans import actions
from propria.casting.plans.actions import HeldAlone
from propria.casting.plans.model import Planned, Wishes
from propria.casting.plans.rules import agency_of, days_taken, languages_of
from propria.casting.production.model import Cast, NoCast, Relaxation
from propria.kernel.ids import PerformerId
from propria.kernel.money import Money
from propria.parties.model import Actor
from propria.plumbing.library import Library


@put("/production", status_code=204, sync_to_thread=True)
def wish(project: str, data: Wishes, actor: Actor, library: Library, held_alone: HeldAlone) -> None:
    """Say what you wish of the whole cast of a project."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.wish(actor, project, data, held_alone, now=now, db=db))


@get("/production", sync_to_thread=True)
def read_production(project: str, actor: Actor, library: Library, held_alone: HeldAlone) -> dict[str, Any]:
    """The roles of a project, whoever was kept for each, and what was wished."""
    now = library.clock.now()
    planned = library.database.read(lambda db: actions.plan(actor, project, held_alone, now=now, db=db))
    return _plan_json(planned)


@get("/production/cast", sync_to_thread=True)
def read_cast(project: str, actor: Actor, library: Library, held_alone: HeldAlone) -> dict[str, Any]:
    """The best cast found and how far from the best it may be; or what to loosen, and by how much."""
    now = library.clock.now()
    planned = library.database.read(lambda db: actions.plan(actor, project, held_alone, now=now, db=db))
    return _outcome_json(actions.cast(planned))


def _plan_json(planned: Planned) -> dict[str, Any]:
    return {
        "project": planned.project,
        "currency": planned.currency,
        "wishes": None if planned.wishes is None else msgspec.to_builtins(planned.wishes),
        "roles": [
            {
                "brief": brief.id,
                "role": brief.role,
                "languages": sorted(languages_of(brief, planned.wishes or Wishes())),
                "kept": [
                    {
                        "performer": one.performer.id,
                        "name": one.performer.name.to_json(),
                        "asks": None if one.asks is None else one.asks.to_json(),
                        "left_out": one.why_not,
                        "agency": _agency(planned, one.performer.id),
                        "days_taken": days_taken(planned, brief.id, one.performer.id),
                    }
                    for one in planned.shortlists[brief.id]
                ],
            }
            for brief in planned.briefs
        ],
    }


def _agency(planned: Planned, performer_id: PerformerId) -> str | None:
    return agency_of(planned, performer_id, (planned.wishes or Wishes()).agencies.get(performer_id))


def _outcome_json(planned: Planned) -> dict[str, Any]:
    roles: dict[str, str] = {brief.id: brief.role for brief in planned.briefs}
    match planned.outcome:
        case Cast() as cast:
            return {
                "cast": [
                    {"brief": brief, "role": roles[brief], "performer": performer}
                    for brief, performer in cast.chosen.items()
                ],
                "points": cast.points,
                "no_cast_exceeds": cast.bound,
                "gap": cast.gap,
                "fees": Money(planned.currency, cast.fees_minor).to_json(),
                "alternatives": [
                    {
                        "brief": one.role,
                        "performer": one.performer,
                        "points_lost": one.points_lost,
                        "fee_more_minor": str(one.fee_more_minor),
                    }
                    for one in cast.alternatives
                ],
            }
        case NoCast() as none:
            return {
                "cast": None,
                "undecided": none.undecided,
                "any_one_of": [_relaxation_json(one) for one in none.relaxations],
                "all_of": [_relaxation_json(one) for one in none.together],
            }
    raise AssertionError


def _relaxation_json(one: Relaxation) -> dict[str, Any]:
    return {"limit": one.constraint.kind, "of": list(one.constraint.subject), "by": str(one.amount)}


HANDLERS: list[Any] = [wish, read_production, read_cast]
