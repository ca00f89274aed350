"""A witness beside a story's library: it reads the log over HTTP as it would from another machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from propria.kernel.errors import PropriaError
from propria.proofs.notes import COSIGNATURE, NoteKey, NoteSigner
from propria.witness.following import look
from propria.witness.memory import Followed, Memory
from tests.cast import Stage, a_stage
from tests.wires import served

SIGNER = NoteSigner("witness.example", COSIGNATURE, bytes(range(32)))


@dataclass
class StageLog:
    """The stage's log, read and handed cosignatures over HTTP alone."""

    stage: Stage

    def read(self, path: str) -> bytes | None:
        """GET below /log."""
        answer = self.stage.main.get(f"/log/{path}")
        return bytes(answer.content) if answer.status_code == 200 else None

    def hand_over(self, note: str) -> None:
        """POST the cosigned head."""
        answer = self.stage.main.post("/log/cosignatures", content=note.encode())
        if answer.status_code != 204:
            raise PropriaError(answer.json()["code"])


@dataclass
class FileLog:
    """A log that is a table of files."""

    files: Mapping[str, bytes]

    def read(self, path: str) -> bytes | None:
        """One of them."""
        return self.files.get(path)

    def hand_over(self, note: str) -> None:
        """Nobody takes it."""


@dataclass
class Watching:
    """One witness, its folder, and the log that it follows."""

    stage: Stage
    memory: Memory
    log: Followed

    def looks(self, files: StageLog | FileLog | None = None) -> str:
        """Look once at the stage's log, or at these files in its place."""
        return look(self.log, files or StageLog(self.stage), self.memory, SIGNER, now=self.stage.now)

    def looks_by_itself(self) -> subprocess.CompletedProcess[str]:
        """The witness's own program, in a process that knows its folder and the log's address and nothing else."""
        with served(self.stage.propria.main) as port:
            row = {"url": f"http://127.0.0.1:{port}/log", "vkey": self.log.key.vkey()}
            (self.memory.folder / "logs.json").write_text(json.dumps([row]))
            words = ("witness", "run", "--once", "--folder", str(self.memory.folder))
            environment = {k: v for k, v in os.environ.items() if not k.startswith("PROPRIA_")}
            return subprocess.run(
                [sys.executable, "-m", "propria", *words],
                capture_output=True,
                text=True,
                env=environment | {"PYTHONPATH": "src"},
                timeout=120,
            )

    @property
    def evidence(self) -> list[Path]:
        """What it keeps against the log."""
        return sorted((self.memory.folder / "evidence").glob("*.json"))


@contextmanager
def watched(tmp_path: Path, **settings: str) -> Iterator[Watching]:
    """A library that knows one witness, and that witness."""
    with a_stage(tmp_path / "home", settings={"witnesses": SIGNER.key().vkey()} | settings) as stage:
        key = NoteKey.from_vkey(stage.main.get("/log/vkey").text.strip())
        log = Followed("http://localhost:8000/log", key)
        memory = Memory.make(tmp_path / "witness", SIGNER, (log,))
        yield Watching(stage, memory, log)
