"""Who keeps what is said of six things in every contract, and of weights as the licensed acts make it."""

from dataclasses import fields

import pytest

from propria.deals.custody import custody_rows
from propria.scope.codes.doings import ACTS


@pytest.mark.parametrize("act", ACTS)
def test_all_six_things_are_said_whole_and_weights_lie_where_they_are_made(act: str) -> None:
    rows = {row.thing.en: row for row in custody_rows({act})}
    assert set(rows) == {"Captures", "Replica", "Voice", "Weights", "Outputs", "Statistics"}
    cells = [getattr(row, field.name) for row in rows.values() for field in fields(row)]
    assert all(cell.zh and cell.en for cell in cells)
    makes = act in ("train", "fine_tune")
    weights = rows["Weights"]
    assert (weights.holder.en == "Nobody") is not makes
    assert (weights.at_bankruptcy.en == "No change") is makes, (
        "the library cannot destroy what lies with the creator"
    )
    assert weights.owner.en == "Performer"
    assert "Destroyed" in weights.at_end.en
