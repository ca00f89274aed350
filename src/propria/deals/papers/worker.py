"""The typesetting process: reads jobs from its standard input, writes PDFs to its standard output.

It imports nothing of Propria, so that it starts in a tenth of a second. A job is a frame of JSON (length in
four bytes, big end first); the answer is one byte, `+` or `-`, and a frame: the PDF, or why there is none.
"""

import json
import struct
import sys
from pathlib import Path
from typing import IO, Any

import typst

MAX_FRAME_BYTES = 64 << 20


def read_frame(source: IO[bytes]) -> bytes | None:
    """The next frame, or nothing when the other side has closed. Raises: EOFError inside a frame."""
    head = source.read(4)
    if len(head) < 4:
        return None
    (size,) = struct.unpack(">I", head)
    if size > MAX_FRAME_BYTES:
        raise EOFError("frame too long")
    body = source.read(size)
    if len(body) < size:
        raise EOFError("frame cut short")
    return body


def write_frame(target: IO[bytes], body: bytes) -> None:
    """Write one frame and flush it."""
    target.write(struct.pack(">I", len(body)) + body)
    target.flush()


def typeset(job: dict[str, Any], root: Path, fonts: typst.Fonts, compilers: dict[str, Any]) -> bytes:
    """Compile the job's template with its inputs; the same job gives the same bytes.

    A warning is an error: a font that is not found prints nothing at all.
    """
    name = job["template"]
    if name not in compilers:
        compilers[name] = typst.Compiler(str(root / name), root=str(root), font_paths=fonts)
    pdf, warnings = compilers[name].compile_with_warnings(
        format="pdf",
        sys_inputs=job["inputs"],
        timestamp=job["timestamp"],
        pdf_standards=job["standards"],
        pdf_tags=job["tagged"],
    )
    if warnings:
        raise ValueError(f"{name}: {warnings[0].message}")
    return bytes(pdf)


def serve(root: Path, font_folders: list[str], source: IO[bytes], target: IO[bytes]) -> None:
    """Answer jobs until the other side closes."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*font_folders])
    compilers: dict[str, Any] = {}
    while (frame := read_frame(source)) is not None:
        try:
            pdf = typeset(json.loads(frame), root, fonts, compilers)
        except (RuntimeError, ValueError, KeyError) as problem:
            target.write(b"-")
            write_frame(target, str(problem).encode())
        else:
            target.write(b"+")
            write_frame(target, pdf)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2:], sys.stdin.buffer, sys.stdout.buffer)
