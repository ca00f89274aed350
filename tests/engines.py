"""A replica engine for stories: it draws instead of learning, at once, and behaves as the port promises."""

import json
import struct
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from propria.kernel.errors import Malformed, Refused
from propria.kernel.ranged import opened
from propria.plumbing.media_edit import write_sound
from propria.replicas.engine import port
from propria.replicas.engine.manner import AS_FILMED, Feeling
from propria.replicas.engine.sound import Sound, write_wav
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.rules.provenance.making import clip

BUILD_STEPS = (
    port.Step.FIND_FACES,
    port.Step.LANDMARKS,
    port.Step.FIT,
    port.Step.TEXTURE,
    port.Step.VOICE,
    port.Step.VISEMES,
    port.Step.RENDER,
)


SILENCE = Sound(np.zeros(1600, np.float32), 16_000)
STILL_SEEN = {
    "pictures": 1,
    "with_face": 1,
    "with_several": 0,
    "same_throughout": 1.0,
    "sharpness": 22.0,
    "brightness": 130,
    "burnt_share": 0.0,
    "side_difference": 10,
}
FOOTAGE_SEEN = {
    **STILL_SEEN,
    "pictures": 20,
    "with_face": 20,
    "face_px": 210,
    "turn_degrees": [-4, 5],
    "expressions": ["smile"],
    "speech_seconds": 4.0,
    "words_matched": True,
    "shapes_missing": ["TH", "CH", "U", "O"],
}


MOVED = '{"frames_per_second": 25, "names": ["jawOpen"], "values": "AP8="}'
"""A track of two frames: a mouth that opens."""

IN_A_CLIP = (
    (port.FACE, 0, 0, (0.0, 1.0)),
    (port.FACE, 1000, 1000, (1.0, 0.0)),
    (port.FACE, 2000, 2000, (0.6, 0.8)),
    (port.VOICE_HEARD, 0, 3000, (0.8, 0.6)),
)
"""Whom the drawn engine sees and hears in any clip, and when."""


