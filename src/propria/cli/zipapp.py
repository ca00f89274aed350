"""`propria zipapp OUT`: the offline verifier as one file that plain Python runs; the same bytes each time."""

import argparse
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import rfc8785

import propria
from propria.publicity.claim_bundles import JUDGES, JUDGING

SHEBANG = b"#!/usr/bin/env python3\n"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
KERNEL = ("__init__.py", "errors.py", "ids.py", "time.py")
NOT_FOR_BUNDLES = {"tokens.py"}
FOR_CLAIMS = (
    "__init__.py",
    "claim_bundles.py",
    "model.py",
    *(name for package, name in JUDGES if package == JUDGING),
)
MAIN = '''"""Check a bundle offline: python3 propria-verify.pyz BUNDLE --trust FILE."""

import argparse
import sys

from propria.cli import verify
from propria.kernel.errors import PropriaError

parser = argparse.ArgumentParser(prog="propria-verify", description="What a bundle proves, with no server.")
verify.add_arguments(parser)
try:
    sys.exit(verify.run(parser.parse_args()))
except PropriaError as error:
    print(f"propria-verify: {error.code}: {error.sentence}", file=sys.stderr)
    sys.exit(1)
except BrokenPipeError:
    sys.exit(0)
'''


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("out", type=Path, help="the file to write, such as propria-verify.pyz")


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    arguments.out.write_bytes(archive())
    arguments.out.chmod(0o755)
    print(arguments.out)
    return 0


def archive() -> bytes:
    """The zipapp: uncompressed, in order of name, every date the same, so that anyone can rebuild it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in sorted(contents()):
            member = zipfile.ZipInfo(name, FIRST_MOMENT)
            member.create_system, member.external_attr = 3, 0o644 << 16
            packed.writestr(member, content)
    return SHEBANG + out.getvalue()


def contents() -> Iterator[tuple[str, bytes]]:
    """name → bytes of all that is in it: the readers of bundles, canonical JSON, the judges of claims, and the way in."""
    root = Path(propria.__file__).parent
    yield "__main__.py", MAIN.encode()
    for name in (
        "__init__.py",
        "cli/__init__.py",
        "cli/against.py",
        "cli/verify.py",
        *(f"kernel/{name}" for name in KERNEL),
        *(f"publicity/{name}" for name in FOR_CLAIMS),
    ):
        yield f"propria/{name}", (root / name).read_bytes()
    for file in (root / "proofs").glob("*.py"):
        if file.name not in NOT_FOR_BUNDLES:
            yield f"propria/proofs/{file.name}", file.read_bytes()
    for file in Path(rfc8785.__file__).parent.glob("*.py"):
        yield f"rfc8785/{file.name}", file.read_bytes()
