"""The engine's eyes while somebody is about to be recorded: one process, loaded once, that sees one small picture at a time.

It starts with the first picture and ends by itself when none came for a minute, and its memory (two gigabytes
at most) goes with it. Pictures pass over one private pipe and are kept nowhere.
"""

import os
import resource
import subprocess
import sys
from dataclasses import asdict
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock

from propria.kernel.errors import Malformed, PropriaError
from propria.likeness.coaching.model import Glimpse
from propria.plumbing.errors import Unavailable

IDLE_SECONDS = 60
_START_SECONDS, _TURN_SECONDS = 20.0, 1.0
_MOST_BYTES = 2 << 30
_IDLE_THREADS_SLEEP = {"KMP_BLOCKTIME": "0"}


class Watcher:
    """`propria.likeness.slots.Watch` by a process of its own; whoever comes while it is busy waits a second at most."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._pipe: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, picture: bytes) -> Glimpse:
        """What it shows.

        Raises: Malformed(`replicas.picture_unreadable`), Unavailable(`replicas.engine_missing`, `replicas.engine_died`,
        `replicas.engine_busy`).
        """
        if not self._turn.acquire(timeout=_TURN_SECONDS):
            raise Unavailable("replicas.engine_busy", "The engine looks at other pictures; try again.")
        try:
            return self._asked(picture)
        finally:
            self._turn.release()

    def _asked(self, picture: bytes) -> Glimpse:
        try:
            pipe = self._running()
            pipe.send_bytes(picture)
            if not pipe.poll(_START_SECONDS):
                raise TimeoutError
            match pipe.recv():
                case Glimpse() as seen:
                    return seen
                case ("unreadable", str(code), str(sentence)):
                    raise Malformed(code, sentence)
                case (_, str(code), str(sentence)):
                    raise Unavailable(code, sentence)
                case other:
                    raise TypeError(f"an engine does not say {other}")
        except (EOFError, OSError):
            self.end()
            raise Unavailable("replicas.engine_died", "The engine ended before it was done.") from None

    def _running(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.poll() is None:
            return self._pipe
        self.end()
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "propria.replicas.watching", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | _IDLE_THREADS_SLEEP,
            )
        self._pipe = ours
        return ours

    def end(self) -> None:
        """End the process, if one runs; the next picture starts another."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._pipe = self._process = None


def answer(pipe: Connection) -> None:
    """Say of each picture what it shows, until none comes for a minute or the library is gone."""
    try:
        from propria.replicas.engine.glance import glance
    except ImportError:
        pipe.recv_bytes()
        pipe.send(("missing", "replicas.engine_missing", "The replica engine is not installed."))
        return
    while pipe.poll(IDLE_SECONDS):
        try:
            pipe.send(Glimpse(**asdict(glance(pipe.recv_bytes()))))
        except Malformed as error:
            pipe.send(("unreadable", error.code, error.sentence))
        except PropriaError as error:
            pipe.send(("missing", error.code, error.sentence))


if __name__ == "__main__":
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    with Connection(int(sys.argv[1])) as pipe:
        try:
            answer(pipe)
        except EOFError:
            sys.exit(0)
