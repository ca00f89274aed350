"""Renders a line with a built replica: voice, lips, picture, one unsealed MP4, or the voice alone as WAV, and a report
of what was measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from propria.kernel.errors import Refused
from propria.replicas.engine import port
from propria.replicas.engine.choice import choose
from propria.replicas.engine.feelings import offsets
from propria.replicas.engine.footage import (
    FRAMES_PER_SECOND,
    SOUND_HZ,
    drawn_ahead,
    frames_of,
    read_sound,
    sound_of,
    write_clip,
)
from propria.replicas.engine.hearing import get_ready, hear, word_error, words_of
from propria.replicas.engine.landmarks import Landmarks, Tracker
from propria.replicas.engine.library import Library, read_library
from propria.replicas.engine.likeness import alike, face_embedding, mean_embedding, voice_embedding
from propria.replicas.engine.manner import AS_FILMED
from propria.replicas.engine.matte import GREEN, Cutter
from propria.replicas.engine.performing import followed, perform
from propria.replicas.engine.phones import timed
from propria.replicas.engine.pictures import Picture
from propria.replicas.engine.port import (
    Form,
    OnStep,
    PerformRequest,
    Progress,
    Rendered,
    RenderRequest,
    Step,
    Voice,
)
from propria.replicas.engine.preview_voice import (
    PreviewedVoice,
    VoiceKind,
    VoiceProfile,
    read_profile,
    speak_as,
    stock_voice,
)
from propria.replicas.engine.sound import Sound, levelled, resampled, write_wav
from propria.replicas.engine.talking import base_run, base_take, rewrite
from propria.replicas.engine.track import spoken, track_of
from propria.replicas.engine.visemes import Moment, moments

MOST_SECONDS = 30.0
MOST_CHARACTERS = 600
_TALLEST_PX = 1440
_LOOKS = 5


@dataclass(frozen=True)
class _Size:
    width: int
    height: int

    def of(self, frame: Picture) -> Picture:
        if frame.shape[:2] == (self.height, self.width):
            return frame
        bigger = self.height > frame.shape[0]
        way = cv2.INTER_CUBIC if bigger else cv2.INTER_AREA
        return np.asarray(cv2.resize(frame, (self.width, self.height), interpolation=way), np.uint8)


def _size(frame: Picture, height_px: int) -> _Size:
    height, width = frame.shape[:2]
    wanted = min(height_px or height, _TALLEST_PX) // 2 * 2
    return _Size(round(width * wanted / height / 2) * 2, wanted)


def _profile(artefacts: dict[str, bytes]) -> VoiceProfile | None:
    return read_profile(artefacts[port.VOICE]) if port.VOICE in artefacts else None


def _given(request: RenderRequest, profile: VoiceProfile | None) -> PreviewedVoice:
    if request.sound is None:
        raise Refused("replicas.sound_missing", "give the sound that says this line")
    sound = levelled(read_sound(request.sound))
    heard = hear(sound, language=request.language).text
    likeness = alike(voice_embedding(sound), profile.embedding) if profile else 0.0
    return PreviewedVoice(sound, VoiceKind.RECORDED, likeness, 0.0, word_error(request.text, heard), heard)


def _said(request: RenderRequest) -> PreviewedVoice:
    profile = _profile(request.artefacts)
    match request.voice:
        case Voice.GIVEN:
            return _given(request, profile)
        case Voice.PREVIEW if profile is not None:
            return speak_as(request.text, profile, language=request.language)
        case Voice.PREVIEW | Voice.STOCK:
            return stock_voice(request.text, profile, language=request.language)


def _check(request: RenderRequest) -> None:
    if not words_of(request.text):
        raise Refused("replicas.nothing_to_say", "there is no word to speak in this line")
    if len(request.text) > MOST_CHARACTERS:
        raise Refused("replicas.line_too_long", f"a line has at most {MOST_CHARACTERS} characters")
    if request.form is not Form.WAV and port.LIBRARY not in request.artefacts:
        raise Refused("replicas.cannot_talk", "this replica was built without footage; it has a head only")


def render_line(request: RenderRequest, about: port.About, on_step: OnStep) -> Rendered:
    """The line as a clip or as sound; see `port.Engine.render` for what is refused."""
    _check(request)
    on_step(Progress(Step.VOICE))
    get_ready()
    voice = _said(request)
    if voice.sound.seconds > MOST_SECONDS:
        raise Refused("replicas.line_too_long", f"a line lasts at most {MOST_SECONDS:.0f} seconds")
    on_step(Progress(Step.VISEMES))
    timing = voice.timing or timed(voice.sound, request.text, language=request.language)
    match request.form:
        case Form.MP4 | Form.GREEN:
            count = int(np.ceil(voice.sound.seconds * FRAMES_PER_SECOND))
            media, report = _clip(request, voice, moments(timing, count, FRAMES_PER_SECOND), on_step)
        case Form.WAV:
            on_step(Progress(Step.ENCODE))
            media = write_wav(resampled(voice.sound, SOUND_HZ))
            report = {"seconds": round(voice.sound.seconds, 3)}
    report |= {
        "voice": voice.kind.value,
        "voice_likeness": round(voice.likeness, 3),
        "word_error": round(voice.word_error, 3),
        "heard": voice.heard,
        "engine": f"{about.name} {about.version}",
        "weights_sha256": about.weights_sha256,
    }
    if request.manner != AS_FILMED:
        report |= request.manner.to_json()
    return Rendered(media, request.form.media_type, report)


def render_performance(request: PerformRequest, about: port.About, on_step: OnStep) -> Rendered:
    """The performance as a clip of the replica; see `port.Engine.perform` for what is refused."""
    if port.LIBRARY not in request.artefacts:
        raise Refused("replicas.cannot_talk", "this replica was built without footage; it has a head only")
    sound, tracker = sound_of(request.performance), Tracker()
    seen: list[Landmarks | None] = []
    for frame in drawn_ahead(frames_of(request.performance)):
        if len(seen) >= MOST_SECONDS * FRAMES_PER_SECOND:
            raise Refused("replicas.line_too_long", f"a line lasts at most {MOST_SECONDS:.0f} seconds")
        on_step(Progress(Step.LANDMARKS, len(seen) + 1))
        seen.append(tracker.follow(frame))
    wanted, library = followed(seen), read_library(request.artefacts[port.LIBRARY])
    media, report = _written(perform(library, wanted), len(wanted), sound, library, request, on_step)
    report |= {
        port.TRACK: track_of(wanted.blendshapes),
        "voice": "stand-in",
        "engine": f"{about.name} {about.version}",
        "weights_sha256": about.weights_sha256,
    }
    return Rendered(media, Form.MP4.media_type, report)


def _clip(
    request: RenderRequest, voice: PreviewedVoice, wanted: tuple[Moment, ...], on_step: OnStep
) -> tuple[bytes, dict[str, Any]]:
    """The MP4, and what is measured of its picture."""
    library = read_library(request.artefacts[port.LIBRARY])
    frames = rewrite(library, wanted, request.manner)
    media, report = _written(frames, len(wanted), voice.sound, library, request, on_step)
    moves = library.blendshapes
    lips, under = choose(wanted, library), base_run(library, len(wanted))
    made = spoken(moves[list(under)], moves[list(lips)])
    return media, report | {port.TRACK: track_of(made, offsets(request.manner, made))}


def _written(
    frames: Iterator[Picture],
    count: int,
    sound: Sound,
    library: Library,
    asked: RenderRequest | PerformRequest,
    on_step: OnStep,
) -> tuple[bytes, dict[str, Any]]:
    """The frames as a clip, and what is measured of them."""
    size = _size(library.picture(base_take(library)[0]), asked.height_px)
    cutter = Cutter() if asked.form is Form.GREEN else None
    looks: list[Picture] = []

    def drawn() -> Iterator[Picture]:
        for index, frame in enumerate(frames):
            on_step(Progress(Step.RENDER, index + 1, count))
            if index % max(1, count // _LOOKS) == count // _LOOKS // 2:
                looks.append(frame)
            sized = size.of(frame)
            yield sized if cutter is None else cutter.cut(sized).over(GREEN)
        on_step(Progress(Step.ENCODE))

    media = write_clip(drawn(), sound)
    return media, {
        "seconds": round(count / FRAMES_PER_SECOND, 3),
        "frames": count,
        "width": size.width,
        "height": size.height,
        "face_likeness": round(_likeness(looks, library), 3),
    }


def _likeness(looks: list[Picture], library: Library) -> float:
    """How alike the clip's faces are to the footage's, mean cosine."""
    points = library.points
    at = np.linspace(0, len(library) - 1, _LOOKS).astype(int)
    five = [468, 473, 4, 61, 291]
    own = mean_embedding([face_embedding(library.picture(int(i)), points[i][five, :2]) for i in at])
    found = [(look, Tracker().follow(look)) for look in looks]
    scores = [alike(face_embedding(look, face.five_points), own) for look, face in found if face is not None]
    return float(np.mean(scores)) if scores else 0.0
