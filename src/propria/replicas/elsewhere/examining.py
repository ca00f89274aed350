"""The suite that every engine is held to, whatever is behind it; it judges what comes back, not how it was made.

It needs one clip of somebody who agreed to it, ten seconds at most, and no package of the embedded engine.
"""

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from PIL import Image

from propria.kernel.errors import PropriaError
from propria.kernel.ranged import in_parts
from propria.plumbing.media import inspect
from propria.replicas.engine import port
from propria.replicas.engine.manner import Feeling, Manner

LICENCE = "No use without a licence signed by the performer: this is a trial."
LINE = "Only this scene."
STOPS_SECONDS = 60.0


class _Enough(Exception):
    """Raised from within a step to see whether the engine lets itself be stopped."""


class Failed(Exception):
    """What the engine did not do."""


@dataclass(frozen=True)
class Finding:
    """One promise: whether it was kept, and what was seen instead where it was not."""

    promise: str
    kept: bool
    seen: str = ""


@dataclass
class Trial:
    """An engine on trial, with a clip of a performer, the words said in it and their language."""

    engine: port.Engine
    clip: bytes
    script: str | None = None
    language: str = "en"
    told: list[port.Progress] = field(default_factory=list)

    @cached_property
    def built(self) -> port.Artefacts:
        """The replica that all later promises are about."""
        clips = (port.Clip(self.clip, self.script, self.language),)
        return self.engine.fit(port.PerformerPack(clips, licence=LICENCE), self.told.append)

    @cached_property
    def said(self) -> port.Rendered:
        """A line said by it."""
        return self.engine.render(self.request(LINE), port.ignore)

    def request(self, text: str, language: str = "en") -> port.RenderRequest:
        """A line in the stock voice, which every engine has."""
        return port.RenderRequest(self.built.files, text, language, port.Voice.STOCK)


def examine(trial: Trial) -> Iterator[Finding]:
    """Each promise of the port in turn; one that breaks another ends nothing."""
    for promise, check in PROMISES.items():
        try:
            check(trial)
        except (Failed, PropriaError) as error:
            seen = f"{error.code}: {error.sentence}" if isinstance(error, PropriaError) else str(error)
            yield Finding(promise, False, seen)
        else:
            yield Finding(promise, True)


def _must(holds: bool, seen: object) -> None:
    if not holds:
        raise Failed(str(seen)[:200])


def _says_what_it_is(trial: Trial) -> None:
    about = trial.engine.about
    _must(bool(about.name and about.version and about.host and about.retention and about.region), about)
    _must(len(about.weights_sha256) == 64 and bool(about.weights_licences and about.languages), about)
    _must(bool(about.models), "no model file is named")
    _must(port.Form.MP4 in about.forms, f"it gives no clip, only {about.forms}")


def _refuses(code: str, ask: Callable[[Trial], object]) -> Callable[[Trial], None]:
    def check(trial: Trial) -> None:
        try:
            ask(trial)
        except PropriaError as error:
            _must(error.code == code, f"{error.code} instead of {code}")
        else:
            raise Failed(f"it was done, instead of {code}")

    return check


def _fit(pack: port.PerformerPack) -> Callable[[Trial], object]:
    return lambda trial: trial.engine.fit(pack, port.ignore)


def _nobody() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 320), (120, 130, 120)).save(out, "PNG")
    return out.getvalue()


def _builds(trial: Trial) -> None:
    files = trial.built.files
    _must({port.HEAD, port.FRONT, port.THREE_QUARTER, port.CARD} <= set(files), sorted(files))
    _must(json.loads(files[port.CARD]) == trial.built.card, "the card is another than its file")
    _must(files[port.HEAD][:4] == b"glTF", "the head is no binary glTF")


def _card_is_honest(trial: Trial) -> None:
    card, about = trial.built.card, trial.engine.about
    _must(
        card["terms"] == LICENCE and LICENCE.encode() in files_head(trial),
        "its terms are not in head and card",
    )
    named = card.get("engine", {})
    _must(named.get("weights_sha256") == about.weights_sha256, f"the card names {named}")
    _must(bool(card.get("limits")), "it knows no weakness of its own")


def files_head(trial: Trial) -> bytes:
    """The bytes of the head."""
    return trial.built.files[port.HEAD]


