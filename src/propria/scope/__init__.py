"""The one algebra of what is allowed: scopes, standing terms and uses, and what holds between them. Pure."""

from propria.scope.algebra import (
    Reason,
    Verdict,
    Why,
    can_be_used,
    check_covers,
    check_specific,
    check_terms,
    covers,
    hits,
    meet,
    overlaps,
    permits,
)
from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.measures import Quota, kept_at_most, ratings, term, up_to, volume
from propria.scope.model import NOTHING, Allowance, Scope, StandingTerms, red_line
from propria.scope.use import Use
from propria.scope.values import ANY, EMPTY, NEVER, Interval

__all__ = [
    "ANY",
    "EMPTY",
    "NEVER",
    "NOTHING",
    "NO_DUTIES",
    "Allowance",
    "Duties",
    "Interval",
    "Quota",
    "Reason",
    "Scope",
    "StandingTerms",
    "Use",
    "Verdict",
    "Why",
    "can_be_used",
    "check_covers",
    "check_specific",
    "check_terms",
    "covers",
    "hits",
    "kept_at_most",
    "meet",
    "overlaps",
    "permits",
    "ratings",
    "red_line",
    "term",
    "up_to",
    "volume",
]
