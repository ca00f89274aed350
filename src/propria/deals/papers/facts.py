"""Reading any signed PDF as facts: what is intact, who is trusted, what changed. It draws no conclusion."""

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffPolicy,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from propria.kernel.time import Instant

MAX_SIGNATURES = 50
MOST_COMPARED = 1_000
_REASON = re.compile(r"statement sha256:([0-9a-f]{64}) as log entry (\d+)\Z")
_UNREADABLE = (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError)


class _Compared(DiffPolicy):
    """What was changed after a signature, worked out once for the same bytes: trust and time have no part in it.

    Comparing a file's revisions is nearly all that reading it costs. A page that lists papers reads them each time.
    """

    kept: ClassVar[dict[tuple[str, Any], DiffResult | SuspiciousModification]] = {}

    def __init__(self, digest: str) -> None:
        self._digest = digest

    def apply(self, *given: Any, **named: Any) -> DiffResult:
        """See `DiffPolicy.apply`."""
        return DEFAULT_DIFF_POLICY.apply(*given, **named)

    def review_file(
        self, reader: PdfFileReader, base_revision: Any, *given: Any, **named: Any
    ) -> DiffResult | SuspiciousModification:
        """See `DiffPolicy.review_file`; what it is told beside the revision stands in the file too."""
        place = (self._digest, base_revision)
        found = self.kept.get(place)
        if found is None:
            found = DEFAULT_DIFF_POLICY.review_file(reader, base_revision, *given, **named)
            if isinstance(found, SuspiciousModification):
                found = SuspiciousModification(*found.args)  # without the frames that hold the whole file
            if len(self.kept) >= MOST_COMPARED:
                self.kept.clear()
            self.kept[place] = found
        return found


class Changes(StrEnum):
    """What was added to the file after a signature."""

    NONE = "none"
    ARCHIVING = "archiving"
    FORM_FILLING = "form_filling"
    ANNOTATIONS = "annotations"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SignatureFacts:
    """One signature: `intact` its bytes, `valid` its mathematics, `trusted` its certificate's path.

    `statement_digest` and `log_index` are read from the reason of an attestation seal and are empty for any
    other signature. `stamped_at` is the RFC 3161 time; `claimed_at` is the signer's own word.
    """

    field: str
    signer: str
    reason: str | None
    statement_digest: str | None
    log_index: int | None
    intact: bool
    valid: bool
    trusted: bool
    certifies: bool
    covers_whole_file: bool
    changes_after: Changes
    changes_allowed: bool
    claimed_at: Instant | None
    stamped_at: Instant | None
    stamp_valid: bool
    stamp_trusted: bool
    problem: str | None = None

    @property
    def holds(self) -> bool:
        """Intact, valid, trusted, and nothing was added that it forbids."""
        return self.intact and self.valid and self.trusted and self.changes_allowed


@dataclass(frozen=True)
class ArchiveStamp:
    """A time stamp over the whole file as it was: when, whether it checks out and a root vouches for it, and whether
    certificates and revocations lie in the file beside it.
    """

    at: Instant | None
    holds: bool
    has_evidence: bool


@dataclass(frozen=True)
class PdfFacts:
    """A PDF as read: its SHA-256, its signatures and archive stamps in order, and why it could not be read if so."""

    digest: str
    signatures: tuple[SignatureFacts, ...] = ()
    unreadable: str | None = None
    archive_stamps: tuple["ArchiveStamp", ...] = ()


def read_pdf(pdf: bytes, trust: Iterable[bytes], *, now: Instant) -> PdfFacts:
    """The facts of every signature in `pdf`, judged at `now` with the roots in `trust` (DER) and no others.

    Nothing is fetched: revocation is not looked up. Raises nothing for a bad file: that is a fact too.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    roots = [x509.Certificate.load(root) for root in trust]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_regular_signatures)
    except (*_UNREADABLE, RecursionError) as problem:
        return PdfFacts(digest, unreadable=str(problem) or type(problem).__name__)
    if len(signatures) > MAX_SIGNATURES:
        return PdfFacts(digest, unreadable=f"more than {MAX_SIGNATURES} signatures")
    stamps, compared = archive_stamps(reader, roots, now=now), _Compared(digest)
    facts = tuple(_facts(each, roots, now, compared) for each in signatures)
    return PdfFacts(digest, facts, archive_stamps=stamps)


def read_terms(pdf: bytes) -> bytes | None:
    """The attached machine-readable terms as the file's first revision holds them, or nothing.

    A later revision cannot change what this returns. Raises nothing for a bad file.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        names = reader.get_historical_root(0)["/Names"]["/EmbeddedFiles"]["/Names"]
        for n in range(0, len(names), 2):
            if str(names[n]) == "terms.json":
                return bytes(names[n + 1]["/EF"]["/F"].data)
    except (*_UNREADABLE, AttributeError, RecursionError):
        return None
    return None


