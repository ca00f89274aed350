"""Log entries: they open with their salt only, in their own place, and link to nobody without it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.proofs.making import MINA, NOW, seed, statement

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.kernel.time import wire
from propria.proofs.canonical import canonical_bytes, to_b64
from propria.proofs.entries import (
    ABOUT_A_SUBJECT,
    Chain,
    MapEntry,
    check_opening,
    commit,
    facts_digest,
    read_entry,
)
from propria.proofs.merkle import leaf_hash

SALT = seed(100)


def append(count):
    chain, entries = Chain.start(MINA), []
    for number in range(count):
        before = chain
        digest = statement(number).digest()
        entry = commit("statement", digest, salt=seed(number), before=before, at=NOW)
        chain = before.then(entry.leaf)
        entries.append((entry, digest, before))
    return entries, chain


def test_an_entry_opens_with_its_salt_to_its_statement_in_its_place():
    entries, chain = append(4)
    for number, (entry, digest, before) in enumerate(entries):
        check_opening(entry, digest, salt=seed(number), before=before)
    leaves = [leaf_hash(entry.to_bytes()) for entry, _, _ in entries]
    assert Chain.over(MINA, leaves) == chain
    assert Chain.over(MINA, leaves[::-1]) != chain
    assert chain.count == 4


def test_another_statement_salt_place_or_person_does_not_open_it():
    entries, _ = append(2)
    entry, digest, before = entries[1]
    with pytest.raises(Unverified, match="commitment_not_opened"):
        check_opening(entry, statement(9).digest(), salt=seed(1), before=before)
    with pytest.raises(Unverified, match="commitment_not_opened"):
        check_opening(entry, digest, salt=seed(0), before=before)
    with pytest.raises(Unverified, match="other_place_in_chain"):
        check_opening(entry, digest, salt=seed(1), before=entries[0][2])
    with pytest.raises(Unverified, match="other_place_in_chain"):
        check_opening(entry, digest, salt=seed(1), before=Chain.start("sub_" + "r" * 52))


def test_an_entry_holds_neither_its_subject_nor_its_statement():
    said = statement()
    entry = commit("statement", said.digest(), salt=SALT, before=Chain.start(MINA), at=NOW)
    text = entry.to_bytes().decode()
    assert MINA not in text
    assert said.id not in text
    same_words_again = commit("statement", said.digest(), salt=seed(7), before=Chain.start(MINA), at=NOW)
    assert (entry.commitment, entry.tag) != (same_words_again.commitment, same_words_again.tag)
    assert same_words_again.commitment != entry.commitment
    assert same_words_again.tag != entry.tag


@pytest.mark.parametrize("kind", ["statement", "erased", "closed", "refusal"])
def test_entries_read_back_as_written(kind):
    digest = facts_digest({"target": "lic_1", "state": "closed"})
    entry = commit(kind, digest, salt=SALT, before=Chain.start(MINA), at=NOW)
    assert read_entry(entry.to_bytes()) == entry
    map_entry = MapEntry(NOW, bytes(32))
    assert read_entry(map_entry.to_bytes()) == map_entry


@given(
    st.sampled_from(ABOUT_A_SUBJECT),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.datetimes(datetime(1970, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)),
)
def test_an_entry_s_bytes_are_canonical_json(kind, salt, digest, at):
    entry = commit(kind, digest, salt=salt, before=Chain.start(MINA), at=at)
    parts = {"kind": kind, "at": wire(at), "commitment": to_b64(entry.commitment), "tag": to_b64(entry.tag)}
    assert entry.to_bytes() == canonical_bytes(parts)


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_byte_is_never_read_as_the_same_entry(at, flip):
    entry = commit("statement", statement().digest(), salt=SALT, before=Chain.start(MINA), at=NOW)
    data = bytearray(entry.to_bytes())
    data[at % len(data)] ^= flip
    try:
        found = read_entry(bytes(data))
    except PropriaError:
        found = None
    assert found != entry


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"kind":"other"}', b'{"at":"now","kind":"map","root":""}'])
def test_what_is_not_an_entry_is_refused(data):
    with pytest.raises(Malformed):
        read_entry(data)


def test_a_salt_is_32_bytes_and_a_map_entry_is_made_otherwise():
    with pytest.raises(ValueError, match="salt"):
        commit("statement", bytes(32), salt=b"short", before=Chain.start(MINA), at=NOW)
    with pytest.raises(ValueError, match="salt"):
        commit("map", bytes(32), salt=SALT, before=Chain.start(MINA), at=NOW)
