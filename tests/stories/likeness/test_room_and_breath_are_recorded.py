"""Room tone and breath are takes of their own: how quiet it is, no voice, breaths that are heard; nothing is made of them."""

import wave
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from propria.likeness.coaching.steps import STEPS
from propria.likeness.model import WORDLESS, AssetKind
from propria.likeness.quality_words import FINDINGS
from propria.likeness.rules_quality import findings_of
from propria.likeness.stillness import measures_of
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.cast import a_stage
from tests.deals import capture_consent
from tests.engines import DrawnEngine
from tests.replicas import a_portrait, build_of, put_in_vault, share_consent
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import session
from tests.stories.pages.reader import Reader, words

HERTZ = 16_000


def a_room(seconds: float, db: float = -62.0) -> NDArray[np.float64]:
    """The noise of a room, as loud as this."""
    return np.random.default_rng(7).normal(0, 10 ** (db / 20), int(seconds * HERTZ))


def breathed(times: int) -> NDArray[np.float64]:
    """A room in which somebody breathes: a second of rushing air every three."""
    sound = a_room(3 * times + 2)
    air = np.random.default_rng(8).normal(0, 10 ** (-40 / 20), HERTZ) * np.hanning(HERTZ)
    for at in range(times):
        sound[(3 * at + 1) * HERTZ : (3 * at + 2) * HERTZ] += air
    return sound


def hummed(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same with one second of a voice: a tone of 140 Hz and its overtones."""
    time = np.arange(HERTZ) / HERTZ
    voice = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 8)) * 0.03
    return np.concatenate([sound[:HERTZ], sound[HERTZ : 2 * HERTZ] + voice, sound[2 * HERTZ :]])


def as_wav(sound: NDArray[np.float64]) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HERTZ)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


TAKES = (
    ("room_tone", a_room(15), []),
    ("room_tone", np.zeros(15 * HERTZ), ["still.dead"]),
    ("room_tone", a_room(6), ["room.short"]),
    ("room_tone", a_room(15, -40), ["still.loud"]),
    ("room_tone", hummed(a_room(15)), ["still.spoken", "room.disturbed"]),
    ("breath", breathed(3), []),
    ("breath", breathed(2), ["breath.few"]),
    ("breath", hummed(breathed(4)), ["still.spoken"]),
)


def test_a_take_is_looked_at_here_also_where_the_engine_is_elsewhere(tmp_path: Path) -> None:
    conditions = ProviderConditions("gpu.example", 3, "DE")
    with a_stage(tmp_path, engine=EngineSlot(DrawnEngine(), conditions, is_elsewhere=True)) as stage:
        mina, _, capture = session(stage)
        for kind, sound, codes in (TAKES[0], TAKES[-1]):
            asset = put_in_vault(mina, capture, as_wav(sound), kind, "audio/wav")
            found = mina.get(f"/api/v1/me/assets/{asset}/quality").json()
            told = [one["code"] for one in found["findings"]]
            assert (kind, told, found["verdict"]) == (kind, codes, "retake" if codes else "usable")
        assert "gpu.example" not in str(mina.get("/api/v1/me/accesses").json())
        page = Reader(stage).signs_in("mina")
        assert FINDINGS["still.spoken"].retake.en in words(page.get(f"/vault/{asset}"))
        steps = words(page.get(f"/captures/{capture}"))
        assert all(step.says.en in steps for step in STEPS if step.kind in WORDLESS)
        capture_consent(mina, "build")
        share_consent(mina)
        refused = build_of(mina, put_in_vault(mina, capture, a_portrait(), "photo", "image/jpeg"), asset)
        assert (refused.status_code, refused.json()["code"]) == (409, "replicas.evidence_only")


@pytest.mark.parametrize(("kind", "sound", "codes"), TAKES)
def test_what_is_heard_has_its_findings(kind: str, sound: NDArray[np.float64], codes: list[str]) -> None:
    assert list(findings_of(AssetKind(kind), measures_of(sound))) == codes


@pytest.mark.parametrize("kind", ["room_tone", "breath"])
def test_a_picture_is_no_room(tmp_path: Path, kind: str) -> None:
    with a_stage(tmp_path) as stage:
        mina, _, capture = session(stage)
        refused = mina.stage.main.post(
            f"/api/v1/captures/{capture}/assets",
            params={"kind": kind},
            content=b"x",
            headers={"authorization": f"Bearer {mina.token}", "content-type": "image/jpeg"},
        )
        assert refused.json()["code"] == "likeness.wrong_type"
