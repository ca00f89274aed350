"""A witness's own program: its commands, its folder after a crash at any byte, one process at a time."""

import fcntl
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from propria.cli.main import main
from propria.kernel.errors import Malformed, Refused, Unverified
from propria.kernel.time import instant
from propria.proofs.merkle import Levels, leaf_hash
from propria.proofs.notes import Checkpoint, NoteKey, NoteSigner, open_checkpoint, sign_checkpoint
from propria.proofs.tiles import new_tiles
from propria.witness.fetching import HttpLog
from propria.witness.following import look
from propria.witness.memory import Followed, Memory
from propria.witness.serving import served
from tests.stories.witness.watching import SIGNER, FileLog

LOG = NoteSigner("static.example/log", 1, bytes(range(1, 33)))
OTHER = NoteSigner("other.example/log", 1, bytes(range(2, 34)))
NOW = instant("2026-11-22T10:00:00Z")


def files_of(size: int, *, fork: bytes = b"", log: NoteSigner = LOG) -> dict[str, bytes]:
    """A log of so many entries as static files."""
    levels = Levels(leaf_hash(fork + b"%d" % i) for i in range(size))
    note = sign_checkpoint(Checkpoint(log.name, size, levels.frontier.root()), log)
    vkey = log.key().vkey().encode() + b"\n"
    return {"checkpoint": note.encode(), "vkey": vkey} | dict(new_tiles(0, size, levels.subtree))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """It takes no cosignatures; where `choosy` lies, not from this witness."""
        self.send_error(403 if (Path(self.directory) / "choosy").exists() else 501)


@dataclass
class StaticLog:
    """A log in a folder that a plain web server serves."""

    folder: Path
    url: str

    def shows(self, files: dict[str, bytes]) -> None:
        """Put these files there."""
        for path, data in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)


@contextmanager
def static(folder: Path, log: NoteSigner = LOG) -> Iterator[StaticLog]:
    """A log of five entries, served."""
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = StaticLog(folder, f"http://127.0.0.1:{server.server_address[1]}")
    made.shows(files_of(5, log=log))
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def static_log(tmp_path: Path) -> Iterator[StaticLog]:
    """One such log."""
    with static(tmp_path / "public") as made:
        yield made


@pytest.fixture
def other_log(tmp_path: Path) -> Iterator[StaticLog]:
    """A log of somebody else."""
    with static(tmp_path / "other", OTHER) as made:
        yield made


