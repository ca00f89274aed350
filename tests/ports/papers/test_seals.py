"""Attestation seals: what they attest, who believes them, and what any change does to them."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto import x509
from obstore.store import MemoryStore
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.ports.papers.conftest import NOW, SIGNED, Desk

from propria.deals.model import Contract
from propria.deals.papers.certificates import (
    demo_authority,
    identity_from_pem,
    open_demo_authority,
    pem_certificate,
)
from propria.deals.papers.facts import (
    ArchiveStamp,
    Changes,
    archive_stamps,
    read_pdf,
    read_terms,
    starts_with_file,
)
from propria.deals.papers.paper import Words
from propria.deals.papers.seals import PartyAct, SealKit, archive, attest, certify
from propria.deals.papers.stamps import StampUnavailable, TimeStampService
from propria.deals.works import PaperWorks
from propria.kernel.errors import Malformed, Refused
from propria.kernel.ids import ContractId, OfferId
from propria.kernel.time import DAY, Instant
from propria.plumbing.blobs import Blobs

DATA = Path(os.environ.get("PROPRIA_DATA", Path(__file__).parents[4] / "shared" / "data")) / "pdf"


def test_each_seal_names_its_statement_and_its_entry(desk: Desk) -> None:
    facts = read_pdf(desk.sealed, [desk.authority.root], now=NOW)
    assert [each.field for each in facts.signatures] == ["operator", "performer", "creator"]
    assert all(each.holds and each.stamp_valid and each.stamp_trusted for each in facts.signatures)
    for seal, act in zip(facts.signatures[1:], desk.acts, strict=True):
        assert (seal.statement_digest, seal.log_index) == (act.statement_digest, act.log_index)
        assert (seal.claimed_at, seal.stamped_at) == (NOW, NOW)
    assert facts.signatures[0].certifies
    assert facts.signatures[0].changes_after is Changes.FORM_FILLING
    assert facts.signatures[2].covers_whole_file


def test_no_seal_is_called_a_partys_signature(desk: Desk) -> None:
    for each in read_pdf(desk.sealed, [desk.authority.root], now=NOW).signatures[1:]:
        assert "Demo Library" in each.signer
        assert "Mina" not in each.signer
        assert (each.reason or "").startswith("Attests receipt of statement")


def test_the_sealed_file_begins_with_the_file_that_was_signed(desk: Desk) -> None:
    assert starts_with_file(desk.sealed, desk.file.digest, len(desk.file.pdf))
    assert not starts_with_file(desk.sealed, desk.file.digest, len(desk.file.pdf) - 1)
    assert not starts_with_file(b"", desk.file.digest, len(desk.file.pdf))


def test_another_authority_is_not_trusted(desk: Desk) -> None:
    stranger = demo_authority("Demo Library", now=NOW)
    facts = read_pdf(desk.sealed, [stranger.root], now=NOW)
    assert all(each.intact and each.valid and not each.trusted for each in facts.signatures)


def test_a_flipped_byte_is_detected(desk: Desk) -> None:
    flipped = bytearray(desk.sealed)
    flipped[5_000] ^= 1
    facts = read_pdf(bytes(flipped), [desk.authority.root], now=NOW)
    assert facts.unreadable or not any(each.intact for each in facts.signatures)
    assert not any(each.holds for each in facts.signatures)


def test_a_change_after_the_seals_is_told(desk: Desk) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.sealed))
    writer.root["/Lang"] = generic.TextStringObject("xx")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    facts = read_pdf(out.getvalue(), [desk.authority.root], now=NOW)
    assert all(each.intact and each.valid for each in facts.signatures)
    assert not any(each.changes_allowed for each in facts.signatures)
    assert {each.changes_after for each in facts.signatures} == {Changes.OTHER}


def test_a_later_revision_cannot_change_the_terms_that_are_read(desk: Desk) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.sealed))
    attached = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
    forged = generic.StreamObject(stream_data=b'{"fee":"0"}')
    attached[generic.pdf_name("/F")] = writer.add_object(forged)
    writer.update_container(attached)
    out = io.BytesIO()
    writer.write(out)
    assert b'{"fee":"0"}' in out.getvalue()
    assert read_terms(out.getvalue()) == desk.file.terms


def test_a_field_is_sealed_once(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        attest(desk.sealed, desk.acts[0], desk.kit, desk.press, now=NOW)
    assert refusal.value.code == "deals.already_sealed"


def test_a_party_that_is_not_in_the_contract_gets_no_seal(desk: Desk) -> None:
    with pytest.raises(Malformed) as refusal:
        attest(desk.certified, PartyAct("sam", SIGNED, "ee" * 32, 9, NOW), desk.kit, desk.press, now=NOW)
    assert refusal.value.code == "deals.pdf_unreadable"


def test_without_its_time_a_seal_is_not_made(desk: Desk) -> None:
    kit = SealKit(desk.kit.identity, desk.kit.operator, TimeStampService("http://127.0.0.1:9/none", 1))
    with pytest.raises(StampUnavailable) as refusal:
        certify(desk.file.pdf, {}, desk.file.terms_digest, kit, now=NOW)
    assert refusal.value.code == "deals.time_stamp_unavailable"


def test_a_name_that_no_font_prints_gives_way_to_the_mandate_and_the_key(desk: Desk) -> None:
    works, paper = PaperWorks(desk.press, desk.kit, Blobs(MemoryStore())), desk.paper
    made = works.make(paper)
    contract = Contract(
        ContractId(paper.contract_id), OfferId("off_1"), 1, paper.to_json(), made.digest, made.terms_digest,
        overrides_terms=False, made_at=NOW,
    )  # fmt: skip
    rare = PartyAct("performer", Words("𠮷（演员本人）", "𠮷"), "ab" * 32, 7, NOW, "key_1")
    (seal,) = read_pdf(works.sealed(contract, (rare,), now=NOW), [desk.authority.root], now=NOW).signatures[
        1:
    ]
    assert seal.reason is not None
    assert seal.reason.endswith("as log entry 7. Signed with a passkey (key_1)")


def test_a_demo_authority_is_made_once_and_kept(tmp_path: Path) -> None:
    made = open_demo_authority(tmp_path / "keys", "Demo Library", now=NOW)
    assert open_demo_authority(tmp_path / "keys", "Demo Library", now=NOW) == made
    assert (tmp_path / "keys" / "sealing.key").stat().st_mode & 0o077 == 0


def test_a_key_of_another_certificate_is_refused(desk: Desk) -> None:
    from cryptography.hazmat.primitives import serialization as form

    def pem(der: bytes) -> bytes:
        key = form.load_der_private_key(der, None)
        return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())

    own = desk.authority.sealing
    chain = pem_certificate(own.certificate) + desk.authority.root_pem
    assert identity_from_pem(chain, pem(own.private_key)) == own
    with pytest.raises(Malformed) as refusal:
        identity_from_pem(chain, pem(desk.authority.stamping.private_key))
    assert refusal.value.code == "deals.seal_key_unreadable"


@pytest.fixture
def pdfsig(desk: Desk, tmp_path: Path) -> list[str]:
    """poppler's own reader, with our root in an NSS database of its own.

    poppler 22.12 loses a certificate that it meets a second time in one file unless the database has it.
    """
    for tool in ("pdfsig", "certutil"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} (poppler-utils, libnss3-tools) is not installed")
    store = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    entries = (("root", "CT,CT,CT", desk.authority.root), ("seal", ",,", desk.authority.sealing.certificate))
    for name, trust, der in entries:
        (tmp_path / f"{name}.pem").write_bytes(pem_certificate(der))
        command = [
            "certutil",
            "-A",
            "-d",
            store,
            "-n",
            name,
            "-t",
            trust,
            "-i",
            str(tmp_path / f"{name}.pem"),
        ]
        subprocess.run(command, check=True)
    return ["pdfsig", "-nssdir", str(tmp_path)]


def test_an_independent_reader_believes_the_seals(desk: Desk, pdfsig: list[str], tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(desk.sealed)
    said = subprocess.run(
        [*pdfsig, str(tmp_path / "sealed.pdf")], capture_output=True, check=False
    ).stdout.decode()
    assert said.count("Signature is Valid.") == 3
    assert said.count("Certificate is Trusted.") == 3


def test_an_independent_reader_sees_a_flipped_byte(desk: Desk, pdfsig: list[str], tmp_path: Path) -> None:
    flipped = bytearray(desk.sealed)
    flipped[5_000] ^= 1
    (tmp_path / "sealed.pdf").write_bytes(flipped)
    said = subprocess.run(
        [*pdfsig, str(tmp_path / "sealed.pdf")], capture_output=True, check=False
    ).stdout.decode()
    assert "Digest Mismatch" in said
    assert "Signature is Valid." not in said


@pytest.fixture(scope="module")
def archived(desk: Desk) -> bytes:
    """The contract that both signed, archived a year later."""
    return archive(desk.sealed, desk.kit, now=desk.now + 365 * DAY)


def stamps_of(pdf: bytes, roots: list[bytes], at: Instant) -> tuple[ArchiveStamp, ...]:
    """The archive's stamps as somebody with these roots reads them then."""
    trusted = [x509.Certificate.load(root) for root in roots]
    return archive_stamps(PdfFileReader(io.BytesIO(pdf)), trusted, now=at)


