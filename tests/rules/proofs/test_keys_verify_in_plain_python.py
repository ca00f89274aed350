"""The plain Python that stands in for `cryptography` in the one-file verifier gives the same answers."""

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from propria.proofs import cbor, plain_ed25519, plain_p256
from propria.proofs.public_keys import Ed25519Key, P256Key

RFC_8032 = [  # section 7.1, tests 1 to 3: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]
RFC_6979_X = 0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
RFC_6979_Y = 0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
RFC_6979 = [  # appendix A.2.5, SHA-256: message, r, s
    (
        b"sample",
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
    ),
    (
        b"test",
        0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
        0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
    ),
]
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
L = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_rfc_8032(public, message, signature):
    key, said, signed = map(bytes.fromhex, (public, message, signature))
    assert plain_ed25519.verifies(key, signed, said)
    assert not plain_ed25519.verifies(key, signed, said + b"x")
    larger = (int.from_bytes(signed[32:], "little") + L).to_bytes(32, "little")
    assert not plain_ed25519.verifies(key, signed[:32] + larger, said), "S has one spelling"


@pytest.mark.parametrize(("message", "r", "s"), RFC_6979)
def test_rfc_6979(message, r, s):
    assert plain_p256.verifies(RFC_6979_X, RFC_6979_Y, encode_dss_signature(r, s), message)
    assert not plain_p256.verifies(RFC_6979_X, RFC_6979_Y, encode_dss_signature(r, s), message + b"x")
    for bad in ((0, s), (r, 0), (r + N, s), (r, s + N), (N, s), (r, N)):
        assert not plain_p256.verifies(RFC_6979_X, RFC_6979_Y, encode_dss_signature(*bad), message)


@settings(max_examples=40)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_ed25519_judges_flipped_bits_as_cryptography_does(secret, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    key, signed = Ed25519Key(private.public_key().public_bytes_raw()), bytearray(private.sign(message))
    assert plain_ed25519.verifies(key.public, bytes(signed), message)
    signed[bit // 8] ^= 1 << bit % 8
    assert not plain_ed25519.verifies(key.public, bytes(signed), message)
    assert not key.verifies(bytes(signed), message)


@settings(max_examples=60)
@given(st.integers(1, N - 1), st.binary(max_size=80), st.integers(0, 70 * 8 - 1), st.booleans())
def test_p256_judges_flipped_bits_as_cryptography_does(secret, message, bit, is_flipped):
    private = ec.derive_private_key(secret, ec.SECP256R1())
    point = private.public_key().public_numbers()
    signed = bytearray(private.sign(message, ec.ECDSA(hashes.SHA256())))
    if is_flipped:
        signed[bit // 8 % len(signed)] ^= 1 << bit % 8
    theirs = P256Key(point.x, point.y).verifies(bytes(signed), message)
    assert plain_p256.verifies(point.x, point.y, bytes(signed), message) == theirs != is_flipped


def test_what_is_no_point_is_no_key():
    with pytest.raises(ValueError, match="no point"):
        P256Key(1, 1)
    assert not plain_p256.verifies(1, 1, encode_dss_signature(1, 1), b"")
    assert not plain_ed25519.verifies(b"\xff" * 32, bytes(64), b"")


PLAIN_NAMES = st.integers(-(2**63), 2**63) | st.text(max_size=5)
ITEMS = st.recursive(
    st.integers(-(2**63), 2**63) | st.binary(max_size=40) | st.text(max_size=9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN_NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(ITEMS)
def test_cbor_is_read_as_cbor2_writes_it(item):
    written = cbor2.dumps(item)
    assert cbor.read_item(written) == item
    for spoilt in (written + b"\0", written[:-1]):
        with pytest.raises(ValueError, match=r"item|codec"):
            cbor.read_item(spoilt)


@pytest.mark.parametrize(
    "text", ["c100", "9f00ff", "a201000100", "9bffffffffffffffff", "81" * 40 + "00", "1c"]
)
def test_what_no_authenticator_writes_is_refused(text):
    with pytest.raises(ValueError, match=r"item|tags|length|names|follow"):
        cbor.read_item(bytes.fromhex(text))
