"""The nouns of provenance: what an output is, what it must say about itself, and what was read back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.ids import ReplicaVersionId, StatementId
from propria.kernel.time import Instant

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
LICENCE_ASSERTION = "app.propria.licence"
LABEL_ASSERTION = "app.propria.label"
SIDECAR_ASSERTION = "app.propria.sidecar"
PERFORMANCE_ASSERTION = "app.propria.performance"
LABEL_STANDARD = "GB 45438-2025"


class Making(StrEnum):
    """How an output came to be; the value is the last part of its IPTC digital source type."""

    GENERATED = "trainedAlgorithmicMedia"
    COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
    RECORDED = "digitalCapture"

    @property
    def source_type(self) -> str:
        """The IPTC term, as C2PA actions and XMP carry it."""
        return IPTC + self.value


class LabelValue(StrEnum):
    """`Label` of GB 45438-2025, annex E: certain, possible, suspected."""

    GENERATED = "1"
    POSSIBLE = "2"
    SUSPECTED = "3"


_LABEL_KEYS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)


@dataclass(frozen=True)
class ImplicitLabel:
    """The metadata key `AIGC`: exactly seven strings (GB 45438-2025, 6.1 and annex E)."""

    label: LabelValue
    content_producer: str
    produce_id: str
    reserved_code1: str = ""
    content_propagator: str = ""
    propagate_id: str = ""
    reserved_code2: str = ""

    def to_json(self) -> str:
        """The bytes that go into the file: compact, in the standard's order, ASCII only.

        >>> ImplicitLabel(LabelValue.GENERATED, "Ode", "out_1").to_json()[:44]
        '{"Label":"1","ContentProducer":"Ode","Produc'
        """
        values = (
            self.label.value,
            self.content_producer,
            self.produce_id,
            self.reserved_code1,
            self.content_propagator,
            self.propagate_id,
            self.reserved_code2,
        )
        return json.dumps(dict(zip(_LABEL_KEYS, values, strict=True)), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "ImplicitLabel":
        """Read a label in either form in use, bare or wrapped in `{"AIGC": …}`.

        Raises: Malformed(`provenance.label_malformed`) unless it holds exactly the seven strings.
        """
        try:
            raw = json.loads(text)
            raw = raw["AIGC"] if set(raw) == {"AIGC"} else raw
            values = [raw[key] for key in _LABEL_KEYS]
            if set(raw) != set(_LABEL_KEYS) or not all(isinstance(value, str) for value in values):
                raise ValueError("not exactly the seven strings")
            return cls(LabelValue(values[0]), *values[1:])
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed("provenance.label_malformed", str(error)[:200]) from None

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the label's bytes, kept as evidence."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


class Corner(StrEnum):
    """Where a drawn label stands."""

    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"


@dataclass(frozen=True)
class ExplicitLabel:
    """The label that people see or hear.

    `wording` is drawn; `height_basis_points` is its height against the shorter side of the
    picture, never under 500; `seconds` is how long it stays, `None` for the whole clip, never under
    2 (GB 45438-2025, 5.2 and 5.4). On sound it is the rhythm `短长 短短` before the content (5.3 c).
    """

    wording: str = "AI 生成 · AI-generated"
    corner: Corner = Corner.TOP_LEFT
    height_basis_points: int = 520
    seconds: int | None = None

    def __post_init__(self) -> None:
        folded = self.wording.lower()
        if not ("ai" in folded or "人工智能" in folded):
            raise ValueError("the wording must name AI")
        if not any(word in folded for word in ("生成", "合成", "generated", "synthetic")):
            raise ValueError("the wording must say generated or synthetic")
        if self.height_basis_points < 500 or (self.seconds is not None and self.seconds < 2):
            raise ValueError("a label is at least 5% high and 2 seconds long")

    def to_assertion(self) -> dict[str, Any]:
        """The body of `app.propria.label`."""
        return {
            "wording": self.wording,
            "corner": self.corner.value,
            "height_basis_points": self.height_basis_points,
            "seconds": self.seconds,
            "standard": LABEL_STANDARD,
        }

    @classmethod
    def from_assertion(cls, raw: Mapping[str, Any]) -> "ExplicitLabel":
        """Read the body of `app.propria.label`. Raises: Malformed(`provenance.label_malformed`)."""
        try:
            seconds = raw.get("seconds")
            return cls(
                str(raw["wording"]),
                Corner(raw["corner"]),
                int(raw["height_basis_points"]),
                None if seconds is None else int(seconds),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Malformed("provenance.label_malformed", str(error)[:200]) from None


@dataclass(frozen=True)
class LicenceMark:
    """The assertion `app.propria.licence`: by whose signed words this output exists."""

    licence_id: str
    statement_digest: str
    log_index: int
    log_origin: str
    status_url: str
    output_id: str
    permit_id: str
    project: str

    def to_assertion(self) -> dict[str, Any]:
        """The body of the assertion."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_assertion(cls, raw: Mapping[str, Any]) -> "LicenceMark":
        """Read the body of the assertion. Raises: Malformed(`provenance.licence_malformed`)."""
        try:
            texts = {name: raw[name] for name in cls.__dataclass_fields__ if name != "log_index"}
            if not all(isinstance(text, str) for text in texts.values()) or not isinstance(
                raw["log_index"], int
            ):
                raise TypeError("a field has the wrong type")
            return cls(log_index=raw["log_index"], **texts)
        except (KeyError, TypeError) as error:
            raise Malformed("provenance.licence_malformed", str(error)[:200]) from None


