"""The press: typesets a template and its data into a PDF, in processes of its own. Decides nothing.

Typesetting holds the interpreter's lock, so it never runs in the server's process. A process that dies or
overruns its time is replaced; the job is tried once more, then refused.
"""

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import propria
from propria.deals.papers import glyphs, worker
from propria.kernel.errors import PropriaError, Refused
from propria.kernel.time import Instant

ROOT = Path(propria.__file__).parent
FONTS = Path(__file__).parent / "fonts"
ARCHIVE = ("a-3a",)


class PressFailed(PropriaError):
    """The typesetter could not make the paper; nothing was signed or stored."""


@dataclass(frozen=True)
class Job:
    """One paper to set: a template below the package, what it prints (JSON), what it attaches, its date."""

    template: str
    data: str
    at: Instant
    attached: Mapping[str, str] = field(default_factory=dict)
    standards: tuple[str, ...] = ARCHIVE
    tagged: bool = True

    def to_bytes(self) -> bytes:
        """The frame that the typesetting process reads."""
        return json.dumps(
            {
                "template": self.template,
                "inputs": {**self.attached, "data": self.data},
                "timestamp": int(self.at.timestamp()),
                "standards": list(self.standards),
                "tagged": self.tagged,
            }
        ).encode()


@dataclass
class _Worker:
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self.process

    def ask(self, frame: bytes, deadline_seconds: float) -> tuple[bytes, bytes]:
        """One answer. Raises: OSError or EOFError when the process is gone or out of time."""
        process = self.start()
        assert process.stdin
        assert process.stdout
        timer = threading.Timer(deadline_seconds, process.kill)
        timer.start()
        try:
            worker.write_frame(process.stdin, frame)
            verdict = process.stdout.read(1)
            body = worker.read_frame(process.stdout)
        finally:
            timer.cancel()
        if body is None:
            raise EOFError("the typesetter closed")
        return verdict, body

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process = None


class Press:
    """A fixed number of typesetting processes, started when first needed and kept warm.

    `extra_fonts` is a folder of full fonts (`papers_extra_fonts`) that replace the cut ones, for names whose
    characters lie outside GB 2312.
    """

    def __init__(
        self, *, workers: int = 1, extra_fonts: Path | None = None, deadline_seconds: float = 20.0
    ) -> None:
        folders = _font_folders(extra_fonts)
        self.font_files = frozenset(font for folder in folders for font in folder.glob("*.ttf"))
        self._deadline_seconds = deadline_seconds
        command = [sys.executable, worker.__file__, str(ROOT), *map(str, folders)]
        self._workers = [_Worker(command) for _ in range(workers)]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for each in self._workers:
            self._idle.put(each)

    def __enter__(self) -> "Press":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start every process now, so that the first contract does not wait for one."""
        for each in self._workers:
            each.start()

    def require_glyphs(self, text: str) -> None:
        """Promise that every character of `text` can be printed.

        Raises: Refused(`deals.glyph_missing`) naming the characters (fact `characters`).
        """
        lacking = glyphs.missing(text, self.font_files)
        if lacking:
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in lacking)
            raise Refused(
                "deals.glyph_missing",
                f"The papers' fonts cannot print {named}. Set papers_extra_fonts to the full fonts.",
                characters=list(lacking),
            )

    def pdf(self, job: Job) -> bytes:
        """The paper as PDF bytes, the same for the same job.

        Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`).
        """
        self.require_glyphs(job.data)
        with self._one() as typesetter:
            verdict, body = self._ask_twice(typesetter, job.to_bytes())
        if verdict != b"+":
            raise PressFailed("deals.press_failed", body.decode(errors="replace")[:500])
        return body

    def close(self) -> None:
        """End every process."""
        for each in self._workers:
            each.stop()

    def _ask_twice(self, typesetter: _Worker, frame: bytes) -> tuple[bytes, bytes]:
        for _ in range(2):
            try:
                return typesetter.ask(frame, self._deadline_seconds)
            except (OSError, EOFError):
                typesetter.stop()
        raise PressFailed("deals.press_failed", "The typesetter died twice on this paper.")

    @contextlib.contextmanager
    def _one(self) -> Iterator[_Worker]:
        each = self._idle.get()
        try:
            yield each
        finally:
            self._idle.put(each)


def _font_folders(extra: Path | None) -> tuple[Path, ...]:
    """The folders of fonts in use: the cut Han fonts give way to full ones where these are given."""
    if extra is not None and not any(extra.glob("*.ttf")):
        raise ValueError(f"papers_extra_fonts: no .ttf file in {extra}")
    return (FONTS / "latin", FONTS / "han" if extra is None else extra)
