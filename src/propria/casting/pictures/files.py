"""Making a picture safe to show: read as what its bytes say, never larger than allowed, drawn anew with nothing of the file's own.

Place, device, names and thumbnails of the file are gone; what is written into it says that no machine may learn from it.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from propria.kernel.errors import Malformed
from propria.plumbing.media import MediaLimits

LARGEST_BYTES = 15_000_000
SMALLEST_SIDE, LONGEST_SIDE = 320, 1600
MOST_PIXELS = MediaLimits().still_pixels
MEDIA_TYPE = "image/jpeg"
_QUALITY = 88
_HEADS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}
TERMS = (
    "For casting only, under the performer's signed statement. No training, no generation, no face matching. "
    "仅供选角；不得用于训练、生成或面容比对。"
)
NO_AI = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"><xmpRights:UsageTerms><rdf:Alt>'
    f'<rdf:li xml:lang="x-default">{TERMS}</rdf:li></rdf:Alt></xmpRights:UsageTerms></rdf:Description></rdf:RDF>'
    '</x:xmpmeta><?xpacket end="w"?>'
).encode()
"""What is written into every picture: PLUS data mining prohibited (IPTC Photo Metadata 2023.1), and the terms of use."""


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew as JPEG, upright, in sRGB, or a clip written anew; pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = MEDIA_TYPE


def drawn_anew(body: bytes) -> Drawn:
    """The picture in a file that somebody sent, without anything else that was in the file.

    Raises: Malformed(`casting.picture_too_large`, `casting.picture_wrong_type`, `casting.picture_bomb`,
    `casting.picture_moves`, `casting.picture_too_small`, `casting.picture_unreadable`).
    """
    if len(body) > LARGEST_BYTES:
        raise Malformed("casting.picture_too_large", "A picture is 15 MB at most.", most_bytes=LARGEST_BYTES)
    kind = next((kind for kind, head in _HEADS.items() if body.startswith(head)), None)
    if kind is None or (kind == "WEBP" and body[8:12] != b"WEBP"):
        raise Malformed("casting.picture_wrong_type", "A picture is a JPEG, PNG or WebP file.")
    try:
        with Image.open(io.BytesIO(body), formats=[kind]) as opened:
            _check(opened)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _draw(opened)
    except Image.DecompressionBombError:
        raise _bomb() from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Malformed("casting.picture_unreadable", "This picture cannot be read.") from error


def _check(opened: Image.Image) -> None:
    """Refuse by the header alone, before a pixel is unfolded."""
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise _bomb()
    if getattr(opened, "n_frames", 1) > 1:
        raise Malformed("casting.picture_moves", "A moving picture is not taken here.")
    if min(width, height) < SMALLEST_SIDE:
        raise Malformed(
            "casting.picture_too_small",
            f"A picture is at least {SMALLEST_SIDE} pixels wide and high.",
            least=SMALLEST_SIDE,
        )


def _bomb() -> Malformed:
    return Malformed(
        "casting.picture_bomb", "This picture unfolds to more than is opened.", most_pixels=MOST_PIXELS
    )


def _draw(opened: Image.Image) -> Drawn:
    picture = _flat(_in_srgb(ImageOps.exif_transpose(opened)))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=_QUALITY, xmp=NO_AI)
    return Drawn(out.getvalue(), *picture.size)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Its colours as every screen reads them; a profile that says nothing usable is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        done = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:
        return picture
    return done or picture


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency: on white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    ground = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(ground, with_alpha).convert("RGB")
