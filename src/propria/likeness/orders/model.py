"""The noun of an order to preserve."""

from dataclasses import dataclass

from propria.kernel.ids import PerformerId, PersonId, PreservationId, StatementId, SubjectId
from propria.kernel.time import DAY, Instant

LONGEST_DAYS = 365
LONGEST = LONGEST_DAYS * DAY


@dataclass(frozen=True)
class Preservation:
    """What an order demands of one performer's recordings: kept until `ends_at` at the latest, whatever ends before.

    It binds once two of the operator's people have signed; `authority` is who ordered it, `reference` its file number.
    """

    id: PreservationId
    performer_id: PerformerId
    subject: SubjectId
    authority: str
    reference: str
    ends_at: Instant
    asked_by: PersonId
    asked_statement: StatementId
    confirmed_statement: StatementId | None = None
    lifted_statement: StatementId | None = None

    def binds(self, now: Instant) -> bool:
        """Whether nothing of the performer's recordings may be destroyed at `now`."""
        return self.confirmed_statement is not None and self.lifted_statement is None and now < self.ends_at
