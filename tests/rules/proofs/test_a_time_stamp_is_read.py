"""A time stamp is read strictly: one spelling, one signer, an authority of one's own choice, in its term."""

import hashlib
from datetime import timedelta

import pytest
from tests.rules.proofs.making import NOW
from tests.stamping import ENDS, Stamping

from propria.kernel.errors import Malformed, Unverified
from propria.proofs import der
from propria.proofs.timestamps import MAX_TOKEN_SIZE_BYTES, read_timestamp

TEXT = b"library.example\n4\n"
DIGEST = hashlib.sha256(TEXT).digest()


def test_it_is_of_the_authority_whose_root_is_trusted_and_over_these_bytes_only():
    authority = Stamping(NOW)
    stamp = read_timestamp(authority.stamp(DIGEST))
    _, signer = stamp.authority([Stamping(NOW, 2).trusted(), authority.trusted()])
    stamp.check(signer, TEXT)
    with pytest.raises(Unverified, match=r"proofs\.wrong_timestamp"):
        stamp.check(signer, TEXT + b"\n")
    assert stamp.authority([Stamping(NOW, 2).trusted()]) is None


def test_after_the_certificate_s_term_it_is_nobody_s():
    late = Stamping(ENDS + timedelta(days=1))
    assert read_timestamp(late.stamp(DIGEST)).authority([late.trusted()]) is None


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -1])
def test_what_is_cut_short_is_unreadable(cut):
    token = Stamping(NOW).stamp(DIGEST)
    with pytest.raises(Malformed, match=r"proofs\.unreadable_timestamp"):
        read_timestamp(token[:cut])


@pytest.mark.parametrize(
    "data", [b"", b"\x30\x80\0\0", b"0" * (MAX_TOKEN_SIZE_BYTES + 1), bytes.fromhex("3003020105")]
)
def test_what_is_no_time_stamp_is_unreadable(data):
    with pytest.raises(Malformed, match=r"proofs\.unreadable_timestamp"):
        read_timestamp(data)


@pytest.mark.parametrize(
    "data", ["308106020105020105", "30820006020105020105", "3f8101020105", "02010500", "0500ff"]
)
def test_der_has_one_spelling(data):
    with pytest.raises(ValueError, match=r"\w"):
        der.read(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("data", "moment"),
    [
        (b"\x17\x0d260101000000Z", "2026-01-01"),
        (b"\x17\x0d510101000000Z", "1951-01-01"),
        (b"\x18\x1120260101000000.5Z", "2026-01-01"),
    ],
)
def test_times_are_read_in_utc(data, moment):
    assert der.read(data).moment.date().isoformat() == moment


@pytest.mark.parametrize(
    "data", [b"\x18\x0e20260101000000", b"\x18\x1020260101000000.Z", b"\x17\x0b2601010000Z", b"\x02\x01\x05"]
)
def test_other_times_are_not_guessed_at(data):
    with pytest.raises(ValueError, match=r"\w"):
        _ = der.read(data).moment
