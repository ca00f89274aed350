"""A creator looks before paying: small, marked, counted nowhere, and the performer sees that they looked."""

import re
import wave
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from propria.plumbing import rate
from propria.plumbing.database import Session
from propria.plumbing.media import inspect
from propria.plumbing.media_edit import write_sound
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.usage import previews, store
from propria.usage.drafts import MARK, SOUND_RATE, beeped, draft_of
from tests.cast import Stage, a_stage
from tests.deals import active_licence, capture_consent
from tests.engines import TalkingEngine
from tests.renders import Filmed, a_take, by_the_second, filmed
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, words

SHOWN = re.compile(r'<(video|audio|img) src="data:([^;]+);base64,([^"]+)"')


def looks(reader: Reader, made: Filmed, **more: str) -> Any:
    """What the form answers a creator who asks for a preview of the first two seconds."""
    cut = {"what": "take", "asset": made.take, "from": "0", "to": "2", "act": "dub", "territory": "HK"}
    return reader.post(f"/studio/{made.made.licence}", **({"do": "preview", "nonce": "n"} | cut | more))


def shown(answer: Any) -> tuple[str, bytes]:
    """(type, bytes) of the preview inside the page."""
    found = SHOWN.search(answer.text)
    assert found, words(answer)
    return found[2], b64decode(found[3])


def lumas(path: Path, width: int) -> list[np.ndarray]:
    """The brightness of each picture, at one width."""
    with av.open(str(path)) as media:
        return [
            frame.reformat(
                width=width, height=width * frame.height // frame.width, format="gray"
            ).to_ndarray()
            for frame in media.decode(video=0)
        ]


def test_a_cut_is_looked_at_small_and_marked_and_nothing_is_counted_or_released(
    stage: Stage, tmp_path: Path
) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    answer = looks(cleo, made)
    assert answer.status_code == 200, words(answer)
    media_type, data = shown(answer)
    assert media_type == "video/mp4"
    (tmp_path / "small.mp4").write_bytes(data)
    facts = inspect(tmp_path / "small.mp4").facts
    assert facts
    assert facts.width <= 320
    assert facts.duration_ms == 2_000
    (tmp_path / "take.mp4").write_bytes(a_take())
    small, whole = (lumas(tmp_path / name, facts.width)[10] for name in ("small.mp4", "take.mp4"))
    marked = np.abs(small.astype(int) - whole[: small.shape[0]].astype(int)) > 60
    for half in np.array_split(marked, 2, axis=0):
        for quarter in np.array_split(half, 2, axis=1):
            assert quarter.mean() > 0.03, "each quarter of the picture is marked"
    told = words(answer)
    assert "640 left of 640" in told
    assert "Nothing was rendered yet." in told
    assert "This render adds at most 2,400.00 CNY" in told
    assert made.verified(data)["integrity"] != "intact"
    mina = Reader(stage).signs_in("mina")
    seen = words(mina.get("/renders"))
    assert "Previews of you" in seen
    assert "A recorded take, 0–2 s" in seen
    assert "for Ode & Kestrel Pictures" in seen
    assert "Nothing was made of you." in seen
    assert "A preview for Paper Lantern Street; nothing is released" in words(mina.get("/vault"))
    assert "有您的预览" in words(Reader(stage, "zh-Hans").signs_in("mina").get("/renders"))


def test_what_may_not_be_rendered_is_not_previewed_either(stage: Stage) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    assert shown(looks(cleo, made))
    mina = Reader(stage).signs_in("mina")
    before = mina.get("/renders").text.count("A recorded take")
    denied = looks(cleo, made, territory="JP")
    assert denied.status_code == 422
    assert "licences.denied" in words(denied)
    photo = put_in_vault(made.made.mina, made.capture, a_portrait(), "photo", "image/jpeg")
    beyond = looks(cleo, made, asset=photo)
    assert "Nothing is said of takes." in words(beyond), "what is left counts here too"
    made.made.mina.signs(made.made.mina.asked(f"/api/v1/licences/{made.made.licence}/withdraw"))
    stopped = looks(cleo, made)
    assert stopped.status_code == 422
    assert "licences.denied" in words(stopped)
    for answer in (denied, beyond, stopped):
        assert SHOWN.search(answer.text) is None
    assert mina.get("/renders").text.count("A recorded take") == before == 1


