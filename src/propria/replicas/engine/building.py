"""Builds a replica from a performer's pack: head, previews, viseme library, voice profile and an honest
model card.
"""

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from propria.kernel.errors import Refused
from propria.kernel.ranged import Bytes, opened, whole
from propria.replicas.engine import port
from propria.replicas.engine.faces import FaceVerdict, find_faces, judge
from propria.replicas.engine.footage import FRAMES_PER_SECOND, Footage, read_footage, shortened, working_copy
from propria.replicas.engine.head import BuiltHead, build_head, head_files, portrait
from propria.replicas.engine.hearing import get_ready
from propria.replicas.engine.landmarks import Landmarks, Tracker, landmarks_of
from propria.replicas.engine.library import FEWEST_FRAMES, Library, assemble, take_from, write_library
from propria.replicas.engine.likeness import Embedding, alike, face_embedding, mean_embedding
from propria.replicas.engine.listening import Heard, listened, voice_beside, voice_files
from propria.replicas.engine.others import Others, beside, others
from propria.replicas.engine.others import about as about_others
from propria.replicas.engine.pictures import Picture, read_picture, write_png
from propria.replicas.engine.port import Artefacts, OnStep, PerformerPack, Progress, Step
from propria.replicas.engine.sync import Spoken, sync_card
from propria.replicas.engine.texture import View
from propria.replicas.engine.track import tracks_of
from propria.replicas.engine.visemes import VISEMES, Timing, moments

_MOST_VIEWS = 40
_HELD_OUT = 6
_FEWEST_TO_PART = 4 * _HELD_OUT
_TURN_DEGREES = 32.0
_SENTENCES = {
    FaceVerdict.NO_FACE: "no face is seen in this recording",
    FaceVerdict.SEVERAL_FACES: "more than one face is seen in this recording",
    FaceVerdict.TOO_SMALL: "the face is too small in this recording; it must be 72 pixels wide",
}
LIMITS = (
    "Hair is one volume; ears and the back of the head are guessed from the front.",
    "The light of the recordings stays on the skin; depth is partly the mesh's own.",
    "Lips can only make shapes that the footage shows; the head moves and blinks as it did there.",
    "Near-frontal heads only. Lips in Mandarin recordings are timed by rule.",
    "The voice is a preview: coloured stock speech in English or Mandarin, and not the performer's voice; its Mandarin has a "
    "foreign accent.",
    "Likeness numbers come from embedders learnt on scraped photographs and recordings; "
    "rendered characters look more alike to them than real people do.",
)


@dataclass(frozen=True)
class _Followed:
    clip: port.Clip
    footage: Footage
    faces: list[Landmarks | None]


def _check(picture: Picture) -> None:
    verdict = judge(find_faces(picture))
    match verdict:
        case FaceVerdict.CLEAR:
            return
        case _:
            raise Refused(f"replicas.{verdict.value}", _SENTENCES[verdict])


def _follow(pack: PerformerPack, footage: tuple[Footage, ...], on_step: OnStep) -> tuple[_Followed, ...]:
    total = sum(len(one.frames) for one in footage)
    done, out = 0, []
    for clip, one in zip(pack.footage, footage, strict=True):
        tracker, faces = Tracker(), []
        for frame in one.frames:
            faces.append(tracker.follow(frame))
            done += 1
            if done % FRAMES_PER_SECOND == 0:
                on_step(Progress(Step.LANDMARKS, done, total))
        out.append(_Followed(clip, one, faces))
    return tuple(out)


def _still_views(stills: tuple[Picture, ...]) -> tuple[View, ...]:
    found = [(still, find_faces(still)) for still in stills]
    read = [(still, landmarks_of(still, faces[0])) for still, faces in found if faces]
    return tuple(View(still, landmarks) for still, landmarks in read if landmarks is not None)


