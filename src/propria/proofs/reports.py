"""What a verification found, as facts; how it reads in zh and en stands in `report_words`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from propria.kernel.time import Instant, wire

Colour = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Problem:
    """Something that does not check out: a code, and where in the bundle it was found."""

    code: str
    where: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {"code": self.code, "where": self.where, "facts": {k: str(v) for k, v in self.facts.items()}}


@dataclass(frozen=True)
class Cosigner:
    """A witness from the verifier's own trust file, and when it says that it saw the checkpoint."""

    name: str
    seen_at: Instant


@dataclass(frozen=True)
class Anchor:
    """A time authority from the verifier's own trust file, and when it stamped the checkpoint."""

    name: str
    stamped_at: Instant


@dataclass(frozen=True)
class CheckpointFacts:
    """The log head that everything in the report rests on; whatever it holds is no younger than `no_later_than`."""

    origin: str
    size: int
    root: str
    at: Instant
    cosigners: tuple[Cosigner, ...]
    strangers: tuple[str, ...]
    anchors: tuple[Anchor, ...] = ()
    unchecked_timestamps: int = 0
    followed: tuple[str, ...] = ()
    """The log's later verifier keys, to which the one in the trust file led by signed rotations."""

    @property
    def no_later_than(self) -> Instant | None:
        """The earliest moment at which somebody of the trust file had seen this head; None if nobody has."""
        return min(
            [*(c.seen_at for c in self.cosigners), *(a.stamped_at for a in self.anchors)], default=None
        )

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "at": wire(self.at),
            "cosigners": [{"name": c.name, "seen_at": wire(c.seen_at)} for c in self.cosigners],
            "strangers": list(self.strangers),
            "anchors": [{"name": a.name, "stamped_at": wire(a.stamped_at)} for a in self.anchors],
            "followed": list(self.followed),
        }


@dataclass(frozen=True)
class Binding:
    """How the bundle ties a key to a person.

    `holder` is the subject whose key it is, or "" for the operator and attestors; `routes` how identity
    was evidenced; `attested_by` the names in your trust file; `by_operator` and `by_strangers` say
    whether the operator, or somebody whom your trust file does not name, attested too. `outside`: by which
    routes the operator says that somebody else showed it; that stays the operator's word.
    """

    role: Literal["person", "operator", "attestor", "unbound"]
    holder: str = ""
    routes: tuple[str, ...] = ()
    attested_by: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    by_operator: bool = False
    by_strangers: bool = False

    @property
    def word(self) -> str:
        """One word for it: a code of `report_words.BINDING_WORDS`."""
        if self.role != "person":
            return self.role
        if self.attested_by:
            return "attested"
        if self.by_operator:
            return "operator_only"
        return "strangers_only" if self.by_strangers else "unattested"

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "word": self.word,
            "holder": self.holder,
            "routes": list(self.routes),
            "attested_by": list(self.attested_by),
            "outside": list(self.outside),
        }


@dataclass(frozen=True)
class StatementFacts:
    """One signed statement: its words exactly as signed, who signed, and when."""

    id: str
    type: str
    subject: str
    text: Mapping[str, str]
    body: Mapping[str, Any]
    digest: str
    key_id: str
    key_kind: str
    binding: Binding
    index: int
    logged_at: Instant
    signed_after_size: int | None
    is_placed: bool

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "id": self.id,
            "type": self.type,
            "subject": self.subject,
            "text": dict(self.text),
            "body": dict(self.body),
            "digest": self.digest,
            "key": {"key_id": self.key_id, "kind": self.key_kind, "binding": self.binding.to_json()},
            "index": self.index,
            "logged_at": wire(self.logged_at),
            "signed_after_size": self.signed_after_size,
            "is_placed": self.is_placed,
        }


@dataclass(frozen=True)
class StatusFacts:
    """A subject's states as of the checkpoint.

    `states` holds what the bundle's statements name (`openness`, ids of licences, mandates, grants);
    `withdrawn_here` what a signed withdrawal in this very bundle withdraws, whatever the map says.
    """

    subject: str
    entries: int
    disclosed: int
    states: Mapping[str, str]
    withdrawn_here: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "subject": self.subject,
            "entries": self.entries,
            "disclosed": self.disclosed,
            "states": dict(self.states),
            "withdrawn_here": list(self.withdrawn_here),
        }


@dataclass(frozen=True)
class EndingFacts:
    """A thing that was closed, or erased with its words, and the last state that it keeps."""

    kind: str
    subject: str
    target: str
    state: str
    index: int
    logged_at: Instant

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "kind": self.kind,
            "subject": self.subject,
            "target": self.target,
            "state": self.state,
            "index": self.index,
            "logged_at": wire(self.logged_at),
        }


@dataclass(frozen=True)
class NameFacts:
    """Whom the library publicly lists under a name, as of the checkpoint."""

    name: str
    people: tuple[Mapping[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {"name": self.name, "people": [dict(person) for person in self.people]}


@dataclass(frozen=True)
class Report:
    """Facts, not a boolean: what was signed, by what key, as of when, on whose word, and what is unknown.

    `colour` is red when anything does not check out, amber when it does but rests on the operator
    alone, green when witnesses and attestors from your own trust file stand behind it.
    """

    checkpoint: CheckpointFacts | None
    statements: tuple[StatementFacts, ...]
    statuses: tuple[StatusFacts, ...]
    name: NameFacts | None
    problems: tuple[Problem, ...]
    reservations: tuple[str, ...]
    cannot_know: tuple[str, ...]
    endings: tuple[EndingFacts, ...] = ()

    @property
    def colour(self) -> Colour:
        """Red, amber or green."""
        if self.problems:
            return "red"
        return "amber" if self.reservations else "green"

    @property
    def time_word(self) -> str:
        """Whose word the times are: `witnesses`, `timestamps` (of authorities you trust) or `operator`."""
        if self.checkpoint is not None and self.checkpoint.cosigners:
            return "witnesses"
        return "timestamps" if self.checkpoint is not None and self.checkpoint.anchors else "operator"

    def to_json(self) -> dict[str, Any]:
        """For programs; codes of problems, reservations and limits are API."""
        return {
            "colour": self.colour,
            "time": self.time_word,
            "checkpoint": None if self.checkpoint is None else self.checkpoint.to_json(),
            "statements": [s.to_json() for s in self.statements],
            "statuses": [s.to_json() for s in self.statuses],
            "name": None if self.name is None else self.name.to_json(),
            "endings": [e.to_json() for e in self.endings],
            "problems": [p.to_json() for p in self.problems],
            "reservations": list(self.reservations),
            "cannot_know": list(self.cannot_know),
        }