class DrawnEngine:
    """Gives files made of what it was given; `packs` and `requests` are what it was handed."""

    def __init__(self) -> None:
        self.packs: list[port.PerformerPack] = []
        self.requests: list[port.RenderRequest] = []
        self.at_step: Callable[[port.Step], None] = lambda step: None

    @property
    def about(self) -> port.About:
        """What it says of itself."""
        return port.About(
            name="propria-drawn",
            version="1.0.0",
            code_licence="Apache-2.0",
            weights_licences={"pencil": "code MIT; weights CC0-1.0"},
            weights_sha256="0" * 64,
            host="operator",
            retention="nothing is kept",
            region="CN",
            languages=("en", "zh"),
            models=(port.ModelFile("pencil", "pencil/soft.bin", "drawn", "1.0.0", "1" * 64),),
        )

    def fit(self, pack: port.PerformerPack, on_step: port.OnStep) -> port.Artefacts:
        """See `port.Engine.fit`."""
        self.packs.append(pack)
        if any(Image.open(opened(still)).width < 32 for still in pack.stills):
            raise Refused("replicas.face_too_small", "the face is too small in this recording")
        for step in BUILD_STEPS:
            on_step(port.Progress(step, 1, 2))
            self.at_step(step)
        card = card_of(self.about, pack)
        files = {
            port.HEAD: empty_glb(pack.licence),
            port.FRONT: picture(),
            port.THREE_QUARTER: picture(),
            port.LIBRARY: b"PK shapes",
            port.CARD: json.dumps(card).encode(),
            port.PERFORMANCES: b'{"tracks": {}}',
            port.SAMPLE: write_wav(SILENCE),
        }
        return port.Artefacts(files, card)

    def look(self, look: port.Look, on_step: port.OnStep) -> port.Seen:
        """See `port.Engine.look`: red pictures are one person's and all others another's; so are low and other voices."""
        on_step(port.Progress(port.Step.FIND_FACES))
        if look.moments and look.kind == "video":
            return port.Seen({}, moments=tuple(port.Moment(*moment) for moment in IN_A_CLIP))
        if look.kind == "voice":
            measures = {
                "speech_seconds": 3.0,
                "signal_to_noise_db": 9.5,
                "words_matched": True,
                "shapes_missing": [],
            }
            if look.reads_back:
                measures |= {"words_heard": str(look.script), "word_error": 0.0}
            return port.Seen(measures, voice=(1.0, 0.0))
        if look.kind == "video":
            return port.Seen(FOOTAGE_SEEN, picture(), (1.0, 0.0), (1.0, 0.0))
        seen = Image.open(opened(look.data)).convert("RGB")
        red, green, _ = seen.resize((1, 1)).getpixel((0, 0))
        face = (0.0, 1.0) if red > green + 60 else (1.0, 0.0)
        measures = {**STILL_SEEN, "face_px": seen.width, "with_several": int(seen.width > 3 * seen.height)}
        return port.Seen(measures, picture(), face)

    def perform(self, request: port.PerformRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.perform`: it declares that it does none."""
        raise Refused("replicas.cannot_talk", "this replica was built without footage; it has a head only")

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`."""
        self.requests.append(request)
        on_step(port.Progress(port.Step.RENDER, 1, 1))
        report = {"seconds": 1.0, "frames": 25, "voice": "preview", "engine": "propria-drawn 1.0.0"}
        return port.Rendered(f"a clip of: {request.text}".encode(), "video/mp4", report)


class TalkingEngine(DrawnEngine):
    """Gives a real clip of one second, of nobody, or its sound; `forms` is what it declares."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        file = clip(place / "said.mp4")
        write_sound(file, place / "said.wav", form="wav")
        self.clip, self.sound = file.read_bytes(), (place / "said.wav").read_bytes()
        self.forms: tuple[port.Form, ...] = tuple(port.Form)
        self.feelings, self.directs = (Feeling.NEUTRAL, Feeling.WARM), True
        self.performs, self.performances = True, list[port.PerformRequest]()

    @property
    def about(self) -> port.About:
        """What it says of itself."""
        return replace(
            super().about,
            forms=self.forms,
            performs=self.performs,
            feelings=self.feelings,
            directs=self.directs,
        )

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`."""
        self.requests.append(request)
        media = self.sound if request.form is port.Form.WAV else self.clip
        return port.Rendered(media, request.form.media_type, {"seconds": 1.0, "voice": "preview"})

    def perform(self, request: port.PerformRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.perform`."""
        self.performances.append(request)
        return port.Rendered(
            self.clip, "video/mp4", {"seconds": 1.0, "frames": 25, "voice": "stand-in", port.TRACK: MOVED}
        )


def drawn_slot(engine: DrawnEngine | None = None) -> EngineSlot:
    """The slot of a library whose replicas are drawn; it declares what the embedded engine declares."""
    return EngineSlot(engine or DrawnEngine(), ProviderConditions("propria-embedded", 0, "CN"))


def card_of(about: port.About, pack: port.PerformerPack) -> dict[str, Any]:
    """A model card in the form that the embedded engine writes."""
    return {
        "engine": {"name": about.name, "version": about.version, "weights_sha256": about.weights_sha256},
        "licences": {"code": about.code_licence},
        "terms": pack.licence,
        "given": {
            "footage_seconds": 12.5,
            "stills": len(pack.stills),
            "recordings": len(pack.recordings),
        },
        "face": {
            "pictures": 6, "landmark_error": 0.008, "front": 0.83, "three_quarter": 0.71, "genuine": 0.94, "held_out_pictures": 6,
            "others": 8, "other": 0.21, "other_nearest": 0.33, "other_of_recordings": 0.18,
        },
        "head": {"macro": {}, "views_painted": 3, "morph_targets": 52},
        "voice": {
            "kind": "preview", "seconds_heard": 9.1, "likeness": 0.73, "likeness_of_stock_voice": 0.52,
            "genuine": 0.93, "held_out_seconds": 3.2, "word_error": 0.02, "pitch_hz": 190.0,
        },
        "lips": {"frames": 300, "shapes": {}, "missing": ["th"], "can_talk": True, "sync_ms": 20.0,
                 "sync_correlation": 0.61, "sync_at_chance": 0.14, "sync_seconds": 3.0},
        "limits": ["Hair is one volume; ears and the back of the head are guessed from the front."],
        "others": {"name": port.INVENTED, "sha256": "0" * 64},
    }  # fmt: skip


def picture() -> bytes:
    """A small grey picture of nobody."""
    out = BytesIO()
    Image.new("RGB", (64, 80), (120, 120, 120)).save(out, "PNG")
    return out.getvalue()


def empty_glb(licence: str) -> bytes:
    """A glTF file with an empty scene that says where its terms are."""
    asset = {"version": "2.0", "extras": {"licence": licence}}
    said = json.dumps({"asset": asset, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{}]}).encode()
    said += b" " * (-len(said) % 4)
    chunk = struct.pack("<II", len(said), 0x4E4F534A) + said
    return struct.pack("<III", 0x46546C67, 2, 12 + len(chunk)) + chunk


class PoliteEngine(TalkingEngine):
    """Refuses what the port says that an engine refuses, and gives a clip as long as it says."""

    def fit(self, pack: port.PerformerPack, on_step: port.OnStep) -> port.Artefacts:
        """See `port.Engine.fit`: a picture without any red is one of nobody."""
        if not pack.footage and not pack.stills:
            raise Refused("replicas.nothing_to_build_from", "give footage or stills of the performer")
        if any(b"ftyp" not in opened(one.video).read(16) for one in pack.footage):
            raise Malformed("replicas.footage_unreadable", "this video cannot be decoded")
        for still in pack.stills:
            red, green, _ = Image.open(opened(still)).convert("RGB").resize((1, 1)).getpixel((0, 0))
            if green > red:
                raise Refused("replicas.no_face", "no face is seen in this recording")
        return super().fit(pack, on_step)

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`."""
        if not any(letter.isalpha() for letter in request.text):
            raise Refused("replicas.nothing_to_say", "there is no word to speak in this line")
        if len(request.text) > 600:
            raise Refused("replicas.line_too_long", "a line has at most 600 characters")
        on_step(port.Progress(port.Step.RENDER, 1, 1))
        made = super().render(request, on_step)
        report = made.report | {"weights_sha256": self.about.weights_sha256}
        acted = b"" if request.manner == AS_FILMED else b"\0\0\0\x08free"
        return port.Rendered(made.media + acted, made.content_type, report)
