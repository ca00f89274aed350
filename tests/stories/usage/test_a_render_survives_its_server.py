"""The server dies in the middle of a render: another takes it up, and it is released once."""

import pytest

from tests.cast import Stage
from tests.renders import Dying, filmed, restart
from tests.stories.usage.test_a_creator_cancels_a_render import left


@pytest.mark.parametrize("step", ["render", "label_and_seal", "store", "read_back"])
def test_a_step_that_was_done_and_not_noted_is_done_again(stage: Stage, step: str) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    render = made.asks("shot-1").json()["render"]
    restart(stage, jobs_of=Dying.after(step))
    assert made.made.cleo.get(f"/api/v1/renders/{render}").json()["state"] == "running"
    restart(stage)
    found = made.made.cleo.get(f"/api/v1/renders/{render}").json()
    assert found["state"] == "released", found
    assert made.file(found)
    assert left(stage)["findings"] == []
    assert len(left(stage)["files"]) == 1
