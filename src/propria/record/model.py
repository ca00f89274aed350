"""The nouns of the record: who notarises, what waits for a signature, what was logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict

from propria.kernel.ids import PersonId, SigningRequestId, StatementId, SubjectId
from propria.kernel.time import MINUTE, Instant
from propria.proofs.entries import Chain
from propria.proofs.envelopes import Policy, PublicKey
from propria.proofs.notes import Checkpoint, HeldKey, LogSigner
from propria.proofs.statements import Statement

STATEMENT_LIFETIME = 15 * MINUTE
MERGE_DELAY_SECONDS = 60


@dataclass(frozen=True)
class Notary:
    """What the operator brings to the record: the log's name and key, and where people sign.

    `signer` signs checkpoints, and so does `previous` while the log's key is rotated. `operator_signer` holds
    `operator_key`, which signs the operator's own statements. Neither can sign for anybody else.
    """

    origin: str
    signer: LogSigner
    operator_key: PublicKey
    operator_signer: HeldKey
    signing_rp_id: str
    signing_origin: str
    previous: LogSigner | None = None

    def policy(self, logged_at: Instant) -> Policy:
        """What a statement logged at this moment must satisfy."""
        return Policy(self.origin, self.signing_rp_id, self.signing_origin, logged_at)

    @property
    def is_demo(self) -> bool:
        """Whether this log says of itself that it is a demonstration."""
        return self.origin.startswith("demo.")


class RequestState(StrEnum):
    """Where a request for a signature stands."""

    WAITING = "waiting"
    SIGNED = "signed"
    DECLINED = "declined"


Words = tuple[str, str]
"""The same words, (zh, en)."""


@dataclass(frozen=True)
class Question:
    """One question of the teach-back: what the signer must have understood before signing."""

    id: str
    asks: Words
    options: tuple[Words, ...]
    correct: int
    why: Words

    def to_json(self) -> dict[str, Any]:
        """The form that the signing page reads."""
        return {
            "id": self.id,
            "zh": self.asks[0],
            "en": self.asks[1],
            "options": [{"zh": zh, "en": en} for zh, en in self.options],
            "correct": self.correct,
            "why": {"zh": self.why[0], "en": self.why[1]},
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Question":
        """Read that form."""
        options = tuple((o["zh"], o["en"]) for o in raw["options"])
        why = (raw["why"]["zh"], raw["why"]["en"])
        return cls(raw["id"], (raw["zh"], raw["en"]), options, raw["correct"], why)


@dataclass(frozen=True)
class Sheet:
    """What the signing page shows beside the statement's own text."""

    title: Words
    does_not_allow: tuple[Words, ...] = ()
    questions: tuple[Question, ...] = ()
    effects: tuple[Words, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that the signing page reads."""
        return {
            "title": {"zh": self.title[0], "en": self.title[1]},
            "does_not_allow": _by_language(self.does_not_allow),
            "effects": _by_language(self.effects),
            "questions": [q.to_json() for q in self.questions],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Sheet":
        """Read that form."""
        return cls(
            (raw["title"]["zh"], raw["title"]["en"]),
            tuple(zip(raw["does_not_allow"]["zh"], raw["does_not_allow"]["en"], strict=True)),
            tuple(Question.from_json(q) for q in raw["questions"]),
            tuple(zip(raw["effects"]["zh"], raw["effects"]["en"], strict=True)),
        )


def _by_language(words: tuple[Words, ...]) -> dict[str, list[str]]:
    return {"zh": [zh for zh, _ in words], "en": [en for _, en in words]}


@dataclass(frozen=True)
class SigningRequest:
    """A drafted statement that waits for one person's signature."""

    id: SigningRequestId
    person_id: PersonId
    statement: Statement
    sheet: Sheet
    state: RequestState
    return_url: str


@dataclass(frozen=True)
class StoredStatement:
    """A signed statement as it is kept, with its place in the log. Verify it again before relying on it."""

    statement: Statement
    raw: bytes
    signature: Mapping[str, Any]
    key_id: str
    entry_index: int
    logged_at: Instant


@dataclass(frozen=True)
class Entry:
    """One log entry as it is kept: its canonical bytes, the private parts that open it, its subject's chain up to it."""

    index: int
    kind: str
    data: bytes
    leaf_hash: bytes
    subject: str | None
    salt: bytes | None
    facts: Mapping[str, Any] | None
    logged_at: Instant
    chain: Chain | None = None


class NewEntry(TypedDict):
    """A log entry on its way into its table, by the names of the columns."""

    entry_index: int
    kind: str
    data: bytes
    leaf_hash: bytes
    subject: str | None
    salt: bytes | None
    facts: Mapping[str, Any] | None
    logged_at: Instant
    chain_count: int | None
    chain_head: bytes | None


@dataclass(frozen=True)
class Head:
    """The log at one entry of kind map, and the map's root in it; `note` is the signed head, empty until it is signed."""

    checkpoint: Checkpoint
    map_root: bytes
    note: str = ""

    @property
    def size(self) -> int:
        """How many entries are under it."""
        return self.checkpoint.size


@dataclass(frozen=True)
class Anchor:
    """An RFC 3161 time stamp over the text of one checkpoint; `asked_at` is the library's own clock."""

    size: int
    authority: str
    token: bytes
    stamped_at: Instant
    asked_at: Instant


@dataclass(frozen=True)
class KeyInUse:
    """What the key resolver answers: whose key this is, and the statements that bound it to them."""

    public: PublicKey
    person_id: PersonId
    is_bound: bool
    bound_by: tuple[StatementId, ...] = ()
    barred_until: Instant | None = None


@dataclass(frozen=True)
class Receipt:
    """The promise that follows a signature: this entry is in every checkpoint from `due_at` on."""

    statement_id: StatementId
    entry_index: int
    origin: str
    logged_at: Instant
    merge_delay_seconds: int = MERGE_DELAY_SECONDS


@dataclass(frozen=True)
class Draft:
    """What a context hands over to have a statement signed."""

    type: str
    subject: SubjectId
    body: Mapping[str, Any]
    zh: str
    en: str
