"""One C file as a shared library, compiled once for its content and kept; None where there is no compiler.

The compiler is `cc`, `gcc` or `clang` on the PATH, or the one inside the `ziglang` package where that is installed.
Nothing needs it: whoever asks has another way.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

FLAGS = ("-O3", "-std=c11", "-D_GNU_SOURCE", "-ffp-contract=off", "-fPIC", "-shared")
_TIMEOUT_SECONDS = 120
_ROOT = Path(__file__).resolve().parents[3]


def compiler() -> list[str] | None:
    """The words that begin a compilation, or None."""
    for name in ("cc", "gcc", "clang"):
        found = shutil.which(name)
        if found:
            return [found]
    return [sys.executable, "-m", "ziglang", "cc"] if importlib.util.find_spec("ziglang") else None


def library_of(source: Path, *, kept_in: Path | None = None) -> ctypes.CDLL | None:
    """The library made from `source`, from where it is kept or compiled now; None if that cannot be done here."""
    folder = kept_in or Path(os.environ.get("PROPRIA_BUILD", _ROOT / ".propria")) / "native"
    code = source.read_bytes()
    made_of = sha256(b"\0".join([code, " ".join(FLAGS).encode(), platform.machine().encode()])).hexdigest()
    target = folder / f"{source.stem}-{made_of[:16]}.so"
    try:
        if not target.exists() and not _compile(source, target):
            return None
        return ctypes.CDLL(str(target))
    except OSError:
        return None


def _compile(source: Path, target: Path) -> bool:
    command = compiler()
    if command is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / target.name
        done = subprocess.run(
            [*command, *FLAGS, "-o", str(made), str(source), "-lm"],
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
        )
        if done.returncode != 0:
            return False
        made.replace(target)
    return True
