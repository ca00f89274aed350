"""Published biscuits: what is not signed is refused, what is signed but no render token is refused too."""

import base64
import json

import pytest
from biscuit_auth import (
    Algorithm,
    AuthorizationError,
    AuthorizerBuilder,
    Biscuit,
    BiscuitValidationError,
    PublicKey,
)

from propria.kernel.errors import Malformed, Unverified
from propria.proofs.tokens import TIME_LIMIT, read_token


@pytest.fixture
def samples(published):
    folder = published("biscuit")
    found = json.loads((folder / "samples.json").read_text())
    cases = [c for c in found["testcases"] if (folder / c["filename"]).is_file()]
    assert len(cases) >= 14
    root = bytes.fromhex(found["root_public_key"])
    return [(case, (folder / case["filename"]).read_bytes(), root) for case in cases]


def test_every_published_token_is_refused_and_for_its_signature_where_that_is_wrong(samples):
    for case, data, root in samples:
        results = [v["result"] for v in case["validations"].values()]
        is_damaged = all("Format" in r.get("Err", {}) for r in results)
        text = base64.urlsafe_b64encode(data).decode()
        with pytest.raises((Unverified, Malformed)) as refused:
            read_token(text, public=root)
        assert (refused.value.sentence == "This is not a render token.") != is_damaged, case["filename"]


def test_a_published_token_under_another_root_key_is_refused_for_its_signature(samples):
    case, data, root = samples[1]
    assert case["title"] == "different root key"
    with pytest.raises(Unverified, match=r"proofs\.token_wrong_signature"):
        read_token(base64.urlsafe_b64encode(data).decode(), public=root)


def test_the_engine_decides_every_published_case_as_published_within_our_time_limit(samples):
    for case, data, root in samples:
        for name, validation in case["validations"].items():
            decided = decide(data, root, validation["authorizer_code"])
            assert decided == ("Ok" in validation["result"]), (case["filename"], name)


def decide(data, root, code):
    builder = AuthorizerBuilder(code)
    limits = builder.limits()
    limits.max_time = TIME_LIMIT
    builder.set_limits(limits)
    try:
        token = Biscuit.from_bytes(data, PublicKey.from_bytes(root, Algorithm.Ed25519))
        builder.build(token).authorize()
    except (AuthorizationError, BiscuitValidationError):
        return False
    return True
