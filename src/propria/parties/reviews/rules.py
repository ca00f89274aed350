"""Rules of what takes two people of the operator: what each kind rests on, how a review is named, why one is refused; pure."""

from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.errors import Malformed
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant


class ReviewKind(StrEnum):
    """What two people of the operator look at, each for themselves."""

    LETTER = "letter"
    DOCUMENT = "document_and_video"
    BIRTH = "birth"
    GUARDIAN = "guardian"
    DEATH = "death"
    ALIVE = "alive"
    ESTATE = "estate"
    GUILD = "guild"


class Why(StrEnum):
    """Why a review ends without a second word."""

    UNREADABLE = "unreadable"
    NOT_GENUINE = "not_genuine"
    SOMEBODY_ELSE = "somebody_else"
    INCOMPLETE = "incomplete"
    MISTAKEN = "mistaken"


@dataclass(frozen=True)
class Review:
    """One thing that waits for the operator's people: about whom, beside whom, who looked first and since when.

    `first` is None where somebody stated it and nobody has looked yet. What the first one read is in none of it:
    the second reads for themselves.
    """

    kind: ReviewKind
    about: str
    beside: str = ""
    first: PersonId | None = None
    since: Instant | None = None

    @property
    def what(self) -> str:
        """Its name in the store."""
        return name_of(self.kind, self.about, self.beside)


def name_of(kind: ReviewKind, about: str, beside: str = "") -> str:
    """What one review is called, of whatever the two see."""
    return " ".join(part for part in (kind.value, about, beside) if part)


def read_name(what: str) -> tuple[ReviewKind, str, str]:
    """(kind, about whom, beside whom) of a review's name.

    >>> read_name("guardian prf_1 per_2")
    (<ReviewKind.GUARDIAN: 'guardian'>, 'prf_1', 'per_2')
    """
    kind, about, beside = (*what.split(" "), "")[:3]
    return ReviewKind(kind), about, beside


def readable_reason(text: str) -> Why:
    """A reason to refuse, from the list. Raises: Malformed(`parties.no_such_reason`)."""
    if text not in {one.value for one in Why}:
        raise Malformed("parties.no_such_reason", "Choose why from the list.", reasons=[w.value for w in Why])
    return Why(text)
