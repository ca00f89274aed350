"""Small media made on the spot, and the facts of an output; nobody's likeness."""

import json
import struct
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from propria.kernel.time import instant
from propria.provenance.model import (
    Absent,
    Action,
    ExplicitLabel,
    Integrity,
    LicenceMark,
    Making,
    OutputFacts,
    ReadBack,
    Seal,
    Sight,
    Signer,
)
from propria.provenance.rules import implicit_label
from propria.provenance.trust import DemoChain, issue_demo_chain

NOW = instant("2026-11-22T10:00:00Z")
MARK = LicenceMark(
    licence_id="lic_" + "0" * 26,
    statement_digest="ab" * 32,
    log_index=17,
    log_origin="demo.localhost/log",
    status_url="http://localhost:8000/licences/lic_" + "0" * 26,
    output_id="out_" + "1" * 26,
    permit_id="pmt_" + "2" * 26,
    project="Ode to Kestrels",
)
FACTS = OutputFacts(
    title="Line 12",
    making=Making.COMPOSITE,
    mark=MARK,
    made_at=NOW,
    implicit=implicit_label(
        producer="Ode & Kestrel 颂隼影业", output_id=MARK.output_id, licence_digest="ab" * 32
    ),
    explicit=ExplicitLabel(),
)
RECORDED = replace(FACTS, making=Making.RECORDED, implicit=None, explicit=None, trimmed_from_ms=(200, 600))
BLOCK = 16


def chain() -> DemoChain:
    """A fresh demo chain."""
    return issue_demo_chain(organisation="Propria", now=NOW)


def numbered_frame(number: int, width: int = 320, height: int = 180) -> np.ndarray:
    """A moving grey picture that carries `number` as eight blocks along its bottom; RGB uint8."""
    rows, columns = np.mgrid[0:height, 0:width]
    grey = (70 + 60 * np.sin((columns + 4 * number) / 23) + 40 * np.cos(rows / 17)).astype(np.uint8)
    for bit in range(8):
        on = 255 if number >> bit & 1 else 0
        grey[-BLOCK:, bit * BLOCK : (bit + 1) * BLOCK] = on
    return np.repeat(grey[:, :, None], 3, axis=2)


def number_of(luma: np.ndarray) -> int:
    """The number that `numbered_frame` put into a decoded picture."""
    blocks = luma[-BLOCK:, : 8 * BLOCK].reshape(BLOCK, 8, BLOCK).mean((0, 2))
    return sum(1 << bit for bit in range(8) if blocks[bit] > 127)


def numbers_in(path: Path) -> list[int]:
    """The numbers of every frame of a clip, in the order shown."""
    with av.open(str(path)) as media:
        return [number_of(frame.to_ndarray(format="gray")) for frame in media.decode(video=0)]


def clip(
    path: Path,
    *,
    frames: int = 25,
    rate: int = 25,
    times: list[int] | None = None,
    turned: int = 0,
    loud: float = 0.3,
) -> Path:
    """A numbered clip with a rising tone under it; `times` (milliseconds) makes its frames uneven."""
    with av.open(str(path), "w", format="mp4") as out:
        picture = out.add_stream("libx264", rate=rate)
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        picture.options = {"preset": "ultrafast", "crf": "16"}
        picture.codec_context.time_base = Fraction(1, 1000)
        picture.codec_context.gop_size = 10
        if turned:
            picture.set_display_rotation(turned)
        sound = out.add_stream("aac", rate=48_000)
        sound.layout = "stereo"
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered_frame(number), format="rgb24")
            frame.pts = times[number] if times else number * 1000 // rate
            frame.time_base = Fraction(1, 1000)
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        length = ((times[-1] if times else frames * 1000 // rate) * 48_000) // 1000
        ramp = np.sin(np.arange(length) ** 2 / 4e6).astype(np.float32) * loud
        piece = av.AudioFrame.from_ndarray(np.stack([ramp, ramp]), format="fltp", layout="stereo")
        piece.sample_rate = 48_000
        out.mux(sound.encode(piece))
        out.mux(sound.encode(None))
    return path


def sound(path: Path, *, seconds: float = 2.0, rate: int = 16_000) -> Path:
    """A WAV of a wandering tone."""
    samples = np.sin(np.cumsum(300 + 100 * np.sin(np.arange(int(rate * seconds)) / 900)) / rate * 6.28) * 9000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.astype("<i2").tobytes())
    return path


def flac(path: Path) -> Path:
    """The same tone as FLAC."""
    from propria.plumbing.media_edit import write_sound

    write_sound(sound(path.with_suffix(".wav")), path, form="flac")
    return path


def still(path: Path, **settings: object) -> Path:
    """A picture in the form that the path's suffix names."""
    Image.fromarray(numbered_frame(5, 480, 270)).save(path, **settings)
    return path


def model(path: Path) -> Path:
    """A GLB with nothing in it."""
    body = json.dumps({"asset": {"version": "2.0"}}).encode()
    body += b" " * (-len(body) % 4)
    path.write_bytes(
        b"glTF" + struct.pack("<II", 2, len(body) + 20) + struct.pack("<I", len(body)) + b"JSON" + body
    )
    return path


MAKERS = {".mp4": clip, ".png": still, ".jpg": still, ".wav": sound, ".flac": flac, ".glb": model}


def perfect(facts: OutputFacts = FACTS) -> ReadBack:
    """What reading a faultless output of `facts` gives."""
    signer = Signer("Demo seal", "Propria (demo)", "1", "Es256", None)
    actions = (Action("c2pa.created", facts.making.source_type),)
    return ReadBack(
        sha256="cd" * 32,
        size_bytes=1000,
        media_type="video/mp4",
        integrity=Integrity.INTACT,
        findings=(),
        seal=Seal("urn:c2pa:1", signer, "Propria (demo) root", actions, "notAllowed", ()),
        licence=facts.mark,
        implicit=facts.implicit or Absent(),
        implicit_count=1 if facts.implicit else 0,
        explicit=facts.explicit or Absent(),
        sight=Sight.SEEN if facts.explicit else Sight.NOT_LOOKED,
    )
