"""Rules of licences; pure. `decide` is the same offline, in a batch and behind the gate."""

from collections.abc import Sequence
from dataclasses import replace

from propria.kernel.errors import Forbidden, Refused
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences.model import Condition, Decision, Licence, Snapshot, Standing, Version
from propria.scope import ANY, Quota, Reason, Scope, Use, Why, hits, permits
from propria.scope.codes.doings import TRAINING_ACTS

AFTER_DEATH = frozenset({"after_death"})
NO_TRAIN_CONSENT = "no_train_consent"
CONSENT_MISSING = "consent_missing"
"""What others learn of a guild's suspension, and no more: one consent is missing, not whose."""


def standing(
    licence: Licence,
    *,
    has_capture_consent: bool,
    now: Instant,
    childhood_ends_at: Instant | None = None,
    has_died: bool = False,
) -> Standing:
    """Where the licence stands at `now`. A withdrawal wins, then the end, then a dispute, then a hold.

    What a minor's side signed ends no later than `childhood_ends_at`; a performer's death ends what does not name it.
    """
    if licence.withdrawn_at_entry is not None:
        return Standing(Deal.WITHDRAWN)
    if now >= min(licence.ends_at, childhood_ends_at or licence.ends_at):
        return Standing(Deal.EXPIRED)
    if has_died and licence.scope.life != AFTER_DEATH:
        return Standing(Deal.EXPIRED)
    if licence.disputed_at_entry is not None:
        return Standing(Deal.DISPUTED)
    if licence.held_at_entry is not None:
        return Standing(Deal.SUSPENDED)
    checks = {
        Condition.TERM: now < licence.starts_at,
        Condition.NOTICE: now < licence.notice_ends_at,
        Condition.FUNDS: licence.funds_needed.minor > 0 and licence.funds_held_at is None,
        Condition.CAPTURE: not has_capture_consent,
    }
    waits = tuple(condition for condition, is_open in checks.items() if is_open)
    return Standing(Deal.LICENSED, waits) if waits else Standing(Deal.ACTIVE)


def names_training(scope: Scope) -> bool:
    """Whether anything under this scope would train or fine-tune a model."""
    return scope.act is ANY or bool(TRAINING_ACTS & scope.act)


def decide(snapshot: Snapshot, use: Use) -> Decision:
    """May this use be made, as of the snapshot? Every failing reason is named, none is hidden by another."""
    codes = [] if snapshot.is_signed else ["licence_not_as_signed"]
    if snapshot.standing.state is not Deal.ACTIVE:
        codes.append(f"licence_{snapshot.standing.state.value}")
        codes += [condition.value for condition in snapshot.standing.waits_for]
    if not snapshot.may_train and TRAINING_ACTS & use.declared.get("act", frozenset()):
        codes.append(NO_TRAIN_CONSENT)
    if any(hits(line, use.as_scope()) for line in snapshot.suspended):
        codes.append(CONSENT_MISSING)
    if snapshot.after_death:
        use = replace(use, declared={**use.declared, "life": AFTER_DEATH})
    verdict = permits(snapshot.licence.scope, use)
    reasons = [*verdict.reasons, *_over_quota(snapshot, use)]
    codes += [reason.code for reason in reasons]
    return Decision(not codes, tuple(dict.fromkeys(codes)), tuple(reasons), snapshot.as_of)


def _over_quota(snapshot: Snapshot, use: Use) -> list[Reason]:
    volume = snapshot.licence.scope.volume
    if volume is ANY:
        return []
    limits = {quota.unit: quota.limit for quota in volume}
    return [
        Reason("volume", Why.OVER_QUOTA, (amount.unit, str(left)))
        for amount in use.amounts
        if amount.limit > (left := limits.get(amount.unit, 0) - snapshot.used.get(amount.unit, 0))
    ]


def version_at(versions: Sequence[Version], as_of: int) -> Version:
    """What a licence allowed when the log had `as_of` entries: the newest version that had begun, else its first."""
    begun = [version for version in versions if version.from_entry < as_of]
    return begun[-1] if begun else versions[0]


def needs_more_funds(licence: Licence, version: Version) -> bool:
    """Whether the new terms ask for more held money than the old ones did."""
    old, new = licence.funds_needed, version.funds_needed
    return new.currency != old.currency or new.minor > old.minor


def narrowed(decision: Decision, scope: Scope, use: Use) -> Decision:
    """The decision for somebody whose token holds less than the licence."""
    verdict = permits(scope, use)
    codes = dict.fromkeys((*decision.codes, *(reason.code for reason in verdict.reasons)))
    reasons = dict.fromkeys((*decision.reasons, *verdict.reasons))
    return Decision(not codes, tuple(codes), tuple(reasons), decision.as_of)


def left(snapshot: Snapshot) -> tuple[Quota, ...]:
    """What may still be used, unit by unit."""
    if snapshot.licence.scope.volume is ANY:
        return ()
    return tuple(
        Quota(quota.unit, max(0, quota.limit - snapshot.used.get(quota.unit, 0)))
        for quota in snapshot.licence.scope.volume
    )


def refuse_unless(decision: Decision) -> None:
    """Raises: Refused(`licences.denied`) with every reason and the index it was decided at."""
    if not decision:
        raise Refused(
            "licences.denied",
            "This use is not allowed.",
            reasons=list(decision.codes),
            as_of=decision.as_of,
        )


def check_holder(licence: Licence, creator_id: str) -> None:
    """The token's audience is whoever shows it. Raises: Forbidden(`licences.other_audience`)."""
    if licence.creator_id != creator_id:
        raise Forbidden("licences.other_audience", "This token was minted for somebody else.")
