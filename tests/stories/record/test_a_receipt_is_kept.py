"""A receipt promises a place in the log, and that every head from the merge delay on has it."""

import pytest

from propria.proofs.notes import Checkpoint, note_text
from tests.cast import Stage
from tests.terms import film_terms


@pytest.mark.parametrize("seconds", [0, 60, 3_600])
def test_the_head_that_is_read_after_the_merge_delay_has_the_entry(stage: Stage, seconds: int) -> None:
    mina = stage.open_performer("mina", film_terms())
    before = Checkpoint.from_text(note_text(stage.main.get("/log/checkpoint").text))
    receipt = mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert receipt["merge_delay_seconds"] == 60
    assert receipt["entry_index"] >= before.size
    stage.passes(seconds=seconds)
    head = Checkpoint.from_text(note_text(stage.main.get("/log/checkpoint").text))
    assert head.size > receipt["entry_index"]
    assert head.origin == receipt["origin"]