def test_ten_an_hour_and_no_more(stage: Stage) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    assert looks(cleo, made, to="0.2").status_code == 200

    def nine_more(db: Session) -> None:
        one = store.previews(made.made.mina.performer_id, db=db)[0]
        for _ in range(9):
            rate.take(previews.LIMIT, one.creator_id, now=stage.now, db=db)

    stage.propria.library.database.transact(nine_more)
    refused = looks(cleo, made, to="0.2")
    assert "plumbing.rate_exceeded" in words(refused)
    assert SHOWN.search(refused.text) is None
    stage.passes(minutes=7)
    assert looks(cleo, made, to="0.2").status_code == 200


class Interrupted(TalkingEngine):
    """Says a line while something else happens."""

    meanwhile: Callable[[], Any] = staticmethod(lambda: None)

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`."""
        self.meanwhile()
        return super().render(request, on_step)


def test_a_line_is_previewed_by_its_first_words_and_a_withdrawal_meanwhile_shows_nothing(
    tmp_path: Path,
) -> None:
    engine = Interrupted(tmp_path)
    with a_stage(
        tmp_path, engine=EngineSlot(engine, ProviderConditions("propria-embedded", 0, "CN"))
    ) as stage:
        made = active_licence(stage, by_the_second())
        capture_consent(made.mina, "build")
        capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
        portrait = put_in_vault(made.mina, capture, a_portrait(), "photo", "image/jpeg")
        version = build_of(made.mina, portrait).json()["version"]
        made.mina.signs(made.mina.asked(f"/api/v1/replicas/versions/{version}/approve"))
        cleo = Reader(stage).signs_in("cleo")
        line = {
            "what": "line",
            "version": version,
            "text": "灯还亮着。" * 20,
            "do": "preview",
            "language": "zh",
        }
        answer = cleo.post(f"/studio/{made.licence}", **line)
        assert shown(answer)[0] == "video/mp4"
        asked = engine.requests[-1]
        assert (asked.text, asked.height_px) == ("灯还亮着。" * 12, 160)
        assert "A new line: “灯还亮着。" in words(Reader(stage).signs_in("mina").get("/renders"))
        engine.meanwhile = lambda: made.mina.signs(
            made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw")
        )
        late = cleo.post(f"/studio/{made.licence}", **line)
        assert late.status_code == 422
        assert "licences.denied" in words(late)
        assert SHOWN.search(late.text) is None


def test_a_photo_and_a_sound_are_marked_too(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(a_portrait(900))
    draft = draft_of(tmp_path / "photo.jpg", tmp_path, mark=MARK)
    assert draft.media_type == "image/jpeg"
    picture = np.asarray(Image.open(BytesIO(draft.data)).convert("L")).astype(int)
    assert picture.shape[1] == 320
    assert (abs(picture - 120) > 60).mean() > 0.05
    (tmp_path / "take.mp4").write_bytes(a_take())
    write_sound(tmp_path / "take.mp4", tmp_path / "take.wav", form="wav")
    draft = draft_of(tmp_path / "take.wav", tmp_path, mark=MARK)
    assert draft.media_type == "audio/wav"
    with wave.open(BytesIO(draft.data)) as heard:
        assert (heard.getframerate(), heard.getnchannels()) == (SOUND_RATE, 1)
        assert 2.8 < heard.getnframes() / SOUND_RATE < 3.2
    steady = beeped(np.ones(3 * SOUND_RATE, np.float32))
    beeping = steady != 1
    assert list(np.flatnonzero(np.diff(beeping.astype(int)))) == [3_199, 31_999, 35_199]
