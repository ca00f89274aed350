"""Perceptual marks: a lead after the labels are gone, honest about what they do not survive."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from tests.rules.provenance.making import FACTS, MAKERS, chain, clip, numbered_frame, still

from propria.provenance.marks import compare, mark
from propria.provenance.model import FrameMark
from propria.provenance.seals import passport_for, seal_and_label

pytestmark = pytest.mark.thorough


def reposted(source: Path, out: Path, *, scale: float, rate_factor: int) -> Path:
    """What a platform does: scaled, encoded again, nothing kept but the picture."""
    with av.open(str(source)) as media, av.open(str(out), "w") as target:
        picture = target.add_stream("libx264", rate=25)
        picture.width, picture.height = round(320 * scale) // 2 * 2, round(180 * scale) // 2 * 2
        picture.pix_fmt = "yuv420p"
        picture.options = {"crf": str(rate_factor), "preset": "ultrafast"}
        for frame in media.decode(video=0):
            target.mux(picture.encode(frame.reformat(picture.width, picture.height)))
        target.mux(picture.encode(None))
    return out


@pytest.mark.parametrize(("scale", "rate_factor"), [(1.0, 32), (0.5, 28), (2.0, 23)])
def test_a_reposted_clip_leads_to_its_passport(tmp_path: Path, scale: float, rate_factor: int) -> None:
    sealed, demo = tmp_path / "sealed.mp4", chain()
    done = seal_and_label(clip(tmp_path / "in.mp4", frames=60), sealed, FACTS, demo.key)
    passport = passport_for(sealed, done, FACTS, sealed_index=18)
    assert (passport.output_id, passport.sha256) == (FACTS.mark.output_id, done.sha256)
    kept = passport.marks
    assert len(kept) >= 2
    found = compare(mark(reposted(sealed, tmp_path / "post.mp4", scale=scale, rate_factor=rate_factor)), kept)
    assert found.is_lead


def test_a_picture_is_found_again_after_strong_compression(tmp_path: Path) -> None:
    kept = mark(still(tmp_path / "a.png"))
    assert compare(mark(still(tmp_path / "b.jpg", quality=20)), kept).is_lead


def test_other_pictures_are_no_lead(tmp_path: Path) -> None:
    kept = mark(still(tmp_path / "a.png"))
    random = np.random.default_rng(7)
    for number in range(20):
        rough = random.integers(0, 255, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(rough).resize((480, 270)).save(tmp_path / "other.png")
        assert not compare(mark(tmp_path / "other.png"), kept).is_lead, number


def test_a_mirrored_picture_is_not_found_and_we_say_so(tmp_path: Path) -> None:
    kept = mark(still(tmp_path / "a.png"))
    Image.fromarray(numbered_frame(5, 480, 270)[:, ::-1]).save(tmp_path / "mirrored.png")
    assert not compare(mark(tmp_path / "mirrored.png"), kept).is_lead


def test_plain_frames_count_for_nothing(tmp_path: Path) -> None:
    for grey in (0, 255):
        Image.new("L", (320, 180), grey).save(tmp_path / f"{grey}.png")
    black, white = mark(tmp_path / "0.png"), mark(tmp_path / "255.png")
    assert not black[0].telling
    assert not compare(black, white).is_lead
    assert compare(black, mark(still(tmp_path / "a.png"))).frames == 0


def test_bits_are_counted() -> None:
    one, other = FrameMark(0, "00000000000000ff", True), FrameMark(0, "0000000000000000", True)
    assert compare((one,), (other,)).least_bits == 8
    assert compare((), (other,)).least_bits == 64


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".glb"])
def test_sound_and_models_have_no_marks(tmp_path: Path, suffix: str) -> None:
    assert mark(MAKERS[suffix](tmp_path / f"a{suffix}")) == ()
