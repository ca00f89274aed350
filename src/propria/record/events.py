"""News from the record, for the contexts that come later in the story."""

from dataclasses import dataclass

from propria.kernel.ids import PersonId
from propria.kernel.time import Instant

OTHER_WORDS = frozenset({"record.other_digest", "proofs.wrong_challenge"})
"""Codes of a signature over other words than those that wait: somebody was shown another text."""


@dataclass(frozen=True)
class SigningRefused:
    """What `asked_of` tried to sign about `subject` was refused; the log holds only that, at `entry_index`."""

    subject: str
    asked_of: PersonId
    statement_type: str
    code: str
    sentence: str
    entry_index: int
    at: Instant
