"""A real browser against a real server: Chromium with a virtual authenticator, and a demo library over HTTP."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from propria.demo.hands import Hands
from propria.demo.stage import Stage, raised
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.engines import TalkingEngine

AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One demo library with a quick replica engine, served for all browser tests."""
    folder: Path = tmp_path_factory.mktemp("demo")
    slot = EngineSlot(TalkingEngine(folder), ProviderConditions("propria-embedded", 0, "CN"))
    with raised(folder / "home", host="127.0.0.1", port=free_port(), engine=slot) as stage:
        yield stage


@dataclass
class Reader:
    """Somebody at a browser with an authenticator of their own."""

    page: Any
    devtools: Any
    stage: Stage

    def opens(self, url: str) -> Any:
        """Go to an address."""
        return self.page.goto(url, wait_until="networkidle")

    def cannot_verify_themselves(self) -> None:
        """From now on the authenticator does not recognise its user."""
        self.devtools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.authenticator, "isUserVerified": False}
        )

    authenticator: str = ""


@pytest.fixture
def reader(chromium: Any, demo: Stage) -> Iterator[Reader]:
    """A fresh browser profile with a fresh authenticator, reading English at 1280 px."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable", {"enableUI": False})
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield Reader(page, devtools, demo, made["authenticatorId"])
    context.close()


def joins(stage: Stage, zh: str, en: str, role: str) -> Hands:
    """Somebody new, over the API: hands of their own, no demo key."""
    hands = Hands(stage, "sam")
    made = hands.post("/api/v1/people", {"zh": zh, "en": en, "role": role})
    hands.http.headers["authorization"] = f"Bearer {made['token']}"
    hands.person_id = made["person"]
    return hands
