"""The cast of every story: five people, one library of their own, and the hands to act with, over HTTP alone."""

import atexit
import functools
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from litestar.testing import TestClient

from propria.app import Propria, build, parts_of
from propria.kernel.time import Instant, instant, wire
from propria.opening import make_home, open_library
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.plumbing.clock import FixedClock
from propria.plumbing.database import Database
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.library import Library
from propria.plumbing.settings import Settings
from propria.proofs.statements import Statement
from propria.record.notary import notary_of
from propria.replicas.slots import EngineSlot
from tests.engines import drawn_slot

STORY_BEGINS = instant("2026-11-22T10:00:00Z")
PEOPLE = {
    "mina": ("米娜·霍尔丹", "Mina Haldane", Role.PERFORMER),
    "rafael": ("拉斐尔·奥尔蒂斯", "Rafael Ortiz", Role.REPRESENTATIVE),
    "cleo": ("克莱奥·勃兰特", "Cleo Brandt", Role.CREATOR),
    "otto": ("奥托·林奎斯特", "Otto Lindqvist", Role.OPERATOR),
    "wen": ("温竹溪", "Wen Zhuxi", Role.PERFORMER),
}


class PublishedPages:
    """Domains that publish what the test says they publish: the edge of the evidence port."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.records: dict[str, list[str]] = {}

    def read(self, domain: str) -> str:
        """What the domain publishes."""
        return self.lines.get(domain, "")

    def texts(self, domain: str) -> list[str]:
        """What its DNS publishes."""
        return self.records.get(domain, [])


@dataclass
class Person:
    """One member of the cast with a client of their own."""

    stage: "Stage"
    name: str
    token: str = ""
    id: str = ""
    performer_id: str = ""

    def get(self, path: str, **options: Any) -> Any:
        """GET as this person."""
        return self.stage.main.get(path, headers=self._headers(), **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        """POST as this person."""
        return self.stage.main.post(
            path, json={} if json is None else json, headers=self._headers(), **options
        )

    def put(self, path: str, **options: Any) -> Any:
        """PUT as this person."""
        return self.stage.main.put(path, headers=self._headers(), **options)

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def asked(self, path: str, json: Any = None) -> Any:
        """POST and read the answer, which must be a success."""
        answer = self.post(path, json)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def signs(self, drafted: dict[str, Any]) -> Any:
        """Open the signing page's request and sign it with this person's demo key: the receipt."""
        answer = self.tries_to_sign(drafted)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def tries_to_sign(self, drafted: dict[str, Any]) -> Any:
        """The signing host's answer, whatever it is."""
        where = f"/requests/{drafted['request_id']}"
        shown = self.stage.signing.get(where)
        if shown.status_code != 200:
            return shown
        return self.stage.signing.post(f"{where}/demo-signature", json={"digest": digest_of(shown.json())})


@dataclass
class Stage:
    """One library for one story."""

    propria: Propria
    clock: FixedClock
    pages: PublishedPages
    main: TestClient[Any]
    signing: TestClient[Any]
    home: Path
    is_plain: bool
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has acted on it yet, and it is the plain stage that most stories have."""
        return self.is_plain and not self.people and not self.pages.lines and self.now == STORY_BEGINS

    @property
    def now(self) -> Instant:
        """The story's present."""
        return self.clock.now()

    def person(self, name: str) -> Person:
        """A member of the cast, signed in; `sam` is the stranger, signed in as nobody."""
        if name == "sam":
            return Person(self, "sam")
        if name not in self.people:
            signed_in = self.main.post("/api/v1/session/demo", json={"name": name}).json()
            self.main.cookies.clear()
            self.people[name] = Person(self, name, signed_in["token"], signed_in["person"])
        return self.people[name]

    def passes(self, **time: float) -> None:
        """Let time go by."""
        self.clock.advance(timedelta(**time))

    def identified(self, name: str) -> Person:
        """A performer whose domain published their claim and whose key is bound."""
        person = self.person(name)
        person.performer_id = self.shows_domain(person)["performer"]
        person.signs(person.asked("/api/v1/me/demo-key"))
        return person

    def shows_domain(self, person: Person) -> Any:
        """Their own domain publishes their line, and it is looked at: the answer."""
        domain = f"{person.name}.example"
        self.pages.lines[domain] = person.asked("/api/v1/claim", {"domain": domain})["publish"]
        return person.asked("/api/v1/claim/check")

    def keyed(self, name: str) -> Person:
        """Somebody other than a performer, with a bound key."""
        person = self.person(name)
        if not person.get("/api/v1/me").json()["signing_keys"]:
            person.signs(person.asked("/api/v1/me/demo-key"))
        return person

    def another_creator(self, name: str) -> Person:
        """Somebody else who makes things, with no part in any deal."""

        def work(db: Any) -> None:
            person = parties.join("朵拉", "Dora", Role.CREATOR, demo_name=name, db=db)
            actor = parties.actor_of(person.id, db=db)
            parties.found_creator(actor, "别家影业", "Other Pictures", db=db)

        self.propria.library.database.transact(work)
        return self.keyed(name)

    def open_performer(self, name: str, terms: dict[str, Any], **more: Any) -> Person:
        """A performer who is open to enquiries."""
        person = self.identified(name)
        person.signs(person.asked("/api/v1/openness", openness_form(self.now, terms, **more)))
        return person


