"""A pipeline asks over real HTTP: what is refused has its code, a broken wire costs nothing, bytes are checked."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from propria.client import Library, Unavailable
from propria.kernel.errors import Malformed, NotFound, PropriaError, Refused, Unverified
from propria.proofs.trust import Trust
from propria.scope import Use
from tests.cast import Stage
from tests.renders import Filmed, filmed, restart
from tests.terms import series_scope, series_use
from tests.wires import BadWire, bad_wire, served

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "client.md"


@dataclass
class Pipeline:
    """Cleo's pipeline on another machine: a client, a licence in force, a token, and a wire that may break."""

    story: Filmed
    library: Library
    port: int
    wire: BadWire
    token: str

    @property
    def use(self) -> Use:
        """One scripted line."""
        return series_use(self.story.stage.now)

    @property
    def over_the_wire(self) -> Library:
        """The same library, reached over the wire that may break."""
        return Library(f"http://127.0.0.1:{self.wire.port}", self.library.token)

    def left(self) -> int:
        """How many lines the licence still allows."""
        return int(self.library.licences()[0]["left"]["lines"])

    def asks(self, nonce: str) -> str:
        """A cut of two seconds; the render's id."""
        return self.library.render_take(
            self.token, self.use, nonce, asset=self.story.take, from_ms=0, to_ms=2_000
        )

    def withdrawn(self) -> None:
        """Mina withdraws the licence."""
        mina = self.story.made.mina
        mina.signs(mina.asked(f"/api/v1/licences/{self.story.made.licence}/withdraw"))


@pytest.fixture
def pipeline(stage: Stage) -> Iterator[Pipeline]:
    """Filmed, licensed, served over HTTP."""
    story = filmed(stage)
    with served(stage.propria.main) as port, bad_wire(port) as wire:
        library = Library(f"http://127.0.0.1:{port}", story.made.cleo.token)
        yield Pipeline(story, library, port, wire, library.mint_token(story.made.licence))


def test_the_gate_answers_yes_and_no_with_reasons(pipeline: Pipeline) -> None:
    allowed = pipeline.library.decide(pipeline.token, pipeline.use)
    assert (allowed.allowed, allowed.reasons) == (True, ())
    assert allowed.as_of > 0
    abroad = series_use(pipeline.story.stage.now, territory="US", language="fr")
    denied = pipeline.library.decide(pipeline.token, abroad)
    assert not denied.allowed
    assert set(denied.reasons) == {"territory_mismatch", "language_mismatch"}

    narrow = pipeline.library.mint_token(pipeline.story.made.licence, narrowed=series_scope(territory=["HK"]))
    assert pipeline.library.decide(narrow, pipeline.use).reasons == ("territory_mismatch",)


