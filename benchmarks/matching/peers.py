"""The peers of the casting benchmark, one after the other: each in a process of its own, which is gone before the next.

That process asks ours and the peer the same brief in turn, so that neither keeps the cache and both know the same state of
the machine. What it measures it sends brief by brief: a peer that crashes, or that is not done in its share of the time, loses
what it had not sent and nothing else.
"""

import importlib.util
import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

GRACE_SECONDS = 20
_BEGINS = re.compile(r"^(?=[a-z])", re.M)


@dataclass
class Measured:
    """What one peer showed: per brief our milliseconds, its own and the rows it found; and why there is no more."""

    briefs: dict[int, tuple[float, float, list[int]]] = field(default_factory=dict)
    built: dict[str, float] = field(default_factory=dict)
    stopped: str = ""


def say(text):
    """One line of progress, on standard error."""
    print(f"· casting: {text}", file=sys.stderr, flush=True)


def pip(pins, folder):
    """Install pinned packages; pip's last word if it could not."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write(pins)
        listed.flush()
        options = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--upgrade")
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "-qq", *options, "--target", str(folder), "-r", listed.name],
            capture_output=True,
            text=True,
            env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        )  # fmt: skip
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1][:200]


def install(kinds, wanted, folder, installer=pip):
    """Bring the peers that are not here into a folder beside the environment; for each that cannot be had, why.

    All packages at once, or if that fails each by itself, so that one that cannot be had takes no other along.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    absent = [kind for kind in kinds if not _here(kind)]
    if not absent:
        return {}
    say(f"installing {', '.join(kind.name for kind in absent)}")
    pins = wanted.read_text("utf-8")
    said = {}
    if installer(pins, folder):
        each = {pin.partition("==")[0].replace("-", "_"): pin for pin in _BEGINS.split(pins) if "==" in pin}
        said = {package: installer(pin, folder) for package, pin in each.items()}
    importlib.invalidate_caches()
    return {kind.name: _why(kind, said) for kind in absent if not _here(kind)}


def _here(kind):
    return all(importlib.util.find_spec(module) for module in kind.modules)


def _why(kind, said):
    reasons = [said[package] for package in kind.packages if said.get(package)]
    return f"not installed: {(reasons or ['its packages were not found'])[0]}"


def measure(kind, segment, rows, asked, native, *, rounds, seconds):
    """One peer over some briefs (number and question), for at most so many seconds by the clock on the wall."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    scratch = Path(tempfile.mkdtemp(prefix="propria-peer-"))
    child = context.Process(target=_child, args=(kind, segment, rows, asked, native, rounds, scratch, there))
    child.start()
    there.close()
    found = Measured()
    try:
        _listen(here, found, time.monotonic() + seconds)
        if found.stopped == "out of time" and child.is_alive():
            child.terminate()
        child.join(GRACE_SECONDS)
        if child.is_alive():
            child.kill()
            child.join()
        if found.stopped == "gone":
            code = child.exitcode or 0
            found.stopped = f"ended by signal {-code}" if code < 0 else f"ended with status {code}"
    finally:
        kind.stop(scratch)
        shutil.rmtree(scratch, ignore_errors=True)
    return found


def _listen(pipe, found, until):
    while True:
        if not pipe.poll(max(0.0, until - time.monotonic())):
            found.stopped = "out of time"
            return
        try:
            word, *said = pipe.recv()
        except EOFError:
            found.stopped = "gone"
            return
        match word:
            case "built":
                found.built = said[0]
            case "brief":
                number, ours, theirs, rows = said
                found.briefs[number] = (ours, theirs, rows)
            case "done":
                found.built |= said[0]
                return
            case _:
                found.stopped = said[0]
                return


def _child(kind, segment, rows, asked, native, rounds, scratch, pipe):
    """Build the peer, ask, send; close it whatever happens."""

    def leave(*_):
        raise TimeoutError("out of time")

    signal.signal(signal.SIGTERM, leave)
    peer = None
    try:
        before, started, cpu = _peak_mb(), time.monotonic(), time.process_time()
        peer = kind(segment.columns, rows, scratch)
        spent = {"build_seconds": time.monotonic() - started, "build_cpu_seconds": time.process_time() - cpu}
        pipe.send(("built", {name: round(s, 1) for name, s in spent.items()} | {"version": peer.version()}))
        peer.ask(asked[0][1])
        for number, q in asked:
            pairs = [_pair(segment, q, native, peer) for _ in range(rounds)]
            pipe.send(("brief", number, *(median(p[i] for p in pairs) for i in (0, 1)), pairs[0][2]))
        held = {"memory_mb": round(_peak_mb() - before), "disk_mb": round(_disk_mb(scratch))}
        pipe.send(("done", held))
    except ImportError as error:
        pipe.send(("failed", f"not installed: {error.name or error}"))
    except Exception as error:
        pipe.send(("failed", f"{type(error).__name__}: {str(error)[:200]}"))
    finally:
        if peer is not None:
            peer.close()


def _pair(segment, q, native, peer):
    """Ours, then the peer's: milliseconds of processor time of each, and whom the peer found."""
    clock = getattr(peer, "spent", time.process_time)
    again, started = replace(q.asked), time.process_time()
    segment.find(again, q.ranking, native)
    ours = time.process_time() - started
    started = clock()
    rows = peer.ask(q)
    return ours * 1000, (clock() - started) * 1000, [int(row) for row in rows]


def _peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _disk_mb(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
