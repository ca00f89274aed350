"""What one recording is good for, in numbers and pictures: face, light, pose, expression, sound, and what is said in it.

It measures and decides nothing: which numbers are too small is the vault's rule. The embeddings it gives are for holding
against the same performer's own recordings and nobody else's.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import PropriaError
from propria.kernel.ranged import Bytes
from propria.replicas.engine.faces import Face, find_faces
from propria.replicas.engine.footage import FRAMES_PER_SECOND, frames_of, read_sound, sound_of
from propria.replicas.engine.hearing import hear, word_error
from propria.replicas.engine.landmarks import Landmarks, Tracker
from propria.replicas.engine.library import shape_of
from propria.replicas.engine.likeness import Embedding, alike, face_embedding, mean_embedding, voice_embedding
from propria.replicas.engine.phones import timed
from propria.replicas.engine.pictures import Picture, read_picture
from propria.replicas.engine.port import Look, Seen
from propria.replicas.engine.sound import Sound, resampled, speech_mask
from propria.replicas.engine.visemes import SILENCE, VISEMES

_EVERY = 5
_MOST_KEPT = 80
_MOST_PICTURES = 6
_TILE_PX = 224
_FACE_PX = 160
_COUNTED = 0.35
_MOST_HEARD = 400
EXPRESSIONS = {
    "open mouth": ("jawOpen",),
    "smile": ("mouthSmileLeft", "mouthSmileRight"),
    "pucker": ("mouthPucker",),
    "brows up": ("browInnerUp",),
    "brows down": ("browDownLeft", "browDownRight"),
    "eyes closed": ("eyeBlinkLeft", "eyeBlinkRight"),
}
"""Expressions that a head should show once, and the blendshapes that tell."""


def look_at(look: Look) -> Seen:
    """A recording as it was looked at.

    Raises: Malformed(`replicas.footage_unreadable`, `replicas.footage_too_long`, `replicas.picture_unreadable`,
    `replicas.sound_unreadable`).
    """
    match look.kind:
        case "photo":
            return _seen((read_picture(look.data),), 0)
        case "video":
            picture = _seen(*_sampled(look.data))
            sound = sound_of(look.data)
            measures, voice = heard(sound, look.script, look.language)
            return Seen(picture.measures | measures, picture.sheet, picture.face, voice)
        case _:
            sound = read_sound(look.data)
            measures, voice = heard(sound, look.script, look.language)
            return Seen(measures | _read_back(sound, look), b"", None, voice)


def _read_back(sound: Sound, look: Look) -> dict[str, object]:
    """What is heard, and how far it is from the words that were to be said; nothing where that is not asked."""
    if not look.reads_back or look.script is None:
        return {}
    text = hear(sound, language=look.language).text
    return {
        "words_heard": text[:_MOST_HEARD],
        "word_error": round(word_error(look.script, text), 3),
    }


def _sampled(video: Bytes) -> tuple[tuple[Picture, ...], int]:
    """Pictures evenly through a video, eighty at most, and how many frames lie between two of them."""
    kept: list[Picture] = []
    every = _EVERY
    for index, frame in enumerate(frames_of(video, thinly=True)):
        if index % every == 0:
            kept.append(frame)
        if len(kept) > _MOST_KEPT:
            kept, every = kept[::2], 2 * every
    return tuple(kept), every


def _seen(pictures: Sequence[Picture], every: int) -> Seen:
    found = [find_faces(picture) for picture in pictures]
    tracker = Tracker()
    tracked = [tracker.follow(picture) for picture in pictures]
    measures: dict[str, object] = {
        "pictures": len(pictures),
        "seconds": round(len(pictures) * every / FRAMES_PER_SECOND, 2),
        "with_face": sum(bool(faces) for faces in found),
        "with_several": sum(several(faces) for faces in found),
    }
    known = [(p, f[0], t) for p, f, t in zip(pictures, found, tracked, strict=True) if f and t is not None]
    if not known:
        return Seen(measures, _sheet([(picture, None) for picture in pictures]), None, None)
    faces = [face_embedding(p, t.five_points) for p, _, t in known[:: max(1, len(known) // 12)]]
    middle = mean_embedding(faces)
    measures |= {
        "face_px": round(float(np.median([face.width for _, face, _ in known]))),
        "sharpness": round(float(np.median([_sharpness(p, f) for p, f, _ in known])), 1),
        "same_throughout": round(min(alike(face, middle) for face in faces), 3),
        **light([(p, f) for p, f, _ in known]),
        **_pose([t for _, _, t in known]),
        **_expressions([t for _, _, t in known]),
    }
    return Seen(measures, _sheet([(p, f) for p, f, _ in known]), _plain(middle), None)


def several(faces: tuple[Face, ...]) -> bool:
    """Whether a second face is large enough to count."""
    return len(faces) > 1 and any(face.width > faces[0].width / 3 for face in faces[1:])


def _grey(picture: Picture, face: Face) -> NDArray[np.float64]:
    """The face in grey at a size of its own, so that near and far faces are judged alike."""
    left, top = max(0, int(face.left)), max(0, int(face.top))
    part = picture[top : int(face.top + face.height) + 1, left : int(face.left + face.width) + 1]
    grey: NDArray = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)
    way = cv2.INTER_AREA if part.shape[1] > _FACE_PX else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, (_FACE_PX, _FACE_PX), interpolation=way), float)


def _sharpness(picture: Picture, face: Face) -> float:
    """How strongly edges change across the face: the spread of the Laplacian over the spread of the grey, in per cent."""
    grey = _grey(picture, face)
    edges: NDArray = cv2.Laplacian(grey, cv2.CV_64F)
    return float(100 * edges.std() / max(float(grey.std()), 1.0))


def light(known: Sequence[tuple[Picture, Face]]) -> dict[str, object]:
    """How bright the face is (grey 0 to 255), how much of it is burnt out, how far its halves differ."""
    greys = [_grey(picture, face) for picture, face in known]
    halves = [abs(float(g[:, : _FACE_PX // 2].mean() - g[:, _FACE_PX // 2 :].mean())) for g in greys]
    return {
        "brightness": round(float(np.median([g.mean() for g in greys]))),
        "burnt_share": round(float(np.median([(g > 250).mean() for g in greys])), 3),
        "side_difference": round(float(np.median(halves))),
    }


def facing(face: Landmarks) -> tuple[float, float, float]:
    """Turn to the performer's left, nod up and tilt towards their left shoulder, in degrees."""
    axes = shape_of(face.points)[1].rotation  # its rows are the head's own axes in the picture, y up
    (up_x, up_y, _), (x, y, z) = axes[1], axes[2]
    turn, nod, tilt = np.degrees(np.arctan2([x, y, up_x], [z, z, up_y]))
    return float(turn), float(nod), float(tilt)