def starts_with_file(sealed: bytes, digest: str, size_bytes: int) -> bool:
    """Whether `sealed` begins with the very file that the parties signed: its SHA-256 and its size."""
    return len(sealed) >= size_bytes and hashlib.sha256(sealed[:size_bytes]).hexdigest() == digest


def read_reason(reason: str | None) -> tuple[str | None, int | None]:
    """The statement digest and the log entry in a seal's reason; nothing for any other reason."""
    found = _REASON.search(reason or "")
    return (found[1], int(found[2])) if found else (None, None)


def _facts(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], now: Instant, compared: DiffPolicy
) -> SignatureFacts:
    try:
        status = validate_pdf_signature(signature, _context(roots, now), _context(roots, now), compared)
    except (*_UNREADABLE, UnacceptableSignerError, PathError) as problem:
        return _unjudged(signature, str(problem) or type(problem).__name__)
    return _judged(signature, status)


def archive_stamps(
    reader: PdfFileReader, roots: list[x509.Certificate], *, now: Instant
) -> tuple[ArchiveStamp, ...]:
    """The time stamps over the whole file as it was, in order, at most so many as signatures are read."""
    found = reader.embedded_timestamp_signatures[:MAX_SIGNATURES]
    return tuple(_stamp(each, roots, now) for each in found)


def _stamp(stamp: EmbeddedPdfSignature, roots: list[x509.Certificate], now: Instant) -> ArchiveStamp:
    try:
        status = validate_pdf_timestamp(stamp, _context(roots, now), skip_diff=True)
        evidence = DocumentSecurityStore.read_dss(stamp.reader)
    except (*_UNREADABLE, UnacceptableSignerError, PathError):
        return ArchiveStamp(None, holds=False, has_evidence=False)
    holds = status.intact and status.valid and status.trusted
    return ArchiveStamp(status.timestamp, holds, bool(evidence.certs and (evidence.crls or evidence.ocsps)))


def _context(roots: list[x509.Certificate], now: Instant) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
        retroactive_revinfo=True,
    )


def _judged(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SignatureFacts:
    stamp = status.timestamp_validity
    reason = _text(signature.sig_object.get("/Reason"))
    digest, entry = read_reason(reason)
    return SignatureFacts(
        field=signature.field_name,
        signer=str(status.signing_cert.subject.human_friendly),
        reason=reason,
        statement_digest=digest,
        log_index=entry,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        certifies=signature.docmdp_level is not None,
        covers_whole_file=status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        changes_after=_changes(status.modification_level),
        changes_allowed=bool(status.docmdp_ok),
        claimed_at=status.signer_reported_dt,
        stamped_at=stamp.timestamp if stamp else None,
        stamp_valid=bool(stamp and stamp.valid and stamp.intact),
        stamp_trusted=bool(stamp and stamp.trusted),
    )


def _unjudged(signature: EmbeddedPdfSignature, problem: str) -> SignatureFacts:
    return SignatureFacts(
        field=signature.field_name,
        signer="",
        reason=None,
        statement_digest=None,
        log_index=None,
        intact=False,
        valid=False,
        trusted=False,
        certifies=False,
        covers_whole_file=False,
        changes_after=Changes.UNKNOWN,
        changes_allowed=False,
        claimed_at=None,
        stamped_at=None,
        stamp_valid=False,
        stamp_trusted=False,
        problem=problem,
    )


def _changes(level: ModificationLevel | None) -> Changes:
    match level:
        case None:
            return Changes.UNKNOWN
        case ModificationLevel.NONE:
            return Changes.NONE
        case ModificationLevel.LTA_UPDATES:
            return Changes.ARCHIVING
        case ModificationLevel.FORM_FILLING:
            return Changes.FORM_FILLING
        case ModificationLevel.ANNOTATIONS:
            return Changes.ANNOTATIONS
        case ModificationLevel.OTHER:
            return Changes.OTHER


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
