"""RFC 8785: every published pair, byte for byte."""

from propria.proofs.canonical import jcs, read_json


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
