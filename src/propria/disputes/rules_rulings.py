"""Rules of a ruling by two; pure. One alone does nothing, and nobody rules on a case that is theirs."""

from collections.abc import Collection, Sequence

from propria.disputes import rules
from propria.disputes.model import Denial, DenialState, Finding, Ground, Vote
from propria.kernel.errors import Forbidden, Refused
from propria.parties.model import Actor, Performer


def may_rule(actor: Actor, found: Denial, performer: Performer, finding: Finding, ground: Ground) -> None:
    """The denial waits for a ruling, and the ground carries one.

    Raises: NotFound(`disputes.no_denial`), Refused(`denial.cannot_rule_for_listing`, `denial.cannot_rule_for_denial`,
    `disputes.ground_too_weak`).
    """
    rules.is_operator(actor)
    if finding is Finding.FOR_DENIAL or not performer.rests_on_operator:
        rules.after(found, finding.value)
    else:
        rules.after(found, act_for_listing(found))
    rules.is_ruled(ground)


def act_for_listing(found: Denial) -> str:
    """The act by which the listing stands: against evidence a ruling, else its proof."""
    return "rule_for_listing" if found.state is DenialState.EVIDENCED else "show_proof"


def is_apart(person_id: str, part_of_it: Collection[str | None]) -> None:
    """Nobody rules on a case that they are part of. Raises: Forbidden(`disputes.part_of_the_case`)."""
    if person_id in part_of_it:
        raise Forbidden(
            "disputes.part_of_the_case", "You are part of this case, or saw its papers; others have to rule."
        )


def is_new(person_id: str, earlier: Sequence[Vote]) -> None:
    """Each person rules once. Raises: Refused(`disputes.ruled_already`)."""
    if any(one.by == person_id for one in earlier):
        raise Refused("disputes.ruled_already", "You ruled on this; now somebody else has to.")


def agreed(mine: Vote, earlier: Sequence[Vote]) -> tuple[Vote, Vote] | None:
    """The two that find the same on the same ground; None while there is one alone."""
    same = [v for v in earlier if (v.finding, v.ground) == (mine.finding, mine.ground) and v.by != mine.by]
    return (same[0], mine) if same else None
