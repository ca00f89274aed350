"""An engine in a process of its own: its memory goes when it is done, and the library goes on answering.

The process is this module, started anew for each piece of work; it is told and answers over one private pipe,
and recordings never touch a disk. A build that is stopped ends the process at once.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from propria.kernel import errors
from propria.kernel.errors import PropriaError
from propria.plumbing.errors import Unavailable
from propria.replicas.engine import port
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot

GOODBYE_SECONDS = 10
_IDLE_THREADS_SLEEP = {"KMP_BLOCKTIME": "0"}
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
                env=os.environ | _IDLE_THREADS_SLEEP,
            )
            theirs.close()
            try:
                ours.send((verb, self._region, given))
                return _heard(ours, on_step)
            except (EOFError, OSError):
                raise Unavailable("replicas.engine_died", "The engine ended before it was done.") from None
            finally:
                _end(process)


def embedded_slot(region: str = "CN") -> EngineSlot:
    """The engine that comes with the library, run here: it keeps nothing, so retention is zero days."""
    return EngineSlot(WorkerEngine(region), ProviderConditions("propria-embedded", 0, region))


def _heard(ours: Connection, on_step: port.OnStep) -> Any:
    while True:
        match ours.recv():
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
    verb, region, given = pipe.recv()
    try:
        result = _verbs(_engine(region), lambda progress: pipe.send(("step", progress)))[verb](given)
    except PropriaError as error:
        pipe.send(("refused", type(error).__name__, error.code, error.sentence))
    else:
        pipe.send(("done", result))


if __name__ == "__main__":
    os.nice(5)
    with Connection(int(sys.argv[1])) as pipe:
        answer(pipe)
