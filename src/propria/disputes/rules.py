"""Rules of denials; pure. A denial is no takedown weapon: it is counted, it needs a factor, and a ruling ends it."""

from collections.abc import Iterable, Sequence

from propria.disputes.lifecycle import DENIAL
from propria.disputes.model import Denial, DenialState, Ground, Route
from propria.kernel.errors import Forbidden, NotFound, Refused, Unverified
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY, HOUR, Instant
from propria.parties.model import Actor, Contest, Performer, Role

PROOF_DUE_AFTER = 72 * HOUR
MOST_DENIALS = 3
COUNTED_OVER = 30 * DAY
MARKED_AGAIN_AFTER = 90 * DAY
CONTEST = {
    DenialState.RECEIVED: Contest.NONE,
    DenialState.DISPUTED: Contest.DISPUTED,
    DenialState.CONFIRMED: Contest.NONE,
    DenialState.HIDDEN: Contest.HIDDEN,
    DenialState.EVIDENCED: Contest.HIDDEN,
    DenialState.ANSWERED: Contest.NONE,
    DenialState.UPHELD: Contest.VOID,
}
OPEN = frozenset(DenialState) - {DenialState.ANSWERED, DenialState.UPHELD}
_STRENGTH = tuple(Contest)


def contest_of(denials: Iterable[Denial]) -> tuple[Contest, Instant | None]:
    """What several denials together do to a listing, and when a dispute hides it by itself."""
    found = [(CONTEST[d.state], d.due_at) for d in denials]
    strongest = max((how for how, _ in found), key=_STRENGTH.index, default=Contest.NONE)
    due = [at for how, at in found if how is Contest.DISPUTED]
    return strongest, min(due) if strongest is Contest.DISPUTED else None


def may_deny(earlier: Sequence[Denial], performer: Performer, *, now: Instant) -> None:
    """`earlier`: what the same person denied before.

    Raises: Refused(`disputes.denied_already`, `disputes.too_many`).
    """
    if any(d.performer_id == performer.id and d.state in OPEN for d in earlier):
        raise Refused("disputes.denied_already", "You said so already; your first word stands.")
    if sum(now - d.received_at < COUNTED_OVER for d in earlier) >= MOST_DENIALS:
        raise Refused(
            "disputes.too_many", "Three denials in thirty days are the most; bring evidence for one."
        )


def is_marked(about_same: Iterable[Denial], *, now: Instant) -> bool:
    """Whether the listing is marked at once: not when the proof was shown lately; then a factor has to come first."""
    answered = (d.ended_at for d in about_same if d.state is DenialState.ANSWERED)
    return not any(at is not None and now - at < MARKED_AGAIN_AFTER for at in answered)


def first_act(performer: Performer) -> str:
    """What a denial does at once: only what an outsider attests stays in sight until somebody answers."""
    return "hide" if performer.rests_on_operator else "mark"


def key_decides(performer: Performer) -> None:
    """A key that only the operator vouched for settles nothing. Raises: Refused(`disputes.outsider_needed`)."""
    if performer.rests_on_operator:
        raise Refused(
            "disputes.outsider_needed",
            "Nobody but the operator attests this key, so it does not answer for itself; it takes a ruling.",
        )


def after(denial: Denial, act: str) -> DenialState:
    """The state that `act` leads to. Raises: Refused(`denial.cannot_<act>`)."""
    return DenialState(DENIAL.after(denial.state.value, act))


def is_operator(actor: Actor) -> None:
    """Raises: NotFound(`disputes.no_denial`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("disputes.no_denial", "There is no such denial.")


def is_holder(person_id: PersonId, performer: Performer) -> None:
    """Raises: Forbidden(`parties.not_yours`)."""
    if performer.person_id != person_id:
        raise Forbidden("parties.not_yours", "Only the performer can do this.")


def publishes(denial: Denial, published: str) -> None:
    """The domain publishes the denial's line. Raises: Unverified(`disputes.domain_silent`)."""
    if denial.expected_line not in (line.strip() for line in published.splitlines()):
        raise Unverified(
            "disputes.domain_silent", "The domain does not hold the line.", expected_line=denial.expected_line
        )


def domain_counts(denial: Denial, performer: Performer) -> None:
    """Any domain can be had; only the one that the listing rests on is a factor by itself.

    Raises: Refused(`disputes.other_domain`).
    """
    if denial.domain != performer.domain:
        raise Refused("disputes.other_domain", "This domain is not the listing's; the operator looks at it.")


def needs_no_ruling(denial: Denial, performer: Performer) -> None:
    """Evidence against it, or a listing on the operator's word alone, takes two to rule.

    Raises: Refused(`disputes.two_must_rule`).
    """
    if denial.state is DenialState.EVIDENCED or performer.rests_on_operator:
        raise Refused(
            "disputes.two_must_rule",
            "Its proof alone does not answer this; two people who are no part of it rule.",
        )


def is_ruled(ground: Ground) -> None:
    """What an outsider's evidence contradicts needs more than the key. Raises: Refused(`disputes.ground_too_weak`)."""
    if ground is Ground.KEY_AND_EVIDENCE:
        raise Refused(
            "disputes.ground_too_weak", "Against evidence, name a second factor, a guild or a court."
        )


def by_operator(route: Route) -> None:
    """The library itself sees a key and the listing's domain. Raises: Refused(`disputes.route_not_seen`)."""
    if route in (Route.OWN_KEY, Route.LISTED_DOMAIN):
        raise Refused("disputes.route_not_seen", "The library sees this by itself; nobody attests it.")
