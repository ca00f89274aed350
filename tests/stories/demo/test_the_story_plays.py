"""The demo's story plays to its end over HTTP, and a visitor's recordings are gone when the library stops."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from propria.demo.hands import Hands
from propria.demo.index import index_html
from propria.demo.programme import Programme
from propria.demo.stage import Stage, raised
from propria.demo.story import ACTS, Story
from propria.demo.tellings import grant
from propria.kernel.errors import Refused
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.plumbing.errors import Unavailable
from propria.record import signing_page
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.engines import TalkingEngine
from tests.replicas import a_portrait

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One library of the demo on a free port, with an engine that is quick; a process serves one at a time."""
    place = tmp_path_factory.mktemp("demo")
    slot = EngineSlot(TalkingEngine(place), ProviderConditions("propria-embedded", 0, "CN"))
    with raised(place / "demo", host="127.0.0.1", port=free_port(), engine=slot) as made:
        yield made


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_visitors_recordings_are_gone_after_exit(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    with raised(home, host="127.0.0.1", port=free_port(), keeps=False) as stage:
        promised = stage.propria.library.database.read(lambda db: signing_page.published(db=db))
        assert promised is not None, "the signing page's hash is in the log before anybody signs"
        stage.propria.library.database.transact(
            lambda db: parties.join("访客", "A Visitor", Role.PERFORMER, demo_name="visitor", db=db)
        )
        visitor = Hands(stage, "visitor")
        visitor.proves_domain()
        visitor.gets_key()
        grant(visitor, "capture")
        capture = visitor.post("/api/v1/captures", {"place": "Here"})["capture"]
        kept = f"/api/v1/captures/{capture}/assets"
        assert visitor.sends(kept, a_portrait(), "image/jpeg", kind="photo", line="")["asset"]
        assert any(file.is_file() for file in home.rglob("*"))
    assert not home.exists()


def test_every_act_plays_and_leaves_what_it_says(stage: Stage, tmp_path: Path) -> None:
    status = tmp_path / "engine.status"
    status.write_text("ready")
    story = Story(stage, Programme(tmp_path / "out"), engine_status=status)
    for act in ACTS:
        act(story)
    out = story.programme.folder
    assert {a.name for a in story.programme.artefacts} == {f.name for f in out.iterdir()}
    assert (out / "head.glb").read_bytes()[:4] == b"glTF"
    assert len((out / "statement-with-line.csv").read_text().splitlines()) == 3
    assert json.loads((out / "destroyed.json").read_text())["because"] == "cancelled"
    told = json.loads((out / "line-after-cancelling.passport.json").read_text())
    assert (told["may_show"]["may"], told["may_make"]["may"]) == ("yes", "no")
    page = index_html(story.programme)
    for artefact in story.programme.artefacts:
        assert f'href="{artefact.name}"' in page


def test_an_engine_that_could_not_be_installed_is_told_with_what_to_do(stage: Stage, tmp_path: Path) -> None:
    status = tmp_path / "engine.status"
    status.write_text("failed")
    story = Story(stage, Programme(tmp_path / "out"), engine_status=status)
    with pytest.raises(Unavailable) as caught:
        ACTS[4](story)
    assert caught.value.code == "replicas.engine_missing"
    assert "./run setup replica" in caught.value.sentence


def test_a_port_in_use_is_said_before_anything_is_deleted(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught, raised(tmp_path / "demo", host="127.0.0.1", port=stage.port):
        pass
    assert caught.value.code == "demo.port_taken"
    assert stage.home.exists()
