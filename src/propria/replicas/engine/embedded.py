"""The engine that comes with Propria: CPU only, no network, every weight from an installed package; keeps
nothing.
"""

from dataclasses import dataclass

from propria.replicas.engine import weights
from propria.replicas.engine.building import build
from propria.replicas.engine.manner import Feeling
from propria.replicas.engine.moments import moments_of
from propria.replicas.engine.port import (
    About,
    Artefacts,
    Form,
    Look,
    OnStep,
    PerformerPack,
    PerformRequest,
    Progress,
    Rendered,
    RenderRequest,
    Seen,
    Step,
)
from propria.replicas.engine.preview_voice import LANGUAGES
from propria.replicas.engine.quality import look_at
from propria.replicas.engine.rendering import render_line, render_performance

VERSION = "1.7.0"


@dataclass(frozen=True)
class EmbeddedEngine:
    """`port.Engine` on this machine. `region` is where this machine stands, as its operator declares it."""

    region: str = "operator"

    @property
    def about(self) -> About:
        """What this engine is."""
        return About(
            name="propria-embedded",
            version=VERSION,
            code_licence="Apache-2.0",
            weights_licences=weights.licences(),
            weights_sha256=weights.fingerprint(),
            host="operator",
            retention="nothing is kept: bytes in, bytes out",
            region=self.region,
            languages=LANGUAGES,
            models=weights.model_files(),
            forms=(Form.MP4, Form.GREEN, Form.WAV),
            performs=True,
            feelings=tuple(Feeling),
            directs=True,
        )

    def fit(self, pack: PerformerPack, on_step: OnStep) -> Artefacts:
        """Build a replica; see `port.Engine.fit`."""
        return build(pack, self.about, on_step)

    def render(self, request: RenderRequest, on_step: OnStep) -> Rendered:
        """Say a line; see `port.Engine.render`."""
        return render_line(request, self.about, on_step)

    def perform(self, request: PerformRequest, on_step: OnStep) -> Rendered:
        """Do what a stand-in did; see `port.Engine.perform`."""
        return render_performance(request, self.about, on_step)

    def look(self, look: Look, on_step: OnStep) -> Seen:
        """What one recording is good for, or who is in it and when; see `port.Engine.look`."""
        on_step(Progress(Step.FIND_FACES))
        return Seen({}, moments=moments_of(look)) if look.moments else look_at(look)
