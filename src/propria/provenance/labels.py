"""Both labels of GB 45438-2025, written into any form we deliver and read from any form we are shown.

Where the implicit label `AIGC` goes: MP4 `moov/meta` key · JPEG XMP `TC260:AIGC` · PNG `tEXt` ·
WAV ID3 user text · FLAC Vorbis comment · GLB `asset.extras`. One place only: the standard wants exactly one.
The IPTC digital source type goes into XMP beside it (not in FLAC and GLB, which have no place for it).
"""

import json
import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from propria.kernel.errors import Malformed, Refused
from propria.plumbing import media_edit
from propria.plumbing.media import open_media
from propria.plumbing.media_structure import container_of
from propria.provenance import labels_containers as containers
from propria.provenance import labels_drawn, labels_sound, labels_xmp
from propria.provenance.model import Absent, ExplicitLabel, ImplicitLabel, Making, Sight, Unreadable

KEY = "AIGC"
SAMPLES = 5


def write_labels(
    source: Path, out: Path, *, making: Making, implicit: ImplicitLabel | None, explicit: ExplicitLabel | None
) -> str:
    """Write `source` to `out` with the labels given and no other metadata; returns the media type.

    Video becomes MP4 (H.264, AAC), encoded once if a label is drawn, copied if not. Stills keep their
    form, sound becomes WAV or stays FLAC, a GLB keeps every byte but its JSON. A model has no picture,
    so its explicit label is on the sidecar card. Raises: Refused(`provenance.form_unsupported`,
    `provenance.label_does_not_fit`), Unverified(`media.*`).
    """
    container = container_of(source)
    text = implicit.to_json() if implicit else None
    match container.media_type if container else "":
        case "video/mp4" | "video/quicktime" | "video/x-matroska" | "video/mpeg":
            _write_clip(source, out, making, text, explicit)
            return "video/mp4"
        case "image/png" | "image/jpeg" as media_type:
            _write_still(source, out, media_type, making, text, explicit)
            return media_type
        case "audio/wav":
            _write_wav(source, out, making, text, explicit)
            return "audio/wav"
        case "audio/flac":
            before = labels_sound.rhythm if explicit else None
            media_edit.write_sound(
                source, out, form="flac", before=before, tags={KEY: text} if text else None
            )
            return "audio/flac"
        case "model/gltf-binary":
            _write_model(source, out, text)
            return "model/gltf-binary"
        case _:
            raise Refused("provenance.form_unsupported", "This kind of file cannot be labelled.")


def _write_clip(
    source: Path, out: Path, making: Making, text: str | None, explicit: ExplicitLabel | None
) -> None:
    def draw(frame: "labels_drawn.av.VideoFrame", at_ms: int) -> "labels_drawn.av.VideoFrame":
        if explicit is None or (explicit.seconds is not None and at_ms >= explicit.seconds * 1000):
            return frame
        return labels_drawn.draw_on_frame(frame, explicit)

    tags = {KEY: text} if text else {}
    media_edit.rewrite(source, out, draw=draw if explicit else None, tags=tags)
    with out.open("ab") as stream:
        stream.write(containers.xmp_box(labels_xmp.packet(making.source_type)))


def _write_still(
    source: Path, out: Path, media_type: str, making: Making, text: str | None, explicit: ExplicitLabel | None
) -> None:
    form = "PNG" if media_type == "image/png" else "JPEG"
    with Image.open(source, formats=[form]) as opened:
        picture = ImageOps.exif_transpose(opened)
        profile = opened.info.get("icc_profile")
        picture = picture.convert(
            "RGBA" if "A" in picture.getbands() or "transparency" in opened.info else "RGB"
        )
    if explicit:
        picture = labels_drawn.draw_on_still(picture, explicit)
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    settings = {"quality": 92, "subsampling": 0} if form == "JPEG" else {"compress_level": 4}
    bare.save(out, form, icc_profile=profile, **settings)
    data = out.read_bytes()
    if form == "PNG":
        xmp = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + labels_xmp.packet(making.source_type)
        data = containers.with_png_chunk(data, b"iTXt", xmp)
        if text:
            data = containers.with_png_chunk(data, b"tEXt", KEY.encode() + b"\x00" + text.encode())
    else:
        packet = labels_xmp.packet(making.source_type, aigc=text)
        data = containers.with_jpeg_segment(data, containers.XMP_JPEG + packet)
    out.write_bytes(data)


def _write_wav(
    source: Path, out: Path, making: Making, text: str | None, explicit: ExplicitLabel | None
) -> None:
    bare = out.with_name(out.name + ".bare")
    try:
        media_edit.write_sound(source, bare, form="wav", before=labels_sound.rhythm if explicit else None)
        label = [(b"id3 ", containers.id3_text(KEY, text))] if text else []
        xmp = (b"_PMX", labels_xmp.packet(making.source_type))
        containers.insert_riff_chunks(bare, out, [*label, xmp])
    finally:
        bare.unlink(missing_ok=True)


def _write_model(source: Path, out: Path, text: str | None) -> None:
    data = source.read_bytes()
    try:
        document = containers.glb_json(data)
        if text:
            document.setdefault("asset", {}).setdefault("extras", {})[KEY] = json.loads(text)
    except (ValueError, AttributeError, TypeError) as error:
        raise Refused("provenance.form_unsupported", str(error)[:200]) from None
    out.write_bytes(containers.with_glb_json(data, document))


