"""C2SP tiles, notes and checkpoints: a published log, and what the standards and x/mod print."""

import base64
from datetime import UTC, datetime

import pytest

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.merkle import Levels, inclusion_proof, leaf_hash, root_of, verify_inclusion
from propria.proofs.notes import (
    Checkpoint,
    NoteKey,
    NoteSigner,
    note_text,
    open_checkpoint,
    open_note,
)
from propria.proofs.tiles import TileReader, entry_bundle, new_tiles, read_entry_bundle, tile_path

NEUMANN_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

TESSERA_VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
SOFA_NOTE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 \
jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""


@pytest.fixture
def log_folder(published):
    return published("tlog") / "tessera-log" / "testdata" / "log"


def reader(folder, size):
    def fetch(path):
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    return TileReader(fetch, size)


def checkpoints(folder):
    files = [folder / f"checkpoint.{size}" for size in range(16)]
    return [Checkpoint.from_text(note_text(file.read_text())) for file in files if file.is_file()]


def test_every_published_checkpoint_s_root_is_recomputed_from_its_tiles(log_folder):
    found = checkpoints(log_folder)
    assert len(found) >= 15
    for checkpoint in found:
        tiles = reader(log_folder, checkpoint.size)
        assert root_of(checkpoint.size, tiles.subtree) == checkpoint.root


def test_published_entries_hash_to_the_published_tiles_and_are_included(log_folder):
    checkpoint = checkpoints(log_folder)[-1]
    tiles = reader(log_folder, checkpoint.size)
    for index in range(checkpoint.size):
        entry = tiles.entry(index)
        assert leaf_hash(entry) == tiles.subtree(0, index)
        proof = inclusion_proof(index, checkpoint.size, tiles.subtree)
        verify_inclusion(leaf_hash(entry), index, checkpoint.size, proof, checkpoint.root)


def test_our_tiles_of_the_published_entries_are_the_published_files(log_folder):
    checkpoint = checkpoints(log_folder)[-1]
    entries = [reader(log_folder, checkpoint.size).entry(i) for i in range(checkpoint.size)]
    levels = Levels()
    for size, entry in enumerate(entries, start=1):
        levels.append(leaf_hash(entry))
        for path, data in new_tiles(size - 1, size, levels.subtree):
            assert (log_folder / path).read_bytes() == data
        bundle = log_folder / tile_path("entries", 0, width=size)
        assert bundle.read_bytes() == entry_bundle(entries[:size])
        assert read_entry_bundle(bundle.read_bytes()) == entries[:size]


def test_the_published_log_s_key_signed_every_published_checkpoint(log_folder):
    key = NoteKey.from_vkey(TESSERA_VKEY)
    files = [file for file in log_folder.glob("checkpoint*") if not file.name.endswith(".0")]
    assert len(files) >= 15
    for file in files:
        checkpoint, cosignatures = open_checkpoint(file.read_text(), key)
        assert (checkpoint.origin, cosignatures) == (key.name, ())
        with pytest.raises(Unverified, match="wrong_note_signature"):
            open_checkpoint(file.read_text().replace("testdata\n", "testdata\n1", 1), key)


def test_the_cosigned_checkpoint_that_the_standard_prints_is_read_and_trusts_nobody():
    checkpoint = Checkpoint.from_text(note_text(SOFA_NOTE))
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == note_text(SOFA_NOTE)
    blob = base64.b64decode(SOFA_NOTE.split()[-1])
    assert int.from_bytes(blob[4:12]) == 1679315147
    with pytest.raises(Unverified, match="note_unsigned"):
        open_note(SOFA_NOTE, [NoteKey.from_vkey(NEUMANN_VKEY)])


@pytest.mark.parametrize(
    "vkey",
    [
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    ],
)
def test_published_verifier_keys_read_back(vkey):
    assert NoteKey.from_vkey(vkey).vkey() == vkey


@pytest.mark.parametrize(
    "vkey",
    [
        "bananas.sigstore.dev+12344556",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+12345678+AwEB",
        "TEST+00000000+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "TEST+7997405C+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "TE ST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "",
    ],
)
def test_published_bad_verifier_keys_are_refused(vkey):
    with pytest.raises(Malformed, match="wrong_vkey"):
        NoteKey.from_vkey(vkey)


def test_the_reference_code_s_note_opens_and_is_signed_the_same():
    key, signer = NoteKey.from_vkey(NEUMANN_VKEY), NoteSigner.from_skey(NEUMANN_SKEY)
    opened = open_note(NEUMANN_NOTE, [key])
    assert (key.vkey(), signer.skey(), signer.key()) == (NEUMANN_VKEY, NEUMANN_SKEY, key)
    assert opened.text + "\n" + signer.sign(opened.text) == NEUMANN_NOTE
    assert [s.key for s in opened.signatures] == [key]


def test_a_note_changed_by_one_letter_is_refused():
    with pytest.raises(Unverified, match="wrong_note_signature"):
        open_note(NEUMANN_NOTE.replace("answer", "Answer"), [NoteKey.from_vkey(NEUMANN_VKEY)])


def test_a_note_that_only_strangers_signed_is_refused():
    stranger = NoteSigner("stranger.example", 1, bytes(32)).key()
    with pytest.raises(Unverified, match="note_unsigned"):
        open_note(NEUMANN_NOTE, [stranger])


@pytest.mark.parametrize(
    "text",
    [
        "log.example\n",
        "log.example\n15\n",
        "\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n",
        "log.example\n015\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n",
        "log.example\n-1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n",
        "log.example\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs\n",
        "log.example\n15\nrKbD\n",
        "log.example\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=",
        "log.example\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text):
    with pytest.raises(Malformed, match="wrong_checkpoint"):
        Checkpoint.from_text(text)


def test_the_paths_that_the_standard_prints():
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(0, 273, width=112) == "tile/0/273.p/112"
    assert tile_path(1, 1, width=17) == "tile/1/001.p/17"
    assert tile_path("entries", 273, width=112) == "tile/entries/273.p/112"


def test_a_log_of_70000_entries_has_the_tiles_that_the_standard_s_example_lists():
    levels = Levels(leaf_hash(b"%d" % i) for i in range(70_000))
    paths = [path for path, _ in new_tiles(0, 70_000, levels.subtree)]
    assert [p for p in paths if not p.startswith("tile/0/")] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert paths[:1] == ["tile/0/000"]
    assert "tile/0/273.p/112" in paths
    assert len(paths) == 277


def test_a_cosignature_carries_the_witness_s_time_and_signs_it():
    log, witness = NoteSigner("log.example", 1, bytes(32)), NoteSigner("witness.example", 4, bytes(31) + b"1")
    text = Checkpoint("log.example", 1, leaf_hash(b"one")).text()
    seen_at = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
    note = text + "\n" + log.sign(text) + witness.cosign(text, seen_at=seen_at)
    opened = open_note(note, [witness.key()])
    assert [s.seen_at for s in opened.signatures] == [seen_at]
    later = note.replace(witness.cosign(text, seen_at=seen_at), moved_by_one_second(witness, text, seen_at))
    with pytest.raises(Unverified, match="wrong_note_signature"):
        open_note(later, [witness.key()])


def moved_by_one_second(witness, text, seen_at):
    line = witness.cosign(text, seen_at=seen_at)
    head, _, blob = line.rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(blob))
    raw[11] ^= 1
    return f"{head} {base64.b64encode(raw).decode()}\n"