@dataclass(frozen=True)
class PerformedBy:
    """The assertion `app.propria.performance`: a stand-in whose performance moved the replica, by their signed consent.

    `statement_digest` is SHA-256 (hex) of it, `log_index` where the log has it.
    """

    stand_in: str
    name: tuple[str, str]
    statement_digest: str
    log_index: int

    def to_assertion(self) -> dict[str, Any]:
        """The body of the assertion."""
        zh, en = self.name
        return {
            "stand_in": self.stand_in,
            "name": {"zh": zh, "en": en},
            "statement_digest": self.statement_digest,
            "log_index": self.log_index,
        }

    @classmethod
    def from_assertion(cls, raw: Mapping[str, Any]) -> "PerformedBy":
        """Read a body that was kept."""
        name = (raw["name"]["zh"], raw["name"]["en"])
        return cls(raw["stand_in"], name, raw["statement_digest"], raw["log_index"])


@dataclass(frozen=True)
class OutputFacts:
    """What is known of an output before it is sealed. Nothing here is read from the media.

    `implicit` and `explicit` are the labels it must carry (`rules.labels_due` says which);
    `made_at` goes into the seal's action as the operator's word for the time; `manner` is the feeling, gaze and movement that
    were put on the face, empty where none was.
    """

    title: str
    making: Making
    mark: LicenceMark
    made_at: Instant
    implicit: ImplicitLabel | None
    explicit: ExplicitLabel | None
    engine: str = "propria"
    engine_version: str = "0"
    trimmed_from_ms: tuple[int, int] | None = None
    performed_by: PerformedBy | None = None
    manner: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Absent:
    """It is not there."""


@dataclass(frozen=True)
class Unreadable:
    """Something is there and cannot be read; never taken for absent."""

    reason: str


class Integrity(StrEnum):
    """What the seal says about the bytes. Trust in its signer is another fact."""

    INTACT = "intact"
    TAMPERED = "tampered"
    UNSIGNED = "unsigned"
    WRONG_SIGNATURE = "wrong_signature"
    UNREADABLE = "unreadable"


class Sight(StrEnum):
    """Whether the drawn or sounded label was found in the decoded content."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    NOT_LOOKED = "not_looked"


@dataclass(frozen=True)
class Signer:
    """Who sealed, as the certificate says. `signed_at` is set only by a countersigned time stamp."""

    common_name: str
    organisation: str
    serial: str
    algorithm: str
    signed_at: str | None


@dataclass(frozen=True)
class Action:
    """One thing done to the media, in C2PA's word, with its IPTC source type where one is given."""

    name: str
    source_type: str | None


@dataclass(frozen=True)
class Seal:
    """A C2PA seal as found: who, trusted by which list (`None`: by none given), and what it asserts."""

    manifest_id: str
    signer: Signer | None
    trusted_by: str | None
    actions: tuple[Action, ...]
    training: str | None
    ingredients: tuple[str, ...]


@dataclass(frozen=True)
class ReadBack:
    """Everything that one media file says about itself. Facts; what follows is for `rules`."""

    sha256: str
    size_bytes: int
    media_type: str
    integrity: Integrity
    findings: tuple[str, ...]
    seal: Seal | Absent
    licence: LicenceMark | Absent | Unreadable
    implicit: ImplicitLabel | Absent | Unreadable
    implicit_count: int
    explicit: ExplicitLabel | Absent | Unreadable
    sight: Sight


@dataclass(frozen=True)
class Sealed:
    """A released output: what was written and what reading it again found."""

    output_id: str
    media_type: str
    size_bytes: int
    sha256: str
    label_bytes: str
    label_digest: str
    read_back: ReadBack
    sidecar_name: str | None = None


@dataclass(frozen=True)
class FrameMark:
    """One key frame: when it is shown, its 64-bit hash (16 hex digits), whether it says enough to count."""

    at_ms: int
    bits: str
    telling: bool


@dataclass(frozen=True)
class Passport:
    """All that says where one output comes from, kept so that it can be found again without its labels.

    `marks` are its perceptual marks; `sealed_index` is the log index at which it was sealed, which is
    what a later withdrawal is compared with.
    """

    output_id: str
    facts: OutputFacts
    sha256: str
    media_type: str
    label_digest: str
    sealed_index: int
    marks: tuple[FrameMark, ...]


@dataclass(frozen=True)
class Released:
    """A released output: its passport (without marks), and the operator's logged statement that it was sealed.

    `version_id` is the replica version that made it, if one did. While `held_until` lies ahead a panel is to rule on it;
    `taken_down_index` is the log entry of a ruling that it be shown no more.
    """

    passport: Passport
    size_bytes: int
    statement_id: StatementId
    sealed_at: Instant
    version_id: ReplicaVersionId | None = None
    held_until: Instant | None = None
    taken_down_index: int | None = None

    @property
    def output_id(self) -> str:
        """The output's id."""
        return self.passport.output_id

    @property
    def mark(self) -> LicenceMark:
        """By whose signed words it exists."""
        return self.passport.facts.mark


class FoundBy(StrEnum):
    """How an output was recognised; a lead is for a person to judge, never proof."""

    BYTES = "bytes"
    SEAL = "seal"
    CLAIM = "claim"
    LOOKS = "looks"
    NOTHING = "nothing"
