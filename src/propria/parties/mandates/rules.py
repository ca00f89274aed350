"""Rules of mandates: what one may say, how it is passed on, whether it allows an act; pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from propria.kernel.errors import Forbidden, Refused
from propria.kernel.ids import MandateId, PerformerId, PersonId, StatementId
from propria.kernel.money import Money
from propria.kernel.time import DAY, Instant, instant
from propria.parties.model import Exercise, Mandate, Performer, Power
from propria.scope import ANY, Scope, StandingTerms, covers
from propria.scope.codes.doings import TRAINING_ACTS

LONGEST_MANDATE = 3 * 365 * DAY
LONGEST_CHAIN = 3
OWN_KEY_ALWAYS = {
    "act": TRAINING_ACTS,
    "theme": frozenset({"nudity", "politics"}),
    "product_line": frozenset({"political"}),
    "life": frozenset({"after_death"}),
}
NEARNESS = (
    "parties.mandate_revoked",
    "parties.mandate_not_in_force",
    "parties.power_missing",
    "parties.scope_beyond_mandate",
    "parties.below_mandate_floor",
    "parties.own_key_needed",
)

Chain = tuple[Mandate, ...]
"""A mandate, the one that it was passed on from, and so on to the one that the performer gave."""


def read(body: Mapping[str, Any], statement_id: StatementId) -> Mandate:
    """The mandate that a signed `mandate.given` gives, before anything ended it."""
    return Mandate(
        id=MandateId(body["mandate"]),
        performer_id=PerformerId(body["performer"]),
        representative_id=PersonId(body["representative"]),
        powers=frozenset(Power(p) for p in body["powers"]),
        scopes=tuple(Scope.from_json(s) for s in body["scopes"]),
        starts_at=instant(body["starts_at"]),
        ends_at=instant(body["ends_at"]),
        statement_id=statement_id,
        parent_id=MandateId(body["parent"]) if "parent" in body else None,
        floor=Money.from_json(body["floor"]) if "floor" in body else None,
    )


def mandate_powers(powers: Iterable[Power], starts_at: Instant, ends_at: Instant) -> frozenset[Power]:
    """The powers by name, over a real term. Raises: Refused(`parties.no_power`, `parties.mandate_term`)."""
    named = frozenset(powers)
    if not named:
        raise Refused("parties.no_power", "A mandate names at least one power.")
    if not starts_at < ends_at <= starts_at + LONGEST_MANDATE:
        raise Refused("parties.mandate_term", "A mandate ends after it starts, within three years.")
    return named


def own_key_axis(scope: Scope) -> str | None:
    """The first axis on which a scope asks for what only the performer's own key gives; None if there is none.

    >>> own_key_axis(Scope.of(act=["dub", "train"])), own_key_axis(Scope.of(act=["dub"]))
    ('act', None)
    """
    for axis, reserved in OWN_KEY_ALWAYS.items():
        value = scope.value(axis)
        if value is ANY:
            return axis
        if isinstance(value, frozenset) and reserved & {code.partition(".")[0] for code in value}:
            return axis
    return None


def mandate_allows(mandate: Mandate, exercise: Exercise, *, now: Instant, at_entry: int) -> None:
    """The mandate lets its holder use a power in this way now; log order decides a race.

    Training, nudity, politics and use after death are never a mandate's, unless the performer's own key is still to follow.

    Raises: Refused(`parties.mandate_revoked` | `parties.mandate_not_in_force` | `parties.power_missing` |
    `parties.own_key_needed` | `parties.scope_beyond_mandate` | `parties.below_mandate_floor`).
    """
    power, scope, guarantee = exercise.power, exercise.scope, exercise.guarantee
    if mandate.revoked_at_entry is not None and mandate.revoked_at_entry < at_entry:
        raise Refused("parties.mandate_revoked", "The mandate was revoked.", entry=mandate.revoked_at_entry)
    if not mandate.starts_at <= now < mandate.ends_at:
        raise Refused("parties.mandate_not_in_force", "The mandate is not in force at this moment.")
    if power not in mandate.powers:
        raise Refused(
            "parties.power_missing", f"The mandate does not name the power: {power.value}.", power=power.value
        )
    if scope is None:
        return
    axis = own_key_axis(scope)
    if axis is not None and not exercise.own_key_follows:
        raise Refused("parties.own_key_needed", "This always needs the performer's own key.", axis=axis)
    if not covers(StandingTerms(mandate.scopes), scope):
        raise Refused(
            "parties.scope_beyond_mandate", "The mandate does not reach this far.", power=power.value
        )
    if mandate.floor is not None and guarantee is not None and not _reaches(guarantee, mandate.floor):
        raise Refused(
            "parties.below_mandate_floor",
            "This pays less than the mandate lets its holder sign for.",
            floor=str(mandate.floor),
        )


def _reaches(amount: Money, floor: Money) -> bool:
    return amount.currency == floor.currency and amount.minor >= floor.minor


def chain_allows(chain: Chain, exercise: Exercise, *, now: Instant, at_entry: int) -> None:
    """A mandate that was passed on allows no more than every mandate above it does at this instant.

    Raises: Refused(as `mandate_allows`).
    """
    for link, mandate in enumerate(chain):
        mandate_allows(mandate, exercise, now=now, at_entry=at_entry)
        if link:
            mandate_allows(mandate, Exercise(Power.SUB_DELEGATE), now=now, at_entry=at_entry)


def mandate_for(held: Sequence[Chain], exercise: Exercise, *, now: Instant, at_entry: int) -> Mandate:
    """The first of several mandates that allows the act; when none does, what kept the one that came nearest.

    Raises: Refused(as `mandate_allows`).
    """
    refusals = []
    for chain in held:
        try:
            chain_allows(chain, exercise, now=now, at_entry=at_entry)
            return chain[0]
        except Refused as refusal:
            refusals.append(refusal)
    raise max(refusals, key=lambda refusal: NEARNESS.index(refusal.code))


def may_pass_on(child: Mandate, chain: Chain, by: PersonId, *, now: Instant, at_entry: int) -> None:
    """A mandate passed on is never wider than the one that it comes from, in powers, scopes, days and floor.

    `chain` begins with that one. Raises: Forbidden(`parties.not_your_mandate`), Refused(`parties.wider_than_parent`,
    naming what is wider; `parties.chain_too_long`; as `mandate_allows`).
    """
    parent = chain[0]
    if by != parent.representative_id:
        raise Forbidden("parties.not_your_mandate", "Only its holder can pass a mandate on.")
    chain_allows(chain, Exercise(Power.SUB_DELEGATE), now=now, at_entry=at_entry)
    if len(chain) >= LONGEST_CHAIN:
        raise Refused("parties.chain_too_long", "A mandate is passed on twice at most.")
    checks = {
        "performer": child.performer_id == parent.performer_id,
        "powers": child.powers <= parent.powers,
        "scopes": all(covers(StandingTerms(parent.scopes), scope) for scope in child.scopes),
        "term": parent.starts_at <= child.starts_at and child.ends_at <= parent.ends_at,
        "floor": parent.floor is None or (child.floor is not None and _reaches(child.floor, parent.floor)),
    }
    wider = [name for name, holds in checks.items() if not holds]
    if wider:
        raise Refused(
            "parties.wider_than_parent", "It reaches further than the mandate it comes from.", wider=wider
        )


def may_end(by: PersonId, performer: Performer, chain: Chain) -> None:
    """A mandate is ended by the performer, by its holder, or by whoever passed it on.

    Raises: Forbidden(`parties.not_yours`).
    """
    if by not in {performer.person_id, *(mandate.representative_id for mandate in chain)}:
        raise Forbidden("parties.not_yours", "Only the performer can do this.")
