"""An engine behind HTTP: it builds and speaks for the library as the embedded one does; what it answers is not believed."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from propria.cli import main
from propria.kernel.errors import PropriaError
from propria.plumbing.settings import Settings
from propria.replicas.chosen import slot_of
from propria.replicas.elsewhere import answers, client, messages
from propria.replicas.elsewhere.bell import PATH, Bell, signature
from propria.replicas.elsewhere.client import HttpEngine
from propria.replicas.elsewhere.examining import Trial, examine
from propria.replicas.elsewhere.messages import Parcel
from propria.replicas.elsewhere.serving import served
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.replicas.worker import WorkerEngine
from tests import wires
from tests.cast import a_stage
from tests.deals import capture_consent
from tests.engines import DrawnEngine, PoliteEngine, TalkingEngine, drawn_slot, picture
from tests.renders import restart
from tests.replicas import approved, build_of, recorded, say, share_consent
from tests.stories.pages.reader import Reader, words

DECLARED = ProviderConditions("propria-drawn", 0, "CN")
LICENCE = "ask Mina"


@pytest.fixture(scope="module")
def polite(tmp_path_factory: pytest.TempPathFactory) -> PoliteEngine:
    """An engine that keeps every promise of the port."""
    return PoliteEngine(tmp_path_factory.mktemp("polite"))


@pytest.fixture(scope="module")
def address(polite: PoliteEngine) -> Iterator[str]:
    """Where it is served, for who knows the token."""
    with served(polite, token="between us") as url:
        yield url


def code_of(work: Callable[[], object]) -> str:
    """The code that it is refused with; empty if it is not."""
    try:
        work()
    except PropriaError as error:
        return error.code
    return ""


def test_a_library_whose_engine_is_elsewhere_builds_and_speaks(
    address: str, polite: PoliteEngine, tmp_path: Path
) -> None:
    engine = HttpEngine(address, DECLARED, token="between us")
    with a_stage(tmp_path, engine=EngineSlot(engine, DECLARED, is_elsewhere=True)) as stage:
        made = approved(stage)
        found = made.now()
        assert (found["state"], found["engine"]["models"][0]["model"]) == ("approved", "pencil")
        assert polite.packs[-1].stills
        said = say(stage, made.version, tmp_path)
        assert said.file.read_bytes() == polite.clip
        assert set(polite.requests[-1].artefacts) == {f["name"] for f in found["files"]}
        assert said.report["engine"] == "propria-drawn 1.0.0"


def test_a_build_that_such_an_engine_cannot_finish_says_why(tmp_path: Path) -> None:
    engine = HttpEngine("http://127.0.0.1:9", DECLARED)
    with a_stage(tmp_path, engine=EngineSlot(engine, DECLARED, is_elsewhere=True)) as stage:
        session = recorded(stage)
        capture_consent(session.mina, "build")
        share_consent(session.mina)
        version = build_of(session.mina, session.portrait).json()["version"]
        where = f"/api/v1/replicas/versions/{version}"
        assert session.mina.get(where).json()["failure"] == "replicas.engine_unreachable"


def test_nothing_is_given_to_an_engine_elsewhere_without_a_consent_that_names_it(tmp_path: Path) -> None:
    """Sharing with a provider is its own statement, and holds for that provider on those conditions alone."""
    engine = TalkingEngine(tmp_path)
    there = EngineSlot(engine, ProviderConditions("gpu.example", 3, "DE"), is_elsewhere=True)
    with a_stage(tmp_path, engine=there) as stage:
        session = recorded(stage)
        mina, portrait = session.mina, session.portrait
        capture_consent(mina, "build")
        quality = f"/api/v1/me/assets/{portrait}/quality"
        assert mina.get(quality).json()["code"] == "likeness.not_looked_at"
        assert mina.get("/api/v1/me/accesses").json() == []
        assert build_of(mina, portrait).json()["code"] == "consent.no_share_consent"

        page = Reader(stage).signs_in("mina")
        assert "gpu.example · DE · 3 d" in words(page.get("/replicas"))
        assert page.post("/replicas/consent", purpose="share", years="1").status_code == 303
        agreed = share_consent(mina)
        made = build_of(mina, portrait)
        assert made.status_code == 201
        assert "given to gpu.example · DE · 3 d" in mina.get("/api/v1/me/accesses").json()[0]["purpose"]
        mina.post(quality, {})
        assert mina.get(quality).status_code == 200

        kept_longer = replace(there, conditions=ProviderConditions("gpu.example", 30, "DE"))
        restart(stage, engine=kept_longer)
        assert build_of(mina, portrait).json()["code"] == "consent.no_share_consent"
        restart(stage, engine=there)
        drafted = mina.asked("/api/v1/grants/withdraw", {"grant": agreed})
        mina.signs(drafted)
        assert build_of(mina, portrait).json()["code"] == "consent.no_share_consent"


def test_an_engine_is_held_to_the_port_and_a_broken_promise_is_named(
    address: str, polite: PoliteEngine, tmp_path: Path
) -> None:
    engine = HttpEngine(address, DECLARED, token="between us")
    findings = list(examine(Trial(engine, polite.clip)))
    assert [f"{found.promise}: {found.seen}" for found in findings if not found.kept] == []
    assert len(findings) > 10
    careless = TalkingEngine(tmp_path)
    with served(careless) as other:
        broken = {f.promise for f in examine(Trial(HttpEngine(other, DECLARED), polite.clip)) if not f.kept}
    assert {"builds from nothing: refused", "says too much: refused"} <= broken
    assert "says it with a feeling that it declares: another clip" in broken
    assert "builds a head, two pictures and a card" not in broken


def test_the_command_prints_each_promise(
    address: str,
    polite: PoliteEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PROPRIA_ENGINE_TOKEN", "between us")
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(polite.clip)
    asked = ["engine", "check", address, "--clip", str(clip), "--provider", "propria-drawn"]
    assert main.main([*asked, "--json"]) == 0
    assert all(json.loads(line)["kept"] for line in capsys.readouterr().out.splitlines())
    assert main.main([*asked, "--region", "EU"]) == 1
    assert "BROKEN" in capsys.readouterr().out
    assert main.main(["engine", "check", address, "--clip", "nowhere.mp4"]) == 1
    assert main.main(["engine", "serve", "--listen", "here"]) == 1
    assert "cli.wrong_address" in capsys.readouterr().err


def test_the_settings_say_which_engine_and_it_is_asked_over_https_alone() -> None:
    assert isinstance(slot_of(Settings()).engine, WorkerEngine)
    far = Settings(engine_url="https://engine.example/", engine_provider="other", engine_retention_days=3)
    slot = slot_of(far)
    assert isinstance(slot.engine, HttpEngine)
    assert slot.conditions == ProviderConditions("other", 3, "CN")
    for url in ("http://engine.example", "ftp://localhost", "https://a@engine.example", "https://x/?y=1"):
        assert code_of(lambda: client.checked_address(url)) == "replicas.engine_address"  # noqa: B023


@contextmanager
def a_process(place: Path) -> Iterator[str]:
    """The polite engine in a process of its own; its address."""
    asked = [sys.executable, "-m", "tests.engine_process", str(place), "between us"]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_an_engine_in_another_process_rings_when_a_job_ends_and_a_ring_that_is_lost_costs_time_alone(
    tmp_path: Path,
) -> None:
    look = port.Look("photo", picture())
    with a_process(tmp_path) as url, a_stage(tmp_path / "stage") as stage:
        bell = Bell("between us", "", fallback_seconds=60)
        engine = HttpEngine(url, DECLARED, token="between us", bell=bell)
        restart(stage, engine=EngineSlot(engine, DECLARED, is_elsewhere=True))
        with wires.served(stage.propria.main) as at:
            bell.url = f"http://127.0.0.1:{at}{PATH}"
            began = time.monotonic()
            assert engine.look(look, port.ignore).measures["pictures"] == 1
            assert time.monotonic() - began < 30
        bell.url, bell.fallback_seconds = "http://127.0.0.1:9/nobody", 0.1
        assert engine.look(look, port.ignore).measures["pictures"] == 1

        def ring(job: str, nonce: str, *, at: int = 0, token: str = "between us") -> tuple[int, str]:
            at = at or int(time.time())
            said = {"job": job, "at": at, "nonce": nonce, "signature": signature(token, job, at, nonce)}
            answer = stage.main.post(PATH, json=said)
            return answer.status_code, "" if answer.status_code == 204 else answer.json()["code"]

        with bell.heard("abcdefgh"):
            assert ring("abcdefgh", "one", token="guessed") == (422, "replicas.callback_signature")
            assert ring("abcdefgh", "one") == (204, "")
            assert ring("abcdefgh", "one") == (409, "replicas.callback_replayed")
            assert ring("abcdefgh", "two", at=1_700_000_000) == (409, "replicas.callback_replayed")
        assert ring("abcdefgh", "three") == (404, "replicas.callback_unknown")
        restart(stage, engine=drawn_slot())
        assert ring("abcdefgh", "four") == (404, "replicas.callback_unknown")
    assert code_of(lambda: Bell("", "https://here")) == "replicas.callback_needs_token"


def about() -> dict[str, Any]:
    return asdict(DrawnEngine().about)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, ""),
        ({"region": "US"}, "replicas.engine_other_than_declared"),
        ({"name": "somebody-else"}, "replicas.engine_other_than_declared"),
        ({"retention_days": 30}, "replicas.engine_other_than_declared"),
        ({"retention_days": -1}, "replicas.engine_other_than_declared"),
        ({"version": 2}, "replicas.engine_answers_wrong"),
        ({"version": "1\n2"}, "replicas.engine_answers_wrong"),
        ({"host": "x" * 500}, "replicas.engine_answers_wrong"),
        ({"weights_sha256": "none"}, "replicas.engine_answers_wrong"),
        ({"weights_licences": {}}, "replicas.engine_answers_wrong"),
        ({"models": [{"model": "m"}]}, "replicas.engine_answers_wrong"),
        ({"forms": ["mp4", "wav"]}, ""),
        ({"forms": ["png"]}, "replicas.engine_answers_wrong"),
        ({"forms": []}, "replicas.engine_answers_wrong"),
    ],
)
def test_what_an_engine_says_of_itself_is_what_its_operator_declared(said: dict[str, Any], code: str) -> None:
    assert code_of(lambda: answers.about_of(about() | said, DECLARED)) == code
    assert code_of(lambda: answers.about_of([], DECLARED)) == "replicas.engine_answers_wrong"


def built() -> dict[str, bytes]:
    return DrawnEngine().fit(port.PerformerPack(licence=LICENCE), port.ignore).files


def with_card(**change: Any) -> dict[str, bytes]:
    return {port.CARD: json.dumps(json.loads(built()[port.CARD]) | change).encode()}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"../evil.glb": b"glTF"}, "replicas.engine_answers_wrong"),
        ({port.HEAD: b"<html>"}, "replicas.engine_answers_wrong"),
        ({port.HEAD: b"glTF\x02\0\0\0" + b"\0" * 40}, "replicas.engine_answers_wrong"),
        ({port.FRONT: b"<svg onload=x>"}, "replicas.engine_answers_wrong"),
        ({port.CARD: b"[]"}, "replicas.engine_answers_wrong"),
        ({port.CARD: b'{"x": NaN}'}, "replicas.engine_answers_wrong"),
        (with_card(terms="free for all"), "replicas.engine_answers_wrong"),
        (with_card(given="plenty"), "replicas.engine_answers_wrong"),
        (with_card(voice={"kind": "preview"}), "replicas.engine_answers_wrong"),
        (with_card(face={"front": "<b>"}), "replicas.engine_answers_wrong"),
    ],
)
def test_what_it_built_is_looked_at_before_it_is_kept(change: dict[str, bytes], code: str) -> None:
    made = port.Artefacts(built() | change, {})
    parcel = messages.answers(made, DrawnEngine().about)
    assert code_of(lambda: answers.artefacts_of(parcel, LICENCE)) == code


def a_clip(**change: Any) -> Parcel:
    message = {"content_type": "video/mp4", "report": {"seconds": 1.0}}
    return Parcel(message | change, {"media": b"\0\0\0\x18ftypisom"})


def test_clips_looks_and_refusals_are_of_the_agreed_kind() -> None:
    drawn, wrong = DrawnEngine().about, "replicas.engine_answers_wrong"
    mp4 = port.Form.MP4
    assert answers.rendered_of(a_clip(), drawn, mp4).report["engine"] == "propria-drawn 1.0.0"
    assert code_of(lambda: answers.rendered_of(a_clip(), drawn, port.Form.WAV)) == wrong
    for parcel in (
        a_clip(content_type="text/html"),
        a_clip(content_type="audio/wav"),
        a_clip(report={"deep": {"er": 1}}),
        a_clip(report={"seconds": float("inf")}),
        replace(a_clip(), files={}),
    ):
        assert code_of(lambda: answers.rendered_of(parcel, drawn, mp4)) == wrong  # noqa: B023
    seen: dict[str, Any] = {"measures": {"pictures": 1}, "face": [0.6, 0.8], "voice": None}
    assert answers.seen_of(Parcel(seen)).face == (0.6, 0.8)
    for change in ({"face": [3.0]}, {"face": [True]}, {"voice": "mine"}, {"measures": []}):
        assert code_of(lambda: answers.seen_of(Parcel(seen | change))) == wrong  # noqa: B023
    assert code_of(lambda: answers.seen_of(Parcel(seen, {"sheet": b"<svg>"}))) == wrong
    told = {
        b'{"state":"refused","kind":"Refused","code":"replicas.no_face"}': "replicas.no_face",
        b'{"state":"refused","kind":"Refused","code":"licences.over"}': wrong,
        b'{"state":"refused","kind":"Forbidden","code":"replicas.no_face"}': wrong,
        b'{"state":"working","step":"dancing"}': wrong,
        b'{"state":"failed"}': "replicas.engine_died",
        b"<html>": wrong,
    }
    assert {said: code_of(lambda: answers.status_of(said)) for said in told} == told  # noqa: B023
    assert code_of(lambda: answers.job_of(b'{"job":"../x"}')) == wrong


def test_a_parcel_is_a_zip_that_is_as_large_as_it_looks(tmp_path: Path) -> None:
    pack = port.PerformerPack(
        (port.Clip(b"v", None, "zh"),), (b"s",), (port.Recording(b"r", "灯", "zh"),), LICENCE
    )
    assert messages.read_asked(messages.unpacked(messages.packed(messages.asks_fit(pack)))) == pack
    line = port.RenderRequest({"head.glb": b"h"}, "灯", "zh", port.Voice.GIVEN, b"wav", 360, port.Form.WAV)
    assert messages.read_asked(messages.asks_render(line)) == line
    look = port.Look("video", b"v", None, "en")
    assert messages.read_asked(messages.asks_look(look)) == look
    bomb = tmp_path / "bomb.zip"
    import zipfile

    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("message.json", b"{}")
        box.writestr("file-0", b"\0" * 10_000_000)
    for data in (bomb.read_bytes(), b"PK no", messages.packed(Parcel({}))[:-3]):
        assert code_of(lambda: messages.unpacked(data)) == "replicas.parcel_unreadable"  # noqa: B023
    for said in ({"verb": "delete"}, {"verb": "look", "kind": "video"}, {}):
        assert code_of(lambda: messages.read_asked(Parcel(said))) == "replicas.parcel_unreadable"  # noqa: B023
    other = replace(DrawnEngine().about, version="9")
    result = messages.packed(messages.answers(port.Seen({}), other))
    ours = DrawnEngine().about
    assert code_of(lambda: answers.parcel_of(result, ours, DECLARED)) == "replicas.engine_answers_wrong"


@contextmanager
def answering(answer: Callable[[str], tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A server that answers whatever it likes."""

    class Handler(BaseHTTPRequestHandler):
        def _say(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = _say

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_hostile_engine_gets_no_recording_to_another_address_and_keeps_nobody_waiting(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    said = json.dumps(about()).encode()

    def elsewhere(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        if path == "/v1/about":
            return 200, {}, said
        if path == "/v1/jobs":
            return 307, {"location": f"{address}/v1/jobs"}, b""
        return 404, {}, b""

    look = port.Look("photo", b"a face")
    with answering(elsewhere) as url:
        engine = HttpEngine(url, DECLARED)
        assert code_of(lambda: engine.look(look, port.ignore)) == "replicas.engine_unreachable"
    assert asked == ["/v1/about", "/v1/jobs"]

    def endless(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        begun = path == "/v1/jobs"
        working = b'{"state":"working","step":"render"}'
        return 200, {}, said if path == "/v1/about" else b'{"job":"abcdefgh"}' if begun else working

    with answering(endless) as url:
        slow = HttpEngine(url, DECLARED, longest_seconds=0.05)
        assert code_of(lambda: slow.look(look, port.ignore)) == "replicas.engine_too_slow"
    assert asked[-1] == "/v1/jobs/abcdefgh"
    with answering(lambda path: (200, {}, b"x" * (client.MOST_SMALL_BYTES + 1))) as url:
        code = code_of(lambda: HttpEngine(url, DECLARED).about)
        assert code == "replicas.engine_answers_too_much"
    assert (
        code_of(lambda: HttpEngine(address, DECLARED, token="guessed").about) == "replicas.engine_unreachable"
    )