def propria(*words: str) -> subprocess.CompletedProcess[str]:
    """`propria` in a process of its own, which has no library."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PROPRIA_")} | {
        "PYTHONPATH": "src"
    }
    command = [sys.executable, "-m", "propria", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_two_commands_make_and_run_a_witness_over_several_logs_of_static_files(
    static_log: StaticLog, other_log: StaticLog, tmp_path: Path
) -> None:
    folder = ("--folder", str(tmp_path / "w"))
    made = propria("witness", "init", static_log.url, other_log.url, "--name", "w.example", *folder)
    assert made.returncode == 0, made.stderr
    key = NoteKey.from_vkey(made.stdout.split()[-1])
    assert (tmp_path / "w" / "witness.key").stat().st_mode & 0o77 == 0
    first = propria("witness", "run", "--once", *folder)
    assert first.returncode == 0, first.stderr
    assert first.stdout == "cosigned static.example/log at 5\ncosigned other.example/log at 5\n"
    memory = Memory(tmp_path / "w")
    log, _ = memory.logs()
    static_log.shows(files_of(300))
    assert "cosigned static.example/log at 300" in propria("witness", "run", "--once", *folder).stdout
    static_log.shows(files_of(200))
    other_log.shows(files_of(9, log=OTHER))
    rolled_back = propria("witness", "run", "--once", *folder)
    assert rolled_back.returncode == 1
    assert "witness.log_shrank" in rolled_back.stderr
    assert rolled_back.stdout == "cosigned other.example/log at 9\n", "one log's fault holds no other up"
    static_log.shows(files_of(400, fork=b"x"))
    assert "witness.log_forked" in propria("witness", "run", "--once", *folder).stderr
    with served(memory, "127.0.0.1", 0) as address:
        (read,) = [
            urllib.request.urlopen(f"{address}{path}").read().decode()
            for path in (f"/{log.name}/checkpoint",)
        ]
        assert urllib.request.urlopen(f"{address}/vkey").read().decode().strip() == key.vkey()
        assert LOG.name in urllib.request.urlopen(f"{address}/logs").read().decode()
        HttpLog(address).hand_over(read)
        assert HttpLog(address).read("nothing") is None
    head, cosigned = open_checkpoint(read, LOG.key(), [key])
    assert (head.size, [c.key for c in cosigned]) == (300, [key])


def test_a_log_that_does_not_know_the_witness_yet_is_told_from_one_that_is_gone(
    static_log: StaticLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ("--folder", str(tmp_path / "w"))
    assert main(("witness", "init", static_log.url, "--name", "w.example", *folder)) == 0
    (static_log.folder / "choosy").touch()
    assert main(("witness", "run", "--once", *folder)) == 1
    told = capsys.readouterr()
    assert "cosigned static.example/log at 5" in told.out
    assert "witness.not_known" in told.err


def a_witness(folder: Path) -> tuple[Memory, Followed]:
    """A witness in a folder, which saw five entries."""
    log = Followed("http://static.example", LOG.key())
    memory = Memory.make(folder, SIGNER, (log,))
    look(log, FileLog(files_of(5)), memory, SIGNER, now=NOW)
    return memory, log


def test_a_crash_at_any_byte_of_the_last_write_leaves_the_head_before_or_the_head_after(
    tmp_path: Path,
) -> None:
    memory, log = a_witness(tmp_path / "w")
    file = tmp_path / "w" / "seen" / f"{log.name}.note"
    before = file.read_bytes()
    after = look(log, FileLog(files_of(9)), memory, SIGNER, now=NOW).encode()
    aside = file.with_name(f".{file.name}.aside")
    for cut in range(len(after) + 1):
        file.write_bytes(before)
        aside.write_bytes(after[:cut])
        last = memory.last(log)
        assert last is not None
        assert last.size == 5
    aside.replace(file)
    assert memory.last(log) == Checkpoint.from_text(after.decode().partition("\n\n")[0] + "\n")
    look(log, FileLog(files_of(9)), memory, SIGNER, now=NOW)


def test_a_damaged_memory_stops_the_witness_instead_of_making_it_forget(tmp_path: Path) -> None:
    memory, log = a_witness(tmp_path / "w")
    file = tmp_path / "w" / "seen" / f"{log.name}.note"
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        with pytest.raises(Malformed, match=r"witness\.memory_damaged"):
            look(log, FileLog(files_of(3)), memory, SIGNER, now=NOW)
    file.write_bytes(whole)
    with pytest.raises(Unverified, match="log_shrank"):
        look(log, FileLog(files_of(3)), memory, SIGNER, now=NOW)
    for name in ("logs.json", "witness.key"):
        (tmp_path / "w" / name).write_bytes(b"[")
        with pytest.raises(Malformed, match=r"witness\.memory_damaged"):
            memory.logs() if name == "logs.json" else memory.signer()


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[None]:
    """Another process holds the witness."""
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_one_witness_is_one_process_and_is_made_once(tmp_path: Path) -> None:
    memory, log = a_witness(tmp_path / "w")
    with held_elsewhere(tmp_path / "w"), pytest.raises(Refused, match="already_running"), memory.held():
        pass
    with pytest.raises(Refused, match="already_made"):
        Memory.make(tmp_path / "w", SIGNER, (log,))
    with pytest.raises(Refused, match=r"witness\.not_made"), Memory(tmp_path / "none").held():
        pass


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("init", "http://127.0.0.1:9", "--name", "w.example"), "witness.log_unreachable"),
        (("init", "http://127.0.0.1:9", "--name", "w example"), "witness.wrong_name"),
        (("init", "http://a", "http://b", "--name", "w", "--vkey", "x"), "witness.wrong_keys"),
        (("init", "http://a", "--name", "w", "--vkey", SIGNER.key().vkey()), "witness.wrong_keys"),
        (("run", "--listen", "nowhere"), "witness.wrong_address"),
    ],
)
def test_what_the_command_cannot_do_is_said_by_name(
    words: tuple[str, ...], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["witness", *words, "--folder", str(tmp_path / "w")]) == 1
    assert code in capsys.readouterr().err
