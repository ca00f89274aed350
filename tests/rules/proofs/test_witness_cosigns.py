"""A witness cosigns what continues what it saw, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.proofs.making import NOW, seed

from propria.kernel.errors import Unverified
from propria.proofs.merkle import Levels, consistency_proof, leaf_hash
from propria.proofs.notes import Checkpoint, NoteSigner, open_checkpoint, sign_checkpoint
from propria.proofs.witnessing import witness

LOG = NoteSigner("library.example", 1, seed(700))
WITNESS = NoteSigner("witness.example", 4, seed(701))


def grown(size, *, fork=b""):
    levels = Levels(leaf_hash(fork + b"%d" % i) for i in range(size))
    head = Checkpoint(LOG.name, size, levels.frontier.root())
    return levels, head, sign_checkpoint(head, LOG)


def test_a_witness_cosigns_the_first_checkpoint_and_each_that_continues_it():
    _, first, note = grown(5)
    seen = witness(note, LOG.key(), signer=WITNESS, last=None, proof=(), now=NOW)
    assert seen.checkpoint == first
    levels, second, note = grown(9)
    proof = consistency_proof(5, 9, levels.subtree)
    later = NOW + timedelta(minutes=1)
    seen = witness(note, LOG.key(), signer=WITNESS, last=first, proof=proof, now=later)
    head, cosigners = open_checkpoint(seen.note, LOG.key(), [WITNESS.key()])
    assert (head, [c.seen_at for c in cosigners]) == (second, [later])


def test_a_forked_or_shrunken_log_gets_no_cosignature():
    levels, first, _ = grown(5)
    forked, _, note = grown(9, fork=b"x")
    with pytest.raises(Unverified, match="consistency_not_proved"):
        witness(
            note,
            LOG.key(),
            signer=WITNESS,
            last=first,
            proof=consistency_proof(5, 9, forked.subtree),
            now=NOW,
        )
    _, _, shorter = grown(3)
    proof = consistency_proof(3, 5, levels.subtree)
    with pytest.raises(Unverified, match="consistency_not_proved"):
        witness(shorter, LOG.key(), signer=WITNESS, last=first, proof=proof, now=NOW)


def test_a_checkpoint_that_the_log_did_not_sign_gets_no_cosignature():
    _, head, _ = grown(5)
    forged = sign_checkpoint(head, replace(LOG, seed=seed(702)))
    with pytest.raises(Unverified, match="note_unsigned"):
        witness(forged, LOG.key(), signer=WITNESS, last=None, proof=(), now=NOW)


def test_a_log_and_a_witness_do_not_do_each_other_s_part():
    _, head, _ = grown(1)
    with pytest.raises(ValueError, match="witness cosigns"):
        WITNESS.sign(head.text())
    with pytest.raises(ValueError, match="only a witness"):
        LOG.cosign(head.text(), seen_at=NOW)
