"""Whatever stands in a bundle, a statement or a trust file, the answer is a report or a refusal, and never a false green."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.proofs.library import mina_opens
from tests.rules.proofs.making import NOW

from propria.kernel.errors import Malformed
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust

LATER = NOW + timedelta(hours=1)
LIBRARY, _ = mina_opens()
GOOD_BYTES, GOOD_TRUST = LIBRARY.bundle(LIBRARY.checkpoint()).to_bytes(), LIBRARY.trust()
GOOD_REPORT = verify_bundle(GOOD_BYTES, GOOD_TRUST, now=LATER)

junk = (
    st.none()
    | st.booleans()
    | st.integers(-5, 2**60)
    | st.floats()
    | st.text(max_size=6)
    | st.just([])
    | st.just({})
)


def places_in(value, path=()):
    yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, child in children:
        yield from places_in(child, (*path, name))


def replaced(value, path, other):
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], other)
    return copy


RAW = json.loads(GOOD_BYTES)
RAW_TRUST = json.loads(GOOD_TRUST.to_bytes())


@pytest.mark.thorough
@given(st.sampled_from(list(places_in(RAW))), junk)
def test_whatever_stands_in_a_bundle_gives_a_report_or_a_refusal(path, other):
    data = json.dumps(replaced(RAW, path, other), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        report = verify_bundle(data.encode("utf-8", "surrogatepass"), GOOD_TRUST, now=LATER)
    except Malformed:
        return
    assert report.to_json() != GOOD_REPORT.to_json() or data.encode() == GOOD_BYTES


@pytest.mark.thorough
@given(st.sampled_from(list(places_in(json.loads(RAW["envelopes"][2]["statement"])))), junk)
def test_whatever_stands_in_a_statement_gives_a_report_or_a_refusal(path, other):
    said = replaced(json.loads(RAW["envelopes"][2]["statement"]), path, other)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    raw = replaced(RAW, ("envelopes", 2, "statement"), text)
    data = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        report = verify_bundle(data.encode("utf-8", "surrogatepass"), GOOD_TRUST, now=LATER)
    except Malformed:
        return
    assert report.colour == "red" or data.encode() == GOOD_BYTES


@pytest.mark.thorough
@given(st.sampled_from(list(places_in(RAW_TRUST))), junk)
def test_whatever_stands_in_a_trust_file_is_read_or_refused(path, other):
    data = json.dumps(replaced(RAW_TRUST, path, other)).encode()
    try:
        trust = Trust.from_bytes(data)
    except Malformed:
        return
    assert verify_bundle(GOOD_BYTES, trust, now=LATER).colour in ("green", "amber", "red")


@settings(max_examples=300, deadline=None)
@pytest.mark.thorough
@given(st.integers(0, len(GOOD_BYTES) - 1), st.integers(1, 255))
def test_a_bundle_with_any_byte_changed_never_gives_the_same_facts_in_green(at, flip):
    changed = GOOD_BYTES[:at] + bytes([GOOD_BYTES[at] ^ flip]) + GOOD_BYTES[at + 1 :]
    try:
        report = verify_bundle(changed, GOOD_TRUST, now=LATER)
    except Malformed:
        return
    assert report.colour == "red" or report.to_json() != GOOD_REPORT.to_json()
