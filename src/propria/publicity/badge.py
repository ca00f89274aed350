"""The badge of a published claim as one SVG file: whether it stands now, the sentence, and a QR code to its page. Pure."""

import unicodedata

import segno
from markupsafe import escape

from propria.kernel.time import Instant
from propria.publicity.published import PublishedClaim

WIDTH, HEIGHT, QR_SIDE = 420, 96, 80
WIDEST = 46
_LOOKS = {True: ("#0a5c2b", "Provable", "属实"), False: ("#8a1c1c", "No longer supported", "已无依据")}


def badge_svg(claim: PublishedClaim, page_url: str, *, as_of: Instant) -> str:
    """The badge, 420 by 96 CSS pixels, without script or outside file.

    It says what held at `as_of`; whoever shows it loads it anew, so that it turns itself off when the facts change.
    """
    colour, en, zh = _LOOKS[claim.stands]
    said = f"{en} · {zh}"
    code = segno.make(page_url, error="m", micro=False).svg_inline(border=0, omitsize=True)
    placed = f'<svg x="{WIDTH - QR_SIDE - 8}" y="8" width="{QR_SIDE}" height="{QR_SIDE}" '
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(said)}: {escape(claim.text)}</title>"
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="6" fill="#fff" stroke="{colour}" stroke-width="2"/>'
        f'<g font-family="system-ui, sans-serif" fill="#222"><text x="14" y="32" font-size="16" font-weight="600" fill="{colour}">'
        f'{escape(said)}</text><text x="14" y="56" font-size="12">{escape(_cut(claim.text))}</text>'
        f'<text x="14" y="80" font-size="11" fill="#555">Propria · {as_of:%Y-%m-%d %H:%M} UTC</text></g>'
        f"{code.replace('<svg ', placed, 1)}</svg>"
    )


def _cut(text: str) -> str:
    """As much of a sentence as fits the badge; a Chinese letter is as wide as two others."""
    width = 0
    for at, letter in enumerate(text):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > WIDEST:
            return text[: at - 1] + "…"
    return text
