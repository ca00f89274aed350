"""The server is killed while people sign, record, offer and render: what it answered stands, nothing is half done."""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from propria.kernel.time import wire
from propria.licences import store as licences
from propria.likeness import actions as likeness
from propria.likeness.model import AssetState
from propria.plumbing.database import Database, Session
from propria.proofs.bundles import verify_bundle
from propria.proofs.merkle import Frontier, leaf_hash
from propria.proofs.trust import Trust
from propria.record import store as record
from propria.record import tables as record_tables
from propria.scope import volume
from propria.usage import actions as usage
from tests.cast import STORY_BEGINS, a_stage, openness_form
from tests.deals import a_brief, sheet
from tests.long.serving import Caller, Served, of_home, served
from tests.renders import by_the_second, filmed
from tests.replicas import a_portrait
from tests.terms import film_terms, series_scope, series_use

LATER = STORY_BEGINS + timedelta(hours=1)
BY_OPERATOR = ("identity.attested", "output.sealed", "signing_page.published")
ROOMY = volume(seconds=1_000_000, lines=1_000_000)


@dataclass
class Scene:
    """Who takes part, and what they need to go on."""

    home: Path
    tokens: dict[str, str]
    performer: str
    licence: str
    brief: str
    render_token: str
    take: str


@dataclass
class Answered:
    """What the server said yes to, as the people noted it down."""

    receipts: dict[str, int] = field(default_factory=dict)
    permits: dict[str, str] = field(default_factory=dict)
    deals: list[str] = field(default_factory=list)
    renders: list[str] = field(default_factory=list)
    destroyed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def a_scene(home: Path) -> Scene:
    """Mina licensed a series to Cleo and recorded a take for it; Wen has a key; the library is closed again."""
    with a_stage(home) as stage:
        story = filmed(stage, by_the_second(scope=series_scope(volume=ROOMY)))
        made, wen = story.made, stage.open_performer("wen", film_terms())
        tokens = {"mina": made.mina.token, "wen": wen.token, "cleo": made.cleo.token}
        brief = a_brief(made.cleo)
        return Scene(home, tokens, made.mina.performer_id, made.licence, brief, story.token, story.take)


def renews_openness(who: Caller, scene: Scene, answered: Answered) -> None:
    """Sign openness once more."""
    drafted = who.post("/api/v1/openness", openness_form(STORY_BEGINS, film_terms()))
    _notes_receipt(who.signs(drafted.json()), answered)


def gives_and_takes_back(who: Caller, scene: Scene, answered: Answered) -> None:
    """Consent to a build, then take it back: two signatures."""
    form = {"purpose": "build", "reason": "One replica", "retained_until": wire(LATER + timedelta(days=300))}
    given = who.signs(who.post("/api/v1/grants", form).json())
    _notes_receipt(given, answered)
    taken = who.post("/api/v1/grants/withdraw", {"grant": given.json()["statement_id"]})
    _notes_receipt(who.signs(taken.json()), answered)


def records_and_takes_back(who: Caller, scene: Scene, answered: Answered) -> None:
    """Consent to be recorded, put a picture into the vault, take the consent back: the picture is destroyed."""
    form = {"purpose": "capture", "reason": "One day", "retained_until": wire(LATER + timedelta(days=300))}
    given = who.signs(who.post("/api/v1/grants", form).json())
    _notes_receipt(given, answered)
    capture = who.post("/api/v1/captures", {"place": "Studio 4"}).json()["capture"]
    stored = who.puts_into(capture, a_portrait())
    assert stored.status_code == 201, stored.text
    taken = who.post("/api/v1/grants/withdraw", {"grant": given.json()["statement_id"]})
    _notes_receipt(who.signs(taken.json()), answered)
    answered.destroyed.append(stored.json()["asset"])


def renders(who: Caller, scene: Scene, answered: Answered) -> None:
    """Have two seconds of Mina's take released, and wait for them."""
    use, nonce = series_use(LATER).to_json(), f"cut-{random.getrandbits(60):x}"
    cut = {"asset": scene.take, "from_ms": 0, "to_ms": 2_000}
    form = {"token": scene.render_token, "use": use, "nonce": nonce, "take": cut}
    asked = who.post("/api/v1/renders", form)
    assert asked.status_code == 202, asked.text
    answered.renders.append(asked.json()["render"])
    assert ended(who, asked.json()["render"]) == "released"


def ended(who: Caller, render: str) -> str:
    """The state in which a render ends."""
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        state = str(who.get(f"/api/v1/renders/{render}").json()["state"])
        if state in ("released", "failed"):
            return state
        time.sleep(0.1)
    return "never"


def reserves(who: Caller, scene: Scene, answered: Answered) -> None:
    """Reserve one use."""
    nonce = f"shot-{random.getrandbits(60):x}"
    use = series_use(LATER).to_json()
    done = who.post("/api/v1/gate/reserve", {"token": scene.render_token, "use": use, "nonce": nonce})
    assert done.status_code == 201, done.text
    answered.permits[nonce] = done.json()["permit"]


def offers(who: Caller, scene: Scene, answered: Answered) -> None:
    """Offer Mina a role; whoever offers too often in a day is told so, and nothing is kept."""
    lapses = wire(LATER + timedelta(days=14))
    form = {"brief": scene.brief, "performer": scene.performer, "sheet": sheet(), "lapses_at": lapses}
    done = who.post("/api/v1/offers", form)
    assert done.status_code in (201, 429), done.text
    if done.status_code == 201:
        answered.deals.append(done.json()["deal"])


def _notes_receipt(done: httpx.Response, answered: Answered) -> None:
    assert done.status_code == 200, done.text
    receipt = done.json()
    answered.receipts[receipt["statement_id"]] = receipt["entry_index"]


