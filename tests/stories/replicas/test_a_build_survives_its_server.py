"""The server dies when a version is stored and nobody has noted it: another builds it anew, and nothing is left over."""

from pathlib import Path

from tests.cast import Stage
from tests.deals import capture_consent
from tests.renders import Dying, restart
from tests.replicas import build_of, recorded
from tests.stories.replicas.test_a_replica_ends import files_on_disk


def test_a_version_that_was_stored_and_not_noted_is_built_again(stage: Stage, tmp_path: Path) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    slot = stage.propria.parts["engine_slot"]
    stage.propria.library.jobs.close()
    version = build_of(session.mina, session.portrait).json()["version"]
    where = f"/api/v1/replicas/versions/{version}"
    restart(stage, engine=slot, jobs_of=Dying.after("make"))
    assert session.mina.get(where).json()["state"] == "building"
    stored = files_on_disk(tmp_path)
    restart(stage, engine=slot)
    found = session.mina.get(where).json()
    assert found["state"] == "built", found
    assert len(files_on_disk(tmp_path)) == len(found["files"]) == len(stored)
    assert not set(files_on_disk(tmp_path)) & set(stored)
