"""RFC 9162 proofs: all published vectors, most of which must be rejected."""

import base64
import json

import pytest

from propria.kernel.errors import Unverified
from propria.proofs.merkle import verify_consistency, verify_inclusion


def read_hash(text):
    return base64.b64decode(text) if text else b""


def test_every_published_inclusion_proof_is_judged_as_published(published):
    files = sorted((published("merkle") / "inclusion").rglob("*.json"))
    assert len(files) >= 30
    for file in files:
        case = json.loads(file.read_text())
        proof = [read_hash(h) for h in case["proof"] or []]
        arguments = (read_hash(case["leafHash"]), case["leafIdx"], case["treeSize"], proof)
        judge(file, case["wantErr"], lambda a=arguments, c=case: verify_inclusion(*a, read_hash(c["root"])))


def test_every_published_consistency_proof_is_judged_as_published(published):
    files = sorted((published("merkle") / "consistency").rglob("*.json"))
    assert len(files) >= 30
    for file in files:
        case = json.loads(file.read_text())
        proof = [read_hash(h) for h in case["proof"] or []]
        roots = (read_hash(case["root1"]), read_hash(case["root2"]))
        sizes = (case["size1"], case["size2"])
        judge(file, case["wantErr"], lambda s=sizes, r=roots, p=proof: verify_consistency(*s, *r, p))


def judge(file, must_fail, verify):
    if not must_fail:
        assert verify() is None, file
        return
    with pytest.raises(Unverified, match=r"proofs\.(inclusion|consistency)_not_proved"):
        verify()
