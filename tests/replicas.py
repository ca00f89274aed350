"""Recordings and replicas that several stories share."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from propria.kernel.time import wire
from propria.replicas.making import Line, SaidLine, render_line
from tests.cast import Person, Stage
from tests.deals import capture_consent
from tests.engines import DrawnEngine


def a_portrait(width: int = 64) -> bytes:
    """A small grey picture of nobody."""
    out = BytesIO()
    Image.new("RGB", (width, 80), (120, 120, 120)).save(out, "JPEG")
    return out.getvalue()


def put_in_vault(
    person: Person, capture: str, body: bytes, kind: str, media_type: str, line: str = ""
) -> str:
    """Put one recording into the vault; its id."""
    answer = person.stage.main.post(
        f"/api/v1/captures/{capture}/assets",
        params={"kind": kind, "line": line},
        content=body,
        headers={"authorization": f"Bearer {person.token}", "content-type": media_type},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["asset"])


def share_consent(person: Person) -> str:
    """Consent to share with the provider of this library's engine, signed; the statement's id."""
    provider = person.get("/api/v1/replicas/engine").json()["shares_with"]
    until = wire(person.stage.now + timedelta(days=365))
    form = {"purpose": "share", "reason": provider, "retained_until": until}
    return str(person.signs(person.asked("/api/v1/grants", form))["statement_id"])


@dataclass
class Recorded:
    """Mina after a recording session: one portrait in the vault."""

    mina: Person
    consent: str
    capture: str
    portrait: str


def recorded(stage: Stage) -> Recorded:
    """Mina consented to be recorded, and was."""
    mina = stage.identified("mina")
    consent = capture_consent(mina)
    capture = mina.asked("/api/v1/captures", {"place": "Studio 4, Hangzhou"})["capture"]
    return Recorded(mina, consent, capture, put_in_vault(mina, capture, a_portrait(), "photo", "image/jpeg"))


def build_of(person: Person, *assets: str) -> Any:
    """Try to build; the answer, whatever it is."""
    return person.post("/api/v1/replicas/builds", {"assets": list(assets)})


@dataclass
class Made:
    """A version of Mina's replica, and the consent it was built under."""

    session: Recorded
    build_consent: str
    version: str
    replica: str

    @property
    def mina(self) -> Person:
        """Whose it is."""
        return self.session.mina

    def now(self) -> dict[str, Any]:
        """The version as the API tells of it."""
        found = self.mina.get(f"/api/v1/replicas/versions/{self.version}").json()
        assert isinstance(found, dict)
        return found

    def approve(self) -> str:
        """Mina signs for it; the statement's id."""
        drafted = self.mina.asked(f"/api/v1/replicas/versions/{self.version}/approve")
        return str(self.mina.signs(drafted)["statement_id"])

    def cancel(self) -> str:
        """Mina cancels the replica; the statement's id."""
        drafted = self.mina.asked(f"/api/v1/replicas/{self.replica}/cancel")
        return str(self.mina.signs(drafted)["statement_id"])


def built(stage: Stage) -> Made:
    """A built version that waits for Mina."""
    session = recorded(stage)
    consent = capture_consent(session.mina, "build")
    if stage.propria.parts["engine_slot"].is_elsewhere:
        share_consent(session.mina)
    answer = build_of(session.mina, session.portrait)
    assert answer.status_code == 201, answer.text
    return Made(session, consent, answer.json()["version"], answer.json()["replica"])


def approved(stage: Stage) -> Made:
    """A version that Mina signed for."""
    made = built(stage)
    made.approve()
    return made


def engine_of(stage: Stage) -> DrawnEngine:
    """The engine of this stage."""
    engine = stage.propria.parts["engine_slot"].engine
    assert isinstance(engine, DrawnEngine)
    return engine


def say(stage: Stage, version: str, workplace: Any, text: str = "The lamps are lit.") -> SaidLine:
    """What a permitted render calls: the version says a line."""
    return render_line(
        version,
        Line(text, "en"),
        stage.propria.parts["engine_slot"].engine,
        stage.propria.parts["safe"],
        stage.propria.library.database,
        workplace=workplace,
        now=stage.now,
    )
