"""The operator's attestation seals on a contract: put there, and read back as facts.

A seal attests that the operator received one party's passkey signature at one place in the log. It is never
that party's signature: a passkey cannot make one, and the server holds no party's key.
"""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.stamp import StaticStampStyle

from propria.deals.papers.certificates import Identity
from propria.deals.papers.contract import Box, printed
from propria.deals.papers.paper import Words
from propria.deals.papers.press import Job, Press
from propria.deals.papers.stamps import StampUnavailable, TimeStamps, chain_store
from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant

TEMPLATE = "deals/papers/seal.typ"
CERTIFIED_FIELD = "operator"
_STAMPED = "signature_time_stamp_token"
_HEX = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class SealKit:
    """What seals: the operator's identity, the name that a seal shows, where its time comes from, and the lists (DER)
    of what the authorities above it revoked.
    """

    identity: Identity
    operator: str
    stamps: TimeStamps
    revoked: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class PartyAct:
    """One party's act as the log holds it: digest of the signed statement (SHA-256, hex) and its entry.

    `act` says who signed in which right, `marks` with which key and under which mandate.
    """

    field: str
    act: Words
    statement_digest: str
    log_index: int
    acted_at: Instant
    marks: str = ""

    def __post_init__(self) -> None:
        if not _HEX.match(self.statement_digest):
            raise ValueError("a statement digest is 64 hex digits")

    @property
    def reason(self) -> str:
        """The reason in the seal; `facts.read_reason` reads it back."""
        received = (
            f"Attests receipt of statement sha256:{self.statement_digest} as log entry {self.log_index}"
        )
        return f"{received}. {self.act.en} ({self.marks})" if self.marks else received


