"""A permit has an approved replica say a new line: sealed as generated, counted as made, and only as declared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import c2pa
import pytest

from propria.plumbing.media import inspect
from propria.provenance.model import Making
from propria.replicas.engine.manner import Feeling, Manner
from propria.replicas.engine.port import Form
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.scope import volume
from tests.cast import Stage, a_stage
from tests.deals import Licensed, active_licence, capture_consent, token_for
from tests.engines import TalkingEngine
from tests.renders import by_the_second, restart
from tests.replicas import a_portrait, build_of, put_in_vault, share_consent
from tests.stories.pages.reader import Reader, words
from tests.terms import series_scope, series_use

SAID = "灯还亮着，人已经走了。"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A library whose engine gives clips that can be sealed."""
    slot = EngineSlot(TalkingEngine(tmp_path), ProviderConditions("propria-embedded", 0, "CN"))
    with a_stage(tmp_path, engine=slot) as made:
        yield made


@dataclass
class Speaking:
    """A licence in force, and an approved version of Mina's replica."""

    stage: Stage
    made: Licensed
    replica: str
    version: str
    token: str

    def asks(
        self, nonce: str, *, form: str = "mp4", manner: dict[str, Any] | None = None, **declared: Any
    ) -> Any:
        """Cleo asks for one line; the answer, whatever it is."""
        use = series_use(self.stage.now, **declared).to_json()
        line = {"version": self.version, "text": SAID, "language": "zh", "format": form, "manner": manner}
        form = {"token": self.token, "use": use, "nonce": nonce, "line": line}
        return self.made.cleo.post("/api/v1/renders", form)

    def gets(self, nonce: str, *, form: str = "mp4", **declared: Any) -> Any:
        """The render as it is now."""
        asked = self.asks(nonce, form=form, **declared)
        assert asked.status_code == 202, asked.text
        return self.found(asked.json()["render"])

    def found(self, render: str) -> Any:
        """The render as it is now."""
        return self.made.cleo.get(f"/api/v1/renders/{render}").json()

    def cancels(self) -> None:
        """Mina cancels her replica."""
        self.made.mina.signs(self.made.mina.asked(f"/api/v1/replicas/{self.replica}/cancel"))


@pytest.fixture
def speaking(stage: Stage) -> Speaking:
    """Recorded, built, approved, licensed."""
    made = active_licence(stage, by_the_second(scope=series_scope(volume=volume(seconds=20, lines=9))))
    capture_consent(made.mina, "build")
    capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    portrait = put_in_vault(made.mina, capture, a_portrait(), "photo", "image/jpeg")
    built = build_of(made.mina, portrait).json()
    made.mina.signs(made.mina.asked(f"/api/v1/replicas/versions/{built['version']}/approve"))
    return Speaking(stage, made, built["replica"], built["version"], token_for(made.cleo, made.licence))


def left(speaking: Speaking) -> dict[str, int]:
    """What the licence still allows."""
    return dict(speaking.made.cleo.get("/api/v1/licences").json()[0]["left"])


def test_a_line_is_sealed_as_generated_and_counted_as_made(speaking: Speaking) -> None:
    render = speaking.gets("line-1")
    assert render["state"] == "released", render
    assert render["output"]["made"] == Making.GENERATED.value
    body = speaking.made.cleo.get(f"/api/v1/renders/{render['render']}/file").content
    told = speaking.stage.main.post("/api/v1/verify", content=body).json()
    assert (told["integrity"], told["found_by"]) == ("intact", "bytes")
    assert told["labels"]["explicit"]["wording"] == "AI 生成 · AI-generated"
    assert left(speaking) == {"seconds": 19, "lines": 8}


def test_the_sound_alone_is_sealed_labelled_and_counted_as_a_clip_is(
    speaking: Speaking, tmp_path: Path
) -> None:
    voice = {"attribute": frozenset({"voice"})}
    clip = speaking.asks("line-1", **voice)
    assert (clip.status_code, clip.json()["code"]) == (409, "usage.attribute_undeclared")
    render = speaking.gets("line-1", form="wav", **voice)
    assert (render["state"], render["wanted"]["format"]) == ("released", "wav"), render
    fetched = speaking.made.cleo.get(f"/api/v1/renders/{render['render']}/file")
    assert fetched.headers["content-type"] == "audio/wav"
    assert fetched.headers["content-disposition"].endswith('.wav"')
    file = tmp_path / "line.wav"
    file.write_bytes(fetched.content)
    facts = inspect(file).facts
    assert facts is not None
    assert [stream.kind for stream in facts.streams] == ["audio"]
    told = speaking.stage.main.post("/api/v1/verify", content=fetched.content).json()
    assert (told["integrity"], told["found_by"]) == ("intact", "bytes")
    assert told["labels"]["explicit_sight"] == "seen"
    assert told["labels"]["implicit"]["produce_id"] == render["output"]["output"]
    assert told["licence"]["licence_id"] == speaking.made.licence
    assert left(speaking) == {"seconds": 19, "lines": 8}


def test_a_form_that_the_engine_does_not_declare_is_not_asked_of_it(stage: Stage, speaking: Speaking) -> None:
    engine = stage.propria.parts["engine_slot"].engine
    engine.forms = (Form.MP4,)
    render = speaking.found(speaking.asks("line-1", form="wav").json()["render"])
    assert (render["state"], render["error_code"]) == ("failed", "replicas.form_not_made")
    assert engine.requests == []
    assert left(speaking) == {"seconds": 20, "lines": 9}
    assert speaking.asks("line-2", form="mp3").status_code == 400


