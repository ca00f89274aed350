"""Whether a production can be understood before anything is worked out."""

from propria.casting.production.model import Production
from propria.kernel.errors import Malformed

MOST = 10**12
"""Points and fees stay where 64-bit sums and doubles are exact."""
MOST_ROLES = 120
MOST_CANDIDATES = 30_000


def check(production: Production) -> None:
    """Roles have names of their own, nobody stands twice on a shortlist, and chemistry is about roles that exist.

    Raises: Malformed(`casting.production_unclear`).
    """
    roles = production.roles
    names = {role.name for role in roles}
    problems = {
        "no_roles": not roles,
        "too_large": len(roles) > MOST_ROLES or sum(len(r.candidates) for r in roles) > MOST_CANDIDATES,
        "role_twice": len(names) < len(roles),
        "performer_twice": any(len({c.performer for c in r.candidates}) < len(r.candidates) for r in roles),
        "unknown_role": any(
            not {one.role, one.other_role} <= names or one.role == one.other_role
            for one in production.chemistry
        ),
        "number_out_of_range": any(
            not (0 <= c.points <= MOST and 0 <= c.fee_minor <= MOST) for r in roles for c in r.candidates
        )
        or any(abs(one.points) > MOST for one in production.chemistry),
    }
    wrong = [name for name, holds in problems.items() if holds]
    if wrong:
        raise Malformed(
            "casting.production_unclear", "This production cannot be read as one.", problems=wrong
        )
