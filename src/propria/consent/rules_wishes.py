"""Rules of what a performer left for after their death; pure."""

from propria.kernel.errors import Refused
from propria.scope import ANY, Scope, StandingTerms, check_covers, check_terms, covers, hits

AFTER_DEATH = frozenset({"after_death"})


def sayable(terms: StandingTerms) -> None:
    """Each clause says that it is for after the death. Raises: Refused(`consent.life_unstated`), Malformed(`scope.*`)."""
    check_terms(terms)
    if any(clause.life != AFTER_DEATH for clause in terms.clauses):
        raise Refused("consent.life_unstated", "Each clause has to say that it is for use after death.")


def heeded(terms: StandingTerms, left: StandingTerms | None) -> StandingTerms:
    """The estate's terms with every red line that was left. Raises: Refused(`consent.against_wishes`)."""
    if left is None:
        return terms
    lines = tuple(dict.fromkeys((*terms.red_lines, *left.red_lines)))
    both = StandingTerms(terms.clauses, lines)
    check_heeded(both, left)
    return both


def check_heeded(terms: StandingTerms, left: StandingTerms | None) -> None:
    """No red line that was left is missing, and no clause goes beyond what was left. Raises: Refused(`consent.against_wishes`)."""
    if left is None:
        return
    beyond = left.clauses and not all(covers(StandingTerms(left.clauses), clause) for clause in terms.clauses)
    if beyond or not set(left.red_lines) <= set(terms.red_lines):
        raise Refused("consent.against_wishes", "The performer wrote otherwise for after their death.")


def check_scope(scope: Scope, left: StandingTerms | None) -> None:
    """A scope crosses no red line that was left and stays within what was left. Raises: Refused(`consent.against_wishes`)."""
    if left is None:
        return
    crossed = [line for line in left.red_lines if hits(line, scope)]
    verdict = check_covers(StandingTerms(left.clauses), scope) if left.clauses else None
    if crossed or (verdict is not None and not verdict):
        axes = {axis for line in crossed for axis, value in line.values().items() if value is not ANY}
        axes |= {reason.axis for reason in verdict.reasons} if verdict is not None else set()
        raise Refused(
            "consent.against_wishes",
            "The performer wrote otherwise for after their death.",
            axes=sorted(axes),
        )