def read_implicit(path: Path) -> tuple[ImplicitLabel | Absent | Unreadable, int]:
    """The implicit label of a file and how many were found; two different ones are unreadable.

    Raises: nothing for a damaged file: what cannot be listed is `Unreadable`.
    """
    try:
        found = list(_texts(path))
    except Exception as error:  # a stranger's file may break any parser
        return Unreadable(type(error).__name__), 0
    if not found:
        return Absent(), 0
    try:
        labels = {ImplicitLabel.from_json(text) for text in found}
    except Malformed as error:
        return Unreadable(error.sentence), len(found)
    if len(labels) > 1:
        return Unreadable("labels contradict each other"), len(found)
    return labels.pop(), len(found)


def _texts(path: Path) -> Iterator[str]:
    container = container_of(path)
    match container.media_type if container else "":
        case "image/jpeg":
            yield from _jpeg_texts(path.read_bytes())
        case "image/png":
            data = path.read_bytes()
            for keyword, text in containers.png_texts(data):
                if keyword == KEY:
                    yield text
                elif keyword == "XML:com.adobe.xmp":
                    yield from labels_xmp.labels_in(text.encode())
        case "audio/wav":
            yield from _wav_texts(path)
        case "model/gltf-binary":
            extras = containers.glb_json(path.read_bytes()).get("asset", {}).get("extras", {})
            if KEY in extras:
                yield json.dumps(extras[KEY])
        case "":
            return
        case _:
            yield from _stream_texts(path)


def _wav_texts(path: Path) -> Iterator[str]:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for name, body in containers.riff_chunks(data):
            if name in (b"id3 ", b"ID3 "):
                yield from (text for key, text in containers.id3_texts(body) if key == KEY)
            elif name == b"_PMX":
                yield from labels_xmp.labels_in(body)
            elif name == b"LIST" and body[:4] == b"INFO":
                chunks = containers.riff_chunks(b"RIFF\x00\x00\x00\x00" + body)
                yield from (text.rstrip(b"\x00").decode() for key, text in chunks if key == KEY.encode())


def _jpeg_texts(data: bytes) -> Iterator[str]:
    for marker, body in containers.jpeg_segments(data):
        if marker != 0xE1:
            continue
        if body.startswith(containers.XMP_JPEG):
            yield from labels_xmp.labels_in(body[len(containers.XMP_JPEG) :])
        elif body.startswith(b"Exif\x00\x00"):
            exif = Image.Exif()
            exif.load(body)
            comment = exif.get_ifd(0x8769).get(0x9286, b"")
            text = comment[8:].decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)
            if f'"{KEY}"' in text or '"ContentProducer"' in text:
                yield text.strip("\x00 ")


def _stream_texts(path: Path) -> Iterator[str]:
    with open_media(path) as media:
        for name, text in media.metadata.items():
            if name.upper() == KEY:
                yield text
    if path.stat().st_size == 0:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(b"uuid" + containers.XMP_BOX)
        while at >= 4:
            size = int.from_bytes(data[at - 4 : at], "big")
            yield from labels_xmp.labels_in(data[at + 20 : at - 4 + min(size, labels_xmp.MAX_PACKET_BYTES)])
            at = data.find(b"uuid" + containers.XMP_BOX, at + 20)


def look_for_explicit(path: Path, media_type: str, label: ExplicitLabel) -> Sight:
    """Decode a few pictures (or the first sound) and look for `label` where it should be.

    For a clip, key frames from the start to the end of the time it should stay; one without it is
    enough for `NOT_SEEN`. A model shows nothing by itself: `NOT_LOOKED`.
    """
    if media_type.startswith("image/"):
        with Image.open(path) as picture:
            luma = ImageOps.exif_transpose(picture).convert("L")
        seen = labels_drawn.resemblance(np.asarray(luma), label) >= labels_drawn.SEEN_FROM
    elif media_type.startswith("video/"):
        seen = _seen_throughout(path, label)
    elif media_type.startswith("audio/"):
        seen = labels_sound.resemblance(path) >= labels_sound.HEARD_FROM
    else:
        return Sight.NOT_LOOKED
    return Sight.SEEN if seen else Sight.NOT_SEEN


def _seen_throughout(path: Path, label: ExplicitLabel) -> bool:
    """Look at the key frames nearest before a few moments; a clip without a picture shows no label."""
    with open_media(path) as media:
        if not media.streams.video:
            return False
        length = (media.duration or 0) / 1e6
        until = max(0.0, min(length, label.seconds or length) - 0.1)
        picture = media.streams.video[0]
        picture.codec_context.skip_frame = "NONKEY"
        seen_at: set[int | None] = set()
        for step in range(SAMPLES):
            media.seek(int(until * step / (SAMPLES - 1) * 1e6) + (media.start_time or 0))
            frame = next(media.decode(picture), None)
            if frame is None or frame.pts in seen_at:
                continue
            seen_at.add(frame.pts)
            if labels_drawn.resemblance(frame.to_ndarray(format="gray"), label) < labels_drawn.SEEN_FROM:
                return False
    return bool(seen_at)
