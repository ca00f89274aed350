"""What a signature over a statement proves, and every way in which one is refused."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.proofs.making import (
    DEMO_POLICY,
    NOW,
    POLICY,
    Passkey,
    software_key,
    statement,
)

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.proofs.canonical import canonical_bytes, read_canonical, read_json
from propria.proofs.envelopes import (
    Policy,
    PublicKey,
    Signature,
    SignedStatement,
    UnverifiedStatement,
    sign_with_ed25519,
)
from propria.proofs.statements import CheckpointSeen, Statement, short_digest

PASSKEYS = [Passkey(1), Passkey(2, algorithm="EdDSA")]
words = st.text("愿意洽谈，未作授权 openété\n", min_size=1, max_size=20).filter(str.strip)
plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8)
json_values = st.recursive(
    plain, lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(), v, max_size=4)
)


@pytest.mark.parametrize("passkey", PASSKEYS, ids=["ES256", "EdDSA"])
def test_a_performer_s_passkey_signs_a_statement(passkey):
    signed = passkey.sign(statement()).verify(passkey.key, POLICY)
    assert (signed.statement, signed.digest, signed.key) == (statement(), statement().digest(), passkey.key)


def test_a_sign_in_over_a_statement_s_digest_is_refused():
    sign_in = Passkey(1, rp_id="library.example", origin="https://library.example")
    signing = Passkey(1)
    with pytest.raises(Unverified, match=r"proofs\.wrong_relying_party"):
        sign_in.sign(statement()).verify(sign_in.key, POLICY)
    with pytest.raises(Unverified, match=r"proofs\.wrong_relying_party"):
        sign_in.sign(statement()).verify(signing.key, POLICY)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"flags": 0b11001}, "user_not_verified"),
        ({"flags": 0b11100}, "user_not_present"),
        ({"flags": 0b10101}, "wrong_authenticator_data"),
        ({"flags": 0b01011101}, "wrong_authenticator_data"),
        ({"tail": b"\0"}, "wrong_authenticator_data"),
        ({"rp_id": "library.example"}, "wrong_relying_party"),
        ({"client": {"origin": "https://library.example"}}, "wrong_relying_party"),
        ({"client": {"crossOrigin": True}}, "cross_origin"),
        ({"client": {"topOrigin": "https://elsewhere.example"}}, "cross_origin"),
        ({"client": {"type": "webauthn.create"}}, "wrong_ceremony"),
        ({"client": {"challenge": "AAAA"}}, "wrong_challenge"),
        ({"client": {"challenge": 1}}, "wrong_client_data"),
    ],
)
@pytest.mark.parametrize("passkey", PASSKEYS, ids=["ES256", "EdDSA"])
def test_a_ceremony_that_differs_in_one_thing_is_refused_for_that_thing(passkey, changed, code):
    passkey.sign(statement()).verify(passkey.key, POLICY)
    with pytest.raises(PropriaError, match=rf"proofs\.{code}"):
        passkey.sign(statement(), **changed).verify(passkey.key, POLICY)


def test_a_signature_over_other_words_is_refused():
    signed = PASSKEYS[0].sign(statement(1))
    moved = UnverifiedStatement(statement(2).to_bytes(), signed.signature)
    with pytest.raises(Unverified, match=r"proofs\.wrong_challenge"):
        moved.verify(PASSKEYS[0].key, POLICY)


def test_another_person_s_key_is_refused():
    with pytest.raises(Unverified, match=r"proofs\.other_key"):
        PASSKEYS[0].sign(statement()).verify(PASSKEYS[1].key, POLICY)
    forged = replace(PASSKEYS[1].key, key_id=PASSKEYS[0].key.key_id)
    with pytest.raises(Unverified, match=r"proofs\.wrong_signature"):
        PASSKEYS[0].sign(statement()).verify(forged, POLICY)


def test_a_statement_logged_after_it_expired_is_void():
    unverified = PASSKEYS[0].sign(statement(minutes=15))
    unverified.verify(PASSKEYS[0].key, POLICY.at(NOW + timedelta(minutes=15)))
    with pytest.raises(Unverified, match=r"proofs\.statement_expired"):
        unverified.verify(PASSKEYS[0].key, POLICY.at(NOW + timedelta(minutes=15, seconds=1)))


def test_a_demo_key_signs_in_demo_logs_only():
    private, key = software_key(3, "demo")
    unverified = sign_with_ed25519(statement(), private, key=key)
    assert unverified.verify(key, DEMO_POLICY).key == key
    with pytest.raises(Unverified, match=r"proofs\.demo_key"):
        unverified.verify(key, POLICY)


def test_a_software_key_signs_anywhere_and_only_its_own_words():
    private, key = software_key(4)
    unverified = sign_with_ed25519(statement(), private, key=key)
    assert unverified.verify(key, POLICY).body["count"] == 1
    other = replace(unverified, raw=statement(2).to_bytes())
    with pytest.raises(Unverified, match=r"proofs\.wrong_signature"):
        other.verify(key, POLICY)


def test_nothing_else_makes_a_signed_statement():
    private, key = software_key(4)
    signed = sign_with_ed25519(statement(), private, key=key).verify(key, POLICY)
    with pytest.raises(TypeError):
        SignedStatement(signed.statement, signed.raw, signed.signature, key, NOW, object())


def test_a_policy_that_names_nothing_is_refused():
    with pytest.raises(ValueError, match="accept anything"):
        Policy("", "sign.library.example", "https://sign.library.example", NOW)


@given(st.data())
def test_no_changed_byte_verifies_as_the_same_statement(data):
    passkey = data.draw(st.sampled_from(PASSKEYS))
    good = passkey.sign(statement())
    part = data.draw(st.sampled_from(["raw", "signature", "authenticator_data", "client_data"]))
    original = good.raw if part == "raw" else getattr(good.signature, part)
    at, flip = data.draw(st.integers(0, len(original) - 1)), data.draw(st.integers(1, 255))
    changed = original[:at] + bytes([original[at] ^ flip]) + original[at + 1 :]
    bad = (
        replace(good, raw=changed)
        if part == "raw"
        else replace(good, signature=replace(good.signature, **{part: changed}))
    )
    with pytest.raises(PropriaError):
        bad.verify(passkey.key, POLICY)


@pytest.mark.thorough
@given(words, words, st.dictionaries(st.text(), json_values, max_size=4), st.integers(0, 2**40))
def test_a_statement_reads_back_as_it_was_written(zh, en, body, size):
    seen = CheckpointSeen("library.example", size, bytes(32))
    written = replace(statement(), body=body, text={"zh": zh, "en": en}, as_of=seen)
    assert Statement.from_bytes(written.to_bytes()) == written
    reordered = json.dumps(dict(reversed(list(written.to_json().items()))))
    assert Statement.from_json(json.loads(reordered)).digest() == written.digest()


@pytest.mark.thorough
@given(json_values)
def test_canonical_bytes_read_back_and_have_one_form(value):
    assert read_canonical(canonical_bytes(value)) == value
    assert canonical_bytes(read_json(json.dumps(value, indent=1).encode())) == canonical_bytes(value)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b"[" * 100 + b"]" * 100,
        b"{} {}",
        b"",
    ],
)
def test_what_is_not_plain_json_is_refused(text):
    with pytest.raises(Malformed, match=r"proofs\.not_json"):
        read_json(text)


@pytest.mark.parametrize(
    "value", [0.5, float("inf"), float("nan"), 2**53, 1e20, {1: 2}, {"a": b""}, "\ud800"]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(Malformed, match=r"proofs\.not_canonical_json"):
        canonical_bytes(value)


@pytest.mark.parametrize("text", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.0}', b'{"a":"\\u4e2d"}'])
def test_another_spelling_of_canonical_bytes_is_refused(text):
    with pytest.raises(Malformed, match=r"proofs\.not_canonical_json"):
        read_canonical(text)


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "Openness"},
        {"version": 0},
        {"id": "off_1"},
        {"subject": "prf_1"},
        {"text": {"en": "only"}},
        {"text": {"zh": " ", "en": "x"}},
        {"text": {"zh": "愿意", "en": "open\u202eto"}},
        {"text": {"zh": "愿\u200b意", "en": "open"}},
        {"text": {"zh": "愿意\0", "en": "open"}},
        {"expires_at": "2026-11-22 10:00"},
        {"as_of": {"origin": "x"}},
        {"more": 1},
        {"body": []},
    ],
)
def test_a_statement_with_a_wrong_member_is_refused(changed):
    Statement.from_json(statement().to_json())
    with pytest.raises(Malformed):
        Statement.from_json(statement().to_json() | changed)


def test_keys_and_signatures_read_back_as_written():
    for passkey in PASSKEYS:
        signature = passkey.sign(statement()).signature
        assert PublicKey.from_json(passkey.key.to_json()) == passkey.key
        assert Signature.from_json(signature.to_json()) == signature
    _, key = software_key(5, "demo")
    assert PublicKey.from_json(key.to_json()) == key
    with pytest.raises(Malformed):
        PublicKey.from_json(key.to_json() | {"rp_id": "x", "origin": "y"})


def test_people_compare_a_short_form_of_the_digest():
    digest = statement().digest()
    assert short_digest(digest) == f"{digest.hex()[:4]} {digest.hex()[4:8]} … {digest.hex()[-4:]}"
