"""The implicit label's seven strings and the explicit label's least size, wording and time."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.provenance.making import FACTS, MARK

from propria.kernel.errors import Malformed
from propria.provenance.model import ExplicitLabel, ImplicitLabel, LabelValue, LicenceMark

texts = st.text(max_size=40)
labels = st.builds(ImplicitLabel, st.sampled_from(LabelValue), texts, texts, texts, texts, texts, texts)


@given(labels)
def test_a_label_reads_back_as_written_bare_or_wrapped(label: ImplicitLabel) -> None:
    assert ImplicitLabel.from_json(label.to_json()) == label
    assert ImplicitLabel.from_json('{"AIGC": ' + label.to_json() + "}") == label
    assert label.to_json().isascii()


def test_a_label_has_exactly_the_standards_seven_keys_in_order() -> None:
    assert FACTS.implicit is not None
    assert list(json.loads(FACTS.implicit.to_json())) == [
        "Label",
        "ContentProducer",
        "ProduceID",
        "ReservedCode1",
        "ContentPropagator",
        "PropagateID",
        "ReservedCode2",
    ]


SEVEN = json.loads(ImplicitLabel(LabelValue.GENERATED, "a", "b").to_json())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        json.dumps({**SEVEN, "Extra": ""}),
        json.dumps({**SEVEN, "Label": "4"}),
        json.dumps({**SEVEN, "Label": 1}),
        json.dumps({**SEVEN, "ProduceID": None}),
        json.dumps({key: text for key, text in SEVEN.items() if key != "ReservedCode2"}),
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        ImplicitLabel.from_json(text)
    assert refused.value.code == "provenance.label_malformed"


@pytest.mark.parametrize("wording", ["AI 生成", "AI-generated", "人工智能合成", "AI synthetic voice"])
def test_a_wording_that_names_ai_and_generation_is_good(wording: str) -> None:
    assert ExplicitLabel.from_assertion(ExplicitLabel(wording).to_assertion()) == ExplicitLabel(wording)


@pytest.mark.parametrize("wording", ["AI", "生成", "made by a computer", ""])
def test_a_wording_that_says_half_of_it_is_none(wording: str) -> None:
    with pytest.raises(ValueError, match="must"):
        ExplicitLabel(wording)


def test_a_label_is_at_least_five_percent_high_and_two_seconds_long() -> None:
    for wrong in ({"height_basis_points": 499}, {"seconds": 1}):
        with pytest.raises(ValueError, match="at least"):
            ExplicitLabel(**wrong)
    assert ExplicitLabel(height_basis_points=500, seconds=2).seconds == 2


def test_a_licence_assertion_reads_back_and_a_broken_one_is_malformed() -> None:
    raw = MARK.to_assertion()
    assert LicenceMark.from_assertion(raw) == MARK
    for broken in ({**raw, "log_index": "17"}, {**raw, "project": None}, {"licence_id": "lic"}):
        with pytest.raises(Malformed) as refused:
            LicenceMark.from_assertion(broken)
        assert refused.value.code == "provenance.licence_malformed"