def _tells_its_steps(trial: Trial) -> None:
    _must(bool(trial.built), "")
    steps = list(dict.fromkeys(progress.step for progress in trial.told))
    _must(bool(steps) and all(p.done >= 0 and p.total >= 0 for p in trial.told), steps)


def _speaks(trial: Trial) -> None:
    made, about = trial.said, trial.engine.about
    _must(made.content_type == "video/mp4", made.content_type)
    _must(made.report.get("weights_sha256") == about.weights_sha256, made.report)
    facts = inspect(in_parts(made.media)).facts
    _must(facts is not None and facts.kind == "video", facts)
    assert facts is not None
    off = abs(facts.duration_ms / 1000 - float(made.report.get("seconds", 0)))
    _must(off < 0.3 and {s.kind for s in facts.streams} == {"video", "audio"}, f"{facts}, {made.report}")


def _sounds(trial: Trial) -> None:
    if port.Form.WAV not in trial.engine.about.forms:
        return
    made = trial.engine.render(replace(trial.request(LINE), form=port.Form.WAV), port.ignore)
    _must(made.content_type == port.Form.WAV.media_type, made.content_type)
    facts = inspect(in_parts(made.media)).facts
    _must(facts is not None and {s.kind for s in facts.streams} == {"audio"}, facts)
    assert facts is not None
    off = abs(facts.duration_ms / 1000 - float(made.report.get("seconds", 0)))
    _must(off < 0.05, f"{facts}, {made.report}")


def _speaks_alike(trial: Trial) -> None:
    again = trial.engine.render(trial.request(LINE), port.ignore)
    _must(again.media == trial.said.media, "the same line gave other bytes")


def _acts(trial: Trial) -> None:
    if trial.engine.about.feelings == (Feeling.NEUTRAL,):
        return
    acted = replace(trial.request(LINE), manner=Manner(trial.engine.about.feelings[-1]))
    made = trial.engine.render(acted, port.ignore)
    _must(made.media != trial.said.media, "a feeling changed nothing")


def _looks(trial: Trial) -> None:
    seen = trial.engine.look(port.Look("video", trial.clip, trial.script, trial.language), port.ignore)
    _must(bool(seen.measures) and seen.face is not None, "no face is told of the clip")
    assert seen.face is not None
    _must(abs(sum(x * x for x in seen.face) - 1) < 0.05, "the face is no embedding of length one")


def _stops(trial: Trial) -> None:
    def enough(_: port.Progress) -> None:
        raise _Enough

    began = time.monotonic()
    try:
        trial.engine.fit(port.PerformerPack((port.Clip(trial.clip),), licence=LICENCE), enough)
    except _Enough:
        _must(time.monotonic() - began < STOPS_SECONDS, "it went on long after it was stopped")
    else:
        raise Failed("it went on to the end")


PROMISES: dict[str, Callable[[Trial], None]] = {
    "says what it is: name, version, where, what it keeps, every model file, a clip among its forms": _says_what_it_is,
    "builds from nothing: refused": _refuses("replicas.nothing_to_build_from", _fit(port.PerformerPack())),
    "builds from a picture of nobody: refused": _refuses(
        "replicas.no_face", _fit(port.PerformerPack(stills=(_nobody(),)))
    ),
    "builds from what is no video: refused": _refuses(
        "replicas.footage_unreadable", _fit(port.PerformerPack((port.Clip(b"no video"),)))
    ),
    "a build that is stopped ends": _stops,
    "builds a head, two pictures and a card": _builds,
    "its head and its card say where the terms are, and what is weak": _card_is_honest,
    "tells its steps": _tells_its_steps,
    "says a line: a clip with sound, as long as its report says": _speaks,
    "says it as sound alone, where it declares that form, as long as its report says": _sounds,
    "says the same line with the same bytes": _speaks_alike,
    "says it with a feeling that it declares: another clip": _acts,
    "says nothing: refused": _refuses(
        "replicas.nothing_to_say", lambda t: t.engine.render(t.request("…"), port.ignore)
    ),
    "says too much: refused": _refuses(
        "replicas.line_too_long", lambda t: t.engine.render(t.request("and so on " * 400), port.ignore)
    ),
    "says whose face a recording shows": _looks,
}
"""What an engine promises, in the order in which it is asked."""
