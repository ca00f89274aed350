"""RFC 8785: every published pair, byte for byte."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from propria.kernel.errors import Malformed
from propria.proofs.canonical import canonical_bytes, jcs, read_json


def test_every_published_input_becomes_its_output_byte_for_byte(published):
    folder = published("jcs")
    inputs = sorted((folder / "input").glob("*.json"))
    assert len(inputs) == 6
    for source in inputs:
        value = read_json(source.read_bytes())
        assert jcs(value) == (folder / "output" / source.name).read_bytes(), source.name


def test_the_numbers_that_the_standard_prints():
    printed = b'{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}'
    assert jcs({"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001]}) == printed


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.integers(-(2**53) + 1, 2**53 - 1).map(float)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_signed_words_are_written_as_the_standards_own_writer_does(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, 2**53, 0.5, {1: 2}, {1}])
def test_what_not_every_reader_reads_alike_is_never_written(value):
    with pytest.raises(Malformed, match="not_canonical_json"):
        canonical_bytes(value)
