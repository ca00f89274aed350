"""Another person's performance moves Mina's replica: only by the stand-in's own word, and where her licence allows that act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from propria.kernel.time import wire
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.scope import StandingTerms, volume
from propria.usage import actions as usage
from tests.cast import Person, Stage, a_stage
from tests.deals import Licensed, active_licence, capture_consent, token_for
from tests.engines import TalkingEngine
from tests.renders import a_take, by_the_second, restart
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, words
from tests.terms import PROJECT, film_terms, series_scope, series_use

ACT = "performance_transfer"
FIELD = "/api/v1/renders"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A library whose engine does performances."""
    slot = EngineSlot(TalkingEngine(tmp_path), ProviderConditions("propria-embedded", 0, "CN"))
    with a_stage(tmp_path, engine=slot) as made:
        yield made


@dataclass
class Acted:
    """Mina's licence allows performance transfer; Wen stands in, and her recording is in her own vault."""

    stage: Stage
    made: Licensed
    wen: Person
    version: str
    recording: str
    own: str
    portrait: str
    token: str

    def asks(self, nonce: str, *, to_ms: int = 1_000, act: str = ACT, **change: str) -> Any:
        """Cleo asks for one second of it; the answer, whatever it is."""
        use = series_use(self.stage.now, act=act, attribute=["image"]).to_json()
        wanted = {"version": self.version, "recording": self.recording, "from_ms": 0, "to_ms": to_ms} | change
        form = {"token": self.token, "use": use, "nonce": nonce, "performance": wanted}
        return self.made.cleo.post(FIELD, form)

    def found(self, render: str) -> Any:
        """The render as it is now."""
        return self.made.cleo.get(f"{FIELD}/{render}").json()

    def agrees(self, production: str = PROJECT) -> str:
        """Wen signs; the statement's id."""
        until = wire(self.stage.now + timedelta(days=30))
        form = {"purpose": "drive", "reason": production, "retained_until": until}
        return str(self.wen.signs(self.wen.asked("/api/v1/grants", form))["statement_id"])


def licensed(stage: Stage, *acts: str) -> Licensed:
    """Mina's licence for these acts, within standing terms that allow them."""
    clause = dict(film_terms()["clauses"][0]) | {"act": sorted({"generate", "edit", "dub", *acts})}
    standing = StandingTerms.from_json(film_terms() | {"clauses": [clause]}).to_json()
    scope = series_scope(act=list(acts), volume=volume(seconds=20, takes=9))
    return active_licence(stage, by_the_second(scope=scope), standing)


def acted(stage: Stage, *acts: str) -> Acted:
    """Licensed for these acts, built, approved; Wen recorded."""
    made = licensed(stage, *acts)
    capture_consent(made.mina, "build")
    capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    portrait = put_in_vault(made.mina, capture, a_portrait(), "photo", "image/jpeg")
    built = build_of(made.mina, portrait).json()
    made.mina.signs(made.mina.asked(f"/api/v1/replicas/versions/{built['version']}/approve"))
    wen = stage.identified("wen")
    capture_consent(wen)
    session = wen.asked("/api/v1/captures", {"place": "Stage 2"})["capture"]
    recording = put_in_vault(wen, session, a_take(), "video", "video/mp4")
    own = put_in_vault(made.mina, capture, a_take(), "video", "video/mp4")
    token = token_for(made.cleo, made.licence)
    return Acted(stage, made, wen, built["version"], recording, own, portrait, token)


def code(answer: Any) -> str:
    """What it was refused with."""
    assert answer.status_code in (404, 409), answer.text
    return str(answer.json()["code"])


def test_it_takes_the_stand_in_s_word_for_that_production(stage: Stage) -> None:
    acting = acted(stage, "generate", ACT)
    assert code(acting.asks("shot-1")) == "usage.no_stand_in_consent"
    acting.agrees("another-production")
    assert code(acting.asks("shot-1")) == "usage.no_stand_in_consent"
    acting.agrees()
    assert code(acting.asks("shot-1", to_ms=9_000)) == "usage.performance_out_of_bounds"
    assert code(acting.asks("shot-1", recording=acting.own)) == "usage.own_performance"
    assert code(acting.asks("shot-1", recording=acting.portrait)) == "likeness.no_asset"
    assert code(acting.asks("shot-1", act="generate")) == "usage.otherwise_than_declared"
    line = {"version": acting.version, "text": "灯还亮着。", "language": "zh"}
    use = series_use(stage.now, act=ACT).to_json()
    form = {"token": acting.token, "use": use, "nonce": "shot-1", "line": line}
    assert code(acting.made.cleo.post(FIELD, form)) == "usage.otherwise_than_declared"


