"""What the replica engine cannot use is refused by code, before anything is made of it."""

import io
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="the replica engine's packages are not installed")
pytest.importorskip("ai_edge_litert", reason="the replica engine's packages are not installed")

from tests.rules.refusals.test_rules_name_what_is_wrong import code_of

from propria.replicas.engine import footage, library, wire
from propria.replicas.engine.makehuman import base_head
from propria.replicas.engine.preview_voice import measure_voice, read_profile
from propria.replicas.engine.sound import Sound, write_wav
from propria.replicas.engine.visemes import Timing


def take(kept: int) -> library.Take:
    """So many usable frames of a grey picture."""
    frame = np.full((48, 64, 3), 128, np.uint8)
    points, shapes = np.zeros((kept, 478, 3), np.float32), np.zeros((kept, 52), np.float32)
    moments: Any = (None,) * kept
    return library.Take(b"", (frame,) * kept, tuple(range(kept)), points, shapes, moments)


def test_lips_are_learnt_from_one_second() -> None:
    assert code_of(library.assemble, (take(3),)) == "replicas.footage_too_short"


def test_footage_has_a_longest_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footage, "_LONGEST_SECONDS", 1)
    frame = np.full((64, 64, 3), 128, np.uint8)
    silence = Sound(np.zeros(16_000 * 2, np.float32), 16_000)
    clip = footage.write_clip([frame] * 50, silence)
    assert code_of(footage.read_footage, clip) == "replicas.footage_too_long"
    assert code_of(footage.read_footage, footage.write_clip([frame] * 20, silence)) == ""


def test_what_is_no_sound_is_not_heard() -> None:
    assert code_of(footage.read_sound, b"RIFF") == "replicas.sound_unreadable"
    assert code_of(footage.read_sound, write_wav(Sound(np.zeros(160, np.float32), 16_000))) == ""


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (library.read_library, "replicas.library_unreadable"),
        (read_profile, "replicas.voice_unreadable"),
    ],
)
def test_a_stored_file_that_is_not_the_engine_s_own_is_not_read(read: Any, code: str) -> None:
    other = io.BytesIO()
    np.savez(other, something=np.zeros(3))
    assert code_of(read, other.getvalue()) == code
    assert code_of(read, b"PK\x03\x04") == code


def test_a_voice_is_measured_from_seconds_of_speech() -> None:
    silence = Sound(np.zeros(8_000, np.float32), 16_000)
    assert code_of(measure_voice, ((silence, Timing((), ())),)) == "replicas.voice_too_short"


def test_a_head_that_nobody_made_is_not_a_base() -> None:
    assert code_of(base_head, "nobody") == "replicas.unknown_head"


def test_weights_are_read_by_their_format() -> None:
    (field,) = wire.fields(wire.write(wire.Field(1, 0, 5)))
    assert field.integer == 5
    assert code_of(lambda: field.octets) == "replicas.weights_unreadable"