def _frame_views(followed: tuple[_Followed, ...]) -> tuple[tuple[View, ...], tuple[View, ...]]:
    """Frames to build from, and frames held out to measure with: midway between those, or, of short footage, taken from them."""
    seen = [
        (one, index, face) for one in followed for index, face in enumerate(one.faces) if face is not None
    ]
    total = len(seen)
    step = max(1, total // _MOST_VIEWS)
    between = range(step // 2 or total // (2 * _HELD_OUT), total if total >= _FEWEST_TO_PART else 0, step)
    held = between[:: max(1, len(between) // _HELD_OUT)][:_HELD_OUT]

    def views(chosen: Iterable[int]) -> tuple[View, ...]:
        return tuple(
            View(one.footage.frames[index], face) for one, index, face in map(seen.__getitem__, chosen)
        )

    return views(at for at in range(0, total, step) if at not in held), views(held)


def _embeddings(views: tuple[View, ...]) -> list[Embedding]:
    return [face_embedding(view.picture, view.landmarks.five_points) for view in views]


def _face_likeness(
    built: BuiltHead, front: Picture, turned: Picture, real: list[Embedding], unlike: Others
) -> dict[str, Any]:
    """The head's two pictures beside the performer's own, and beside other people."""
    own = mean_embedding(real)
    pictures = {"front": front, "three_quarter": turned}
    made = {name: _embeddings(_still_views((picture,))) for name, picture in pictures.items()}
    measured: dict[str, Any] = {"pictures": len(real), "landmark_error": round(built.landmark_error, 4)}
    for name, found in made.items():
        measured[name] = round(alike(found[0], own), 3) if found else None
    measured["genuine"] = round(float(np.mean([alike(one, own) for one in real])), 3)
    return measured | beside([one for found in made.values() for one in found], real, unlike.faces)


def _spoken_frames(followed: tuple[_Followed, ...], timings: tuple[Timing, ...]) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(one.footage.frames, one.faces, moments(timing, len(one.footage.frames), FRAMES_PER_SECOND))
        for one, timing in zip(followed, timings, strict=True)
    )


def _library(followed: tuple[_Followed, ...], said: tuple[Spoken, ...]) -> Library | None:
    takes = tuple(
        take_from(whole(one.clip.video), spoken.frames, spoken.faces, spoken.moments)
        for one, spoken in zip(followed, said, strict=True)
    )
    if sum(len(take.kept) for take in takes) < FEWEST_FRAMES:
        return None
    return assemble(takes)


def _lips(
    followed: tuple[_Followed, ...], timings: tuple[Timing, ...]
) -> tuple[Library | None, dict[str, Any]]:
    """The library where there is footage enough, and what the card says of it."""
    said = _spoken_frames(followed, timings)
    library = _library(followed, said)
    return library, _library_card(library) | (sync_card(said) if library else {})


def _likeness(
    built: BuiltHead,
    front: Picture,
    turned: Picture,
    held: tuple[View, ...],
    views: tuple[View, ...],
    heard: Heard,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the card says of face and voice, each beside the performer's own and beside others.

    Where no frame could be held out, the face is compared with pictures that it was painted from.
    """
    real = _embeddings(held or views[:_HELD_OUT])
    unlike = others().without(mean_embedding(real))
    face = _face_likeness(built, front, turned, real, unlike)
    face["held_out_pictures"] = len(held)
    return face, heard.card | voice_beside(heard, unlike)


def _digest(data: Bytes) -> str:
    with opened(data) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def worked_on(clip: port.Clip, digest: str) -> tuple[port.Clip, dict[str, Any] | None]:
    """The clip in memory, and what is used of a longer one: its SHA-256, the seconds from its start, of how many.

    What is said in a shortened one is heard: its script goes on where the picture ends.
    """
    cut, copy = shortened(clip.video), working_copy(clip.video)
    if cut is None:
        return replace(clip, video=copy), None
    used, seconds = cut
    said = {"sha256": digest, "used_seconds": used, "seconds": seconds}
    return replace(clip, video=copy, script=None), said


def _at_work(pack: PerformerPack) -> tuple[list[str], PerformerPack, list[dict[str, Any]]]:
    """The SHA-256 of each piece of footage, the pack with what is worked on, and what was cut of it."""
    digests = [_digest(clip.video) for clip in pack.footage]
    worked = [worked_on(clip, digest) for clip, digest in zip(pack.footage, digests, strict=True)]
    clips = tuple(clip for clip, _ in worked)
    return digests, replace(pack, footage=clips), [cut for _, cut in worked if cut]


def _library_card(library: Library | None) -> dict[str, Any]:
    said = [moment.now for moment in library.moments] if library else []
    counts = {viseme: said.count(viseme) for viseme in VISEMES}
    missing = [viseme for viseme, count in counts.items() if count < 2] if library else list(VISEMES)
    return {"frames": len(said), "shapes": counts, "missing": missing, "can_talk": library is not None}


def build(pack: PerformerPack, about: port.About, on_step: OnStep) -> Artefacts:
    """A replica from a pack; see `port.Engine.fit` for what is refused."""
    on_step(Progress(Step.FIND_FACES))
    digests, pack, cuts = _at_work(pack)
    footage = tuple(read_footage(clip.video) for clip in pack.footage)
    stills = tuple(read_picture(still) for still in pack.stills)
    if not footage and not stills:
        raise Refused("replicas.nothing_to_build_from", "give footage or stills of the performer")
    for picture in (*(one.frames[len(one.frames) // 2] for one in footage), *stills):
        _check(picture)
    get_ready()
    with ThreadPoolExecutor(1, "voice") as aside:
        listening = aside.submit(listened, footage, pack)
        followed = _follow(pack, footage, on_step)
        frames, held = _frame_views(followed)
        views = (*_still_views(stills), *frames)
        built = build_head(views, lambda step: on_step(Progress(Step(step))))
        front, turned = portrait(built), portrait(built, yaw_degrees=_TURN_DEGREES)
        on_step(Progress(Step.VOICE))
        heard = listening.result()
    on_step(Progress(Step.VISEMES))
    library, lips = _lips(followed, heard.timings)
    on_step(Progress(Step.RENDER))
    face, voice = _likeness(built, front, turned, held, views, heard)
    card: dict[str, Any] = {
        "engine": {"name": about.name, "version": about.version, "weights_sha256": about.weights_sha256},
        "models": [asdict(one) for one in about.models],
        "licences": {"code": about.code_licence, **about.weights_licences},
        "terms": pack.licence,
        "given": {
            "footage_seconds": round(sum(one.seconds for one in footage), 2),
            "stills": len(stills),
            "recordings": len(pack.recordings),
            "shortened": cuts,
        },
        "face": face,
        "head": {"macro": built.macro, "views_painted": built.views, "morph_targets": len(built.head.units)},
        "voice": voice,
        "lips": lips,
        "others": about_others(),
        "limits": list(LIMITS),
    }
    files = {
        **head_files(built, name="performer", licence=pack.licence),
        port.FRONT: write_png(front),
        port.THREE_QUARTER: write_png(turned),
        port.CARD: json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True).encode(),
    }
    if any(any(one.faces) for one in followed):
        seen = {digest: one.faces for digest, one in zip(digests, followed, strict=True)}
        files[port.PERFORMANCES] = tracks_of(seen)
    if library is not None:
        files[port.LIBRARY] = write_library(library)
    return Artefacts(files | voice_files(heard), card)
