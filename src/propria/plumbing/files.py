"""Files that a crash leaves as they were or as they shall be. It knows nothing of what is in them."""

import os
from pathlib import Path


def write_durably(file: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` in `file`: written aside, flushed, renamed; on disk when this returns. Raises: OSError."""
    aside = file.with_name(f".{file.name}.aside")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)
    flush_folder(file.parent)


def flush_folder(folder: Path) -> None:
    """What was renamed in a folder is on disk when this returns. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
