"""What others wrote and we serve: pinned, hashed, licensed, and never fetched from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

from propria.plumbing.web.templates import STATIC
from propria.web.vendoring import VENDOR

ROOT = Path(__file__).parents[3]
CSS_LIMIT_BYTES = 28 * 1024
CSS_ADDITION_LIMIT_BYTES = 8 * 1024


def test_every_vendored_file_is_in_the_manifest_with_its_hash_and_licence() -> None:
    manifest = json.loads((VENDOR / "vendor.json").read_text())
    files = {str(p.relative_to(VENDOR)) for p in VENDOR.rglob("*") if p.is_file()} - {"vendor.json"}
    assert files == set(manifest)
    for name, entry in manifest.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert entry["licence"] in {"0BSD", "BSD-0-Clause", "MIT", "Apache-2.0", "OFL-1.1"}


def test_the_manifest_names_the_versions_that_the_lock_holds() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for entry in json.loads((VENDOR / "vendor.json").read_text()).values():
        assert locked[f"node_modules/{entry['package']}"]["version"] == entry["version"]


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_our_looks_stay_small() -> None:
    """Every page loads propria.css; a sheet that only some pages load is a small addition to it."""
    for sheet in (STATIC / "css").glob("*.css"):
        limit_bytes = CSS_LIMIT_BYTES if sheet.name == "propria.css" else CSS_ADDITION_LIMIT_BYTES
        assert sheet.stat().st_size <= limit_bytes, sheet.name


def test_nothing_of_ours_is_fetched_from_elsewhere() -> None:
    ours = [p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".html"} and VENDOR not in p.parents]
    for path in ours:
        found = re.findall(
            r"(?:src|href|url|import|fetch)[\s=(:]+[\"']?(https?://[^\s\"')]+)", path.read_text()
        )
        assert found == [], path
