"""The page of a whole production: read the request, call an action, fill the page."""

from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post

from propria.casting.days.page_routes import read_days
from propria.casting.days.rules import in_runs
from propria.casting.plans import actions
from propria.casting.plans.actions import HeldAlone
from propria.casting.plans.model import AgencyLimits, Days, Planned, Wishes
from propria.casting.plans.pages import (
    APART,
    HOW_DAYS,
    HOW_TONGUES,
    TOGETHER,
    names_of,
    pairs_typed,
    plan_page,
)
from propria.casting.plans.rules import agency_of, is_tongue
from propria.kernel.errors import PropriaError
from propria.kernel.ids import PerformerId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.identity.strength import Strengths, shown
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Words
from propria.scope.codes.languages import spell
from propria.web.typed_form import Notice, Reading, Typed, major, notice_of

Asked = Request[Any, Any, Any]
_UNREAD = Notice(
    "casting.plan_unclear",
    Words(
        "有的数字或日期读不出来：数字请写整数，金额不带单位。",
        "Some numbers or days cannot be read: write whole numbers, and amounts without a unit.",
    ),
)


@get("/board/cast", sync_to_thread=True)
def plan(
    request: Asked, actor: Actor, library: Library, held_alone: HeldAlone, project: str = ""
) -> Response[Any]:
    """A whole production; its cast once something is wished."""
    now = library.clock.now()
    planned, known = library.database.read(lambda db: _plan(actor, project, held_alone, now, db))
    found = planned if planned.wishes is None else actions.cast(planned)
    return page("casting/plan.html", plan_page(found, typed_wishes(planned), known=known), request)


def _plan(
    actor: Actor, project: str, held_alone: HeldAlone, now: Instant, db: Session
) -> tuple[Planned, Strengths]:
    planned = actions.plan(actor, project, held_alone, now=now, db=db)
    everybody = {one.performer.id: one.performer for row in planned.shortlists.values() for one in row}
    return planned, shown(everybody.values(), db=db)


@post("/board/cast", status_code=303, sync_to_thread=True)
def wish(request: Asked, form: Form, actor: Actor, library: Library, held_alone: HeldAlone) -> Response[Any]:
    """Keep the wishes; the page that follows shows the cast."""
    now, typed = library.clock.now(), Typed.of(form)
    project = typed.one("project")
    planned, known = library.database.read(lambda db: _plan(actor, project, held_alone, now, db))
    reading = Reading(typed)
    wishes = read_wishes(reading, planned)
    if reading.errors:
        return page("casting/plan.html", plan_page(planned, typed, _UNREAD, known=known), request, status=422)
    try:
        library.database.transact(lambda db: actions.wish(actor, project, wishes, held_alone, now=now, db=db))
    except PropriaError as error:
        if error.status in (401, 404):
            raise
        told = plan_page(planned, typed, notice_of(error), known=known)
        return page("casting/plan.html", told, request, status=422)
    return see_other(f"/board/cast?project={quote(project)}")


def typed_wishes(planned: Planned) -> Typed:
    """The form as it was kept; where nothing was, with the first brief's currency alone."""
    wishes = planned.wishes or Wishes()
    budget = None if wishes.budget is None else Money.from_json(wishes.budget)
    values = {
        "currency": planned.currency,
        "budget": "" if budget is None else major(budget),
        "doubling": "yes" if wishes.doubling else "",
    }
    values |= {f"promised.{brief}": who for brief, who in wishes.promised.items()}
    values |= {f"worth.{b}.{p}": str(n) for b, row in wishes.worth.items() for p, n in row.items()}
    values |= {
        f"fee.{b}.{p}": major(Money(planned.currency, n))
        for b, row in wishes.fees.items()
        for p, n in row.items()
    }
    values |= {f"languages.{brief}": ", ".join(tags) for brief, tags in wishes.languages.items()}
    values |= {f"days.{brief}": _days_typed(days) for brief, days in wishes.days.items()}
    values |= {f"agency.{who}": agency for who, agency in wishes.agencies.items()}
    for agency, limits in wishes.limits.items():
        values[f"least.{agency}"] = str(limits.least or "")
        values[f"most.{agency}"] = "" if limits.most is None else str(limits.most)
    values |= {f"covers.{code}": str(n) for code, n in wishes.covers.items()}
    pairs = [(one, other, TOGETHER, str(points)) for one, other, points in wishes.together]
    pairs += [(one, other, APART, "") for one, other in wishes.apart]
    for n, row in enumerate(pairs):
        values |= {f"pair.{n}.{part}": text for part, text in zip(_PAIR, row, strict=True)}
    return Typed({name: (text,) for name, text in values.items()})


