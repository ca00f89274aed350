"""A library on a real port, and a wire that breaks: what a client on another machine meets."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

START_SECONDS = 30


@contextmanager
def served(application: Any) -> Iterator[int]:
    """Serve an application on a port of its own until the block ends; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(application, lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        patience = time.monotonic() + START_SECONDS
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < patience, "the server did not start in time"
            time.sleep(0.02)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@dataclass
class BadWire:
    """Carries one exchange a connection; loses as many questions and answers as it is told, and may alter bytes."""

    target: int
    port: int = 0
    lost_questions: int = 0
    lost_answers: int = 0
    alters: Callable[[bytes], bytes] = bytes

    def carry(self, caller: socket.socket) -> None:
        """One exchange; the caller says `connection: close`, so the answer ends with the connection."""
        with caller, socket.create_connection(("127.0.0.1", self.target)) as library:
            question = _question(caller)
            if self.lost_questions:
                self.lost_questions -= 1
                return
            library.sendall(question)
            answer = b"".join(iter(lambda: library.recv(65_536), b""))
            if self.lost_answers:
                self.lost_answers -= 1
                return
            caller.sendall(self.alters(answer))


def _question(caller: socket.socket) -> bytes:
    """The whole request, read by its content-length."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += caller.recv(65_536)
    head, _, body = text.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = (int(lengths[0].partition(b":")[2]) if lengths else 0) - len(body)
    while missing > 0:
        more = caller.recv(65_536)
        text, missing = text + more, missing - len(more)
    return text


@contextmanager
def bad_wire(target: int) -> Iterator[BadWire]:
    """A wire to a port of this machine, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = BadWire(target, listening.getsockname()[1])

        def carry_all() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                wire.carry(caller)

        thread = threading.Thread(target=carry_all, daemon=True)
        thread.start()
        try:
            yield wire
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)
