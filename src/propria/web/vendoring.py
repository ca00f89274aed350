"""Copies pinned npm files into static/vendor, cuts the fonts and writes the manifest. Development only."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
SIGN = Path(__file__).parent / "sign"
ROOT = Path(__file__).parents[3]
NODE_MODULES = ROOT / "node_modules"

COPIED = {
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "uplot": {
        "dist/uPlot.iife.min.js": "uplot/uPlot.iife.min.js",
        "dist/uPlot.min.css": "uplot/uPlot.min.css",
        "LICENSE": "uplot/LICENSE",
    },
    "@google/model-viewer": {
        "dist/model-viewer.min.js": "model-viewer/model-viewer.min.js",
        "LICENSE": "model-viewer/LICENSE",
    },
    "@fontsource-variable/inter": {"LICENSE": "fonts/OFL-inter.txt"},
    "@fontsource-variable/source-serif-4": {"LICENSE": "fonts/OFL-source-serif-4.txt"},
}
LATIN = "U+20-7E,U+A0-FF,U+131,U+152-153,U+2002-200A,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,\
U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2190-2193,U+2212,U+2260,U+2264-2265,U+00D7"
LATIN_EXT = "U+100-17F,U+218-21B,U+1E9E"
FONTS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "fonts/source-serif-4.woff2": ("source-serif-4", "latin-opsz-normal", LATIN, {"wght": (400, 600)}),
    "fonts/source-serif-4-ext.woff2": (
        "source-serif-4",
        "latin-ext-opsz-normal",
        LATIN_EXT,
        {"wght": (400, 600)},
    ),
    "fonts/source-serif-4-italic.woff2": ("source-serif-4", "latin-opsz-italic", LATIN, {"wght": 400}),
    "fonts/inter.woff2": ("inter", "latin-wght-normal", LATIN, {"wght": (400, 650)}),
    "fonts/inter-ext.woff2": ("inter", "latin-ext-wght-normal", LATIN_EXT, {"wght": (400, 650)}),
}
SIGN_LATIN = "U+20-7E,U+A0-FF,U+2013-2014,U+2018-2019,U+201C-201D,U+2026"
SIGN_FONTS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "serif.woff2": ("source-serif-4", "latin-opsz-normal", SIGN_LATIN, {"wght": (400, 600), "opsz": 14}),
    "sans.woff2": ("inter", "latin-wght-normal", SIGN_LATIN, {"wght": (400, 600)}),
}


def cut_font(family: str, file: str, unicodes: str, axes: dict[str, Any]) -> bytes:
    """The bytes of one WOFF2 with only `unicodes`, its axes limited to `axes`. Needs fonttools and brotli."""
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = NODE_MODULES / "@fontsource-variable" / family / "files" / f"{family}-{file}.woff2"
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "case"]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def vendor() -> None:
    """Rebuild static/vendor from node_modules and write vendor.json: package, version, licence, SHA-256."""
    manifest = {}
    for package, files in COPIED.items():
        about = json.loads((NODE_MODULES / package / "package.json").read_text())
        for source, target in files.items():
            (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(NODE_MODULES / package / source, VENDOR / target)
            manifest[target] = _entry(about, VENDOR / target)
    for target, (family, file, unicodes, axes) in FONTS.items():
        about = json.loads((NODE_MODULES / "@fontsource-variable" / family / "package.json").read_text())
        (VENDOR / target).write_bytes(cut_font(family, file, unicodes, axes))
        manifest[target] = _entry(about, VENDOR / target)
    text = json.dumps(dict(sorted(manifest.items())), indent=1, ensure_ascii=False)
    (VENDOR / "vendor.json").write_text(text + "\n")


def cut_sign_fonts() -> None:
    """The two faces that lie inside the signing page itself: a font can change what a reader sees."""
    for target, (family, file, unicodes, axes) in SIGN_FONTS.items():
        (SIGN / target).write_bytes(cut_font(family, file, unicodes, axes))


def _entry(about: dict[str, str], path: Path) -> dict[str, str]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "sha256": digest,
    }


if __name__ == "__main__":
    vendor()
    cut_sign_fonts()
