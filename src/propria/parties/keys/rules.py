"""Rules of recovery; pure. Nobody recovers a key alone: guardians, the operator, a wait, and a veto by any earlier key."""

from collections.abc import Sequence
from dataclasses import replace

from propria.kernel.errors import Forbidden, NotFound, Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY, HOUR, Instant
from propria.parties.keys.lifecycle import RECOVERY
from propria.parties.model import Actor, Guardians, Mandate, Recovery, RecoveryState, Role, SigningKey

WAIT = 72 * HOUR
BAR = 14 * DAY
MOST_GUARDIANS = 7
RUNNING = (RecoveryState.BEGUN, RecoveryState.WAITING, RecoveryState.BARRED)


def named(guardians: Sequence[PersonId], needed: int, person_id: PersonId) -> tuple[PersonId, ...]:
    """Two guardians at least, oneself not among them. Raises: Refused(`parties.guardians_too_few`)."""
    distinct = tuple(dict.fromkeys(guardians))
    if person_id in distinct or not 2 <= len(distinct) <= MOST_GUARDIANS or not 2 <= needed <= len(distinct):
        raise Refused(
            "parties.guardians_too_few", "Name two to seven others, and at least two whose word it takes."
        )
    return distinct


def quorum(
    guardians: Guardians | None, mandates: Sequence[Mandate], *, now: Instant
) -> tuple[tuple[PersonId, ...], int]:
    """(who may vouch, how many must): the guardians that were named, else whoever holds a mandate in force.

    Raises: Refused(`parties.nobody_vouches`).
    """
    if guardians is not None:
        return guardians.guardians, guardians.needed
    running = [m for m in mandates if m.runs_at(now)]
    holders = tuple(dict.fromkeys(m.representative_id for m in running))
    if not holders:
        raise Refused(
            "parties.nobody_vouches", "You named no guardian and no representative; begin anew as yourself."
        )
    return holders, 1


def may_begin(new: SigningKey, keys: Sequence[SigningKey], earlier: Sequence[Recovery]) -> None:
    """Raises: Refused(`parties.nothing_to_recover`, `parties.recovery_runs`)."""
    if new.is_bound or not any(k.is_bound for k in keys):
        raise Refused("parties.nothing_to_recover", "This key needs no recovery.")
    if any(r.state in RUNNING for r in earlier):
        raise Refused("parties.recovery_runs", "A recovery is on its way already.")


def may_vouch(person_id: PersonId, recovery: Recovery) -> None:
    """Raises: Forbidden(`parties.not_a_guardian`), Refused(`recovery.cannot_vouch`)."""
    if person_id not in recovery.guardians:
        raise Forbidden("parties.not_a_guardian", "You are not asked to vouch here.")
    RECOVERY.after(recovery.state.value, "vouch")


def attested(recovery: Recovery, route: str, *, now: Instant) -> Recovery:
    """The operator saw who they are, and enough guardians vouched: the wait begins.

    Raises: Refused(`parties.too_few_vouched`, `recovery.cannot_attest`).
    """
    after = RECOVERY.after(recovery.state.value, "attest")
    if len(recovery.vouched) < recovery.needed:
        raise Refused(
            "parties.too_few_vouched",
            "Too few guardians have vouched yet.",
            vouched=len(recovery.vouched),
            needed=recovery.needed,
        )
    return replace(recovery, state=RecoveryState(after), route=route, due_at=now + WAIT)


def due(recovery: Recovery, *, now: Instant) -> Recovery | None:
    """The recovery after the wait or the bar that is over at `now`; None while nothing is."""
    if recovery.due_at is None or now < recovery.due_at:
        return None
    match recovery.state:
        case RecoveryState.WAITING:
            after = RECOVERY.after(recovery.state.value, "finish_wait")
            return replace(recovery, state=RecoveryState(after), due_at=recovery.due_at + BAR)
        case RecoveryState.BARRED:
            after = RECOVERY.after(recovery.state.value, "finish_bar")
            return replace(recovery, state=RecoveryState(after), due_at=None)
        case _:
            return None


def vetoed(recovery: Recovery, person_id: PersonId, key_id: str) -> Recovery:
    """An earlier key says no. Raises: NotFound(`parties.no_recovery`), Refused(`parties.vetoes_itself`, `recovery.cannot_veto`)."""
    if recovery.person_id != person_id:
        raise NotFound("parties.no_recovery", "There is no such recovery.")
    if key_id == recovery.key_id:
        raise Refused("parties.vetoes_itself", "The recovered key does not veto itself.")
    return replace(recovery, state=RecoveryState(RECOVERY.after(recovery.state.value, "veto")), due_at=None)


def is_operator(actor: Actor) -> None:
    """Raises: NotFound(`parties.no_recovery`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("parties.no_recovery", "There is no such recovery.")


def may_see(actor: Actor, recovery: Recovery) -> None:
    """The person, the guardians and the operator. Raises: NotFound(`parties.no_recovery`)."""
    if actor.person_id not in (recovery.person_id, *recovery.guardians) and actor.role is not Role.OPERATOR:
        raise NotFound("parties.no_recovery", "There is no such recovery.")