def test_an_archived_contract_holds_all_that_a_later_reader_needs(desk: Desk, archived: bytes) -> None:
    """The seals stay as they are; a byte that is flipped in what was added is told."""
    roots, archived_at = [desk.authority.root], desk.now + 365 * DAY
    facts = read_pdf(archived, roots, now=desk.now + 730 * DAY)
    assert archived.startswith(desk.sealed)
    assert [each.changes_allowed and each.intact for each in facts.signatures] == [True] * 3
    assert facts.archive_stamps == (ArchiveStamp(archived_at, holds=True, has_evidence=True),)
    assert not stamps_of(archived, [], desk.now)[0].holds
    flipped = bytearray(archived)
    flipped[len(desk.sealed) + 2_000] ^= 1
    assert not stamps_of(bytes(flipped), roots, archived_at)[0].holds
    assert stamps_of(desk.sealed, roots, desk.now) == ()


def test_independent_readers_read_the_archive(
    desk: Desk, archived: bytes, pdfsig: list[str], tmp_path: Path
) -> None:
    """pdfsig finds the three seals valid and the stamp over the whole file; openssl verifies the stamp and the list."""
    (tmp_path / "archived.pdf").write_bytes(archived)
    said = subprocess.run([*pdfsig, str(tmp_path / "archived.pdf")], capture_output=True, check=False)
    told = said.stdout.decode()
    assert (told.count("Signature #"), told.count("Signature is Valid.")) == (4, 3)
    assert "Total document signed" in told.rpartition("Signature #")[2]
    stamp = PdfFileReader(io.BytesIO(archived)).embedded_timestamp_signatures[0]
    start, length, after, rest = (int(each) for each in stamp.sig_object["/ByteRange"])
    covered = archived[start : start + length] + archived[after : after + rest]
    assert after + rest == len(archived)
    files = {
        "root.pem": pem_certificate(desk.authority.root),
        "covered": covered,
        "token": stamp.pkcs7_content,
    }
    files["list.crl"] = desk.authority.revoked
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    verify = ["ts", "-verify", "-token_in", "-in", "token", "-data", "covered", "-CAfile", "root.pem"]
    at = ["-attime", str(int((desk.now + 366 * DAY).timestamp()))]
    for words, expects in (
        (verify + at, "Verification: OK"),
        (["crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "root.pem", "-noout"], "verify OK"),
    ):
        done = subprocess.run(["openssl", *words], capture_output=True, check=False, cwd=tmp_path)
        assert expects in (done.stdout + done.stderr).decode(), done.stderr.decode()


@pytest.mark.parametrize("cut", [0, 1, 100, 50_000, 230_000])
def test_a_cut_file_is_a_fact_and_not_a_crash(desk: Desk, cut: int) -> None:
    facts = read_pdf(desk.sealed[:cut], [desk.authority.root], now=NOW)
    assert not any(each.holds for each in facts.signatures)
    read_terms(desk.sealed[:cut])


@pytest.mark.skipif(not DATA.is_dir(), reason="the signed PDFs of others are not here (PROPRIA_DATA)")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("minimal.pdf", 0),
        ("minimal-two-fields-signed-twice.pdf", 2),
        ("minimal-signed-twice-both-created.pdf", 2),
        ("pades-lta-dss-indirect-arrs-test.pdf", 1),
        ("pades-with-old-style-signing-cert-attr.pdf", 1),
    ],
)
def test_signed_files_of_others_are_read_as_facts(desk: Desk, name: str, count: int) -> None:
    facts = read_pdf((DATA / name).read_bytes(), [desk.authority.root], now=NOW)
    assert facts.unreadable is None
    assert len(facts.signatures) == count
    assert not any(each.trusted or each.statement_digest for each in facts.signatures)
