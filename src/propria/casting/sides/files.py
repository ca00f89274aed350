"""Sides made safe to hand on: a PDF that opens without a password, or plain text, which is kept as UTF-8. It reads no scene."""

import io

from pypdf import PdfReader

from propria.casting.scripts.files import DAMAGED
from propria.kernel.errors import Malformed

LARGEST_BYTES = 10 << 20
MOST_PAGES = 200
PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"


def checked(data: bytes) -> tuple[bytes, str]:
    """The bytes as they are kept, and their media type, told by what they are and not by a name.

    Raises: Malformed(`casting.sides_too_large`, `casting.sides_wrong_type`, `casting.sides_unreadable`).
    """
    if len(data) > LARGEST_BYTES:
        raise Malformed("casting.sides_too_large", "Sides are 10 MB at most.", most_bytes=LARGEST_BYTES)
    if data.startswith(b"%PDF-"):
        _check_opens(data)
        return data, PDF
    text = _text(data)
    if text is None:
        raise Malformed("casting.sides_wrong_type", "Sides are a PDF or plain text.")
    return text.encode(), TEXT


def _check_opens(data: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(data))
        opens = not reader.is_encrypted and 0 < len(reader.pages) <= MOST_PAGES
    except DAMAGED:
        opens = False
    if not opens:
        raise Malformed(
            "casting.sides_unreadable",
            f"Bring a PDF that opens without a password, of {MOST_PAGES} pages at most.",
        )


def _text(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and all(c.isprintable() or c in "\n\r\t\f\u3000" for c in text):
            return text
    return None
