"""Ten published files with seals by others: each read for what it is (data: C2PA public test files)."""

import os
from pathlib import Path

import pytest

from propria.provenance.model import Absent, Integrity, Seal
from propria.provenance.reading import read

ROOT = Path(os.environ.get("PROPRIA_DATA", Path(__file__).parents[4] / "shared" / "data")) / "c2pa"
WANTED = {
    "A": (Integrity.UNSIGNED, ()),
    "C": (Integrity.INTACT, ()),
    "CA": (Integrity.INTACT, ()),
    "CAI": (Integrity.INTACT, ()),
    "E-clm-CAICAI": (Integrity.TAMPERED, ("ingredient.manifest.missing", "assertion.hashedURI.mismatch")),
    "E-dat-CA": (Integrity.TAMPERED, ("assertion.dataHash.mismatch",)),
    "E-sig-CA": (Integrity.WRONG_SIGNATURE, ("claimSignature.mismatch",)),
    "E-uri-CA": (Integrity.TAMPERED, ("assertion.hashedURI.mismatch",)),
    "I": (Integrity.UNSIGNED, ()),
    "XCA": (Integrity.TAMPERED, ("assertion.dataHash.mismatch",)),
}
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the C2PA test files are not here (PROPRIA_DATA)")


@pytest.mark.parametrize("name", WANTED)
def test_each_is_read_for_what_it_is(name: str) -> None:
    integrity, codes = WANTED[name]
    reading = read(ROOT / f"adobe-20220124-{name}.jpg")
    assert reading.integrity is integrity
    assert set(codes) <= set(reading.findings)
    assert (reading.findings == ()) == (codes == ())
    assert reading.licence == Absent()
    assert reading.implicit == Absent()


def test_who_sealed_and_what_was_done_is_told_even_where_nobody_trusts_it() -> None:
    reading = read(ROOT / "adobe-20220124-CA.jpg")
    assert isinstance(reading.seal, Seal)
    assert reading.seal.signer is not None
    assert reading.seal.signer.common_name == "C2PA Signer"
    assert reading.seal.signer.signed_at == "2023-01-24T14:48:56+00:00"
    assert reading.seal.trusted_by is None
    assert [action.name for action in reading.seal.actions] == ["c2pa.opened", "c2pa.color_adjustments"]
    assert reading.seal.ingredients == ("A.jpg",)
    assert reading.seal.training is None
