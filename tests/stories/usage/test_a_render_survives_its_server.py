"""The server dies in the middle of a render: another takes it up, and it is released once and charged once."""

from collections.abc import Callable
from typing import Any

import pytest

from propria.plumbing.clock import FixedClock
from propria.plumbing.database import Database
from propria.plumbing.jobs import JobStopped
from propria.plumbing.jobs_inline import InlineJobs
from tests.cast import Stage
from tests.renders import filmed, restart
from tests.stories.usage.test_a_creator_cancels_a_render import left


class Dying(InlineJobs):
    """Dies when a step is done and nobody has noted that it is."""

    at = ""

    def run_step(self, name: str, call: Callable[[], Any]) -> Any:
        """See `InlineJobs.run_step`."""
        outcome = call()
        if name == self.at:
            raise JobStopped
        return outcome


@pytest.mark.parametrize("step", ["render", "label_and_seal", "store", "read_back"])
def test_a_step_that_was_done_and_not_noted_is_done_again(stage: Stage, step: str) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    render = made.asks("shot-1").json()["render"]

    def dying(database: Database, clock: FixedClock) -> InlineJobs:
        jobs = Dying(database, clock=clock)
        jobs.at = step
        return jobs

    restart(stage, jobs_of=dying)
    assert made.made.cleo.get(f"/api/v1/renders/{render}").json()["state"] == "running"
    restart(stage)
    found = made.made.cleo.get(f"/api/v1/renders/{render}").json()
    assert found["state"] == "released", found
    assert made.file(found)
    assert left(stage)["findings"] == []
    assert len(left(stage)["files"]) == 1
