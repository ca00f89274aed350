"""W3C WebAuthn Level 3 ceremonies: signatures verify, and the user must have been verified."""

import hashlib
import io
import json
from dataclasses import replace

import cbor2
import pytest

from propria.kernel.errors import Unverified
from propria.proofs.webauthn import (
    Assertion,
    RelyingParty,
    check_assertion,
    check_signature,
    read_client_data,
)

PAGE = RelyingParty("example.org", "https://example.org")
USER_VERIFIED = 4


@pytest.fixture
def ceremonies(published):
    groups = json.loads((published("webauthn") / "w3c_l3_vectors.json").read_text())
    return [read_ceremony(group) for group in groups if has_assertion(group)]


def has_assertion(group):
    return {"attestationObject", "authenticatorData", "signature"} <= {name for name, _ in group["raw"]}


def read_ceremony(group):
    found = {name: bytes.fromhex(text) for name, text in group["raw"] if len(text) > 2}
    registered = cbor2.loads(found["attestationObject"])["authData"]
    id_size = int.from_bytes(registered[53:55])
    stream = io.BytesIO(registered[55 + id_size :])
    start = stream.tell()
    cbor2.load(stream)
    cose_key = registered[55 + id_size :][start : stream.tell()]
    assertion = Assertion(found["authenticatorData"], found["clientDataJSON"], found["signature"])
    return group["title"], assertion, cose_key, found["challenge"]


def test_every_es256_signature_of_the_standard_verifies_and_no_changed_one_does(ceremonies):
    verified = 0
    for title, assertion, cose_key, _ in ceremonies:
        if "ES256" not in title:
            continue
        check_signature(assertion, cose_key)
        verified += 1
        flags = bytearray(assertion.authenticator_data)
        flags[32] |= USER_VERIFIED ^ (flags[32] & USER_VERIFIED) or 64
        with pytest.raises(Unverified, match="wrong_signature"):
            check_signature(replace(assertion, authenticator_data=bytes(flags)), cose_key)
    assert verified >= 4


def test_a_ceremony_without_user_verification_is_refused_for_that_reason_alone(ceremonies):
    refused = passed = 0
    for title, assertion, cose_key, challenge in ceremonies:
        is_plain = "crossOrigin" not in title and "topOrigin" not in title
        if "ES256" not in title or not is_plain:
            continue
        if assertion.authenticator_data[32] & USER_VERIFIED:
            check_assertion(assertion, cose_key, challenge=challenge, relying_party=PAGE)
            passed += 1
        else:
            with pytest.raises(Unverified, match="user_not_verified"):
                check_assertion(assertion, cose_key, challenge=challenge, relying_party=PAGE)
            refused += 1
    assert passed + refused >= 2
    assert refused >= 1


def test_a_ceremony_inside_another_page_is_refused(ceremonies):
    framed = [c for c in ceremonies if "crossOrigin" in c[0] or "topOrigin" in c[0]]
    assert framed
    for _, assertion, cose_key, challenge in framed:
        assert read_client_data(assertion.client_data)["crossOrigin"] is True
        with pytest.raises(Unverified, match="cross_origin"):
            check_assertion(assertion, cose_key, challenge=challenge, relying_party=PAGE)


def test_the_relying_party_of_every_ceremony_is_the_hash_of_its_id(ceremonies):
    for _, assertion, _, _ in ceremonies:
        assert assertion.authenticator_data[:32] == hashlib.sha256(b"example.org").digest()


def test_algorithms_that_we_do_not_take_are_named_as_such(ceremonies):
    others = [c for c in ceremonies if any(name in c[0] for name in ("ES384", "ES512", "Ed448"))]
    for _, assertion, cose_key, _ in others:
        with pytest.raises(Unverified, match="unsupported_key"):
            check_signature(assertion, cose_key)
