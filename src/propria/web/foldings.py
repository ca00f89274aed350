"""The verifier's folding tables as the browser's verifier carries them. Development only: it rewrites two lines."""

import json
import re
import sys
import unicodedata
from pathlib import Path

from propria.proofs.names import FOLDED_CHARACTERS

VERIFIER = Path(__file__).parent / "static" / "js" / "verify.js"
SIMPLIFIED_LINE = re.compile(r"^const SIMPLIFIED = .*$", re.M)
CASES_LINE = re.compile(r"^const CASES = .*$", re.M)
SURROGATES, CHEROKEE = range(0xD800, 0xE000), (range(0x13A0, 0x1400), range(0xAB70, 0xABC0))


def with_tables(script: str) -> str:
    """The script with both tables as `proofs.names` folds by them."""
    pairs = "".join(old + new for old, new in sorted(FOLDED_CHARACTERS.items()))
    cases = json.dumps(_cases(), ensure_ascii=True)
    script = SIMPLIFIED_LINE.sub(
        lambda _: f"const SIMPLIFIED = pairsOf('{pairs}'); // traditional, simplified", script
    )
    return CASES_LINE.sub(
        lambda _: f"const CASES = new Map(Object.entries({cases})); // where folding differs from lower case",
        script,
    )


def _cases() -> dict[str, str]:
    """character → its folded form, where a browser's lower case would be another one."""
    found = {}
    for number in range(sys.maxunicode + 1):
        is_regular = any(number in span for span in CHEROKEE)  # these fold to upper case, by rule
        if number in SURROGATES or is_regular or not _stays(chr(number)):
            continue
        folded, lower = chr(number).casefold(), chr(number).lower()
        if _nfkc(folded) != _nfkc(lower):
            found[chr(number)] = folded
    return found


def _stays(character: str) -> bool:
    return _nfkc(character) == character


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


if __name__ == "__main__":
    VERIFIER.write_text(with_tables(VERIFIER.read_text("utf-8")), "utf-8")
