"""Makes every recording of the cast, and says how like each packaged voice they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile
from lines import FOOTAGE, LINES
from phonemes import sentences, words_of
from roster import CAST, Voice
from voice_likeness import VoiceEncoder
from voices import SAMPLE_RATE_HZ, Speaker, Take, joined

LEAD_SECONDS = 0.4
TAIL_SECONDS = 1.2
GAP_SECONDS = 0.22
CEILING = 0.85
TEST_LINES = {
    "en": "The harbour lights went out one by one, and nobody on the pier said a word. "
    "Please give me five more minutes.",
    "zh": "码头的灯一盏一盏地灭了，堤上没有人说话。请再给我五分钟。",
}


def speak(
    speaker: Speaker, voice: Voice, language: str, text: str, *, lead_seconds: float, tail_seconds: float
) -> Take:
    """Speak a text sentence by sentence in one voice."""
    style = speaker.style(voice.blend)
    takes = [
        speaker.say(words_of(part, language), style, speed=voice.speed, tuning=voice.tuning)
        for part in sentences(text, language)
    ]
    return joined(takes, lead_seconds=lead_seconds, gap_seconds=GAP_SECONDS, tail_seconds=tail_seconds)


def timing(take: Take, text: str, language: str) -> dict[str, object]:
    """The truth of a take: text, words and phonemes with seconds."""
    return {
        "text": text,
        "language": language,
        "seconds": round(take.seconds, 4),
        "words": [
            {
                "text": word.text,
                "start": round(word.start_seconds, 4),
                "end": round(word.end_seconds, 4),
                "phonemes": [[s.symbol, s.start_seconds, s.end_seconds] for s in word.sounds],
            }
            for word in take.words
        ],
    }


def save(take: Take, path: Path) -> None:
    """Write 16-bit mono FLAC or WAV at 24 kHz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, take.samples, SAMPLE_RATE_HZ, subtype="PCM_16")


def write_json(path: Path, value: object) -> None:
    """Write readable JSON with lists of numbers on one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def soundtracks(speaker: Speaker, scratch: Path, results: Path, who: list[str] | None) -> None:
    """The sound and the truth of the footage; pictures are rendered from them."""
    for key, (language, text) in FOOTAGE.items():
        if who and key not in who:
            continue
        take = speak(
            speaker, CAST[key].voice, language, text, lead_seconds=LEAD_SECONDS, tail_seconds=TAIL_SECONDS
        )
        save(take, scratch / f"{key}-footage.wav")
        write_json(results / key / "footage.words.json", timing(take, text, language))
        print(f"{key} footage {take.seconds:.2f} s", flush=True)


def lines(speaker: Speaker, results: Path, who: list[str] | None) -> None:
    """The separate takes, one FLAC a line with one file of texts and times for each performer."""
    for key, (language, texts) in LINES.items():
        if who and key not in who:
            continue
        truth = {}
        for number, text in enumerate(texts, 1):
            take = speak(speaker, CAST[key].voice, language, text, lead_seconds=0.25, tail_seconds=0.25)
            name = f"line-{number}.flac"
            save(take, results / key / "lines" / name)
            truth[name] = timing(take, text, language)
        write_json(results / key / "lines" / "words.json", truth)
        print(f"{key} {len(texts)} lines", flush=True)


def likeness(speaker: Speaker, voices_folder: Path, scratch: Path, results: Path) -> None:
    """Cosine of every character's voice to every packaged voice, on one text; the ceiling is CEILING."""
    encoder, cached = VoiceEncoder(), scratch / "packaged-voices.npz"

    def heard(voice: Voice, language: str) -> np.ndarray:
        take = speak(speaker, voice, language, TEST_LINES[language], lead_seconds=0, tail_seconds=0)
        return encoder.embed(take.samples, SAMPLE_RATE_HZ)

    if not cached.exists():
        names = sorted(path.stem for path in voices_folder.glob("*.bin"))
        np.savez(
            cached, **{name: heard(Voice({name: 1.0}), "zh" if name[0] == "z" else "en") for name in names}
        )
    packaged = np.load(cached)
    report = {}
    for key, performer in CAST.items():
        if performer.voice is None:
            continue
        voiceprint = heard(performer.voice, LINES[key][0])
        ranked = sorted(((float(voiceprint @ packaged[name]), name) for name in packaged), reverse=True)
        report[key] = {
            "blend": performer.voice.blend,
            "nearest": {name: round(score, 3) for score, name in ranked[:6]},
        }
        print(key, report[key], flush=True)
    write_json(
        results / "voice-likeness.json",
        {"ceiling": CEILING, "model": "Resemblyzer 0.1.4", "performers": report},
    )