def test_a_pipeline_is_told_what_its_house_must_destroy(pipeline: Pipeline, tmp_path: Path) -> None:
    story, library = pipeline.story, pipeline.library
    assert library.duties() == ()
    library.download(story.gets("shot-1")["render"], tmp_path / "shot.mp4")
    story.made.mina.signs(story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw"))
    (duty,) = library.duties()
    assert (duty["what"], duty["state"], duty["due_at"]) == (
        "unfinished_material",
        "owed",
        "2026-12-22T10:00:00Z",
    )


def test_a_change_of_the_licence_is_proposed_by_the_client(pipeline: Pipeline) -> None:
    library, licence = pipeline.library, pipeline.story.made.licence
    (deal,) = library.deals()
    (first,) = library.versions(licence)
    assert (first["version"], first["contract"]) == (1, deal["contract"])
    lapses_at = pipeline.story.stage.now + timedelta(days=7)
    sheet = deal["turns"][-1]["sheet"]
    with pytest.raises(Refused, match=r"deals\.changes_nothing"):
        library.propose_change(deal["deal"], "amendment", sheet, lapses_at=lapses_at)
    fewer = sheet | {"scope": sheet["scope"] | {"act": ["dub"]}}
    asked = library.propose_change(deal["deal"], "amendment", fewer, lapses_at=lapses_at)
    assert (asked["kind"], asked["turn_of"], asked["replaces"]) == (
        "amendment",
        "performer",
        deal["contract"],
    )


def test_a_nonce_reserves_once(pipeline: Pipeline) -> None:
    before = pipeline.left()
    permit = pipeline.library.reserve(pipeline.token, pipeline.use, "shot-1")
    assert (permit.licence, permit.amounts["lines"]) == (pipeline.story.made.licence, 1)
    with pytest.raises(Refused) as again:
        pipeline.library.reserve(pipeline.token, pipeline.use, "shot-1")
    assert (again.value.code, again.value.status) == ("licences.replayed", 409)
    assert "tries" not in again.value.facts
    assert pipeline.left() == before - 1


def test_each_refusal_is_raised_as_its_kind_with_code_and_facts(pipeline: Pipeline) -> None:
    library, token = pipeline.library, pipeline.token
    with pytest.raises(NotFound, match=r"licences\.no_licence"):
        library.mint_token("lic_" + "0" * 26)
    with pytest.raises(Malformed, match=r"proofs\.token_unreadable"):
        library.decide("not-a-token", pipeline.use)
    with pytest.raises(Unverified, match=r"proofs\.token_widened"):
        library.mint_token(pipeline.story.made.licence, narrowed=series_scope(territory=["CN", "US"]))
    with pytest.raises(NotFound, match=r"replicas\.no_version"):
        library.render_line(token, pipeline.use, "line-1", version="rpv_" + "0" * 26, text="灯还亮着。")
    with pytest.raises(PropriaError) as stranger:
        Library(library.base_url).licences()
    assert (stranger.value.code, stranger.value.status) == ("parties.sign_in_needed", 401)

    pipeline.withdrawn()
    with pytest.raises(Refused) as denied:
        library.reserve(token, pipeline.use, "shot-1")
    assert (denied.value.code, denied.value.facts["reasons"]) == ("licences.denied", ["licence_withdrawn"])


def test_a_question_that_was_lost_is_asked_again(pipeline: Pipeline) -> None:
    before, pipeline.wire.lost_questions = pipeline.left(), 2
    pipeline.over_the_wire.reserve(pipeline.token, pipeline.use, "shot-1")
    assert pipeline.wire.lost_questions == 0
    assert pipeline.left() == before - 1


def test_an_answer_that_was_lost_costs_one_use_and_not_two(pipeline: Pipeline) -> None:
    before, pipeline.wire.lost_answers = pipeline.left(), 1
    with pytest.raises(Refused) as replayed:
        pipeline.over_the_wire.reserve(pipeline.token, pipeline.use, "shot-1")
    assert (replayed.value.code, replayed.value.facts["tries"]) == ("licences.replayed", 2)
    assert pipeline.left() == before - 1


def test_a_library_that_does_not_answer_is_unreachable(pipeline: Pipeline) -> None:
    before, pipeline.wire.lost_questions = pipeline.left(), 3
    with pytest.raises(Unavailable) as silent:
        pipeline.over_the_wire.reserve(pipeline.token, pipeline.use, "shot-1")
    assert (silent.value.code, silent.value.status) == ("client.unreachable", 503)
    assert pipeline.left() == before
    for address in ("file:///etc", "library.example.org", "https://"):
        with pytest.raises(Malformed, match=r"client\.wrong_address"):
            Library(address)


def test_whoever_answers_otherwise_is_not_a_library_and_a_redirect_is_not_followed(
    pipeline: Pipeline,
) -> None:
    for answer in (
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<html>",
        b"HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n<html>",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:%d/api/v1/licences\r\nconnection: close\r\n\r\n"
        % pipeline.port,
    ):
        pipeline.wire.alters = lambda _, answer=answer: answer
        with pytest.raises(PropriaError, match=r"client\.unreadable_answer"):
            pipeline.over_the_wire.licences()


def test_a_render_is_followed_fetched_and_its_passport_read(pipeline: Pipeline, tmp_path: Path) -> None:
    seen: list[str] = []
    render = pipeline.asks("shot-1")
    released = pipeline.library.wait(render, lambda one: seen.append(one.state))
    assert released.output is not None
    assert seen[-1] == "released"

    file = pipeline.library.download(render, tmp_path / "shot.mp4")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == released.output["sha256"]
    by_file = pipeline.library.passport(file)
    assert by_file == pipeline.library.passport(released.output["output"]) == released.output
    (tmp_path / "other.mp4").write_bytes(b"nothing of ours")
    with pytest.raises(NotFound, match=r"client\.no_passport"):
        pipeline.library.passport(tmp_path / "other.mp4")


def test_altered_bytes_are_not_kept(pipeline: Pipeline, tmp_path: Path) -> None:
    render = pipeline.asks("shot-1")
    pipeline.wire.alters = lambda answer: answer.replace(b"ftyp", b"ftyq")
    place = tmp_path / "shots"
    place.mkdir()
    with pytest.raises(Unverified, match=r"client\.other_bytes"):
        pipeline.over_the_wire.download(render, place / "shot.mp4")
    assert list(place.iterdir()) == []
    pipeline.wire.alters = bytes
    assert pipeline.over_the_wire.download(render, place / "shot.mp4").exists()


def test_waiting_ends_in_time_and_says_what_came_of_it(pipeline: Pipeline, tmp_path: Path) -> None:
    stage = pipeline.story.stage
    stage.propria.library.jobs.close()
    render = pipeline.asks("shot-1")
    with pytest.raises(Unavailable, match=r"client\.not_in_time"):
        pipeline.library.wait(render, timeout_seconds=0.2, poll_seconds=0.05)
    with pytest.raises(Refused, match=r"client\.not_released"):
        pipeline.library.download(render, tmp_path / "shot.mp4")

    pipeline.withdrawn()
    restart(stage)
    with pytest.raises(Refused) as failed:
        pipeline.library.wait(render)
    assert failed.value.code == "client.render_failed"
    assert failed.value.facts["error_code"] == "usage.stopped_in_flight"


def test_a_bundle_is_verified_without_asking_anybody(pipeline: Pipeline) -> None:
    stage = pipeline.story.stage
    output = pipeline.library.wait(pipeline.asks("shot-1")).output
    assert output is not None
    bundle = stage.main.get(f"/log/bundles/{output['statement']}").content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = Library.verify_bundle(bundle, trust, now=stage.now)
    assert report.problems == ()
    assert [s.type for s in report.statements][-1] == "output.sealed"
    with pytest.raises(Malformed, match=r"proofs\.not_json|proofs\.wrong_bundle"):
        Library.verify_bundle(b"not a bundle", trust)


def test_the_guide_works_as_it_stands(
    pipeline: Pipeline,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written = re.search(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert written is not None
    monkeypatch.setenv("PROPRIA_URL", pipeline.library.base_url)
    monkeypatch.setenv("PROPRIA_TOKEN", pipeline.library.token)
    monkeypatch.setenv("PROPRIA_OUT", str(tmp_path))
    exec(compile(written[1], str(GUIDE), "exec"), {})
    assert capsys.readouterr().out.splitlines()[-1] == "yes"
    assert (tmp_path / "shot-1.mp4").exists()
