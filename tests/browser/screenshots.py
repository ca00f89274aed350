"""Every page as pictures, from a demo library: `./run screenshots [--docs]` writes out/screenshots/index.html."""

import argparse
import html
import io
import os
import tempfile
from itertools import groupby, product
from pathlib import Path
from typing import Any

from PIL import Image

from propria.demo.stage import Stage, raised
from tests import chromium
from tests.browser.conftest import free_port
from tests.browser.pages import Seen, pages_of, played

ROOT = Path(__file__).parents[2]
WIDTHS = {390: 844, 1280: 900}
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh-Hans")
HAN_FONTS = ROOT / "src" / "propria" / "deals" / "papers" / "fonts" / "han"
README_PICTURES = ("register", "sign", "passport")


def with_han_fonts(folder: Path) -> dict[str, str | float | bool]:
    """The environment of a browser that finds our own Chinese font where the machine has none."""
    file = folder / "fonts.conf"
    system = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    file.write_text(f"<fontconfig>{system}<dir>{HAN_FONTS}</dir></fontconfig>", "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(file)}


def signs_in(context: Any, stage: Stage, who: str) -> str:
    """One click on the demo's sign-in page; the address where that leads."""
    page = context.new_page()
    page.goto(f"{stage.base_url}/sign-in")
    with page.expect_navigation():
        page.click(f'form[action="/sign-in/demo"]:has([value="{who}"]) button')
    address = str(page.url)
    page.close()
    return address


def shows(page: Any, stage: Stage, seen: Seen, language: str) -> int:
    """Open a page in a language and wait for its fonts and, when signing, its sheet; the status of the answer."""
    address = seen.address if "://" in seen.address else stage.base_url + seen.address
    answer = page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}", wait_until="load")
    page.wait_for_function("document.fonts.status === 'loaded'")
    if "://" in seen.address:
        page.wait_for_selector("article.sheet")
    return int(answer.status)


def takes_pictures(browser: Any, stage: Stage, pages: list[Seen], folder: Path) -> list[Path]:
    """Each page at each width, light and dark, in both languages."""
    taken = []
    for who, width in product(sorted({seen.who for seen in pages}), WIDTHS):
        context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
        if who:
            signs_in(context, stage, who)
        page = context.new_page()
        for seen, language in product([s for s in pages if s.who == who], LANGUAGES):
            shows(page, stage, seen, language)
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                file = folder / f"{seen.name}.{language}.{width}.{theme}.png"
                page.screenshot(path=file, full_page=True)
                taken.append(file)
        context.close()
    return taken


def contact_sheet(taken: list[Path]) -> str:
    """One page with every picture, a row for each page of the library."""
    rows = []
    for name, files in groupby(sorted(taken), key=lambda file: file.name.split(".")[0]):
        pictures = "".join(
            f'<a href="{html.escape(file.name)}"><img loading="lazy" width="220" '
            f'src="{html.escape(file.name)}" alt="{html.escape(file.stem)}"></a> '
            for file in files
        )
        rows.append(f"<h2>{html.escape(name)}</h2><p>{pictures}</p>")
    title = "Every page of Propria"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{"".join(rows)}'


def readme_pictures(browser: Any, stage: Stage, pages: list[Seen], folder: Path) -> None:
    """The three pictures of the readme, in 128 colours."""
    signing = next(seen for seen in pages if "://" in seen.address)
    output = next(seen for seen in pages if seen.address.startswith("/outputs/"))
    shown = {"register": Seen("", "/"), "sign": signing, "passport": output}
    folder.mkdir(parents=True, exist_ok=True)
    for name in README_PICTURES:
        page = browser.new_page(viewport={"width": 1000, "height": 1000})
        shows(page, stage, shown[name], "en")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(128).save(folder / f"{name}.png", optimize=True)
        page.close()


def main() -> None:
    """Play the story, take the pictures, write the contact sheet."""
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "screenshots")
    parser.add_argument("--docs", action="store_true", help="only the readme's pictures, into docs/pictures")
    arguments = parser.parse_args()
    if chromium.found() is None:
        parser.exit(1, f"{chromium.MISSING}\n")
    with (
        tempfile.TemporaryDirectory() as made,
        chromium.started(env=with_han_fonts(Path(made))) as browser,
        raised(Path(made) / "home", host="127.0.0.1", port=free_port()) as stage,
    ):
        pages = pages_of(played(stage, Path(made)))
        if arguments.docs:
            readme_pictures(browser, stage, pages, ROOT / "docs" / "pictures")
            return
        arguments.out.mkdir(parents=True, exist_ok=True)
        taken = takes_pictures(browser, stage, pages, arguments.out)
        (arguments.out / "index.html").write_text(contact_sheet(taken), "utf-8")
        print(f"{len(taken)} pictures; open {arguments.out / 'index.html'}")


if __name__ == "__main__":
    main()
