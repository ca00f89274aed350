"""The nouns of usage: what is asked to be rendered, how much of it there is, and one metered use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.ids import (
    AssetId,
    CreatorId,
    LicenceId,
    OutputId,
    PerformerId,
    PermitId,
    PreviewId,
    RenderRequestId,
    ReplicaVersionId,
    SubjectId,
    UseId,
    is_id,
)
from propria.kernel.time import Instant
from propria.provenance.model import Making, PerformedBy
from propria.replicas.engine.manner import AS_FILMED, Manner
from propria.replicas.engine.port import Form

MAX_LINE_LENGTH = 500
LARGEST_SCRIPT = 2 * 1024 * 1024


@dataclass(frozen=True)
class Take:
    """One of the performer's own recorded takes, from `from_ms` up to, not including, `to_ms`."""

    asset_id: AssetId
    from_ms: int
    to_ms: int

    kind = "recorded_take"

    def __post_init__(self) -> None:
        if not is_id("asset", self.asset_id) or not 0 <= self.from_ms < self.to_ms:
            raise Malformed("usage.take_malformed", "A take is an asset, and a start before its end.")

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {"asset": self.asset_id, "from_ms": self.from_ms, "to_ms": self.to_ms}


@dataclass(frozen=True)
class Line:
    """A new line, said by one version of the performer's replica, in a language (a BCP 47 tag): a clip, or sound alone.

    Sound alone has no manner: a manner moves the face and not the voice. Raises: Malformed(`usage.line_malformed`).
    """

    version_id: ReplicaVersionId
    text: str
    language: str
    form: Form = Form.MP4
    manner: Manner = AS_FILMED

    kind = "new_line"

    def __post_init__(self) -> None:
        said = " ".join(self.text.split())
        object.__setattr__(self, "text", said)
        if not is_id("replica version", self.version_id) or not 0 < len(said) <= MAX_LINE_LENGTH:
            raise Malformed("usage.line_malformed", "A line is a replica version and up to 500 characters.")
        if self.form is Form.WAV and self.manner != AS_FILMED:
            raise Malformed("usage.line_malformed", "Sound alone has no face to show a feeling.")

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        said = {"version": self.version_id, "text": self.text, "language": self.language}
        done = {} if self.manner == AS_FILMED else {"manner": self.manner.to_json()}
        return said | {"format": self.form.value} | done


@dataclass(frozen=True)
class Performance:
    """A stand-in's recorded performance, from `from_ms` up to `to_ms`, done by one version of the performer's replica."""

    version_id: ReplicaVersionId
    asset_id: AssetId
    from_ms: int
    to_ms: int
    form: Form = Form.MP4

    kind = "performance"

    def __post_init__(self) -> None:
        named = is_id("replica version", self.version_id) and is_id("asset", self.asset_id)
        if not named or not 0 <= self.from_ms < self.to_ms or self.form is Form.WAV:
            raise Malformed(
                "usage.performance_malformed",
                "A performance is a replica version, a recording, and a start before its end; never sound alone.",
            )

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "version": self.version_id,
            "asset": self.asset_id,
            "from_ms": self.from_ms,
            "to_ms": self.to_ms,
            "format": self.form.value,
        }


Wanted = Take | Line | Performance


def wanted_from_json(kind: str, raw: Mapping[str, Any]) -> Wanted:
    """Read the kept form. Raises: KeyError, ValueError for a kind that there is not."""
    match kind:
        case Take.kind:
            return Take(AssetId(raw["asset"]), raw["from_ms"], raw["to_ms"])
        case Line.kind:
            form = Form(raw.get("format", Form.MP4))
            manner = Manner.from_json(raw["manner"]) if "manner" in raw else AS_FILMED
            return Line(ReplicaVersionId(raw["version"]), raw["text"], raw["language"], form, manner)
        case Performance.kind:
            version, asset = ReplicaVersionId(raw["version"]), AssetId(raw["asset"])
            form = Form(raw.get("format", Form.MP4))
            return Performance(version, asset, raw["from_ms"], raw["to_ms"], form)
        case _:
            raise ValueError(kind)


@dataclass(frozen=True)
class Measured:
    """How much an output is, in the units of quotas and prices; a started second counts."""

    seconds: int = 0
    lines: int = 0
    takes: int = 0
    titles: int = 0

    def by_unit(self) -> dict[str, int]:
        """Unit → amount, where there is any."""
        found = {"seconds": self.seconds, "lines": self.lines, "takes": self.takes, "titles": self.titles}
        return {unit: amount for unit, amount in found.items() if amount}


@dataclass(frozen=True)
class Plan:
    """What an engine says before it starts: what of the performer will be in it, and the most it will come to.

    `must_say` is what the use has to declare on other axes (who runs the engine and where, the language),
    `retention_days` how long the engine keeps its inputs, where that matters.
    """

    attributes: frozenset[str]
    at_most: Measured
    must_say: Mapping[str, frozenset[str]] = field(default_factory=dict)
    retention_days: int | None = None


@dataclass(frozen=True)
class Order:
    """What an engine is handed: the thing, the act, under which licence, and the picture's height in pixels (0: as filmed).

    An engine may give a higher picture than that; a preview is made small afterwards.
    """

    wanted: Wanted
    act: str
    licence_id: LicenceId
    height_px: int = 0


@dataclass(frozen=True)
class Preview:
    """One look, small and marked, at what a licence's holder might render: it opened something of the performer's.

    It reserves, releases and charges nothing; the look itself is not kept.
    """

    id: PreviewId
    licence_id: LicenceId
    creator_id: CreatorId
    performer_id: PerformerId
    wanted: Wanted
    act: str
    asked_at: Instant


@dataclass(frozen=True)
class RenderRequest:
    """One thing to render under one permit; its output's id is set from the start.

    `delivered_at` is when its creator first fetched the output; while its engine draws, `frames_drawn` of `frames` are done.
    """

    id: RenderRequestId
    permit_id: PermitId
    licence_id: LicenceId
    creator_id: CreatorId
    performer_id: PerformerId
    subject: SubjectId
    wanted: Wanted
    act: str
    output_id: OutputId
    job_id: str
    asked_at: Instant
    released_at: Instant | None = None
    failed_code: str | None = None
    delivered_at: Instant | None = None
    frames_drawn: int = 0
    frames: int = 0

    @property
    def order(self) -> Order:
        """What its engine is handed."""
        return Order(self.wanted, self.act, self.licence_id)

    @property
    def blob_key(self) -> str:
        """Where the output's ciphertext lies."""
        return f"outputs/{self.output_id}"


@dataclass(frozen=True)
class Rendered:
    """What an engine made: a plain file inside the workplace, how it came to be, how much it is.

    `facts` are the engine's own figures (numbers and short words), kept with the request.
    """

    file: Path
    making: Making
    measured: Measured
    trimmed_from_ms: tuple[int, int] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    version_id: ReplicaVersionId | None = None
    performed_by: PerformedBy | None = None
    manner: Manner = AS_FILMED


@dataclass(frozen=True)
class MeteredUse:
    """One use as metered, once: what was released, how much of it, and whose performance moved it if somebody else's did."""

    id: UseId
    render_id: RenderRequestId
    permit_id: PermitId
    licence_id: LicenceId
    output_id: OutputId
    act: str
    measured: Measured
    metered_at: Instant
    stand_in: PerformerId | None = None
