"""The port every replica engine stands behind: what it says of itself, `fit` a pack of recordings, `render`
a line.

The host, never an engine, checks consent, marks, seals and meters. An engine gets bytes and gives bytes; it
reads a large file in parts, keeps nothing, asks no network, and never learns whose pack it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from propria.kernel.ranged import Bytes
from propria.replicas.engine.manner import AS_FILMED, Feeling, Manner

WORKING_BYTES = 64 << 20
"""Footage up to here may be held whole; of larger footage the embedded engine makes itself a smaller copy first."""


class Step(StrEnum):
    """What an engine is busy with; the words a progress page shows."""

    FIND_FACES = "find_faces"
    LANDMARKS = "landmarks"
    FIT = "fit"
    TEXTURE = "texture"
    VOICE = "voice"
    VISEMES = "visemes"
    RENDER = "render"
    ENCODE = "encode"


@dataclass(frozen=True)
class Progress:
    """One step, and how many of its parts are done (`total` 0 where parts cannot be counted)."""

    step: Step
    done: int = 0
    total: int = 0


OnStep = Callable[[Progress], None]


class Form(StrEnum):
    """What is given: a clip of picture and sound, the same before plain green, or sound alone."""

    MP4 = "mp4"
    GREEN = "green"
    WAV = "wav"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return "audio/wav" if self is Form.WAV else "video/mp4"


def ignore(_: Progress) -> None:
    """For callers that show no progress."""


@dataclass(frozen=True)
class ModelFile:
    """One file of one model that an engine runs: the package and version it came in, its SHA-256 (hex).

    For a folder of small files `file` is the folder, and the digest covers every file's path and content.
    """

    model: str
    file: str
    package: str
    version: str
    sha256: str


@dataclass(frozen=True)
class About:
    """What an engine is: shown before a build, written into every model card and every render's report.

    `weights_sha256` covers all of `models`; `retention_days` is the number that scopes decide by. It is asked for a line
    in none but its `forms`, for a performance only where it `performs`, with no feeling but its `feelings`, and with a gaze or
    a movement of the head only where it `directs` them.
    """

    name: str
    version: str
    code_licence: str
    weights_licences: dict[str, str]
    weights_sha256: str
    host: str
    retention: str
    region: str
    languages: tuple[str, ...]
    models: tuple[ModelFile, ...] = ()
    retention_days: int = 0
    forms: tuple[Form, ...] = (Form.MP4,)
    performs: bool = False
    feelings: tuple[Feeling, ...] = (Feeling.NEUTRAL,)
    directs: bool = False


@dataclass(frozen=True)
class Clip:
    """Talking footage of the performer: a video file, its script where known, its language (BCP 47)."""

    video: Bytes
    script: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Recording:
    """A voice recording: a sound file, its script where known, its language (BCP 47)."""

    sound: Bytes
    script: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class PerformerPack:
    """What a build may use of one performer: footage, stills (PNG, JPEG, WebP) and voice recordings.

    `licence` says where the replica's terms are; it is written into the files.
    """

    footage: tuple[Clip, ...] = ()
    stills: tuple[Bytes, ...] = ()
    recordings: tuple[Recording, ...] = ()
    licence: str = "No use without a licence signed by the performer."


@dataclass(frozen=True)
class Look:
    """One recording to look at: its kind (`photo`, `video`, `voice`), its bytes, its words where known, their language.

    `moments` asks for every face and voice in it, in place of what the recording is good for; `reads_back` for what is heard
    beside the words: `words_heard`, and `word_error` (words replaced, lost or added, over words expected).
    """

    kind: str
    data: Bytes
    script: str | None = None
    language: str = "en"
    moments: bool = False
    reads_back: bool = False


FACE, VOICE_HEARD = "face", "voice"


@dataclass(frozen=True)
class Moment:
    """A face (`FACE`) or a voice (`VOICE_HEARD`) and when, in milliseconds; the embedding is of length one."""

    what: str
    from_ms: int
    to_ms: int
    embedding: tuple[float, ...]


@dataclass(frozen=True)
class Seen:
    """What was seen and heard in one recording: measures by name, up to six pictures as one JPEG, whose face and voice.

    `face` and `voice` are embeddings of length one, None where there is too little to tell; they identify a person and
    are kept as the recording is. `moments` are there where they were asked for and the engine knows them; they are not kept.
    """

    measures: dict[str, Any]
    sheet: bytes = b""
    face: tuple[float, ...] | None = None
    voice: tuple[float, ...] | None = None
    moments: tuple[Moment, ...] = ()


HEAD, FRONT, THREE_QUARTER = "head.glb", "front.png", "three_quarter.png"
INVENTED = "invented people of the library's cast"
LIBRARY, VOICE, CARD = "visemes.npz", "voice.npz", "card.json"
PERFORMANCES, SAMPLE = "performances.json", "voice.wav"
TRACK = "track"
"""In a report: how the face moved in a clip, as `track.track_of` writes it, where the engine knows."""


@dataclass(frozen=True)
class Artefacts:
    """A built replica: files by name (see the constants above), and its model card as plain values."""

    files: dict[str, bytes]
    card: dict[str, Any]


class Voice(StrEnum):
    """Whose voice a clip is asked in: a preview of the performer's, the stock voice, or the sound that is
    given.
    """

    PREVIEW = "preview"
    STOCK = "stock"
    GIVEN = "given"


@dataclass(frozen=True)
class RenderRequest:
    """A line to be said: its text, language (BCP 47), voice, and the height of the picture in pixels
    (even).

    `sound` is a sound file that says the text, needed where the voice is `given`; 0 keeps the footage's own
    height. `form` and `manner` are ones that the engine declares.
    """

    artefacts: dict[str, bytes]
    text: str
    language: str = "en"
    voice: Voice = Voice.PREVIEW
    sound: bytes | None = None
    height_px: int = 0
    form: Form = Form.MP4
    manner: Manner = AS_FILMED


@dataclass(frozen=True)
class PerformRequest:
    """A stand-in's performance (a video file, up to thirty seconds) for the replica to do; it gives a clip with that sound."""

    artefacts: dict[str, bytes]
    performance: bytes
    height_px: int = 0
    form: Form = Form.MP4


