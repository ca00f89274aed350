"""Every face and every voice in a recording, and when: for holding one file against one performer's own recordings.

It compares with nobody and keeps nothing. Faces under `SMALLEST_PX` wide say too little and are left out.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from propria.kernel.ranged import Bytes
from propria.replicas.engine.faces import find_faces
from propria.replicas.engine.footage import FRAMES_PER_SECOND, frames_of, read_sound, sound_of
from propria.replicas.engine.likeness import Embedding, face_embedding, voice_embedding
from propria.replicas.engine.pictures import Picture, read_picture
from propria.replicas.engine.port import FACE, VOICE_HEARD, Look, Moment
from propria.replicas.engine.sound import Sound, resampled, speech_mask

SMALLEST_PX = 40
PIECE_SECONDS = 4
_LEAST_SPEECH_SECONDS = 1.5
_MOST_PICTURES = 60
_MOST_FACES = 6
_MOST_PIECES = 30
_HERTZ = 16_000


def moments_of(look: Look) -> tuple[Moment, ...]:
    """The faces in up to sixty pictures spread over a recording, the voice in up to thirty pieces of four seconds.

    Raises: as `quality.look_at`.
    """
    match look.kind:
        case "photo":
            return tuple(_faces([(0, read_picture(look.data))]))
        case "video":
            return (*_faces(_spread(look.data)), *_voices(sound_of(look.data)))
        case _:
            return tuple(_voices(read_sound(look.data)))


def _spread(video: Bytes) -> list[tuple[int, Picture]]:
    """(milliseconds from the beginning, picture), evenly spread: every second frame is dropped when there are too many."""
    kept: list[tuple[int, Picture]] = []
    every = 2
    for index, picture in enumerate(frames_of(video)):
        if index % every == 0:
            kept.append((index * 1000 // FRAMES_PER_SECOND, picture))
        if len(kept) > _MOST_PICTURES:
            kept, every = kept[::2], 2 * every
    return kept


def _faces(pictures: Iterable[tuple[int, Picture]]) -> Iterator[Moment]:
    for at_ms, picture in pictures:
        for face in find_faces(picture)[:_MOST_FACES]:
            if face.width >= SMALLEST_PX:
                yield Moment(FACE, at_ms, at_ms, _plain(face_embedding(picture, face.points)))


def _voices(sound: Sound) -> Iterator[Moment]:
    if not len(sound.samples) or not float(np.abs(sound.samples).max()):
        return
    speech = resampled(sound, _HERTZ)
    mask, piece = speech_mask(speech), PIECE_SECONDS * _HERTZ
    spoken = [
        at
        for at in range(0, len(speech.samples), piece)
        if float(mask[at : at + piece].sum()) / _HERTZ >= _LEAST_SPEECH_SECONDS
    ]
    chosen = np.unique(np.linspace(0, len(spoken) - 1, min(len(spoken), _MOST_PIECES)).astype(int))
    for at in (spoken[index] for index in chosen) if spoken else ():
        part = Sound(speech.samples[at : at + piece], _HERTZ)
        until_ms = min(at + piece, len(speech.samples)) * 1000 // _HERTZ
        yield Moment(VOICE_HEARD, at * 1000 // _HERTZ, until_ms, _plain(voice_embedding(part)))


def _plain(embedding: Embedding) -> tuple[float, ...]:
    return tuple(round(float(number), 6) for number in embedding)
