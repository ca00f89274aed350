"""Renders that several stories share: a take in the vault, a render asked for, its file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import update

from propria.kernel.money import Money
from propria.plumbing.clock import FixedClock
from propria.plumbing.database import Database
from propria.plumbing.jobs import JobStopped
from propria.plumbing.jobs_inline import InlineJobs
from propria.plumbing.tables import job
from propria.rates import Basis, PriceLine, RateCard
from propria.replicas.slots import EngineSlot
from tests.beginnings import played_once
from tests.cast import Stage, inline_jobs
from tests.deals import Licensed, active_licence, sheet, token_for
from tests.rules.provenance.making import clip
from tests.terms import series_use

PER_SECOND = Money("CNY", 120_000)
LINE = "灯还亮着。"


@cache
def a_take() -> bytes:
    """Three seconds of a numbered picture and of silence, which costs each render a third less; nobody's likeness."""
    with TemporaryDirectory() as place:
        return clip(Path(place) / "take.mp4", frames=75, loud=0.0).read_bytes()


def by_the_second(**more: Any) -> dict[str, Any]:
    """Paper Lantern Street at a price for each second and no minimum: the sum is price times seconds."""
    shares = (("performer", 9_500), ("operator", 500))
    card = RateCard("CNY", (PriceLine("5.1", Basis.SECOND, PER_SECOND),), shares=shares)
    return sheet(**({"card": card.to_json()} | more))


@dataclass
class Filmed:
    """A licence in force, a take in the vault, a token."""

    stage: Stage
    made: Licensed
    capture: str
    take: str
    token: str

    def asks(self, nonce: str, *, from_ms: int = 0, to_ms: int = 2_000, **declared: Any) -> Any:
        """Cleo asks for a cut of the take; the answer, whatever it is."""
        use = series_use(self.stage.now, **declared).to_json()
        cut = {"asset": self.take, "from_ms": from_ms, "to_ms": to_ms}
        form = {"token": self.token, "use": use, "nonce": nonce, "take": cut}
        return self.made.cleo.post("/api/v1/renders", form)

    def gets(self, nonce: str, **cut: Any) -> dict[str, Any]:
        """The released render."""
        asked = self.asks(nonce, **cut)
        assert asked.status_code == 202, asked.text
        render = self.made.cleo.get(f"/api/v1/renders/{asked.json()['render']}").json()
        assert render["state"] == "released", render
        return dict(render)

    def file(self, render: dict[str, Any]) -> bytes:
        """The sealed output."""
        fetched = self.made.cleo.get(f"/api/v1/renders/{render['render']}/file")
        assert fetched.status_code == 200, fetched.text
        return bytes(fetched.content)

    def verified(self, body: bytes) -> dict[str, Any]:
        """What anyone is told of a file."""
        answer = self.stage.main.post("/api/v1/verify", content=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def recorded(stage: Stage, made: Licensed) -> tuple[str, str]:
    """(Mina's recording session, the take in it); she has consented."""
    capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4, Hangzhou"})["capture"]
    return capture, recorded_as(stage, made, capture, a_take())


def recorded_as(stage: Stage, made: Licensed, capture: str, take: bytes) -> str:
    """These bytes as a take of Mina's in the vault; its id."""
    stored = stage.main.post(
        f"/api/v1/captures/{capture}/assets",
        params={"kind": "video", "line": LINE},
        content=take,
        headers={"authorization": f"Bearer {made.mina.token}", "content-type": "video/mp4"},
    )
    assert stored.status_code == 201, stored.text
    return str(stored.json()["asset"])


@played_once
def filmed(
    stage: Stage, terms: dict[str, Any] | None = None, standing: dict[str, Any] | None = None
) -> Filmed:
    """Licensed, funded, recorded."""
    made = active_licence(stage, terms or by_the_second(), standing)
    capture, take = recorded(stage, made)
    return Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))


def restart(
    stage: Stage,
    *,
    engine: EngineSlot | None = None,
    jobs_of: Callable[[Database, FixedClock], InlineJobs] = inline_jobs,
) -> None:
    """The server is gone and another one starts over the same library; what was left unfinished is taken up."""
    stage.passes(minutes=2)
    old = stage.propria.library
    library = replace(old, jobs=jobs_of(old.database, stage.clock))
    notary = stage.propria.notary
    stage.propria = stage.propria.over(library, notary, domain_pages=stage.pages, engine=engine)
    library.jobs.sweep()


class Dying(InlineJobs):
    """Dies when a step is done and nobody has noted that it is."""

    at = ""

    @classmethod
    def after(cls, step: str) -> Callable[[Database, FixedClock], InlineJobs]:
        """What makes such jobs, for `restart`."""

        def made(database: Database, clock: FixedClock) -> InlineJobs:
            jobs = cls(database, clock=clock)
            jobs.at = step
            return jobs

        return made

    def run_step(self, name: str, call: Callable[[], Any]) -> Any:
        """See `InlineJobs.run_step`."""
        outcome = call()
        if name == self.at:
            raise JobStopped
        return outcome


def run_jobs_again(stage: Stage) -> None:
    """Every job that has ended is carried out once more, as after a crash just before its end was written."""

    def forget_ends(db: Any) -> None:
        db.execute(update(job).values(state="running"))

    stage.propria.library.database.transact(forget_ends)
    restart(stage)