def test_the_passport_the_seal_and_the_meter_name_the_stand_in(stage: Stage) -> None:
    acting = acted(stage, "generate", ACT)
    acting.agrees()
    render = acting.found(acting.asks("shot-1").json()["render"])
    assert render["state"] == "released", render
    engine = stage.propria.parts["engine_slot"].engine
    [asked] = engine.performances
    assert b"ftyp" in asked.performance[:16]
    named = render["output"]["performed_by"]
    assert (named["stand_in"], set(named["name"])) == (acting.wen.performer_id, {"zh", "en"})
    body = acting.made.cleo.get(f"{FIELD}/{render['render']}/file").content
    assert b"app.propria.performance" in body
    assert acting.wen.performer_id.encode() in body
    [metered] = stage.propria.library.database.read(lambda db: usage.uses_under(acting.made.licence, db=db))
    assert (metered.stand_in, metered.act) == (acting.wen.performer_id, ACT)
    output = render["output"]["output"]
    assert named["name"]["en"] in words(Reader(stage).get(f"/outputs/{output}"))
    page = Reader(stage).signs_in("wen").get("/stand-in").text
    assert acting.recording in page
    assert output in page

    engine.performs = False
    found = acting.found(acting.asks("shot-2").json()["render"])
    assert (found["state"], found["error_code"]) == ("failed", "replicas.performance_not_made")


def test_the_performer_alone_is_shown_it_on_the_head(stage: Stage) -> None:
    acting = acted(stage, "generate", ACT)
    acting.agrees()
    render = acting.found(acting.asks("shot-1").json()["render"])
    mina = Reader(stage).signs_in("mina")
    clip = mina.get(f"/renders/{render['render']}")
    assert f"/replicas/{acting.version}/files/head.glb" in clip.text
    assert mina.get(f"/renders/{render['render']}/track").json()["names"] == ["jawOpen"]
    cleo = Reader(stage).signs_in("cleo")
    assert "model-viewer" not in cleo.get(f"/renders/{render['render']}").text
    assert cleo.get(f"/renders/{render['render']}/track").status_code == 404


def test_it_is_done_before_green_and_never_as_sound_alone(stage: Stage) -> None:
    acting = acted(stage, "generate", ACT)
    acting.agrees()
    green = acting.found(acting.asks("shot-green", format="green").json()["render"])
    assert (green["state"], green["wanted"]["format"]) == ("released", "green")
    assert stage.propria.parts["engine_slot"].engine.performances[-1].form.value == "green"
    listed = acting.made.cleo.get(f"{FIELD}/{green['render']}/edit-list").text
    assert "00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00" in listed
    assert f"* FROM CLIP NAME: {acting.recording}" in listed
    sound = acting.asks("shot-sound", format="wav")
    assert (sound.status_code, sound.json()["code"]) == (400, "usage.performance_malformed")


def test_a_licence_that_does_not_name_the_act_is_refused_first(stage: Stage) -> None:
    acting = acted(stage, "generate")
    acting.agrees()
    refused = acting.asks("shot-1")
    assert (code(refused), refused.json()["facts"]["reasons"]) == ("licences.denied", ["act_mismatch"])


def test_by_pages_wen_signs_cleo_sees_the_cost_and_taken_back_it_stops_what_is_in_the_making(
    stage: Stage,
) -> None:
    acting = acted(stage, ACT)
    wen, cleo = Reader(stage).signs_in("wen"), Reader(stage).signs_in("cleo")
    assert wen.post("/stand-in", production=" ", days="90").status_code == 422
    grant = wen.signs(wen.post("/stand-in", production="Paper Lantern Street", days="90"))["statement_id"]
    where = f"/studio/{acting.made.licence}"
    typed = {"what": "performance", "version": acting.version, "from": "0", "to": "1"}
    told = cleo.post(where, do="price", recording=acting.recording, **typed)
    assert "This render adds at most 1,200.00 CNY" in words(told), words(told)
    assert cleo.post(where, do="price", recording="hers", **typed).status_code == 422

    stage.propria.library.jobs.close()
    render = acting.asks("shot-1").json()["render"]
    acting.wen.signs(acting.wen.asked("/api/v1/grants/withdraw", {"grant": grant}))
    restart(stage)
    found = acting.found(render)
    assert (found["state"], found["error_code"]) == ("failed", "usage.no_stand_in_consent")
