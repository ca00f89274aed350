"""Before a take the coach says where the face is and how it is held; it keeps nothing and looks for nobody else."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from propria.likeness.coaching import rules
from propria.likeness.coaching.model import Glimpse
from propria.plumbing.errors import Unavailable
from propria.replicas.watching import Watcher
from tests.cast import Stage
from tests.replicas import Recorded, recorded
from tests.stories.pages.reader import Reader

CAST = Path(__file__).parents[3] / "examples" / "cast" / "mina-haldane"


def a_frame(kind: str = "JPEG", held: str = "front") -> bytes:
    """What a camera sees of a drawn head."""
    out = BytesIO()
    with Image.open(CAST / f"still-{held}.jpg") as still:
        still.thumbnail((160, 160))
        still.convert("RGB").save(out, kind, quality=70)
    return out.getvalue()


@pytest.fixture
def session(stage: Stage) -> Recorded:
    """Mina, who is being recorded under her consent."""
    return recorded(stage)


@pytest.fixture
def watcher(stage: Stage) -> Iterator[Watcher]:
    """The embedded engine's eyes, in a process of their own."""
    for package in ("onnxruntime", "ai_edge_litert"):
        pytest.importorskip(package, reason="the replica engine's packages are not installed")
    stage.propria.parts["watch"] = made = Watcher()
    yield made
    made.end()


def sees(reader: Reader, session: Recorded, frame: bytes, media_type: str = "image/jpeg") -> Any:
    """What the page's script is answered."""
    return reader.uploads(f"/captures/{session.capture}/watch", frame, media_type)


def test_landmarks_of_a_face_come_back_and_nothing_is_kept(session: Recorded, watcher: Watcher) -> None:
    stage = session.mina.stage
    mina, before = Reader(stage).signs_in("mina"), set(stage.propria.library.blobs.keys(""))
    opened = session.mina.get("/api/v1/me/accesses").json()
    told = sees(mina, session, a_frame())
    assert (told.status_code, told.headers["cache-control"]) == (200, "no-store")
    seen = told.json()
    assert (seen["faces"], len(seen["points"])) == (1, 51)
    left, top, width, height = seen["box"]
    inside = [left < x < left + width and top < y < top + 1.2 * height for x, y in seen["points"]]
    assert sum(inside) > 40
    assert abs(seen["turn_degrees"]) < 20
    her_right, her_left, smiles = (
        sees(mina, session, a_frame(held=way)).json()["reached"] for way in ("left", "right", "smile")
    )
    assert ("right" in her_right, "left" in her_left, "smile" in smiles) == (True, True, True)
    assert watcher._process is not None
    first = watcher._process.pid
    assert sees(mina, session, grey_frame()).json()["says"] == ["no_face"]
    assert watcher._process.pid == first
    assert set(stage.propria.library.blobs.keys("")) == before
    assert session.mina.get("/api/v1/me/accesses").json() == opened

    watcher._process.kill()
    watcher._process.wait()
    with watcher._turn, pytest.raises(Unavailable) as busy:
        watcher(b"")
    assert busy.value.code == "replicas.engine_busy"


def grey_frame(width: int = 320) -> bytes:
    """Nobody."""
    out = BytesIO()
    Image.new("RGB", (width, 240), (120, 120, 120)).save(out, "JPEG")
    return out.getvalue()


def test_only_the_performer_of_the_session_while_the_consent_runs(session: Recorded) -> None:
    stage = session.mina.stage
    stage.propria.parts["watch"] = lambda _: Glimpse(0, (0, 0, 0, 0), (), (0, 0, 0), {}, ())
    mina, cleo = Reader(stage).signs_in("mina"), Reader(stage).signs_in("cleo")
    frame = grey_frame()
    assert sees(mina, session, frame).json()["reached"] == []
    assert sees(cleo, session, frame).status_code == 404
    assert sees(Reader(stage), session, frame).status_code in (303, 401, 403)
    session.mina.signs(session.mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    ended = sees(mina, session, frame)
    assert (ended.status_code, ended.json()["code"]) == (409, "consent.no_capture_consent")


def test_what_is_no_small_jpeg_is_refused_unread_and_so_is_too_much(session: Recorded) -> None:
    def never(_: bytes) -> Glimpse:
        raise AssertionError("it was looked at")

    stage = session.mina.stage
    stage.propria.parts["watch"] = never
    mina = Reader(stage).signs_in("mina")
    for frame, code in (
        (a_frame("PNG"), "likeness.wrong_type"),
        (b"\xff\xd8 no picture", "likeness.wrong_type"),
        (grey_frame(640), "likeness.too_large"),
        (b"\xff\xd8" + bytes(rules.MOST_BYTES), "likeness.too_large"),
    ):
        assert sees(mina, session, frame).json()["code"] == code
    asked = [sees(mina, session, b"").json()["code"] for _ in range(16)]
    assert asked == ["likeness.wrong_type"] * 12 + ["plumbing.rate_exceeded"] * 4
    stage.passes(minutes=1)
    stage.propria.parts["watch"] = None
    mina = Reader(stage).signs_in("mina")
    nowhere = sees(mina, session, a_frame())
    assert (nowhere.status_code, nowhere.json()["code"]) == (503, "likeness.no_eyes")
    assert "data-watch" not in mina.get(f"/captures/{session.capture}").text


@pytest.mark.parametrize(
    ("turn", "nod", "tilt", "box", "says", "reached"),
    [
        (0, 0, 0, (0.3, 0.2, 0.4, 0.6), (), ()),
        (-30, 0, 0, (0.3, 0.2, 0.4, 0.6), ("turn_left",), ("right",)),
        (30, 20, 0, (0.3, 0.2, 0.4, 0.6), ("turn_right", "lower"), ("left", "up")),
        (0, -20, 12, (0.3, 0.2, 0.4, 0.6), ("raise", "upright"), ("down",)),
        (0, 0, 0, (0.0, 0.2, 0.2, 0.6), ("far", "aside"), ()),
        (0, 0, 0, (0.1, 0.1, 0.8, 0.8), ("near",), ()),
    ],
)
def test_poses_have_their_words(
    turn: float, nod: float, tilt: float, box: Any, says: tuple[str, ...], reached: tuple[str, ...]
) -> None:
    light = {"brightness": 120, "burnt_share": 0.0, "side_difference": 0}
    glimpse = Glimpse(1, box, ((0.5, 0.5),), (turn, nod, tilt), light, ("smile",))
    assert rules.advice(glimpse) == says
    assert rules.reached(glimpse) == (*reached, "smile")