def certify(pdf: bytes, boxes: Mapping[str, Box], terms_digest: str, kit: SealKit, *, now: Instant) -> bytes:
    """Put the operator's certification on a fresh contract, with an empty field for each party.

    From here on nothing but filling those fields leaves the file intact (DocMDP, level 2). `pdf` stays the
    start of the result, byte for byte.
    Raises: StampUnavailable(`deals.time_stamp_unavailable`), Malformed(`deals.pdf_unreadable`).
    Source: ISO 32000-2, 12.8.2.2; ETSI EN 319 142-1.
    """
    writer = _open(pdf)
    fields.append_signature_field(writer, fields.SigFieldSpec(CERTIFIED_FIELD, on_page=0))
    for name, box in boxes.items():
        corners = tuple(round(edge) for edge in box.corners)
        spec = fields.SigFieldSpec(name, on_page=-1, box=corners)  # type: ignore[arg-type]
        fields.append_signature_field(writer, spec)
    metadata = signers.PdfSignatureMetadata(
        field_name=CERTIFIED_FIELD,
        md_algorithm="sha256",
        name=kit.operator,
        reason=f"Certifies the contract made from terms sha256:{terms_digest}",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    return _sign(writer, metadata, kit, now=now)


def attest(pdf: bytes, act: PartyAct, kit: SealKit, press: Press, *, now: Instant) -> bytes:
    """Put one seal into the field of the party that acted, showing what it attests.

    Raises: Refused(`deals.already_sealed`) when the field is filled, Malformed(`deals.pdf_unreadable`) when
    there is no such field, StampUnavailable(`deals.time_stamp_unavailable`), Refused(`deals.glyph_missing`).
    """
    writer = _open(pdf)
    width, height = _empty_field(writer, act.field)
    shown = _shown(act, kit, width, height)
    page = press.pdf(Job(TEMPLATE, shown, act.acted_at, standards=(), tagged=False))
    style = StaticStampStyle(
        border_width=0,
        background=_Page(page),
        background_layout=layout.SimpleBoxLayoutRule(
            layout.AxisAlignment.ALIGN_MID, layout.AxisAlignment.ALIGN_MID, margins=layout.Margins(0, 0, 0, 0)
        ),
        background_opacity=1.0,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=act.field,
        md_algorithm="sha256",
        name=kit.operator,
        reason=act.reason,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    return _sign(writer, metadata, kit, now=now, style=style)


def archive(pdf: bytes, kit: SealKit, *, now: Instant) -> bytes:
    """Add what a reader needs when authorities and certificates are gone, and a time stamp over all of it.

    Every certificate and list of revocations goes into the file (DSS), then a document time stamp covers the whole: a
    later one renews it. Nothing that was sealed is touched.
    Raises: StampUnavailable(`deals.time_stamp_unavailable`), Malformed(`deals.pdf_unreadable`).
    Source: ETSI EN 319 142-1, 5.4 and 6 (level B-LTA); ISO 32000-2, 12.8.4.3 and 12.8.5.
    """
    writer = _open(pdf)
    reader = PdfFileReader(io.BytesIO(pdf))
    for each in reader.embedded_regular_signatures:
        carried = [each.signer_cert, *each.other_embedded_certs]
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            each.pkcs7_content.hex().upper().encode(),
            certs=[*carried, *_stamped_with(each), *kit.identity.asn1_chain],
            crls=[CertificateList.load(listed) for listed in kit.revoked],
        )
    try:
        stamped = signers.PdfTimeStamper(kit.stamps.stamper(now)).timestamp_pdf(
            writer, "sha256", bytes_reserved=kit.stamps.room_digits
        )
    except (TimestampRequestError, OSError) as problem:
        raise StampUnavailable("deals.time_stamp_unavailable", str(problem)) from problem
    return bytes(stamped.getvalue())


def _stamped_with(signature: EmbeddedPdfSignature) -> list[Certificate]:
    """The certificates that a signature's time stamps carry."""
    found = signature.signer_info["unsigned_attrs"] or ()
    stamps = [each for one in found if one["type"].native == _STAMPED for each in one["values"]]
    return [each.chosen for stamp in stamps for each in stamp["content"]["certificates"]]


class _Page(content.PdfContent):
    """A one-page PDF as the picture of a seal."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        writer: BasePdfFileWriter = self._ensure_writer
        form = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject[pdf_name("/Seal")] = form
        left, bottom, right, top = (float(edge) for edge in form.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=right - left, height=top - bottom)
        return b"/Seal Do"


class _Signer(signers.PdfSigner):
    """A signer whose clock is the `now` it is given."""

    def __init__(self, *rest: Any, now: Instant, **options: Any) -> None:
        super().__init__(*rest, **options)
        self._now = now

    def init_signing_session(self, *rest: Any, **options: Any) -> Any:
        session = super().init_signing_session(*rest, **options)
        session.system_time = self._now
        return session


def _sign(
    writer: IncrementalPdfFileWriter,
    metadata: signers.PdfSignatureMetadata,
    kit: SealKit,
    *,
    now: Instant,
    style: StaticStampStyle | None = None,
) -> bytes:
    identity = kit.identity
    signer = signers.SimpleSigner(
        signing_cert=identity.asn1_certificate,
        signing_key=identity.asn1_key,
        cert_registry=chain_store(identity),
    )
    made = _Signer(metadata, signer, timestamper=kit.stamps.stamper(now), stamp_style=style, now=now)
    try:
        sealed = made.sign_pdf(writer, existing_fields_only=True, bytes_reserved=kit.stamps.room_digits)
    except (TimestampRequestError, OSError) as problem:
        raise StampUnavailable("deals.time_stamp_unavailable", str(problem)) from problem
    except SigningError as problem:
        raise Refused("deals.already_sealed", str(problem)) from problem
    return bytes(sealed.getvalue())


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfError, ValueError, KeyError) as problem:
        raise Malformed("deals.pdf_unreadable", str(problem)) from problem


def _empty_field(writer: IncrementalPdfFileWriter, name: str) -> tuple[float, float]:
    """Width and height of the party's empty field."""
    for found, value, reference in fields.enumerate_sig_fields(writer):
        if found == name:
            if value is not None:
                raise Refused("deals.already_sealed", f"The field {name} bears a seal.", field=name)
            left, bottom, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
            return right - left, top - bottom
    raise Malformed("deals.pdf_unreadable", f"The file has no signature field {name}.", field=name)


def _shown(act: PartyAct, kit: SealKit, width: float, height: float) -> str:
    return json.dumps(
        {
            "w": width,
            "h": height,
            "operator": kit.operator,
            "act": {"zh": act.act.zh, "en": act.act.en},
            "marks": act.marks,
            "log_index": f"{act.log_index:,}",
            "acted": printed(act.acted_at).removesuffix(" UTC"),
            "digest": act.statement_digest,
        },
        ensure_ascii=False,
    )
