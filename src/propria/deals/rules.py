"""Rules of deals; pure."""

from collections.abc import Iterable

from propria.casting.rules import meets_floor
from propria.consent.model import Openness
from propria.deals.model import Contract, Deal, Side, TermSheet
from propria.deals.renewing import check_option
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.kernel.time import DAY, Instant
from propria.rates import Occasion, check_days
from propria.scope import ANY, Scope, Verdict, check_covers, hits
from propria.scope.lint import check_signable

LONGEST_OFFER = 60 * DAY
PAYEES = frozenset({"performer", "representative", "guild", "operator"})
"""Who can have a share by role. What nobody is there for is the performer's own: the representative's part where nobody
acted for them, the guild's where they are in none."""
HOLDER = "per_"
"""How the id begins of a person who has a share by name: a holder of an estate."""


def check_sheet(sheet: TermSheet, *, now: Instant) -> None:
    """A term sheet that can be put: nothing left open on any axis, and its own project.

    Raises: Refused(`scope.too_vague`) with every clause that is missing where anything is left open,
    Refused(`deals.other_project`, `deals.no_guarantee`, `deals.exclusive_too_wide`, `deals.unknown_payee`,
    `deals.guarantee_below_advance`, `deals.option_unclear`, `rates.day_unsaid`),
    Malformed(`scope.*`).
    """
    if ANY in (*sheet.scope.values().values(), sheet.scope.volume):
        check_signable(sheet.scope, signing_at=now)
    check_exclusive(sheet.exclusive, sheet.scope)
    check_option(sheet)
    check_days(sheet.card)
    if sheet.scope.project != frozenset({sheet.project}):
        raise Refused("deals.other_project", "A licence names its one project, and only that.")
    strangers = {who for who, _ in sheet.card.shares if not who.startswith(HOLDER)} - PAYEES
    if strangers:
        raise Refused(
            "deals.unknown_payee",
            "A share names somebody whom the ledger cannot pay.",
            payees=sorted(strangers),
        )
    if sheet.guarantee.minor < 0:
        raise Refused("deals.no_guarantee", "Nobody pays to be paid.")
    ahead = sheet.card.due_on(Occasion.ACTIVATED)
    if ahead is not None and not covers_sum(sheet.guarantee, ahead.amount):
        raise Refused(
            "deals.guarantee_below_advance",
            "What is owed once funds are held is not more than what is held.",
            held=str(sheet.guarantee),
            owed=str(ahead.amount),
        )


def covers_sum(held: Money, owed: Money) -> bool:
    """Whether what is held is enough, in the same currency."""
    return held.currency == owed.currency and held.minor >= owed.minor


def check_against_terms(sheet: TermSheet, openness: Openness) -> None:
    """An offer that crosses a red line cannot be sent, nor one below the floor.

    Raises: Refused(`deals.red_line`, `deals.below_floor`).
    """
    check_red_lines(sheet.scope, openness)
    floor = openness.floor_for(sheet.scope)
    if not meets_floor(sheet.guarantee, floor):
        raise Refused(
            "deals.below_floor",
            "This is below the performer's floor.",
            floor=str(floor),
            offered=str(sheet.guarantee),
        )


def check_red_lines(scope: Scope, openness: Openness) -> None:
    """No red line is touched. Raises: Refused(`deals.red_line`)."""
    crossed = [line for line in openness.terms.red_lines if hits(line, scope)]
    if crossed:
        axes = sorted({axis for line in crossed for axis, value in line.values().items() if value is not ANY})
        raise Refused("deals.red_line", "This crosses a red line of the performer.", axes=axes)


def beyond_terms(sheet: TermSheet, openness: Openness) -> Verdict:
    """What of the sheet lies beyond the performer's standing terms, axis by axis."""
    return check_covers(openness.terms, sheet.scope)


def check_lapse(now: Instant, lapses_at: Instant) -> None:
    """An offer has an end, within 60 days. Raises: Refused(`deals.offer_term`)."""
    if not now < lapses_at <= now + LONGEST_OFFER:
        raise Refused("deals.offer_term", "An offer stands for at most 60 days.")


def check_turn(deal: Deal, side: Side, now: Instant) -> None:
    """It is this side's turn, and the talks have not lapsed. Raises: Refused(`deals.not_your_turn`, `deals.lapsed`)."""
    if now >= deal.lapses_at:
        raise Refused("deals.lapsed", "These talks have lapsed; make a new offer.")
    if deal.turn_of is not side:
        raise Refused("deals.not_your_turn", "The other side has the next word.", turn_of=deal.turn_of.value)


def check_may_reopen(deal: Deal, side: Side, last_word: Side) -> None:
    """Who ended the talks opens them again; what lapsed, the side whose version lapsed.

    Raises: Refused(`deals.not_yours_to_reopen`).
    """
    if deal.state not in ("declined", "taken_back", "lapsed"):
        return
    if side is not (deal.ended_by or last_word):
        raise Refused(
            "deals.not_yours_to_reopen", "The other side ended these talks; only they open them again."
        )


def check_split(first: TermSheet, second: TermSheet) -> None:
    """One offer becomes two, each for a project of its own. Raises: Refused(`deals.same_project`)."""
    if first.project == second.project:
        raise Refused("deals.same_project", "Splitting makes two projects; these name the same one.")


def check_coverage_at_signing(
    contract: Contract, sheet: TermSheet, openness: Openness | None, *, own_key: bool
) -> None:
    """At the last signature the standing terms of that log index cover the contract.

    The performer's own key may override by the contract's explicit clause; a mandate never; a red line never.

    Raises: Refused(`deals.not_open_any_more`, `deals.red_line`, `deals.beyond_standing_terms`) naming each axis.
    """
    if openness is None:
        if own_key:
            return
        raise Refused(
            "deals.not_open_any_more", "The performer is not open any more; only their own key can sign."
        )
    check_red_lines(sheet.scope, openness)
    verdict = beyond_terms(sheet, openness)
    if not verdict and not (own_key and contract.overrides_terms):
        raise Refused(
            "deals.beyond_standing_terms",
            "The contract goes beyond what the performer is open to.",
            reasons=[reason.code for reason in verdict.reasons],
        )


def check_exclusive(exclusive: Scope | None, scope: Scope) -> None:
    """An exclusivity names where it holds, for how long, and that the deal itself is inside it.

    Raises: Refused(`deals.exclusive_too_wide`).
    """
    if exclusive is None:
        return
    named = {axis for axis, value in exclusive.values().items() if value is not ANY}
    if not (named & {"medium", "product_line", "advertiser"} and "term" in named and hits(exclusive, scope)):
        raise Refused(
            "deals.exclusive_too_wide",
            "An exclusivity names its medium or product line and its days, and the deal lies inside it.",
        )


def clash(sheet: TermSheet, others: Iterable[TermSheet]) -> TermSheet | None:
    """The first signed deal that this one cannot stand beside: either lies in what the other holds alone."""
    for other in others:
        theirs = other.exclusive is not None and hits(other.exclusive, sheet.scope)
        ours = sheet.exclusive is not None and hits(sheet.exclusive, other.scope)
        if theirs or ours:
            return other
    return None


def check_same_words(contract: Contract, signed_pdf: str, signed_terms: str) -> None:
    """The signature is over this contract's exact bytes. Raises: Refused(`deals.other_text`)."""
    if (signed_pdf, signed_terms) != (contract.pdf_digest, contract.terms_digest):
        raise Refused("deals.other_text", "The signature is over another text than this contract.")
