"""Rules of leases; pure: how much for how long, what the counter holds for one, what a report comes to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from propria.kernel.errors import Refused
from propria.kernel.time import HOUR, Instant
from propria.ladder import Deal
from propria.licences import rules
from propria.licences.model import Decision, IssuedLease, Snapshot
from propria.proofs.lease_chains import MAX_RECORDS, Judged
from propria.rates import RateCard
from propria.scope import Quota, Reason, Why

MOST_HOURS = 168
AFTER_RETURN = "after_return"


def check_life(hours: int) -> timedelta:
    """At most a week. Raises: Refused(`licences.lease_life`)."""
    if not 1 <= hours <= MOST_HOURS:
        raise Refused("licences.lease_life", "A lease lives from one hour to a week.", most_hours=MOST_HOURS)
    return hours * HOUR


def decide_lease(snapshot: Snapshot, quota: Sequence[Quota]) -> Decision:
    """May this much be handed out now? Only under an active licence, and no more than is left."""
    codes: list[str] = []
    if snapshot.standing.state is not Deal.ACTIVE:
        codes.append(f"licence_{snapshot.standing.state.value}")
        codes += [condition.value for condition in snapshot.standing.waits_for]
    if not snapshot.may_train:
        codes.append(rules.NO_TRAIN_CONSENT)
    left = {q.unit: q.limit for q in rules.left(snapshot)}
    over = [q for q in quota if q.limit > left.get(q.unit, 0)]
    reasons = tuple(Reason("volume", Why.OVER_QUOTA, (q.unit, str(left.get(q.unit, 0)))) for q in over)
    codes += [reason.code for reason in reasons]
    return Decision(not codes, tuple(dict.fromkeys(codes)), reasons, snapshot.as_of)


def held(lease: IssuedLease, used: Mapping[str, int], *, is_closed: bool) -> dict[str, int]:
    """Unit → what the licence's counter holds for a lease: its whole quota until it is returned, what was used after."""
    quota = {} if is_closed else lease.quota
    found = {unit: max(quota.get(unit, 0), used.get(unit, 0)) for unit in sorted(quota.keys() | used.keys())}
    return {unit: amount for unit, amount in found.items() if amount}


def breaches_of(judged: Judged, *, is_returned: bool) -> tuple[str, ...]:
    """What is wrong with a record that has just come, by code."""
    return (*(b.value for b in judged.breaches), *((AFTER_RETURN,) if is_returned else ()))


def act_of(judged: Judged, card: RateCard) -> str | None:
    """The one act of a use, where the contract prices it; else None, and it cannot be charged."""
    use = judged.record.use
    acts = use.declared.get("act", frozenset()) if use is not None else frozenset()
    if len(acts) != 1:
        return None
    (act,) = acts
    return act if any(line.is_for(act) for line in card.lines) else None


def check_size(count: int) -> None:
    """Raises: Refused(`licences.lease_too_long`)."""
    if count > MAX_RECORDS:
        raise Refused("licences.lease_too_long", "A lease has too many records.", most=MAX_RECORDS)


def is_unreported(lease: IssuedLease, now: Instant) -> bool:
    """Whether its life is over and its holder has not said that nothing more comes."""
    return lease.closed_at is None and now >= lease.expires_at