ROLES: tuple[tuple[str, Callable[[Caller, Scene, Answered], None]], ...] = (
    ("mina", renews_openness),
    ("wen", gives_and_takes_back),
    ("wen", records_and_takes_back),
    ("cleo", reserves),
    ("cleo", reserves),
    ("cleo", offers),
    ("cleo", renders),
)


class Crowd:
    """People who go on acting, each on a thread, whatever becomes of the server."""

    def __init__(self, server: Served, scene: Scene, answered: Answered) -> None:
        self._over = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._goes_on, args=(Caller(server, scene.tokens[who]), act, scene, answered)
            )
            for who, act in ROLES
        ]

    def _goes_on(self, who: Caller, act: Callable[..., None], scene: Scene, answered: Answered) -> None:
        while not self._over.is_set():
            try:
                act(who, scene, answered)
            except httpx.TransportError:
                self._over.wait(0.25)
            except Exception as problem:
                answered.failures.append(f"{act.__name__}: {problem!r}"[:600])
                return

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=60)


def played(scene: Scene, *, kills: int, seed: int, longest_seconds: float) -> Answered:
    """Let the crowd act while the server is killed and started again; what was answered."""
    answered, chance, dying = Answered(), random.Random(seed), threading.Event()
    with served(scene.home) as server, Crowd(server, scene, answered):
        for _ in range(kills):
            before = len(answered.receipts)
            dying.wait(0.3 + chance.random() * longest_seconds)
            server.kill()
            server.start()
            _is_whole_over_http(Caller(server, scene.tokens["cleo"]), answered, before)
        dying.wait(1)
    with served(scene.home) as server:
        cleo = Caller(server, scene.tokens["cleo"])
        assert [ended(cleo, render) for render in answered.renders] == ["released"] * len(answered.renders)
    return answered


def _is_whole_over_http(who: Caller, answered: Answered, before: int) -> None:
    """The newest statement that was answered before the kill is in a bundle that an outsider verifies."""
    known = list(answered.receipts)[:before][-1:]
    for statement_id in known:
        bundle = who.get(f"/log/bundles/{statement_id}")
        assert bundle.status_code == 200, bundle.text
        trust = Trust.from_bytes(who.get("/log/trust").content)
        report = verify_bundle(bundle.content, trust, now=LATER).to_json()
        assert report["colour"] != "red", json.dumps(report)[:2000]


def found(home: Path, work: Callable[[Session], Any]) -> Any:
    """Read the database that the dead server left."""
    database = Database.open(f"sqlite:///{home / 'propria.db'}")
    try:
        return database.read(work)
    finally:
        database.close()


def everything_answered_stands(scene: Scene, answered: Answered) -> None:
    """Receipts, permits and offers that were answered are there, as they were answered."""

    def work(db: Session) -> None:
        for statement_id, index in answered.receipts.items():
            stored = record.statement(statement_id, db=db)
            assert stored.entry_index == index
            assert record.entry(index, db=db).kind == "statement"
        for nonce, permit_id in answered.permits.items():
            assert licences.permit(permit_id, db=db).nonce == nonce
        metered = Counter(use.render_id for use in usage.all_uses(db=db))
        assert all(metered[render] == 1 for render in answered.renders)
        for asset_id in answered.destroyed:
            assert likeness.asset(asset_id, db=db).state is AssetState.SHREDDED

    found(scene.home, work)


def roots_of(leaves: list[bytes]) -> list[bytes]:
    """The root of the log at every size, from its leaves alone."""
    edge = Frontier()
    roots = [edge.root()]
    for leaf in leaves:
        edge = edge.append(leaf)
        roots.append(edge.root())
    return roots


def nothing_is_half_done(scene: Scene) -> None:
    """Entries, statements, requests and quota agree with each other, row by row."""

    def work(db: Session) -> None:
        entries = record.entries(db=db)
        assert [e.index for e in entries] == list(range(len(entries)))
        roots = roots_of([leaf_hash(e.data) for e in entries])
        assert record.frontier(db=db).root() == roots[-1]
        for head in db.execute(record_tables.checkpoint.select()):
            assert roots[head.size] == head.root
        statements = {row.entry_index: row for row in db.execute(record_tables.statement.select())}
        assert set(statements) == {e.index for e in entries if e.kind == "statement"}
        signed = {
            row.statement_id
            for row in db.execute(record_tables.signing_request.select())
            if row.state == "signed"
        }
        by_people = {row.id for row in statements.values() if row.type not in BY_OPERATOR}
        assert signed == by_people
        used: Counter[str] = Counter()
        for permit in licences.permits(scene.licence, db=db):
            used.update({amount.unit: amount.limit for amount in permit.amounts})
        assert dict(used) == licences.used(scene.licence, db=db)

    found(scene.home, work)


def fsck_is_clean(scene: Scene) -> None:
    """The library's own check of everything finds nothing."""
    command = [sys.executable, "-m", "propria", "fsck"]
    done = subprocess.run(command, env=of_home(scene.home), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def check(scene: Scene, answered: Answered) -> None:
    """All of it, once the server is dead."""
    assert answered.failures == []
    assert answered.receipts
    assert answered.permits
    assert answered.deals
    assert answered.renders
    everything_answered_stands(scene, answered)
    nothing_is_half_done(scene)
    fsck_is_clean(scene)


def test_what_was_answered_stands_after_a_kill(tmp_path: Path) -> None:
    scene = a_scene(tmp_path)
    check(scene, played(scene, kills=1, seed=20261122, longest_seconds=1.5))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_answered_stands_after_ten_kills(tmp_path: Path, seed: int) -> None:
    scene = a_scene(tmp_path)
    check(scene, played(scene, kills=10, seed=seed, longest_seconds=4))
