"""A bundle, read offline with a trust file of one's own: what it proves, on whose word, and what not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.proofs.library import LICENCE, Library, mina_opens
from tests.rules.proofs.making import MINA, NOW, Passkey, seed, software_key, statement

from propria.kernel.errors import Malformed, PropriaError
from propria.proofs.bundle_parts import Bundle
from propria.proofs.bundles import verify_bundle
from propria.proofs.canonical import canonical_bytes
from propria.proofs.entries import Chain
from propria.proofs.envelopes import sign_with_ed25519
from propria.proofs.leaves import NamedPerson, NameLeaf
from propria.proofs.notes import NoteSigner
from propria.proofs.report_words import render
from propria.proofs.trust import Trust, TrustedAttestor

LATER = NOW + timedelta(hours=1)


def verify(bundle, trust):
    return verify_bundle(bundle.to_bytes(), trust, now=LATER)


def codes(report):
    return [problem.code for problem in report.problems]


def good():
    library, passkey = mina_opens()
    return library, passkey, library.bundle(library.checkpoint())


GOOD_LIBRARY, GOOD_PASSKEY, GOOD = good()
GOOD_BYTES, GOOD_TRUST = GOOD.to_bytes(), GOOD_LIBRARY.trust()
GOOD_REPORT = verify_bundle(GOOD_BYTES, GOOD_TRUST, now=LATER)


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA"])
def test_a_witnessed_bundle_of_an_attested_performer_is_green(algorithm):
    library, passkey = mina_opens(algorithm=algorithm)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert (codes(report), report.reservations, report.colour) == ([], (), "green")
    assert report.time_word == "witnesses"
    opened = report.statements[2]
    assert opened.text == statement(3).text
    assert (opened.key_id, opened.key_kind) == (passkey.key.key_id, "webauthn")
    assert opened.binding.attested_by == ("Performers' Guild",)
    assert opened.binding.routes == ("in person", "own device")
    assert opened.signed_after_size == 3
    assert report.statuses[0].states == {"openness": "open", LICENCE: "active"}
    assert (report.statuses[0].entries, report.statuses[0].disclosed) == (4, 4)


def test_without_the_verifier_s_own_witness_time_is_the_operator_s_word():
    report = verify(GOOD, GOOD_LIBRARY.trust(witnesses=()))
    assert (report.colour, report.time_word) == ("amber", "operator")
    assert "time_is_the_operators_word" in report.reservations
    assert report.checkpoint.strangers == ("witness.example",)
    assert "time: the operator's word" in render(report, "en")
    assert "时间：仅为运营方自述" in render(report, "zh")


def test_one_machine_running_everything_is_amber():
    report = verify(GOOD, GOOD_LIBRARY.trust(one_machine=True))
    assert (report.colour, report.reservations) == ("amber", ("one_machine",))


def test_a_binding_that_only_the_operator_attests_is_said_to_be_so():
    library, _ = mina_opens(attested_by="operator")
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert (report.colour, report.reservations) == ("amber", ("binding_by_operator_only",))
    assert "binding attested by operator only" in render(report, "en")


def test_an_attestor_whom_the_verifier_does_not_know_does_not_make_green():
    report = verify(GOOD, GOOD_LIBRARY.trust(attestors=()))
    assert report.statements[2].binding.word == "strangers_only"
    assert (report.colour, report.problems) == ("amber", ())
    assert report.reservations == ("binding_by_strangers_only",)


def test_a_stranger_s_word_about_anything_else_is_red():
    library, passkey = mina_opens()
    private, stranger = software_key(61)
    for number, type_ in enumerate(("key.bound", "key.revoked", "licence.granted"), start=70):
        body = {"key": passkey.key.to_json(), "key_id": passkey.key.key_id}
        said = statement(number, type=type_, body=body)
        library.append(sign_with_ed25519(said, private, key=stranger), stranger)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert codes(report) == ["proofs.key_not_bound"] * 3


def test_nobody_attesting_is_amber():
    library, _ = mina_opens(attested_by=None)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert report.reservations == ("binding_unattested",)


def test_an_attestation_of_one_key_does_not_pass_to_another_with_the_same_id():
    library, passkey = mina_opens()
    library.checkpoint()
    thief = Passkey(77)
    thief.key = replace(thief.key, key_id=passkey.key.key_id)
    body = {"key": thief.key.to_json(), "route": "own device"}
    bound = library.append(thief.sign(statement(20, type="key.bound", body=body)), thief.key)
    forged = library.append(thief.sign(statement(21)), thief.key)
    attested = library.stored[1]
    bundle = library.bundle(library.checkpoint(), statements=[attested, bound, forged])
    report = verify(bundle, library.trust())
    assert report.statements[-1].binding.word == "unattested"
    assert report.colour == "amber"


def test_words_signed_by_the_operator_are_not_the_performer_s():
    library, _ = mina_opens()
    signed = sign_with_ed25519(statement(30), library.operator, key=library.operator_key)
    library.append(signed, library.operator_key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert report.reservations == ("signed_by_operator",)


def test_a_representative_s_signature_is_shown_as_one_for_another():
    library, _ = mina_opens()
    rafael = Passkey(50)
    his_subject = "sub_" + "r" * 52
    body = {"key": rafael.key.to_json(), "route": "own device"}
    library.append(rafael.sign(statement(40, type="key.bound", subject=his_subject, body=body)), rafael.key)
    library.append(rafael.sign(statement(41)), rafael.key)
    report = verify(library.bundle(library.checkpoint(), subjects=(MINA, his_subject)), library.trust())
    assert "signed_for_another" in report.reservations
    assert report.statements[-1].binding.holder == his_subject


def test_a_statement_of_a_key_that_nothing_binds_is_red():
    library, _ = mina_opens()
    stranger = Passkey(60)
    library.append(stranger.sign(statement(50)), stranger.key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert codes(report) == ["proofs.key_not_bound"]


def test_what_a_key_signs_after_it_was_revoked_counts_for_nothing():
    library, passkey = mina_opens()
    revoked = statement(60, type="key.revoked", body={"key_id": passkey.key.key_id})
    library.append(passkey.sign(revoked), passkey.key)
    before = verify(library.bundle(library.checkpoint()), library.trust())
    library.append(passkey.sign(statement(61)), passkey.key)
    after = verify(library.bundle(library.checkpoint()), library.trust())
    assert (codes(before), codes(after)) == ([], ["proofs.key_revoked"])


def test_a_revocation_that_reaches_back_voids_what_the_key_signed_before_it():
    library, passkey = mina_opens()
    found = verify(library.bundle(library.checkpoint()), library.trust())
    bound = min(s.index for s in found.statements)
    revoked = statement(60, type="key.revoked", body={"key_id": passkey.key.key_id, "since": bound})
    library.append(passkey.sign(revoked), passkey.key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert set(codes(report)) == {"proofs.key_revoked"}


def test_a_withdrawal_in_the_bundle_counts_whatever_the_map_says():
    library, passkey = mina_opens()
    withdrawal = statement(70, type="consent.withdrawn", body={"target": LICENCE})
    library.append(passkey.sign(withdrawal), passkey.key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert report.statuses[0].states[LICENCE] == "active"
    assert report.statuses[0].withdrawn_here == (LICENCE,)
    assert "valid on its signature alone" in render(report, "en")


def test_a_bundle_may_hold_back_statements_but_says_how_many():
    library, _ = mina_opens()
    at = library.checkpoint()
    report = verify(library.bundle(at, statements=library.stored[:3]), library.trust())
    assert (report.statuses[0].entries, report.statuses[0].disclosed) == (4, 3)
    assert "entries_not_disclosed" in report.cannot_know
    assert codes(report) == []


def test_an_entry_left_out_of_its_subject_s_list_is_red():
    subject = GOOD.subjects[0]
    short = replace(subject, chain=subject.chain[:-1])
    leaf = replace(subject.leaf, chain=Chain.over(MINA, short.chain))
    assert codes(verify(replace(GOOD, subjects=(short,)), GOOD_TRUST)) == ["proofs.chain_incomplete"]
    also_leaf = replace(short, leaf=leaf)
    assert codes(verify(replace(GOOD, subjects=(also_leaf,)), GOOD_TRUST)) == ["proofs.map_not_proved"]


def test_a_state_that_the_map_does_not_hold_is_red():
    subject = GOOD.subjects[0]
    states = dict.fromkeys(subject.leaf.states, "withdrawn")
    changed = replace(subject, leaf=replace(subject.leaf, states=states))
    assert codes(verify(replace(GOOD, subjects=(changed,)), GOOD_TRUST)) == ["proofs.map_not_proved"]


def test_a_bundle_without_its_subject_s_leaf_shows_no_status():
    report = verify(replace(GOOD, subjects=()), GOOD_TRUST)
    assert (report.colour, report.reservations) == ("amber", ("status_not_shown",))


def test_a_bundle_with_no_signed_words_is_not_green():
    report = verify(replace(GOOD, envelopes=()), GOOD_TRUST)
    assert (report.colour, report.reservations) == ("amber", ("nothing_signed",))


def test_a_bundle_that_lacks_the_log_s_continuity_says_so():
    report = verify(replace(GOOD, continuations=()), GOOD_TRUST)
    assert [s.signed_after_size for s in GOOD_REPORT.statements] == [None, None, 3, 3]
    assert [s.signed_after_size for s in report.statements] == [None] * 4
    assert "how_early_it_was_signed" in report.cannot_know


def test_a_signer_who_saw_another_log_than_this_one_is_noticed():
    library, passkey = mina_opens()
    forked = replace(library.seen, root=seed(1))
    library.append(passkey.sign(statement(80, as_of=forked)), passkey.key)
    later = replace(library.seen, size=500)
    library.append(passkey.sign(statement(81, as_of=later)), passkey.key)
    elsewhere = replace(library.seen, origin="other.example")
    library.append(passkey.sign(statement(82, as_of=elsewhere)), passkey.key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert codes(report) == [
        "proofs.consistency_not_proved",
        "proofs.seen_later_than_logged",
        "proofs.other_log",
    ]


def test_the_same_statement_logged_twice_is_red():
    library, _ = mina_opens()
    first = library.stored[2]
    library.append(first.unverified, GOOD_PASSKEY.key)
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert codes(report) == ["proofs.statement_twice"]


def test_a_statement_logged_after_it_expired_is_red_by_the_log_s_own_time():
    library, passkey = mina_opens()
    unverified = passkey.sign(statement(90))
    library.append(unverified, passkey.key)
    stored = library.stored.pop()
    late = Library()
    late.now = NOW + timedelta(minutes=16)
    late.chains = {}
    with pytest.raises(PropriaError, match="statement_expired"):
        late.append(stored.unverified, passkey.key)


def test_another_log_s_bundle_gives_a_red_report_and_nothing_else():
    other = Library("elsewhere.example")
    report = verify(GOOD, other.trust())
    assert (codes(report), report.statements) == (["proofs.log_not_trusted"], ())
    impostor = GOOD_LIBRARY.trust(
        logs=(replace(GOOD_TRUST.logs[0], key=NoteSigner("library.example", 1, seed(1)).key()),)
    )
    assert codes(verify(GOOD, impostor)) == ["proofs.note_unsigned"]


def test_a_witness_who_saw_the_checkpoint_before_it_says_it_was_made_is_red():
    library, _ = mina_opens()
    library.now = NOW + timedelta(minutes=10)
    at = library.checkpoint(is_witnessed=False)
    text = at.note.partition("\n\n")[0] + "\n"
    note = at.note + library.witness.cosign(text, seen_at=NOW)
    report = verify(library.bundle(replace(at, note=note)), library.trust())
    assert codes(report) == ["proofs.time_disorder"]


def test_demo_keys_count_in_a_demo_log_only_and_never_make_green():
    library = Library("demo.library.example")
    private, key = software_key(200, "demo")
    body = {"key": key.to_json(), "route": "demo"}
    library.append(sign_with_ed25519(statement(1, type="key.bound", body=body), private, key=key), key)
    library.append(sign_with_ed25519(statement(2), private, key=key), key, states={"openness": "open"})
    report = verify(library.bundle(library.checkpoint()), library.trust())
    assert codes(report) == []
    assert report.reservations == ("demo_log", "binding_unattested")


def test_a_name_that_nobody_has_is_proved_absent_and_a_name_that_two_have_shows_both():
    library, _ = mina_opens()
    people = (NamedPerson("prf_1", isni="0000000121032683"), NamedPerson("prf_2", domain="mina.example"))
    library.names["米娜·霍尔丹"] = NameLeaf(people)
    at = library.checkpoint()
    nobody = verify(library.bundle(at, name="张三"), library.trust())
    assert (nobody.name.people, codes(nobody)) == ((), [])
    assert "publicly lists nobody" in render(nobody, "en")
    two = verify(library.bundle(at, name="米娜·霍爾丹", name_leaf=NameLeaf(people)), library.trust())
    assert [p["id"] for p in two.name.people] == ["prf_1", "prf_2"]
    denied = verify(library.bundle(at, name="米娜·霍尔丹"), library.trust())
    assert codes(denied) == ["proofs.map_not_proved"]


def test_bundles_and_trust_files_read_back_as_written():
    assert Bundle.from_bytes(GOOD_BYTES) == GOOD
    assert Trust.from_bytes(GOOD_TRUST.to_bytes()) == GOOD_TRUST


def test_a_checkpoint_from_the_future_is_red_except_in_a_demo_s_own_time():
    for origin, expected in (("library.example", ["proofs.time_disorder"]), ("demo.library.example", [])):
        library, _ = mina_opens(Library(origin))
        bundle = library.bundle(library.checkpoint())
        report = verify_bundle(bundle.to_bytes(), library.trust(), now=NOW - timedelta(days=30))
        assert codes(report) == expected


@pytest.mark.parametrize("member", ["format", "checkpoint", "map_entry", "envelopes", "keys", "timestamps"])
def test_a_bundle_that_lacks_a_member_cannot_be_read(member):
    raw = json.loads(GOOD_BYTES)
    del raw[member]
    with pytest.raises(Malformed, match="wrong_members"):
        Bundle.from_bytes(canonical_bytes(raw))


@pytest.mark.parametrize(
    "changed",
    [
        {"logs": []},
        {"format": "x"},
        {"one_machine": 1},
        {"witnesses": ["x"]},
        {"attestors": [{}]},
        {"more": 1},
    ],
)
def test_a_trust_file_that_is_wrong_in_one_thing_is_refused(changed):
    with pytest.raises(Malformed):
        Trust.from_bytes(canonical_bytes(json.loads(GOOD_TRUST.to_bytes()) | changed))


def test_the_operator_s_key_is_neither_witness_nor_attestor():
    library = GOOD_LIBRARY
    as_attestor = TrustedAttestor("Guild", library.operator_key.public)
    as_witness = replace(library.witness.key(), public=library.log.key().public)
    for changed in ({"attestors": (as_attestor,)}, {"witnesses": (as_witness,)}):
        with pytest.raises(Malformed, match="wrong_trust"):
            library.trust(**changed)


def test_a_report_is_plain_json():
    assert json.loads(json.dumps(GOOD_REPORT.to_json()))["colour"] == "green"