def openness_form(
    now: Instant, terms: dict[str, Any], *, floor: str = "8000000", days: int = 180
) -> dict[str, Any]:
    """The form by which a performer opens; the floor is in minor units of CNY."""
    return {
        "terms": terms,
        "floor": {"currency": "CNY", "minor": floor},
        "starts_at": wire(now),
        "ends_at": wire(now + timedelta(days=days)),
    }


def digest_of(shown: dict[str, Any]) -> str:
    """What somebody who re-hashes the words they were shown gets, in hex."""
    return Statement.from_json(shown["statement"]).digest().hex()


@contextmanager
def a_stage(
    home: Path,
    *,
    database_url: str = "",
    settings: Mapping[str, str] = MappingProxyType({}),
    engine: EngineSlot | None = None,
) -> Iterator[Stage]:
    """A fresh library in `home`, with the whole cast joined; `settings` are lines of its settings file.

    On SQLite it is a copy of one made once, and the routes, which take long to build, are lent to one
    stage at a time. Replicas are drawn, not learnt, unless another engine is brought.
    """
    if not database_url:
        shutil.copytree(_furnished_home(), home, dirs_exist_ok=True)
    clock = FixedClock(STORY_BEGINS)
    library = _opened(home, clock, database_url, settings)
    if database_url:
        library.database.transact(_join_everybody)
    pages = PublishedPages()
    with ExitStack() as leaving:
        leaving.callback(library.close)
        propria = leaving.enter_context(_routes_over(library, pages, engine or drawn_slot()))
        main = leaving.enter_context(TestClient(propria.main, base_url="http://localhost:8000"))
        signing = leaving.enter_context(TestClient(propria.signing, base_url="http://sign.localhost:8000"))
        is_plain = not database_url and not settings and engine is None
        yield Stage(propria, clock, pages, main, signing, home, is_plain)


def _opened(home: Path, clock: FixedClock, database_url: str, settings: Mapping[str, str]) -> Library:
    lines = {"log_origin": "demo.propria.test/log", "base_url": "http://localhost:8000"}
    lines |= {"database_url": database_url or f"sqlite:///{home / 'propria.db'}?synchronous=off"}
    found = Settings.load({}, make_home(home, lines | dict(settings)))
    return open_library(found, clock=clock, jobs=lambda database: inline_jobs(database, clock))


@functools.cache
def _furnished_home() -> Path:
    """A home made once: its secrets, its demo certificates, its tables, the whole cast joined."""
    home = Path(tempfile.mkdtemp(prefix="propria-stage-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    library = _opened(home, FixedClock(STORY_BEGINS), "", {})
    library.database.transact(_join_everybody)
    parts_of(library, notary_of(library.settings))
    library.close()
    (home / "propria.toml").unlink()
    return home


_BUILT: list[Propria] = []
_LENT = threading.Lock()


@contextmanager
def _routes_over(library: Library, pages: PublishedPages, engine: EngineSlot) -> Iterator[Propria]:
    """The application over this library; a second stage at the same time gets routes of its own."""
    notary = notary_of(library.settings)
    if not _is_ours(library) or not _LENT.acquire(blocking=False):
        yield build(library, notary, domain_pages=pages, engine=engine)
        return
    try:
        if _BUILT:
            yield _BUILT[0].over(library, notary, domain_pages=pages, engine=engine)
        else:
            _BUILT.append(build(library, notary, domain_pages=pages, engine=engine))
            yield _BUILT[0]
    finally:
        _LENT.release()


def _is_ours(library: Library) -> bool:
    """Whether what the routes hold fast (the session secret, the addresses) is the furnished home's."""
    secret = (_furnished_home() / "secrets" / "session_secret").read_text()
    settings = library.settings
    return (
        settings.secret("session_secret").reveal() == secret and settings.base_url == "http://localhost:8000"
    )


def inline_jobs(database: Database, clock: FixedClock) -> InlineJobs:
    """Jobs that are done when the request that asked for them returns."""
    return InlineJobs(database, clock=clock)


def _join_everybody(db: Any) -> None:
    for short, (zh, en, role) in PEOPLE.items():
        person = parties.join(zh, en, role, demo_name=short, db=db)
        if role is Role.CREATOR:
            actor = parties.actor_of(person.id, db=db)
            parties.found_creator(actor, "颂隼影业", "Ode & Kestrel Pictures", db=db)
