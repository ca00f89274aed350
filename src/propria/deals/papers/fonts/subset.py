"""Make the fonts of the papers from the published ones. Run by hand, never by the server."""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SUBSET = {
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "han/NotoSansSC-Regular.ttf",
    "noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf": "han/NotoSansSC-SemiBold.ttf",
}
WHOLE = {
    "source-serif-4/400Regular/SourceSerif4_400Regular.ttf": "latin/SourceSerif4-Regular.ttf",
    "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf": "latin/SourceSerif4-SemiBold.ttf",
}
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "lnum", "tnum", "pnum"]
LATIN = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x2010, 0x2028), range(0xFF01, 0xFF5F))


def gb2312() -> set[int]:
    """Every code point of GB 2312-1980: 6,763 Han characters, punctuation and letters."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {
        ord(text) for text in (pair.decode("gb2312", errors="ignore") for pair in pairs) if len(text) == 1
    }


def cut(source: Path, target: Path) -> None:
    """Write `source` with the glyphs of GB 2312 and Latin only; hinting is dropped, names are kept."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gb2312() | {point for block in LATIN for point in block})
    cutter.subset(font)
    font.save(target)


def main(packages: Path) -> None:
    """Make every font of the papers from the npm packages below `packages`."""
    for source, target in SUBSET.items():
        cut(packages / source, HERE / target)
    for source, target in WHOLE.items():
        shutil.copyfile(packages / source, HERE / target)
    for family in ("noto-sans-sc", "source-serif-4"):
        shutil.copyfile(packages / family / "LICENSE_FONT", HERE / f"OFL-{family}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
