"""Rules of changing a licence that runs: what an amendment, a renewal and a termination may say; pure."""

from dataclasses import replace

from propria.deals.model import Kind, TermSheet
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.scope import StandingTerms, covers

ACT_OF = {Kind.AMENDMENT: "amend", Kind.RENEWAL: "renew", Kind.TERMINATION: "terminate"}
"""The act of the table of deals by which talks of each kind change the talks that the licence came from."""


def check_change(kind: Kind, before: TermSheet, after: TermSheet, *, now: Instant) -> None:
    """A change says what its name says: a renewal moves only the end, the volume and the pay; a termination only
    brings the end forward and may settle the wind-down; an amendment changes anything but makes nothing longer.

    Raises: Refused(`deals.other_project`, `deals.changes_nothing`, `deals.changes_otherwise`).
    """
    if after.project != before.project:
        raise Refused("deals.other_project", "A licence names its one project, and only that.")
    if after == before:
        raise Refused("deals.changes_nothing", "These are the terms that run already.")
    (starts, ends), (newly_starts, newly_ends) = before.term, after.term
    if not _is_as_named(kind, before, after, now=now):
        raise Refused(
            "deals.changes_otherwise",
            "A later end is a renewal, which leaves the rest but volume and pay; an earlier end alone is a termination.",
            kind=kind.value,
            runs_until=str(ends),
            would_run=[str(newly_starts), str(newly_ends)],
            began=str(starts),
        )


def _is_as_named(kind: Kind, before: TermSheet, after: TermSheet, *, now: Instant) -> bool:
    (_, ends), (_, newly_ends) = before.term, after.term
    match kind:
        case Kind.RENEWAL:
            return newly_ends > ends and _same_but_pay(before, after)
        case Kind.TERMINATION:
            return now < newly_ends < ends and _same_but_end(before, after)
        case _:
            return newly_ends == ends or (newly_ends < ends and not _same_but_end(before, after))


def _same_but_pay(before: TermSheet, after: TermSheet) -> bool:
    scope = after.scope.but(term=before.scope.term, volume=before.scope.volume)
    same = replace(
        after,
        scope=scope,
        card=before.card,
        guarantee=before.guarantee,
        exclusive=before.exclusive,
        renewal=before.renewal,
    )
    return after.term[0] == before.term[0] and same == before


def _same_but_end(before: TermSheet, after: TermSheet) -> bool:
    scope = after.scope.but(term=before.scope.term)
    same = replace(
        after,
        scope=scope,
        wind_down=before.wind_down,
        exclusive=before.exclusive,
        renewal=before.renewal,
    )
    return after.term[0] == before.term[0] and same == before


def is_wider(before: TermSheet, after: TermSheet) -> bool:
    """Whether it would allow anything that the running terms do not."""
    return not covers(StandingTerms((before.scope,), ()), after.scope)