@dataclass(frozen=True)
class Rendered:
    """A line in the form that was asked for, not yet sealed, and its report: seconds, voice kind, word error, engine,
    weights; of a clip its frames and how alike the face is, too.
    """

    media: bytes
    content_type: str
    report: dict[str, Any] = field(default_factory=dict)


class Engine(Protocol):
    """A replica engine. Its verbs give the same bytes for the same input, and refuse with
    `propria.kernel.errors`.
    """

    @property
    def about(self) -> About:
        """What this engine is."""

    def fit(self, pack: PerformerPack, on_step: OnStep) -> Artefacts:
        """Build a replica.

        Raises: Refused(`replicas.no_face`, `replicas.several_faces`, `replicas.face_too_small`,
        `replicas.nothing_to_build_from`, `replicas.footage_too_short`, `replicas.voice_too_short`),
        Malformed(`replicas.footage_unreadable`, `replicas.picture_unreadable`, `replicas.sound_unreadable`).
        """

    def render(self, request: RenderRequest, on_step: OnStep) -> Rendered:
        """Say a line.

        Raises: Refused(`replicas.nothing_to_say`, `replicas.line_too_long`, `replicas.language_not_spoken`,
        `replicas.speech_not_matched`, `replicas.cannot_talk`, `replicas.sound_missing`).
        """

    def perform(self, request: PerformRequest, on_step: OnStep) -> Rendered:
        """Do what a stand-in did; asked of an engine that declares `performs`. It never learns who the stand-in is.

        Raises: Refused(`replicas.cannot_talk`, `replicas.no_face`, `replicas.line_too_long`),
        Malformed(`replicas.footage_unreadable`).
        """

    def look(self, look: Look, on_step: OnStep) -> Seen:
        """Say what one recording is good for, in numbers; see `quality` for their names.

        Raises: Malformed(`replicas.footage_unreadable`, `replicas.footage_too_long`, `replicas.picture_unreadable`,
        `replicas.sound_unreadable`).
        """
