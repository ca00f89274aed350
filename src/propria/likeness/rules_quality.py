"""Which measures are too small, what that spoils, and when a recording waits for a person; pure.

Another face or voice than in the same performer's earlier recordings holds a recording and condemns nothing: the numbers
at which it is held lie where the same person is rarely found and another one often is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from propria.kernel.errors import Refused
from propria.likeness.model import AssetKind
from propria.likeness.quality_model import Quality, Verdict

ALIKE_FACE = 0.38
ALIKE_VOICE = 0.6
ROOM_SECONDS = 10
LEAST_BREATHS = 3
SPOILS = frozenset({
    "face.none", "face.several", "face.small", "picture.blurred", "light.dark", "light.burnt", "sound.none", "sound.noisy",
    "sound.clipped", "speech.too_little", "person.several", "still.dead", "still.loud", "still.spoken", "room.short",
    "breath.few",
})  # fmt: skip
"""Findings after which a recording is better taken again; the others are advice."""
OTHER_WORDS = "consent.other_words"
HOLDS = frozenset({"person.other_face", "person.other_voice", OTHER_WORDS})
MOST_WORD_ERROR = 0.4
"""Of a spoken consent. Read as written by a stock voice the embedded engine hears 0.17 (names and days), of other words 0.91."""

_Measures = dict[str, Any]


def _span(pair: Sequence[float]) -> float:
    return float(pair[1]) - float(pair[0])


_OF_PICTURES: dict[str, Callable[[_Measures], bool]] = {
    "face.none": lambda m: 2 * m["with_face"] < m["pictures"],
    "face.several": lambda m: 10 * m["with_several"] > m["pictures"],
}
_OF_FACES: dict[str, Callable[[_Measures], bool]] = {
    "person.several": lambda m: m["same_throughout"] < ALIKE_FACE,
    "face.small": lambda m: m["face_px"] < 72,
    "picture.blurred": lambda m: m["sharpness"] < 9,
    "light.dark": lambda m: m["brightness"] < 55,
    "light.burnt": lambda m: m["burnt_share"] > 0.08,
    "face.modest": lambda m: 72 <= m["face_px"] < 160,
    "light.one_sided": lambda m: m["side_difference"] > 45,
}
_LIGHT = ("light.dark", "light.burnt", "light.one_sided")
_OF_FOOTAGE: dict[str, Callable[[_Measures], bool]] = {
    "pose.narrow": lambda m: _span(m["turn_degrees"]) < 40,
    "expression.narrow": lambda m: len(m["expressions"]) < 4,
}
_OF_SOUND: dict[str, Callable[[_Measures], bool]] = {
    "sound.none": lambda m: m["speech_seconds"] == 0,
    "sound.noisy": lambda m: (m.get("signal_to_noise_db") or 99) < 15,
    "sound.clipped": lambda m: m.get("clipped_share", 0) > 0.01,
    "speech.too_little": lambda m: 0 < m["speech_seconds"] < 2,
    "speech.other_words": lambda m: m.get("words_matched") is False,
    "speech.narrow": lambda m: bool(m.get("words_matched")) and len(m["shapes_missing"]) > 3,
}
_OF_CONSENT: dict[str, Callable[[_Measures], bool]] = {
    OTHER_WORDS: lambda m: m.get("word_error", 0) > MOST_WORD_ERROR,
}
_STILL: dict[str, Callable[[_Measures], bool]] = {
    "still.dead": lambda m: m["floor_db"] < -90,
    "still.loud": lambda m: m["floor_db"] > -50,
    "still.spoken": lambda m: m["voiced_seconds"] > 0.3,
    "sound.clipped": lambda m: m["clipped_share"] > 0.01,
}
_WORDLESS: dict[AssetKind, dict[str, Callable[[_Measures], bool]]] = {
    AssetKind.ROOM_TONE: _STILL | {
        "room.short": lambda m: m["sound_seconds"] - m["heard_seconds"] < ROOM_SECONDS,
        "room.disturbed": lambda m: m["heard_seconds"] > 0.5,
    },
    AssetKind.BREATH: _STILL | {"breath.few": lambda m: m["breaths"] < LEAST_BREATHS},
}  # fmt: skip
"""By kind: levels are in dB of full scale. In all of 21 recordings of four readers at least 1.4 s were voiced, never under 0.3."""


def findings_of(kind: AssetKind, measures: _Measures) -> tuple[str, ...]:
    """What is found in a recording of this kind, what holds or spoils it first.

    >>> findings_of(AssetKind.VOICE, {"speech_seconds": 1.0, "signal_to_noise_db": 8.0})
    ('sound.noisy', 'speech.too_little')
    """
    if kind in _WORDLESS:
        return _found(_WORDLESS[kind], measures)
    tests: dict[str, Callable[[_Measures], bool]] = {}
    if kind in (AssetKind.PHOTO, AssetKind.VIDEO):
        tests |= _OF_PICTURES
        if "face_px" in measures:
            tests |= _OF_FACES | (_OF_FOOTAGE if kind is AssetKind.VIDEO else {})
    if kind is not AssetKind.PHOTO:
        tests |= _OF_SOUND
    if kind is AssetKind.SPOKEN_CONSENT:
        del tests["speech.narrow"]
        tests |= _OF_CONSENT
    return _found(tests, measures)


def _found(tests: dict[str, Callable[[_Measures], bool]], measures: _Measures) -> tuple[str, ...]:
    found = [code for code, is_found in tests.items() if is_found(measures)]
    return tuple(sorted(found, key=lambda code: (code not in HOLDS, code not in SPOILS)))


def light_faults(measures: _Measures) -> tuple[str, ...]:
    """What is wrong with the light on a face, without the word light before it."""
    return tuple(code.removeprefix("light.") for code in _LIGHT if _OF_FACES[code](measures))


def another_person(
    face: Sequence[float] | None,
    voice: Sequence[float] | None,
    earlier: Sequence[tuple[Sequence[float] | None, Sequence[float] | None]],
) -> tuple[str, ...]:
    """Which of face and voice is unlike every earlier recording of the same performer; none where there is no earlier one.

    >>> another_person((1.0, 0.0), None, [((0.0, 1.0), None)])
    ('person.other_face',)
    """

    def unlike(own: Sequence[float] | None, others: list[Sequence[float] | None], least: float) -> bool:
        if own is None:
            return False
        products = [
            sum(a * b for a, b in zip(own, other, strict=True)) for other in others if other is not None
        ]
        return bool(products) and max(products) < least

    found = []
    if unlike(face, [one for one, _ in earlier], ALIKE_FACE):
        found.append("person.other_face")
    if unlike(voice, [one for _, one in earlier], ALIKE_VOICE):
        found.append("person.other_voice")
    return tuple(found)


def held_against(
    face: Sequence[float] | None,
    voice: Sequence[float] | None,
    earlier: Sequence[tuple[Sequence[float] | None, Sequence[float] | None]],
) -> dict[str, int]:
    """How many earlier recordings its face and its voice, where it has them, were held against; 0: it is the first.

    >>> held_against((1.0,), None, [(None, (1.0,))])
    {'faces_before': 0}
    """
    faces = {} if face is None else {"faces_before": sum(one is not None for one, _ in earlier)}
    return faces if voice is None else faces | {"voices_before": sum(one is not None for _, one in earlier)}


def verdict_of(findings: Sequence[str]) -> Verdict:
    """What follows from the findings: a person where a person is needed, before anything else."""
    if HOLDS.intersection(findings):
        return Verdict.HELD
    return Verdict.RETAKE if SPOILS.intersection(findings) else Verdict.USABLE


def why_not(findings: Sequence[str]) -> str:
    """Why a held recording is destroyed once a person has looked: it says other words, or it is another person.

    >>> why_not(["consent.other_words"]), why_not(["consent.other_words", "person.other_voice"])
    ('other_words', 'another_person')
    """
    return "other_words" if HOLDS.intersection(findings) == {OTHER_WORDS} else "another_person"


def waits_for_a_person(quality: Quality | None) -> Quality:
    """The recording is held. Raises: Refused(`likeness.not_held`)."""
    if quality is None or quality.verdict is not Verdict.HELD:
        raise Refused("likeness.not_held", "This recording does not wait for anybody’s word.")
    return quality


def not_held(quality: Quality | None) -> None:
    """Nothing is made of a recording while it is held. Raises: Refused(`likeness.held_for_a_person`)."""
    if quality is not None and quality.verdict is Verdict.HELD:
        raise Refused(
            "likeness.held_for_a_person",
            "One recording seems to show or speak another person than your earlier ones; a person looks at it first.",
            asset=quality.asset_id,
            findings=list(quality.findings),
        )
