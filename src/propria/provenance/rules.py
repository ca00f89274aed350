"""When an output may leave the gate: labels due, and every way in which a mark can be lost. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from propria.kernel.time import Instant
from propria.provenance.model import (
    Absent,
    ExplicitLabel,
    ImplicitLabel,
    Integrity,
    LabelValue,
    LicenceMark,
    Making,
    OutputFacts,
    PerformedBy,
    ReadBack,
    Seal,
    Sight,
    Unreadable,
)

CLEAN_LOGS_KEPT = timedelta(days=184)
_LABEL_FAILURES = "label_"


@dataclass(frozen=True)
class CleanExport:
    """An agreement to deliver without the explicit label (Labelling Measures, art. 9), keeping logs."""

    agreement_id: str
    logs_kept_until: Instant


@dataclass(frozen=True)
class LabelsDue:
    """Which labels an output must carry."""

    implicit: bool
    explicit: bool


def labels_due(making: Making, *, made_at: Instant, clean: CleanExport | None = None) -> LabelsDue:
    """Generated and composite media carry both labels; a recorded take neither, for it would be untrue.

    A clean export spares the explicit label only, and only if logs are kept six months from `made_at`;
    otherwise it spares nothing. Source: GB 45438-2025; Labelling Measures (2025), art. 4, 5, 9.
    """
    match making:
        case Making.RECORDED:
            return LabelsDue(implicit=False, explicit=False)
        case Making.GENERATED | Making.COMPOSITE:
            spared = clean is not None and clean.logs_kept_until >= made_at + CLEAN_LOGS_KEPT
            return LabelsDue(implicit=True, explicit=not spared)


def implicit_label(*, producer: str, output_id: str, licence_digest: str) -> ImplicitLabel:
    """The label a producer writes: certain, its number for the output, the statement's digest reserved."""
    return ImplicitLabel(LabelValue.GENERATED, producer, output_id, reserved_code1=licence_digest)


def output_facts(
    *,
    title: str,
    making: Making,
    mark: LicenceMark,
    made_at: Instant,
    producer: str,
    label: ExplicitLabel | None = None,
    clean: CleanExport | None = None,
    engine: str = "propria",
    engine_version: str = "0",
    trimmed_from_ms: tuple[int, int] | None = None,
    performed_by: PerformedBy | None = None,
    manner: Mapping[str, str | int] | None = None,
) -> OutputFacts:
    """The facts of an output with exactly the labels due; `label` chooses wording, corner and time."""
    due = labels_due(making, made_at=made_at, clean=clean)
    implicit = implicit_label(
        producer=producer, output_id=mark.output_id, licence_digest=mark.statement_digest
    )
    return OutputFacts(
        title=title,
        making=making,
        mark=mark,
        made_at=made_at,
        implicit=implicit if due.implicit else None,
        explicit=(label or ExplicitLabel()) if due.explicit else None,
        engine=engine,
        engine_version=engine_version,
        trimmed_from_ms=trimmed_from_ms,
        performed_by=performed_by,
        manner=manner or {},
    )


@dataclass(frozen=True)
class Expected:
    """What an output must say: the facts it was made from and the digest it was written with."""

    facts: OutputFacts
    sha256: str
    must_be_trusted: bool = False


def release_checks(read_back: ReadBack, expected: Expected) -> tuple[str, ...]:
    """Every reason why this output must not leave, as codes; empty means it may.

    Seal: `provenance.seal_absent`, `.seal_tampered`, `.seal_wrong_signature`, `.seal_unreadable`,
    `.seal_doubtful` (any other finding, as an expired certificate),
    `.seal_untrusted`, `.seal_source_differs`, `.seal_training_open`, `.licence_absent`,
    `.licence_unreadable`, `.licence_differs`, `.digest_differs`.
    Labels: `.label_implicit_absent`, `.label_implicit_unreadable`, `.label_implicit_differs`,
    `.label_implicit_repeated`, `.label_implicit_unasked`, `.label_explicit_absent`,
    `.label_explicit_unreadable`, `.label_explicit_differs`, `.label_explicit_not_seen`,
    `.label_explicit_unasked`.
    """
    found = (
        *_digest_failures(read_back, expected),
        *_seal_failures(read_back, expected),
        *_licence_failures(read_back, expected.facts.mark),
        *_implicit_failures(read_back, expected.facts.implicit),
        *_explicit_failures(read_back, expected.facts.explicit),
    )
    return tuple(f"provenance.{code}" for code in found)


def what_was_lost(failures: tuple[str, ...]) -> str:
    """One code for a refusal: `provenance.label_lost` if only labels failed, else `provenance.seal_lost`."""
    only_labels = all(code.startswith(f"provenance.{_LABEL_FAILURES}") for code in failures)
    return "provenance.label_lost" if only_labels else "provenance.seal_lost"


def _digest_failures(read_back: ReadBack, expected: Expected) -> tuple[str, ...]:
    return () if read_back.sha256 == expected.sha256 else ("digest_differs",)


def _seal_failures(read_back: ReadBack, expected: Expected) -> tuple[str, ...]:
    match read_back.integrity:
        case Integrity.UNSIGNED:
            return ("seal_absent",)
        case Integrity.UNREADABLE:
            return ("seal_unreadable",)
        case Integrity.WRONG_SIGNATURE:
            return ("seal_wrong_signature",)
        case Integrity.TAMPERED:
            return ("seal_tampered",)
        case Integrity.INTACT:
            doubts = ("seal_doubtful",) if read_back.findings else ()
            return doubts + _content_of_seal(read_back.seal, expected)


def _content_of_seal(seal: Seal | Absent, expected: Expected) -> tuple[str, ...]:
    match seal:
        case Absent():
            return ("seal_absent",)
        case Seal():
            sources = {action.source_type for action in seal.actions if action.source_type}
            checks = (
                ("seal_untrusted", expected.must_be_trusted and seal.trusted_by is None),
                ("seal_source_differs", sources != {expected.facts.making.source_type}),
                ("seal_training_open", seal.training != "notAllowed"),
            )
            return tuple(code for code, failed in checks if failed)


def _licence_failures(read_back: ReadBack, mark: LicenceMark) -> tuple[str, ...]:
    match read_back.licence:
        case Absent():
            return ("licence_absent",)
        case Unreadable():
            return ("licence_unreadable",)
        case LicenceMark() as found:
            return () if found == mark else ("licence_differs",)


def _implicit_failures(read_back: ReadBack, wanted: ImplicitLabel | None) -> tuple[str, ...]:
    match read_back.implicit:
        case Unreadable():
            return ("label_implicit_unreadable",)
        case Absent():
            return ("label_implicit_absent",) if wanted else ()
        case ImplicitLabel() as found:
            if wanted is None:
                return ("label_implicit_unasked",)
            differs = () if found == wanted else ("label_implicit_differs",)
            return differs + (() if read_back.implicit_count == 1 else ("label_implicit_repeated",))


def _explicit_failures(read_back: ReadBack, wanted: ExplicitLabel | None) -> tuple[str, ...]:
    match read_back.explicit:
        case Unreadable():
            return ("label_explicit_unreadable",)
        case Absent():
            return ("label_explicit_absent",) if wanted else ()
        case ExplicitLabel() as found:
            if wanted is None:
                return ("label_explicit_unasked",)
            differs = () if found == wanted else ("label_explicit_differs",)
            return differs + (() if read_back.sight is Sight.SEEN else ("label_explicit_not_seen",))
