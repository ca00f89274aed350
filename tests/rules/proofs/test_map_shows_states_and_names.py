"""The map: what is there is proved there, what is not is proved absent, and nothing is proved wrongly."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.rules.proofs.making import MINA

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.entries import Chain
from propria.proofs.leaves import OPENNESS, NamedPerson, NameLeaf, SubjectLeaf
from propria.proofs.mapping import (
    EMPTY,
    MapProof,
    check_map_node,
    name_key,
    prove,
    subject_key,
    update_map,
    value_hash,
    verify_absent,
    verify_present,
)
from propria.proofs.names import fold_name


def close_key(number):
    """Keys that share long prefixes, which random ones never do."""
    return (number << 245).to_bytes(32)


keys = st.integers(0, 2000).map(lambda n: hashlib.sha256(b"%d" % n).digest()) | st.integers(0, 40).map(
    close_key
)
values = st.integers(0, 5).map(lambda n: value_hash({"n": n}))


def built(pairs):
    return update_map(EMPTY, dict(pairs), {}.__getitem__)


class MapGrows(RuleBasedStateMachine):
    """However it was changed, the map's root is that of building it at once, and every proof holds."""

    def __init__(self):
        super().__init__()
        self.root, self.nodes, self.truth = EMPTY, {}, {}

    @rule(changes=st.dictionaries(keys, values | st.none(), max_size=8))
    def change(self, changes):
        update = update_map(self.root, changes, self.nodes.__getitem__)
        self.root = update.root
        self.nodes |= update.nodes
        self.truth = {k: v for k, v in (self.truth | changes).items() if v is not None}

    @rule(key=keys)
    def ask(self, key):
        found, proof = prove(self.root, key, self.nodes.__getitem__)
        assert found == self.truth.get(key)
        proof = MapProof.from_json(proof.to_json())
        if found is None:
            verify_absent(self.root, key, proof)
            with pytest.raises(Unverified):
                verify_present(self.root, key, value_hash({"n": 0}), proof)
        else:
            verify_present(self.root, key, found, proof)
            with pytest.raises(Unverified):
                verify_absent(self.root, key, proof)
            with pytest.raises(Unverified):
                verify_present(self.root, key, value_hash({"n": 99}), proof)

    @invariant()
    def has_one_root(self):
        assert self.root == built(self.truth).root


TestMapGrows = MapGrows.TestCase
TestMapGrows.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)


@given(st.dictionaries(keys, values, min_size=2, max_size=30), st.data())
def test_a_changed_proof_proves_nothing(leaves, data):
    update = built(leaves)
    key = data.draw(st.sampled_from(sorted(leaves)))
    found, proof = prove(update.root, key, update.nodes.__getitem__)
    row = data.draw(st.integers(0, len(proof.siblings) - 1))
    flipped = bytes([proof.siblings[row][0] ^ 1]) + proof.siblings[row][1:]
    siblings = (*proof.siblings[:row], flipped, *proof.siblings[row + 1 :])
    for changed in (siblings, proof.siblings[:-1], (*proof.siblings, EMPTY), (EMPTY, *proof.siblings)):
        with pytest.raises(Unverified, match="map_not_proved"):
            verify_present(update.root, key, found, MapProof(changed))


def test_a_proof_has_about_as_many_hashes_as_the_map_has_bits_of_size():
    leaves = {hashlib.sha256(b"%d" % i).digest(): value_hash({"n": i}) for i in range(1024)}
    update = built(leaves)
    lengths = [len(prove(update.root, k, update.nodes.__getitem__)[1].siblings) for k in leaves]
    assert sum(lengths) / len(lengths) < 13


def test_stored_nodes_check_themselves():
    update = built({close_key(1): value_hash({}), close_key(2): value_hash({})})
    for node, encoding in update.nodes.items():
        check_map_node(node, encoding)
        with pytest.raises(Malformed, match="wrong_map_node"):
            check_map_node(node, encoding[:-1] + bytes([encoding[-1] ^ 1]))


def test_a_name_is_never_found_under_a_subject_s_key():
    assert subject_key("x") != name_key("x")


def test_a_subject_s_leaf_tells_its_holder_the_states_of_what_they_know_and_no_other_ids():
    licence = "lic_" + "1" * 26
    leaf = SubjectLeaf.of(MINA, Chain.start(MINA), {OPENNESS: "open", licence: "active"})
    assert (leaf.state_of(MINA, OPENNESS), leaf.state_of(MINA, licence)) == ("open", "active")
    assert leaf.state_of(MINA, "lic_" + "2" * 26) is None
    assert licence not in str(leaf.to_json())
    assert SubjectLeaf.from_json(leaf.to_json()) == leaf


def test_a_name_s_leaf_lists_people_in_one_order():
    two = NameLeaf((NamedPerson("prf_2", isni="0000"), NamedPerson("prf_1", domain="mina.example")))
    assert two.value_hash() == NameLeaf(two.people[::-1]).value_hash()
    assert NameLeaf.from_json(two.to_json()).people == tuple(sorted(two.people))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("米娜·霍尔丹", "米娜・霍爾丹"),
        ("陳奕", "陈奕"),
        ("Mina HALDANE", "mina  haldane"),
        ("Ｍｉｎａ", "mina"),
        ("Straße", "STRASSE"),
        ("張學", "张学"),
    ],
)
def test_spellings_of_one_name_fold_together(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("李丽", "李莉"), ("Mina", "Minna"), ("张伟", "章伟"), ("王", "汪")]
)
def test_names_that_only_sound_alike_stay_apart(one, other):
    assert fold_name(one) != fold_name(other)


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert fold_name(fold_name(name)) == fold_name(name)
