"""An editor conforms to the original: which frames of the recorded take are which frames of the output."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from propria.plumbing.media import inspect
from tests.cast import Stage
from tests.renders import Filmed, a_take, filmed, recorded_as
from tests.rules.provenance.making import clip, numbers_in

EVENT = re.compile(r"^001  AX       AA/V  C        (\S+) (\S+) (\S+) (\S+)$", re.MULTILINE)


def edit_list(story: Filmed, render: dict[str, Any]) -> Any:
    """The answer to Cleo, who asks for the edit list."""
    return story.made.cleo.get(f"/api/v1/renders/{render['render']}/edit-list")


def frame(code: str, rate: int) -> int:
    """The number of the frame with this time code."""
    hours, minutes, seconds, frames = map(int, code.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * rate + frames


def test_its_frames_are_those_that_the_released_file_shows(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    render = story.gets("shot-1", from_ms=400, to_ms=2_400)
    told = edit_list(story, render)
    output = render["output"]["output"]
    assert told.headers["content-disposition"] == f'attachment; filename="{output}.edl"'
    found = EVENT.search(told.text)
    assert found, told.text
    taken, ended, put, left = (frame(code, 25) for code in found.groups())
    file = tmp_path / "out.mp4"
    file.write_bytes(story.file(render))
    assert numbers_in(file) == list(range(taken, ended))
    assert (put, left) == (0, ended - taken)
    assert told.text.startswith(f"TITLE: {output}\nFCM: NON-DROP FRAME\n")
    assert f"* FROM CLIP NAME: {story.take}\n" in told.text
    assert f"* SOURCE SHA-256: {hashlib.sha256(a_take()).hexdigest()}\n" in told.text
    assert "* FRAMES PER SECOND: 25\n" in told.text


def test_footage_whose_frames_are_uneven_has_none_and_is_cut_to_its_end(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    times = [0, 40, 90, 200, 240, 400, 410, 500, 960, 2_500, 2_600]
    take = clip(tmp_path / "take.mp4", frames=len(times), times=times).read_bytes()
    other = replace(story, take=recorded_as(stage, story.made, story.capture, take))
    render = other.gets("shot-1", from_ms=0, to_ms=1_000)
    refused = edit_list(other, render)
    assert (refused.status_code, refused.json()["code"]) == (409, "usage.no_edit_list")
    file = tmp_path / "out.mp4"
    file.write_bytes(other.file(render))
    assert (numbers_in(file), length_ms(file)) == (list(range(9)), 1_000)
    assert edit_list(story, story.gets("shot-2", from_ms=0, to_ms=1_000)).status_code == 200


def length_ms(file: Path) -> int:
    """How long a clip is."""
    facts = inspect(file).facts
    assert facts is not None
    return facts.duration_ms


def test_it_is_for_whoever_may_have_the_file(stage: Stage) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    where = f"/api/v1/renders/{render['render']}/edit-list"
    assert story.made.mina.get(where).text == edit_list(story, render).text
    assert stage.another_creator("dora").get(where).status_code == 404
    assert stage.person("sam").get(where).status_code == 401