def test_a_feeling_is_put_on_the_face_sealed_and_told_and_costs_nothing_more(
    stage: Stage, speaking: Speaking
) -> None:
    engine = stage.propria.parts["engine_slot"].engine
    manner = {"feeling": "warm", "strength": 0.6, "gaze_yaw_degrees": 12, "head_seed": 7}
    asked = speaking.asks("line-1", manner=manner)
    assert asked.status_code == 202, asked.text
    render = speaking.found(asked.json()["render"])
    done = {
        "feeling": "warm",
        "strength_percent": 60,
        "gaze_yaw_degrees": 12,
        "gaze_pitch_degrees": 0,
        "head_seed": 7,
    }
    assert (render["state"], render["wanted"]["manner"], render["output"]["manner"]) == (
        "released",
        done,
        done,
    )
    assert engine.requests[-1].manner == Manner(Feeling.WARM, 60, 12, 0, 7)
    assert left(speaking) == {"seconds": 19, "lines": 8}
    body = speaking.made.cleo.get(f"/api/v1/renders/{render['render']}/file").content
    sealed = c2pa.Reader("video/mp4", BytesIO(body)).json()
    assert '"app.propria.feeling": "warm"' in sealed
    seen = words(Reader(stage, "en").signs_in("cleo").get(f"/outputs/{render['output']['output']}"))
    assert "warm at 60%, gaze 12°/0°, head movement 7" in seen


def test_a_manner_that_the_engine_does_not_declare_is_not_asked_of_it(
    stage: Stage, speaking: Speaking
) -> None:
    engine = stage.propria.parts["engine_slot"].engine
    sad = speaking.found(speaking.asks("line-1", manner={"feeling": "sad"}).json()["render"])
    engine.directs = False
    looks = speaking.found(speaking.asks("line-2", manner={"gaze_yaw_degrees": 5}).json()["render"])
    assert [one["error_code"] for one in (sad, looks)] == ["replicas.manner_not_done"] * 2
    assert engine.requests == []
    assert left(speaking) == {"seconds": 20, "lines": 9}
    wild = speaking.asks("line-3", manner={"feeling": "warm", "strength": 1.2})
    assert (wild.status_code, wild.json()["code"]) == (400, "replicas.manner_malformed")
    heard = speaking.asks("line-4", form="wav", manner={"feeling": "warm"})
    assert (heard.status_code, heard.json()["code"]) == (400, "usage.line_malformed")


def test_the_studio_asks_for_a_feeling_and_how_strong(stage: Stage, speaking: Speaking) -> None:
    cleo, where = Reader(stage, "zh").signs_in("cleo"), f"/studio/{speaking.made.licence}"
    form = {"what": "line", "version": speaking.version, "text": SAID, "nonce": "line-1", "do": "render"}
    page = cleo.get(f"/studio?licence={speaking.made.licence}&what=line").text
    assert 'type="range" name="strength_percent" value="100"' in page
    wrong = cleo.post(where, **form, feeling="warm", strength_percent="101")
    assert "请写 0 至 100 的整数。" in words(wrong)
    chinese = cleo.post(where, **form, language="en")
    assert "请用英文写台词，或改选语言" in words(chinese)
    assert cleo.post(where, **form, feeling="warm", strength_percent="40").status_code == 303
    assert "神情温和 40%" in words(cleo.get("/studio"))
    assert speaking.stage.propria.parts["engine_slot"].engine.requests[-1].language == "zh"


def test_a_line_is_made_only_as_it_was_declared(stage: Stage, speaking: Speaking) -> None:
    elsewhere = speaking.asks("line-1", provider="somebody-else")
    assert elsewhere.json()["facts"]["reasons"] == ["provider_mismatch"]
    slot = speaking.stage.propria.parts["engine_slot"]
    keeps = EngineSlot(slot.engine, ProviderConditions("propria-embedded", 30, "CN"))
    restart(stage, engine=keeps)
    refused = speaking.asks("line-1")
    assert (refused.status_code, refused.json()["code"]) == (409, "usage.otherwise_than_declared")
    assert refused.json()["facts"]["axes"] == ["retention"]
    restart(stage, engine=replace(slot, is_elsewhere=True))
    assert speaking.asks("line-1").json()["code"] == "consent.no_share_consent"
    shared = share_consent(speaking.made.mina)
    assert speaking.asks("line-1").status_code == 202
    mina = speaking.made.mina
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": shared}))
    assert speaking.asks("line-2").json()["code"] == "consent.no_share_consent"
    restart(stage, engine=slot)
    assert speaking.asks("line-2").status_code == 202


def test_a_cancelled_replica_says_nothing_more_and_its_finished_lines_say_so(speaking: Speaking) -> None:
    """Scenario 34."""
    render = speaking.gets("line-1")
    speaking.cancels()
    refused = speaking.asks("line-2")
    assert (refused.status_code, refused.json()["code"]) == (409, "replicas.cancelled")
    output = speaking.found(render["render"])["output"]
    assert (output["may_make"]["may"], output["may_make"]["reason"]) == ("no", "replica_cancelled")
    assert (output["may_show"]["may"], output["may_show"]["reason"]) == ("yes", "clause_may_stay")


def test_a_line_in_flight_ends_with_the_replica_and_its_quota_returns(speaking: Speaking) -> None:
    speaking.stage.propria.library.jobs.close()
    asked = speaking.asks("line-1").json()
    assert left(speaking) != {"seconds": 20, "lines": 9}
    speaking.cancels()
    restart(speaking.stage)
    found = speaking.found(asked["render"])
    assert (found["state"], found["error_code"]) == ("failed", "replicas.cancelled")
    assert left(speaking) == {"seconds": 20, "lines": 9}