_PAIR = ("one", "other", "kind", "points")


def read_wishes(reading: Reading, planned: Planned) -> Wishes:
    """What was typed; what cannot be read is in the errors of the reading. Fields of nobody on the form are ignored."""
    typed, currency = reading.typed, reading.typed.one("currency", planned.currency)
    before = planned.wishes or Wishes()
    people = names_of(planned)
    seats: list[tuple[str, str]] = [
        (b.id, one.performer.id) for b in planned.briefs for one in planned.shortlists[b.id]
    ]
    agencies = {who: name for who in people if (name := typed.one(f"agency.{who}"))}
    known = {agency_of(planned, PerformerId(who), agencies.get(who)) for who in people}
    pairs = [tuple(typed.one(f"pair.{n}.{part}") for part in _PAIR) for n in range(pairs_typed(typed))]
    named = [(n, row) for n, row in enumerate(pairs) if row[0] and row[1]]
    covers = {n.removeprefix("covers."): reading.whole(n) for n in typed.fields if n.startswith("covers.")}
    return msgspec.structs.replace(
        before,
        budget=reading.money("budget", currency).to_json() if typed.one("budget") else None,
        worth=_by_seat(seats, {s: reading.whole(f"worth.{s[0]}.{s[1]}") for s in seats if _says(typed, "worth", s)}),
        fees=_by_seat(
            seats, {s: reading.money(f"fee.{s[0]}.{s[1]}", currency).minor for s in seats if _says(typed, "fee", s)}
        ),
        promised={b.id: who for b in planned.briefs if (who := typed.one(f"promised.{b.id}"))},
        agencies=agencies,
        limits={agency: _limits(reading, agency) for agency in sorted(filter(None, known))},
        covers={code: n for code, n in covers.items() if n},
        apart=tuple((one, other) for _, (one, other, kind, _) in named if kind == APART),
        together=tuple(
            (one, other, reading.whole(f"pair.{n}.points")) for n, (one, other, kind, _) in named if kind != APART
        ),
        languages={
            b.id: tuple(map(spell, _tongues(reading, name)))
            for b in planned.briefs if (name := f"languages.{b.id}") in typed.fields
        },
        days={b.id: days for b in planned.briefs if (days := _days_read(reading, f"days.{b.id}"))},
        doubling=typed.one("doubling") == "yes",
    )  # fmt: skip


def _tongues(reading: Reading, name: str) -> tuple[str, ...]:
    tags = reading.typed.listed(name)
    if all(map(is_tongue, tags)):
        return tags
    reading.errors[name] = HOW_TONGUES
    return ()


def _days_typed(days: Days) -> str:
    return ", ".join(first if first == last else f"{first}..{last}" for first, last in days)


def _days_read(reading: Reading, name: str) -> Days:
    try:
        found = read_days(reading.typed.one(name))
    except ValueError:
        reading.errors[name] = HOW_DAYS
        return ()
    return tuple((first.isoformat(), last.isoformat()) for first, last in in_runs(sorted(found)))


def _says(typed: Typed, what: str, seat: tuple[str, str]) -> bool:
    return bool(typed.one(f"{what}.{seat[0]}.{seat[1]}"))


def _by_seat(seats: list[tuple[str, str]], said: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for brief, who in seats:
        if (brief, who) in said:
            found.setdefault(brief, {})[who] = said[brief, who]
    return found


def _limits(reading: Reading, agency: str) -> AgencyLimits:
    most = reading.typed.one(f"most.{agency}")
    return AgencyLimits(reading.whole(f"least.{agency}"), reading.whole(f"most.{agency}") if most else None)


HANDLERS: list[Any] = [plan, wish]
