"""Rules of a production's plan; pure: whoever was kept and what was wished, made into roles, prices and limits."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import permutations

from propria.casting.days.rules import in_runs
from propria.casting.model import Brief, Match
from propria.casting.plans.model import MIDDLING, MOST_WORTH, Considered, Days, Planned, Why, Wishes
from propria.casting.production.model import Candidate, Chemistry, Limits, Person, Production, Role
from propria.kernel.errors import Malformed
from propria.kernel.ids import PerformerId
from propria.kernel.money import MINOR_DIGITS, Money
from propria.parties.model import Performer
from propria.scope import ANY
from propria.scope.codes.languages import spell

MOST_NUMBER = 10**12
SCRIPT = 4
Shortlists = Mapping[str, tuple[Considered, ...]]
Spans = tuple[tuple[int, int], ...]


def considered(
    performer: Performer, match: Match | None, currency: str, *, held_alone: bool = False
) -> Considered:
    """How somebody who was kept stands to the brief now; `match` is None for whoever is not open under their name."""
    if match is None:
        return Considered(performer, None, frozenset(), Why.NOT_OPEN)
    said = [clause.language for clause in match.openness.terms.clauses]
    spoken = None if ANY in said else frozenset(c for one in said if isinstance(one, frozenset) for c in one)
    floor = match.floor
    why = Why.NOT_AVAILABLE if held_alone else None
    why = why if match.fits else Why.DOES_NOT_FIT
    why = Why.OTHER_CURRENCY if floor.currency != currency else why
    return Considered(performer, floor, spoken, why, match.openness.shows_name)


def currency_of(briefs: Iterable[Brief], wishes: Wishes | None) -> str:
    """The currency of the budget, else of the first brief."""
    named = (wishes.budget or {}).get("currency") if wishes is not None else None
    return named if named is not None else next(iter(briefs)).budget.currency


def check_wishes(wishes: Wishes, shortlists: Shortlists) -> None:
    """Every brief and performer named is one of this production, and every number can be one.

    Raises: Malformed(`casting.plan_unclear`) with the problems.
    """
    kept = {brief: {one.performer.id for one in listed} for brief, listed in shortlists.items()}
    people = set[str]().union(*kept.values())
    by_seat = [(b, p) for said in (wishes.worth, wishes.fees) for b, row in said.items() for p in row]
    pairs = [*wishes.apart, *((one, other) for one, other, _ in wishes.together)]
    named = {p for pair in pairs for p in pair} | set(wishes.agencies) | set(wishes.busy)
    numbers = [*wishes.covers.values(), *(n for row in wishes.fees.values() for n in row.values())]
    numbers += [n for limits in wishes.limits.values() for n in (limits.least, limits.most or 0)]
    worth = [n for row in wishes.worth.values() for n in row.values()]
    problems = {
        "unknown_brief": not {*wishes.worth, *wishes.fees, *wishes.promised, *wishes.days, *wishes.languages}
        <= set(kept),
        "not_kept": not named <= people
        or any(p not in kept.get(b, ()) for b, p in [*by_seat, *wishes.promised.items()]),
        "with_oneself": any(one == other for one, other in pairs),
        "worth_out_of_range": any(not 0 <= n <= MOST_WORTH for n in worth)
        or any(abs(n) > MOST_WORTH for _, _, n in wishes.together),
        "number_out_of_range": any(not 0 <= n <= MOST_NUMBER for n in numbers),
        "no_budget": wishes.budget is not None and _money(wishes.budget) is None,
        "no_language": not all(is_tongue(tag) for row in wishes.languages.values() for tag in row),
        "no_days": any(_spans(days) is None for said in (wishes.days, wishes.busy) for days in said.values()),
    }
    wrong = [name for name, holds in problems.items() if holds]
    if wrong:
        raise Malformed(
            "casting.plan_unclear", "This cannot be read as a plan for this production.", problems=wrong
        )


def is_tongue(tag: str) -> bool:
    """Whether it is a well-formed language tag."""
    try:
        spell(tag)
    except ValueError:
        return False
    return True


def _money(said: Mapping[str, str]) -> Money | None:
    amount = str(said.get("minor", ""))
    known = (
        said.get("currency") in MINOR_DIGITS and amount.isdecimal() and len(amount) < len(str(MOST_NUMBER))
    )
    return Money(said["currency"], int(amount)) if known else None


def _spans(days: Days) -> Spans | None:
    try:
        spans = tuple((date.fromisoformat(a).toordinal(), date.fromisoformat(b).toordinal()) for a, b in days)
    except ValueError:
        return None
    return spans if all(first <= last for first, last in spans) else None


def busy(planned: Planned, wishes: Wishes, performer_id: PerformerId) -> Spans:
    """When somebody is not free: as their calendar tells this creator, and as the creator says."""
    told = in_runs(sorted(planned.not_free.get(performer_id, ())))
    calendar = tuple((first.toordinal(), last.toordinal()) for first, last in told)
    return calendar + (_spans(wishes.busy.get(performer_id, ())) or ())


def days_taken(planned: Planned, brief_id: str, performer_id: PerformerId) -> int:
    """On how many days of a role somebody is not free; 0 where the role's days are not said."""
    wishes = planned.wishes or Wishes()
    taken = {day for a, b in busy(planned, wishes, performer_id) for day in range(a, b + 1)}
    role = {day for a, b in _spans(wishes.days.get(brief_id, ())) or () for day in range(a, b + 1)}
    return len(role & taken)


