"""The browser of every test: the lightest Chromium of this machine, started once for a file of tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell first: it is the same engine without a desktop's windows, and opens a page at half the cost."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--num-raster-threads=1",
    "--js-flags=--no-opt --no-maglev --single-threaded",  # a page is left before its scripts have paid for being optimised
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
MISSING = "there is no Chromium here (./run test --install-system installs it)"


def found() -> str | None:
    """Where it is."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def started(**options: Any) -> Iterator[Any]:
    """It runs until the block ends."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=FLAGS, **options)
        yield browser
        browser.close()
