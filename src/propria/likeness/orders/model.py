"""The nouns of an order to preserve."""

from dataclasses import dataclass

from propria.kernel.ids import PerformerId, PersonId, PreservationId, StatementId, SubjectId
from propria.kernel.time import DAY, Instant

LONGEST_DAYS = 365
LONGEST = LONGEST_DAYS * DAY


@dataclass(frozen=True)
class Preservation:
    """What an order demands of one performer's recordings: kept until `ends_at` at the latest, whatever ends before.

    It binds once two of the operator's people have signed, and two lift it; `authority` is who ordered it, `reference` its
    file number.
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
    lifting_asked_by: PersonId | None = None
    lifting_asked_statement: StatementId | None = None
    lifted_statement: StatementId | None = None

    def binds(self, now: Instant) -> bool:
        """Whether nothing of the performer's recordings may be destroyed at `now`."""
        return self.confirmed_statement is not None and self.lifted_statement is None and now < self.ends_at

    @property
    def statements(self) -> tuple[StatementId, ...]:
        """What was signed about it, in order."""
        signed = (
            self.asked_statement,
            self.confirmed_statement,
            self.lifting_asked_statement,
            self.lifted_statement,
        )
        return tuple(one for one in signed if one is not None)


@dataclass(frozen=True)
class Holding:
    """How many files of one kind there are of a performer, and how many of them are there for an order alone."""

    files: int = 0
    sealed: int = 0