def languages_of(brief: Brief, wishes: Wishes) -> frozenset[str]:
    """What a role is spoken in: as the creator says, else what its brief asks the person to speak.

    A replica may be licensed in languages that nobody speaks. A script is not spoken: `zh-Hans` is `zh`.
    """
    return frozenset(map(_spoken, wishes.languages.get(brief.id, brief.asks.needs.speaks)))


def _spoken(tag: str) -> str:
    return "-".join(part for part in tag.split("-") if not (len(part) == SCRIPT and part.isalpha()))


def can_speak(planned: Planned, one: Considered, tag: str) -> bool:
    """Whether somebody speaks a language: by their profile, or where it names none by what their terms allow."""
    said = planned.speaks.get(one.performer.id)
    if said is not None:
        return any(_covers(tag, spoken) for spoken in said)
    return one.languages is None or any(_covers(allowed, tag) for allowed in one.languages)


def _covers(wide: str, narrow: str) -> bool:
    return narrow == wide or narrow.startswith(f"{wide}-")


def agency_of(planned: Planned, performer_id: PerformerId, typed: str | None) -> str | None:
    """The agency of somebody: as the creator says, else whoever represents them by a running mandate, by their English name."""
    known = {name.zh: name.en for name in planned.agents.values()}
    agent = planned.agents.get(performer_id)
    if typed:
        return known.get(typed, typed)
    return None if agent is None else agent.en


def production_of(planned: Planned, wishes: Wishes) -> Production:
    """What is to be cast, roles by brief id. Whoever is left out stands on no shortlist; `wishes` were checked."""
    budget = None if wishes.budget is None else _money(wishes.budget)
    listed: dict[str, list[Considered]] = {
        b.id: [one for one in planned.shortlists[b.id] if one.why_not is None] for b in planned.briefs
    }
    spoken_in: dict[str, frozenset[str]] = {b.id: languages_of(b, wishes) for b in planned.briefs}
    tongues = set(wishes.covers).union(*spoken_in.values())
    people = {one.performer.id: one for row in listed.values() for one in row}
    return Production(
        roles=tuple(
            Role(
                name=brief,
                candidates=tuple(_candidate(brief, one, wishes) for one in row),
                days=_spans(wishes.days.get(brief, ())) or (),
                languages=spoken_in[brief],
                locked=wishes.promised.get(brief),
            )
            for brief, row in listed.items()
        ),
        people={
            performer: Person(
                agency=agency_of(planned, performer, wishes.agencies.get(performer)),
                languages=frozenset(tag for tag in tongues if can_speak(planned, one, tag)),
                busy=busy(planned, wishes, performer),
            )
            for performer, one in people.items()
        },
        budget_minor=None if budget is None else budget.minor,
        agencies={name: Limits(one.least, one.most) for name, one in wishes.limits.items()},
        covers=wishes.covers,
        chemistry=tuple(_chemistry(listed, wishes)),
        apart=wishes.apart,
        doubling=wishes.doubling,
    )


def _candidate(brief: str, one: Considered, wishes: Wishes) -> Candidate:
    least = 0 if one.asks is None else one.asks.minor
    worth = wishes.worth.get(brief, {}).get(one.performer.id, MIDDLING)
    return Candidate(one.performer.id, worth, max(least, wishes.fees.get(brief, {}).get(one.performer.id, 0)))


def _chemistry(listed: Mapping[str, list[Considered]], wishes: Wishes) -> Iterator[Chemistry]:
    kept = {brief: {one.performer.id for one in row} for brief, row in listed.items()}
    for one, other, points in wishes.together:
        for a, b in permutations(kept, 2):
            if one in kept[a] and other in kept[b]:
                yield Chemistry(a, one, b, other, points)