def _pose(faces: Sequence[Landmarks]) -> dict[str, object]:
    """Turn and nod in degrees, positive to the performer's left and up, the tenth and the last tenth left out."""
    turn, nod, _ = np.array([facing(face) for face in faces]).T
    low, high = (2, 98) if len(faces) > 20 else (0, 100)
    return {
        "turn_degrees": [round(float(np.percentile(turn, at))) for at in (low, high)],
        "nod_degrees": [round(float(np.percentile(nod, at))) for at in (low, high)],
    }


def _expressions(faces: Sequence[Landmarks]) -> dict[str, object]:
    seen = frozenset().union(*map(shown, faces))
    return {"expressions": sorted(seen), "expressions_missing": sorted(EXPRESSIONS.keys() - seen)}


def shown(face: Landmarks) -> frozenset[str]:
    """Which of the expressions one picture shows."""
    return frozenset(
        name
        for name, shapes in EXPRESSIONS.items()
        if np.mean([face.blendshape(shape) for shape in shapes]) >= _COUNTED
    )


def _sheet(known: Sequence[tuple[Picture, Face | None]]) -> bytes:
    """Up to six pictures of the recording side by side, the face framed, as JPEG."""
    chosen = [known[int(i)] for i in np.unique(np.linspace(0, len(known) - 1, _MOST_PICTURES).astype(int))]
    tiles = []
    for picture, face in chosen:
        drawn = picture.copy()
        if face is not None:
            corner = (int(face.left), int(face.top))
            far = (int(face.left + face.width), int(face.top + face.height))
            cv2.rectangle(drawn, corner, far, (255, 255, 255), max(1, picture.shape[0] // 200))
        width = max(1, round(picture.shape[1] * _TILE_PX / picture.shape[0]))
        tiles.append(cv2.resize(drawn, (width, _TILE_PX), interpolation=cv2.INTER_AREA))
    whole = np.concatenate(tiles, 1)
    return bytes(cv2.imencode(".jpg", whole[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])[1])


def heard(
    sound: Sound, script: str | None, language: str
) -> tuple[dict[str, object], tuple[float, ...] | None]:
    """What a sound is good for, and whose voice it is where there is speech enough to tell."""
    if not len(sound.samples) or not float(np.abs(sound.samples).max()):
        return {"sound_seconds": round(sound.seconds, 2), "speech_seconds": 0.0}, None
    speech = resampled(sound, 16_000)
    mask = speech_mask(speech)
    spoken = float(mask.mean()) * speech.seconds
    measures: dict[str, object] = {
        "sound_seconds": round(sound.seconds, 2),
        "speech_seconds": round(spoken, 2),
        "signal_to_noise_db": _signal_to_noise(speech, mask),
        "clipped_share": round(float((np.abs(sound.samples) > 0.985).mean()), 4),
        **_phones(sound, script, language),
    }
    return measures, _plain(voice_embedding(sound)) if spoken >= 1.5 else None


def _signal_to_noise(speech: Sound, mask: NDArray[np.bool_]) -> float | None:
    """The loud tenth of 20 ms pieces over the quiet tenth, in decibels; None where there is nothing but silence."""
    step = speech.hertz // 50
    count = len(speech.samples) // step
    if count < 10 or not mask.any():
        return None
    pieces = speech.samples[: count * step].astype(float).reshape(count, step)
    level = 10 * np.log10(np.mean(pieces**2, 1) + 1e-10)
    return round(float(np.percentile(level, 90) - np.percentile(level, 10)), 1)


def _phones(sound: Sound, script: str | None, language: str) -> dict[str, object]:
    """Which mouth shapes were spoken twice at least, by the script, or by what is heard where there is none."""
    text = script if script is not None else hear(sound, language=language).text
    try:
        said = [phone.viseme for phone in timed(sound, text, language=language).phones]
    except PropriaError:
        return {
            "shapes_spoken": [],
            "shapes_missing": [v for v in VISEMES if v != SILENCE],
            "words_matched": False,
        }
    spoken = [viseme for viseme in VISEMES if viseme != SILENCE and said.count(viseme) >= 2]
    missing = [viseme for viseme in VISEMES if viseme != SILENCE and viseme not in spoken]
    return {"shapes_spoken": spoken, "shapes_missing": missing, "words_matched": True}


def _plain(embedding: Embedding) -> tuple[float, ...]:
    return tuple(round(float(number), 6) for number in embedding)
