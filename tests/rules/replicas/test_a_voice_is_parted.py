"""What a voice is measured against was kept out of it: the last part of what is said, or nothing where too little is said."""

import numpy as np

from propria.replicas.engine.listening import Takes, parted
from propria.replicas.engine.sound import Sound
from propria.replicas.engine.visemes import SILENCE, Phone, Timing
from propria.replicas.engine.vocoder import HERTZ


def takes(*phones: int) -> Takes:
    """Recordings of so many phones of a fifth of a second each, between two fifths of silence; at another rate."""
    return tuple((_noise(0.2 * count + 0.4), _timing(count)) for count in phones)


def _noise(seconds: float) -> Sound:
    return Sound(np.random.default_rng(7).normal(0, 0.1, int(seconds * 48_000)).astype(np.float32), 48_000)


def _timing(count: int) -> Timing:
    names = [SILENCE, *["aa"] * count, SILENCE]
    return Timing((), tuple(Phone(v, 0.2 * at, 0.2 * (at + 1), v) for at, v in enumerate(names)))


def test_the_last_three_tenths_are_kept_out_of_an_only_recording() -> None:
    found = parted(takes(20))
    assert found is not None
    ((before, timing),), kept = found
    assert [one.viseme for one in timing.phones].count("aa") == 14
    assert abs(before.seconds - 3.0) < 0.01
    assert (kept.hertz, round(kept.seconds, 1)) == (HERTZ, 1.4)


def test_whole_recordings_are_kept_out_where_there_are_several() -> None:
    found = parted(takes(14, 3, 3))
    assert found is not None
    first, second = found[0]
    assert (len(first[1].phones), len(second[1].phones)) == (16, 1)
    assert round(found[1].seconds, 1) == 1.8


def test_nothing_is_kept_out_of_too_little() -> None:
    assert parted(takes(14)) is None
    assert parted(takes()) is None
