"""A small house for the shell's tests: the kit, the shell's own pages, and a desk of drafted statements."""

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.testing import TestClient

from propria.kernel.errors import Forbidden, Malformed, NotFound, Refused, Unverified
from propria.kernel.time import instant
from propria.plumbing.web.kit import KitSettings, WebKit
from propria.plumbing.web.shell import Dateline, Link, Role, Shell, Viewer
from propria.plumbing.web.words import Words
from propria.proofs.canonical import canonical_bytes
from propria.web.navigation import mast
from propria.web.routes import FINDERS_KEY, HANDLERS
from propria.web.sign_page import sign_router

SECRET = "only-for-tests-0123456789-0123456789"
SIGN_ORIGIN = "http://sign.localhost:8000"
DATELINE = Dateline(48211, instant("2026-11-22T10:04:00Z"), 3, 3, one_machine=True)
REFUSALS = {
    "forbidden": Forbidden("house.not_yours", "Only the performer may do this."),
    "not_found": NotFound("house.no_such_thing"),
    "refused": Refused("house.not_open", "This performer is not open to enquiries.", state="withdrawn"),
    "unverified": Unverified("house.wrong_signature", "The key did not sign these words."),
    "malformed": Malformed("house.unreadable", "The words cannot be read."),
}


@get("/fails/{kind:str}", sync_to_thread=True)
def fails(kind: str) -> str:
    """Every way to say no; anything else is a fault of ours."""
    raise REFUSALS.get(kind, RuntimeError("the secret reason"))


@post("/kept", sync_to_thread=True)
def kept(request: Request[Any, Any, Any]) -> str:
    """Something that a form changes."""
    request.session["seen"] = "yes"
    return "kept"


@get("/api/v1/machines", sync_to_thread=True)
def machines() -> dict[str, str]:
    """Something for programs."""
    raise REFUSALS["refused"]


def shell_for(request: Request[Any, Any, Any]) -> Shell:
    """A public shell, or Mina's with `?as=mina`; a real library without `?real`."""
    demo = "real" not in request.query_params
    if request.query_params.get("as") == "mina":
        mina = Viewer(Words(zh="米娜·霍尔丹", en="Mina Haldane"), Role.PERFORMER)
        return Shell(DATELINE, mina, mast(Role.PERFORMER), demo)
    return Shell(DATELINE, None, mast(Role.PUBLIC), demo)


def find_mina(_: Request[Any, Any, Any], query: str) -> list[Link]:
    """A finder of records that knows one performer."""
    name = Words(zh="米娜·霍尔丹", en="Mina Haldane")
    return [Link("/performers/prf_mina", name)] if query.lower() in "mina haldane" else []


@dataclass
class Desk:
    """What waits for a signature, and what came back."""

    drafted: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    registrations: dict[str, dict[str, Any]] = field(default_factory=dict)
    binding: str = "sgn_binding"


def draft(**more: Any) -> dict[str, Any]:
    """A drafted statement in both languages, as `GET /requests/{id}` answers it."""
    statement = {
        "type": "consent.openness_given",
        "version": 1,
        "id": "stm_" + "1" * 26,
        "subject": "sub_" + "2" * 52,
        "body": {"days": 180, "clauses": [{"act": ["dub"]}], "é": None, "z": True},
        "text": {
            "zh": "本人米娜·霍尔丹愿意洽谈，未作授权。\n一、可就电影询问译配。\n二、180 天后自行失效。",
            "en": "I, Mina Haldane, am open to enquiries; no licence is given.\n"
            "1. I may be asked to dub films.\n2. It lapses by itself after 180 days.",
        },
        "as_of": None,
        "expires_at": "2036-11-22T10:19:00Z",
    }
    asked = {
        "mode": "sign",
        "statement": statement,
        "title": {"zh": "愿意洽谈", "en": "Open to enquiries"},
        "does_not_allow": {"zh": ["使用您的形象或声音"], "en": ["Using your face or your voice"]},
        "effects": {"zh": ["搜索中可见"], "en": ["You can be found in search"]},
        "questions": [
            {
                "id": "use",
                "zh": "现在有人可以使用您的声音吗？",
                "en": "May anybody use your voice now?",
                "options": [{"zh": "可以", "en": "Yes"}, {"zh": "不可以", "en": "No"}],
                "correct": 1,
                "why": {"zh": "愿意洽谈不是授权。", "en": "Openness is no licence."},
            }
        ],
        "return_url": "/home",
        "demo": False,
        "keys": [],
    }
    return {**asked, **more}


def statement_digest(statement: dict[str, Any]) -> bytes:
    """What a key must sign for this statement, worked out apart from the page."""
    return hashlib.sha256(b"propria/v1/statement\0" + canonical_bytes(statement)).digest()


def desk_routes(desk: Desk) -> list[Any]:
    """The calls of the signing page, answered from the desk."""

    @get("/requests/{request_id:str}", sync_to_thread=True)
    def read(request_id: str) -> dict[str, Any]:
        if request_id not in desk.drafted:
            raise NotFound("record.no_request")
        return desk.drafted[request_id]

    @post("/requests/{request_id:str}/{act:str}", status_code=200, sync_to_thread=True)
    def receive(request_id: str, act: str, data: dict[str, Any]) -> Response[dict[str, Any]]:
        desk.received.append((request_id, act, data))
        return Response(
            {
                "entry_index": 48212,
                "origin": "demo.propria.example/log",
                "logged_at": "2026-11-22T10:05:00Z",
                "return_url": "/home",
            }
        )

    @get("/registrations/{request_id:str}", sync_to_thread=True)
    def read_registration(request_id: str) -> dict[str, Any]:
        if request_id not in desk.registrations:
            raise NotFound("record.no_request")
        return {"mode": "register-key", "options": desk.registrations[request_id]}

    @post("/registrations/{request_id:str}", status_code=201, sync_to_thread=True)
    def register(request_id: str, data: dict[str, Any]) -> dict[str, str]:
        desk.received.append((request_id, "key", data))
        return {"request_id": desk.binding}

    return [read, receive, read_registration, register]


def house(desk: Desk | None = None) -> Litestar:
    """The app."""
    app = Litestar(
        [*HANDLERS, fails, kept, machines, sign_router(), *desk_routes(desk or Desk())],
        plugins=[WebKit(KitSettings(SECRET, SIGN_ORIGIN), shell_for)],
        openapi_config=None,
    )
    app.state[FINDERS_KEY] = (find_mina,)
    return app


def visitor(**headers: str) -> TestClient[Litestar]:
    """Somebody with a browser."""
    client = TestClient(house(), raise_server_exceptions=False)
    client.headers.update({"accept": "text/html", **headers})
    return client


@contextlib.contextmanager
def serving(app: Litestar) -> Iterator[int]:
    """The app on a free port of this machine; gives the port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    started = threading.Event()
    original = server.startup

    async def startup(*args: Any, **kwargs: Any) -> None:
        await original(*args, **kwargs)
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    started.wait(30)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
