"""An engine in a process of its own: its memory goes when it is done, and the library goes on answering.

The process is this module, started anew for each piece of work; it is told and answers over one private pipe, and
recordings never touch a disk: it asks for the parts of one as it reads them, and neither side holds the whole.
A build that is stopped ends the process at once.
"""

import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from propria.kernel import errors
from propria.kernel.errors import PropriaError
from propria.kernel.ranged import Ranged
from propria.plumbing.errors import Unavailable
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot

GOODBYE_SECONDS = 10
_IDLE_THREADS_SLEEP = {"KMP_BLOCKTIME": "0"}
_IN_MEMORY = {"TMPDIR": "/dev/shm"} if Path("/dev/shm").is_dir() else {}
_KINDS: dict[str, type[PropriaError]] = {
    kind.__name__: kind
    for kind in (errors.Refused, errors.Malformed, errors.Unverified, errors.NotFound, errors.Forbidden)
}


class WorkerEngine:
    """`port.Engine` by a process of its own; `region` is where this machine stands, as its operator declares it."""

    def __init__(self, region: str) -> None:
        self._region = region

    @cached_property
    def about(self) -> port.About:
        """What the engine says of itself. Raises: Unavailable(`replicas.engine_missing`)."""
        about: port.About = self._ask("about", None, port.ignore)
        return about

    def fit(self, pack: port.PerformerPack, on_step: port.OnStep) -> port.Artefacts:
        """See `port.Engine.fit`; also raises Unavailable(`replicas.engine_missing`, `replicas.engine_died`)."""
        made: port.Artefacts = self._ask("fit", pack, on_step)
        return made

    def render(self, request: port.RenderRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.render`; also raises Unavailable(`replicas.engine_missing`, `replicas.engine_died`)."""
        rendered: port.Rendered = self._ask("render", request, on_step)
        return rendered

    def perform(self, request: port.PerformRequest, on_step: port.OnStep) -> port.Rendered:
        """See `port.Engine.perform`; also raises Unavailable(`replicas.engine_missing`, `replicas.engine_died`)."""
        performed: port.Rendered = self._ask("perform", request, on_step)
        return performed

    def look(self, look: port.Look, on_step: port.OnStep) -> port.Seen:
        """See `port.Engine.look`; also raises Unavailable(`replicas.engine_missing`, `replicas.engine_died`)."""
        seen: port.Seen = self._ask("look", look, on_step)
        return seen

    def _ask(self, verb: str, given: object, on_step: port.OnStep) -> Any:
        ours, theirs = Pipe()
        with ours, theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "propria.replicas.worker", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | _IDLE_THREADS_SLEEP | _IN_MEMORY,
            )
            theirs.close()
            try:
                asked = Asked(verb, self._region, given)
                ours.send_bytes(asked.packed)
                return heard(ours, asked.lent, on_step)
            except (EOFError, OSError):
                raise Unavailable("replicas.engine_died", "The engine ended before it was done.") from None
            finally:
                _end(process)


def embedded_slot(region: str = "CN") -> EngineSlot:
    """The engine that comes with the library, run here: it keeps nothing, so retention is zero days."""
    return EngineSlot(WorkerEngine(region), ProviderConditions("propria-embedded", 0, region))


class Asked:
    """A piece of work as bytes; whatever is read in parts is `lent`, and goes along as its number and size."""

    def __init__(self, *asked: object) -> None:
        self.lent: list[Ranged] = []
        out = io.BytesIO()
        pickler = pickle.Pickler(out)
        pickler.persistent_id = self._lend  # type: ignore[method-assign]
        pickler.dump(asked)
        self.packed = out.getbuffer()

    def _lend(self, thing: object) -> tuple[int, int] | None:
        if not isinstance(thing, Ranged):
            return None
        self.lent.append(thing)
        return len(self.lent) - 1, thing.size_bytes


def heard(ours: Connection, lent: list[Ranged], on_step: port.OnStep) -> Any:
    """What an engine answers over the pipe; meanwhile it is told what it reads. Raises: what it refuses."""
    while True:
        match ours.recv():
            case ("read", number, start, stop):
                ours.send_bytes(lent[number].fetch(start, stop))
            case ("step", progress):
                on_step(progress)
            case ("done", result):
                return result
            case ("refused", kind, code, sentence):
                raise _KINDS.get(kind, Unavailable)(code, sentence)
            case other:
                raise TypeError(f"an engine does not say {other}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process that this module started, whatever it is doing."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(GOODBYE_SECONDS)
        return
    process.kill()
    process.wait()


def _engine(region: str) -> port.Engine:
    try:
        from propria.replicas.engine.embedded import EmbeddedEngine
    except ImportError as error:
        raise Unavailable("replicas.engine_missing", "The replica engine is not installed.") from error
    return EmbeddedEngine(region)


def _verbs(engine: port.Engine, on_step: port.OnStep) -> dict[str, Callable[[Any], Any]]:
    return {
        "about": lambda _: engine.about,
        "fit": lambda pack: engine.fit(pack, on_step),
        "render": lambda request: engine.render(request, on_step),
        "perform": lambda request: engine.perform(request, on_step),
        "look": lambda look: engine.look(look, on_step),
    }


def answer(pipe: Connection) -> None:
    """Do the one piece of work that is asked for over the pipe, telling each step."""
    told = Told(pipe)
    verb, region, given = told.work()
    try:
        result = _verbs(_engine(region), lambda progress: told.say("step", progress))[verb](given)
    except PropriaError as error:
        told.say("refused", type(error).__name__, error.code, error.sentence)
    else:
        told.say("done", result)


class Told:
    """The engine's end of the pipe; an engine may read and report on several threads."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._alone = pipe, Lock()

    def say(self, *words: object) -> None:
        """Tell a step or the end."""
        with self._alone:
            self._pipe.send(words)

    def work(self) -> Any:
        """The verb, the region and what is given; what is lent is asked for over the pipe as it is read."""
        unpickler = pickle.Unpickler(io.BytesIO(self._pipe.recv_bytes()))
        unpickler.persistent_load = self._lent  # type: ignore[method-assign]
        return unpickler.load()

    def _lent(self, pid: Any) -> Ranged:
        number, size_bytes = pid

        def fetch(start: int, stop: int) -> bytes:
            with self._alone:
                self._pipe.send(("read", number, start, stop))
                return self._pipe.recv_bytes()

        return Ranged(size_bytes, fetch)


if __name__ == "__main__":
    os.nice(5)
    with Connection(int(sys.argv[1])) as pipe:
        answer(pipe)
