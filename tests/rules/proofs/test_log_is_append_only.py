"""The log's tree: one root however it is built, every entry provable, no other entry provable."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propria.kernel.errors import Malformed, NotFound, Unverified
from propria.proofs.merkle import (
    EMPTY_ROOT,
    Frontier,
    Levels,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from propria.proofs.tiles import (
    TileReader,
    entry_bundle,
    new_spans,
    new_tiles,
    read_entry_bundle,
    read_tile_path,
    tile_path,
)

LEVELS = Levels(leaf_hash(b"%d" % i) for i in range(600))
ROOTS = [root_of(size, LEVELS.subtree) for size in range(601)]


def leaf(index):
    return leaf_hash(b"%d" % index)


def test_the_frontier_has_the_same_root_as_the_whole_tree_at_every_size():
    frontier = Frontier()
    for size in range(600):
        assert frontier.root() == ROOTS[size]
        assert frontier == frontier_of(size, LEVELS.subtree)
        frontier = frontier.append(leaf(size))
    assert ROOTS[0] == EMPTY_ROOT


def test_every_entry_of_every_small_log_is_proved_and_in_no_other_place():
    for size in range(1, 40):
        for index in range(size):
            proof = inclusion_proof(index, size, LEVELS.subtree)
            verify_inclusion(leaf(index), index, size, proof, ROOTS[size])
            with pytest.raises(Unverified, match="inclusion_not_proved"):
                verify_inclusion(leaf(index), (index + 1) % (size + 1), size, proof, ROOTS[size])


def test_every_small_log_continues_every_smaller_one():
    for new in range(1, 40):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, LEVELS.subtree)
            verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)
            with pytest.raises(Unverified, match="consistency_not_proved"):
                verify_consistency(old, new, ROOTS[old - 1], ROOTS[new], proof)


@given(st.data())
def test_a_proof_changed_in_any_byte_proves_nothing(data):
    size = data.draw(st.integers(2, 600))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, LEVELS.subtree)
    row, at = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 31))
    flip = data.draw(st.integers(1, 255))
    changed = bytes(b ^ flip if i == at else b for i, b in enumerate(proof[row]))
    with pytest.raises(Unverified, match="inclusion_not_proved"):
        verify_inclusion(leaf(index), index, size, [*proof[:row], changed, *proof[row + 1 :]], ROOTS[size])
    with pytest.raises(Unverified, match="inclusion_not_proved"):
        verify_inclusion(leaf(index), index, size, [*proof, leaf(0)], ROOTS[size])


@pytest.mark.parametrize("sizes", [(0, 5), (6, 5), (0, 0)])
def test_no_consistency_proof_is_made_from_nothing_or_backwards(sizes):
    with pytest.raises(ValueError, match="no proof"):
        consistency_proof(*sizes, LEVELS.subtree)


def test_an_entry_that_is_not_there_has_no_proof():
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(5, 5, LEVELS.subtree)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=6), st.data())
def test_tiles_written_as_the_log_grows_give_back_every_root_and_proof(steps, data):
    files, size = {}, 0
    for step in steps:
        grown = min(600, size + step)
        files |= dict(new_tiles(size, grown, LEVELS.subtree))
        size = grown
        reader = TileReader(files.get, size)
        assert root_of(size, reader.subtree) == ROOTS[size]
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(leaf(index), index, size, inclusion_proof(index, size, reader.subtree), ROOTS[size])


def test_growth_writes_the_widened_tile_and_no_other():
    assert list(new_spans(3, 5)) == [(0, 5)]
    assert list(new_spans(256, 257)) == [(1, 1)]
    assert list(new_spans(255, 513)) == [(0, 256), (1, 256), (2, 1)]
    assert list(new_spans(256, 256)) == []


def test_a_missing_or_short_tile_is_said_to_be_missing_or_short():
    files = dict(new_tiles(0, 300, LEVELS.subtree))
    with pytest.raises(NotFound, match="tile_missing"):
        root_of(300, TileReader({}.get, 300).subtree)
    short = files | {"tile/0/001.p/44": files["tile/0/001.p/44"][:-1]}
    with pytest.raises(Malformed, match="wrong_tile"):
        root_of(300, TileReader(short.get, 300).subtree)


@given(st.integers(0, 10**9), st.integers(1, 256), st.integers(0, 63) | st.just("entries"))
def test_tile_paths_read_back(index, width, level):
    assert read_tile_path(tile_path(level, index, width=width)) == (level, index, width)


@pytest.mark.parametrize(
    "path",
    ["tile/0/1", "tile/00/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/x000/001", "tile/64/000", "x"],
)
def test_other_spellings_of_a_tile_path_are_refused(path):
    with pytest.raises(Malformed, match="wrong_tile_path"):
        read_tile_path(path)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_entry_bundles_read_back(entries):
    assert read_entry_bundle(entry_bundle(entries)) == entries


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=5), st.integers(1, 30))
def test_a_cut_entry_bundle_is_never_the_same_entries(entries, cut):
    data = entry_bundle(entries)
    kept = data[: max(0, len(data) - cut)]
    whole = [entries[:n] for n in range(len(entries)) if entry_bundle(entries[:n]) == kept]
    if whole:
        assert read_entry_bundle(kept) == whole[0]
    else:
        with pytest.raises(Malformed, match="wrong_entry_bundle"):
            read_entry_bundle(kept)
