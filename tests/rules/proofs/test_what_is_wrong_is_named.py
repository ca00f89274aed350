"""Whatever in a bundle, a note, a key or an entry is not as it must be is named by its code."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.proofs.library import Library, mina_opens
from tests.rules.proofs.making import MINA, NOW, software_key, statement

from propria.kernel.errors import Malformed, PropriaError
from propria.proofs.bundle_parts import Bundle
from propria.proofs.bundles import verify_bundle
from propria.proofs.canonical import canonical_bytes, from_b64, list_of, text_of
from propria.proofs.entries import read_entry
from propria.proofs.envelopes import PublicKey, Signature, sign_with_ed25519
from propria.proofs.leaves import NamedPerson, NameLeaf, SubjectLeaf
from propria.proofs.notes import NoteSigner, note_text
from propria.proofs.statements import Statement

LIBRARY, PASSKEY = mina_opens()
GOOD = LIBRARY.bundle(LIBRARY.checkpoint())


def found(bundle, trust=None):
    """The codes of what a verifier objects to."""
    try:
        report = verify_bundle(bundle.to_bytes(), trust or LIBRARY.trust(), now=NOW + timedelta(hours=1))
    except PropriaError as error:
        return [error.code]
    return [problem.code for problem in report.problems]


def refusal(read, *words):
    with pytest.raises(Malformed) as caught:
        read(*words)
    return caught.value.code


def test_nothing_is_wrong_with_the_bundle_that_the_others_are_made_from():
    assert found(GOOD) == []


def test_the_key_that_signed_has_to_be_there():
    assert "proofs.key_missing" in found(replace(GOOD, keys=GOOD.keys[1:]))


def test_the_last_entry_commits_the_map():
    assert found(replace(GOOD, map_entry=GOOD.envelopes[0].logged)) == ["proofs.map_not_last"]


def test_the_entry_of_a_statement_is_a_statement_s():
    moved = replace(GOOD.envelopes[-1], logged=GOOD.map_entry)
    assert "proofs.not_a_statement_entry" in found(replace(GOOD, envelopes=(*GOOD.envelopes[:-1], moved)))


def test_a_statement_that_the_subject_s_leaf_does_not_count_is_no_part_of_its_status():
    library, passkey = mina_opens()
    chain, leaves = library.chains[MINA], list(library.leaves[MINA])
    hidden = library.append(passkey.sign(statement(9, as_of=library.seen)), passkey.key)
    library.chains[MINA], library.leaves[MINA] = chain, leaves
    at = library.checkpoint()
    assert found(library.bundle(at), library.trust()) == ["proofs.not_in_chain"]
    rest = [one for one in library.stored if one is not hidden]
    assert found(library.bundle(at, statements=rest), library.trust()) == []


def test_a_name_stands_under_its_own_key():
    library, _ = mina_opens()
    library.names["Mina Haldane"] = NameLeaf((NamedPerson("prf_" + "1" * 26, domain="mina.example"),))
    at = library.checkpoint()
    named = library.bundle(at, name="Mina Haldane", name_leaf=library.names["Mina Haldane"])
    assert found(named, library.trust()) == []
    other = replace(named, name=replace(named.name, folded="wen zhuxi"))
    assert found(other, library.trust()) == ["proofs.other_name"]


@pytest.mark.parametrize("text", ["a", "AA==", "AB", "a b", "+/", None])
def test_bytes_have_one_spelling(text):
    assert refusal(from_b64, text) == "proofs.not_base64url"


def test_members_are_of_their_type():
    assert refusal(text_of, 1) == "proofs.wrong_type"
    assert refusal(list_of, "x") == "proofs.wrong_type"
    raw = GOOD.map_entry.to_json() | {"index": "1"}
    assert refusal(type(GOOD.map_entry).from_json, raw) == "proofs.wrong_type"


def test_another_format_is_no_bundle():
    other = GOOD.to_bytes().replace(b"propria-bundle/1", b"propria-bundle/9")
    assert refusal(Bundle.from_bytes, other) == "proofs.wrong_bundle"


@pytest.mark.parametrize("at", ["2026-11-22T10:00:00+08:00", "2026-11-22T10:00:00.5Z", "yesterday"])
def test_an_entry_s_time_is_in_utc_and_whole_seconds(at):
    raw = json.loads(GOOD.envelopes[0].logged.entry) | {"at": at}
    assert refusal(read_entry, canonical_bytes(raw)) == "proofs.wrong_entry"


def test_a_kind_of_entry_that_nobody_knows_is_not_read():
    raw = json.loads(GOOD.envelopes[0].logged.entry) | {"kind": "rumour"}
    assert refusal(read_entry, canonical_bytes(raw)) == "proofs.wrong_entry"


def test_a_key_has_an_id_a_known_kind_and_its_size():
    _, key = software_key(1)
    assert PublicKey.from_json(key.to_json()) == key
    assert refusal(PublicKey, "nokey", "ed25519", key.public) == "proofs.wrong_key"
    assert refusal(PublicKey, key.key_id, "rsa", key.public) == "proofs.wrong_key"
    assert refusal(PublicKey, key.key_id, "ed25519", key.public[:-1]) == "proofs.wrong_key"
    assert refusal(PublicKey, key.key_id, "webauthn", key.public) == "proofs.wrong_key"


def test_states_in_a_leaf_are_words():
    leaf = LIBRARY.leaf_of(MINA).to_json()
    assert SubjectLeaf.from_json(leaf) == LIBRARY.leaf_of(MINA)
    assert refusal(SubjectLeaf.from_json, leaf | {"states": {"x": 1}}) == "proofs.wrong_leaf"


def test_a_note_has_a_text_and_signatures():
    assert refusal(note_text, "no signature") == "proofs.wrong_note"


def test_a_kind_of_signature_that_nobody_knows_is_not_read():
    raw = GOOD.envelopes[0].unverified.signature.to_json() | {"kind": "wax"}
    assert refusal(Signature.from_json, raw) == "proofs.wrong_signature_form"


def test_a_damaged_signing_key_signs_nothing():
    skey = Library().log.skey()
    assert NoteSigner.from_skey(skey).skey() == skey
    assert refusal(NoteSigner.from_skey, skey[:-6]) == "proofs.wrong_skey"
    assert refusal(NoteSigner.from_skey, skey.removeprefix("PRIVATE+")) == "proofs.wrong_skey"


def test_a_statement_is_whole():
    said = statement(1)
    private, key = software_key(2)
    assert sign_with_ed25519(said, private, key=key).raw == said.to_bytes()
    raw = said.to_json() | {"version": 0}
    assert refusal(Statement.from_json, raw) == "proofs.wrong_statement"
