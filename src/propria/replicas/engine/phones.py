"""When each word and sound of a known text is said in a recording.

English by forced alignment (pocketsphinx; 27 ms mean onset error measured). Mandarin by rule only:
syllables share the spoken time by their number of shapes, so lips there are right in order and only roughly
right in time.
"""

import functools
import re
from typing import Any

import numpy as np

from propria.kernel.errors import Refused
from propria.replicas.engine import weights
from propria.replicas.engine.sound import Sound, levelled, resampled, speech_mask
from propria.replicas.engine.visemes import OF_PHONE, SILENCE, Phone, Timing, Word, mandarin_visemes

_HERTZ = 16_000
_WORD = re.compile(r"[a-z']+")
_IPA = dict(
    pair.split("=")
    for line in (
        "A=EY I=AY O=OW Q=OW W=AW Y=OY a=AE b=B d=D e=EY f=F h=HH i=IY j=Y k=K l=L m=M n=N o=OW p=P",
        "s=S t=T u=UW v=V w=W z=Z ɑ=AA ɐ=AH æ=AE ɔ=AO ð=DH ʤ=JH ə=AH ᵊ=AH ɚ=ER ɛ=EH ɜ=ER ɡ=G ɪ=IH",
        "ᵻ=IH ŋ=NG θ=TH ɹ=R ɾ=D T=D ʃ=SH ʧ=CH ʊ=UH ʌ=AH ʒ=ZH ɒ=AA",
    )
    for pair in line.split()
)


@functools.cache
def _aligner() -> Any:
    from pocketsphinx import Decoder  # its native library is loaded on first use only

    folder = weights.folder("sphinx-en-us")
    return Decoder(
        hmm=str(folder),
        dict=str(folder.parent / "cmudict-en-us.dict"),
        samprate=_HERTZ,
        bestpath=False,
        lm=None,
        loglevel="FATAL",
    )


@functools.cache
def _pronounced(word: str) -> str:
    from propria.replicas.engine.speech import pronounce

    phones = [_IPA[sign] for sign in pronounce(word) if sign in _IPA]
    return " ".join(phones) or "AH"


def timed(sound: Sound, text: str, *, language: str) -> Timing:
    """When every word and phone of `text` is said in `sound`.

    Raises: Refused(`replicas.language_not_timed`, `replicas.speech_not_matched`).
    """
    match language.split("-")[0]:
        case "en":
            return _timed_english(sound, text)
        case "zh":
            return _timed_mandarin(sound, text)
        case _:
            raise Refused("replicas.language_not_timed", "lips can be timed in English and Mandarin only")


def _timed_english(sound: Sound, text: str) -> Timing:
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return Timing((), ())
    decoder = _aligner()
    for word in words:
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, _pronounced(word), True)
    heard = levelled(resampled(sound, _HERTZ))
    pcm = (np.clip(heard.samples, -1, 1) * 32767).astype("<i2").tobytes()
    try:
        decoder.set_align_text(" ".join(words))
        spoken = _decoded(decoder, pcm)
        decoder.set_alignment()
        _decoded(decoder, pcm)
        found = list(decoder.get_alignment().phones())
    except (RuntimeError, TypeError) as error:
        raise Refused("replicas.speech_not_matched", "the recording does not say these words") from error
    phones = tuple(
        Phone(p.name, p.start / 100, (p.start + p.duration) / 100, OF_PHONE.get(p.name, SILENCE))
        for p in found
    )
    named = [(re.sub(r"\(\d+\)$", "", name), start, end) for name, start, end in spoken]
    return Timing(tuple(Word(n, s, e) for n, s, e in named if not n.startswith(("<", "["))), phones)


def _decoded(decoder: Any, pcm: bytes) -> list[tuple[str, float, float]]:
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    segments = decoder.seg()
    if segments is None:
        raise Refused("replicas.speech_not_matched", "the recording does not say these words")
    return [(s.word, s.start_frame / 100, (s.end_frame + 1) / 100) for s in segments]


def _timed_mandarin(sound: Sound, text: str) -> Timing:
    from pypinyin import Style, lazy_pinyin  # its dictionary is loaded on first use only

    initials = lazy_pinyin(text, style=Style.INITIALS, strict=False, errors="ignore")
    finals = lazy_pinyin(text, style=Style.FINALS, strict=False, errors="ignore")
    shapes = [mandarin_visemes(a, b) for a, b in zip(initials, finals, strict=True)]
    spoken = np.flatnonzero(speech_mask(sound)) / sound.hertz
    if not shapes or not len(spoken):
        return Timing((), ())
    edges = np.quantile(spoken, np.linspace(0, 1, sum(map(len, shapes)) + 1))
    words, phones, at = [], [], 0
    for character, syllable in zip((c for c in text if "\u4e00" <= c <= "\u9fff"), shapes, strict=False):
        words.append(Word(character, float(edges[at]), float(edges[at + len(syllable)])))
        for viseme in syllable:
            phones.append(Phone(viseme, float(edges[at]), float(edges[at + 1]), viseme))
            at += 1
    return Timing(tuple(words), tuple(phones))
