"""A creator cancels a render: what it had reserved comes back, nothing is charged, and nothing of it is left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from propria.likeness.safe import Safe
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.usage.fsck import fsck_outputs
from tests.cast import Stage, a_stage
from tests.deals import active_licence, capture_consent
from tests.engines import TalkingEngine
from tests.renders import by_the_second, filmed, restart, run_jobs_again
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, heading, words


class Interrupted(TalkingEngine):
    """Somebody does something while it is at work, twelve frames into the line."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`."""
        on_step(port.Progress(port.Step.RENDER, 12, 50))
        self.meanwhile()
        on_step(port.Progress(port.Step.RENDER, 24, 50))
        return super().render(request, on_step)


def cancelled_at(page: Any) -> str:
    """Where the page's one cancel button leads."""
    found = [
        part.partition('"')[0] for part in page.text.split('action="') if "/cancel" in part.partition('"')[0]
    ]
    assert len(found) == 1
    return found[0]


def left(stage: Stage) -> dict[str, list[str]]:
    """What lies among the outputs, and what the library's own check finds."""
    library = stage.propria.library
    safe = Safe(library.blobs, library.keys)
    found = library.database.read(lambda db: list(fsck_outputs(safe, deep=False, db=db)))
    return {"files": list(safe.blobs.keys("outputs")), "findings": [str(one) for one in found]}


def test_a_render_that_waits_is_cancelled_and_never_made(stage: Stage) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    render = made.asks("a-mistake").json()["render"]
    cleo = Reader(stage).signs_in("cleo")
    page = cleo.get("/studio")
    assert "638 left of 640" in words(page)
    answer = cleo.post(cancelled_at(page))
    assert answer.status_code == 303
    told = words(cleo.get("/studio"))
    assert "Cancelled" in told
    assert "Nothing was released or charged." in told
    assert "640 left of 640" in told
    assert "Charged" not in told
    restart(stage)
    found = made.made.cleo.get(f"/api/v1/renders/{render}").json()
    assert (found["state"], found["error_code"]) == ("cancelled", "usage.cancelled")
    assert left(stage) == {"files": [], "findings": []}


def test_cancelling_again_changes_nothing(stage: Stage) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    where = f"/api/v1/renders/{made.asks('a-mistake').json()['render']}/cancel"
    assert [made.made.cleo.asked(where)["state"] for _ in range(2)] == ["cancelled", "cancelled"]
    restart(stage)
    run_jobs_again(stage)
    assert made.made.cleo.asked(where)["state"] == "cancelled"
    assert "640 left of 640" in words(Reader(stage).signs_in("cleo").get("/studio"))


def test_what_is_finished_cannot_be_cancelled(stage: Stage) -> None:
    made = filmed(stage)
    done = made.gets("finished")
    refused = made.made.cleo.post(f"/api/v1/renders/{done['render']}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "usage.too_late_to_cancel")
    page = Reader(stage, "zh-Hans").signs_in("cleo").post(f"/renders/{done['render']}/cancel")
    assert page.status_code == 422
    assert "这次生成已经结束，无可取消。" in words(page)
    assert made.file(done)


@pytest.mark.parametrize("name", ["mina", "wen", "otto"])
def test_nobody_else_cancels_it(stage: Stage, name: str) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    where = f"/api/v1/renders/{made.asks('hers').json()['render']}/cancel"
    assert stage.person(name).post(where).status_code == 404
    assert made.made.cleo.post(where).status_code == 200


def test_a_render_at_work_shows_its_frames_and_stops_before_the_next(tmp_path: Path) -> None:
    engine = Interrupted(tmp_path)
    slot = EngineSlot(engine, ProviderConditions("propria-embedded", 0, "CN"))
    with a_stage(tmp_path, engine=slot) as stage:
        made = active_licence(stage, by_the_second())
        capture_consent(made.mina, "build")
        capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
        portrait = put_in_vault(made.mina, capture, a_portrait(), "photo", "image/jpeg")
        version = build_of(made.mina, portrait).json()["version"]
        made.mina.signs(made.mina.asked(f"/api/v1/replicas/versions/{version}/approve"))
        at_the_form, looking = (Reader(stage).signs_in("cleo") for _ in range(2))
        seen = []

        def cancels() -> None:
            page = looking.get("/studio")
            seen.append(words(page))
            assert looking.post(cancelled_at(page)).status_code == 303

        engine.meanwhile = cancels
        line = {"what": "line", "version": version, "text": "灯还亮着。", "language": "zh"}
        asked = at_the_form.post(f"/studio/{made.licence}", do="render", nonce="line-1", **line)
        assert asked.status_code == 303, heading(asked)
        assert "Being made" in seen[0]
        assert "12 of 50 frames" in seen[0]
        assert "Label and seal it" in seen[0]
        assert not engine.requests, "it is stopped while it draws, not when it is done"
        told = words(looking.get("/studio"))
        assert "Cancelled" in told
        assert "640 left of 640" in told
        assert left(stage) == {"files": [], "findings": []}
