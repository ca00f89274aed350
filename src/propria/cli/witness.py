"""`propria witness init` and `propria witness run`: follow other people's logs and cosign what continues.

It needs no library and no database; a folder of its own is all that it keeps. docs/witness.md is the recipe.
"""

import argparse
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from propria.kernel.errors import Malformed, PropriaError
from propria.proofs.notes import COSIGNATURE, ED25519, NoteKey, NoteSigner
from propria.witness.fetching import HttpLog, LogUnreachable
from propria.witness.following import round_of
from propria.witness.memory import Followed, Memory
from propria.witness.serving import served


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    init = words.add_parser("init", help="make a key and say which logs to follow")
    init.add_argument("urls", nargs="+", metavar="URL", help="a log, such as https://library.example/log")
    init.add_argument("--name", required=True, help="the witness's own name, such as witness.example.org")
    init.add_argument(
        "--vkey", action="append", default=[], help="a log's key, in the order of the URLs; else as served"
    )
    run_ = words.add_parser("run", help="follow the logs, cosign, serve the cosigned heads")
    run_.add_argument("--every", type=float, default=30, help="seconds between two looks")
    run_.add_argument("--once", action="store_true", help="look once and exit, 1 if anything was refused")
    run_.add_argument("--listen", default="127.0.0.1:8019", help="host:port to serve at")
    for each in (init, run_):
        each.add_argument("--folder", type=Path, default=Path("propria-witness"), help="what it must keep")


def run(arguments: argparse.Namespace) -> int:
    """Make a witness or be one. Raises: Refused(`witness.*`), Malformed(`witness.*`, `proofs.wrong_vkey`)."""
    memory = Memory(arguments.folder)
    return _init(arguments) if arguments.what == "init" else _run(arguments, memory)


def _init(arguments: argparse.Namespace) -> int:
    name = arguments.name
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise Malformed("witness.wrong_name", "A witness's name has no spaces and no plus sign.")
    if len(arguments.vkey) not in (0, len(arguments.urls)):
        raise Malformed("witness.wrong_keys", "Give one --vkey for each URL, or none.")
    urls = [url.rstrip("/") for url in arguments.urls]
    logs = tuple(Followed(url, _key_of(url, given)) for url, given in _paired(urls, arguments.vkey))
    signer = NoteSigner(name, COSIGNATURE, secrets.token_bytes(32))
    Memory.make(arguments.folder, signer, logs)
    for log in logs:
        taken = "" if arguments.vkey else "  (as the log serves it: compare it with its operator's own word)"
        print(f"follows: {log.url} {log.key.vkey()}{taken}")
    print(f"witness key, to be given to the log and to verifiers:\n{signer.key().vkey()}")
    return 0


def _paired(urls: list[str], vkeys: list[str]) -> list[tuple[str, str]]:
    return list(zip(urls, vkeys or [""] * len(urls), strict=True))


def _key_of(url: str, given: str) -> NoteKey:
    if not given:
        found = HttpLog(url).read("vkey")
        if found is None:
            raise LogUnreachable("witness.log_unreachable", f"{url} serves no key.", url=url)
        given = found.decode("utf-8", "replace").strip()
    key = NoteKey.from_vkey(given)
    if key.algorithm != ED25519:
        raise Malformed("witness.wrong_keys", "This is not the key of a log.")
    return key


def _run(arguments: argparse.Namespace, memory: Memory) -> int:
    host, _, port = arguments.listen.rpartition(":")
    if not port.isdigit():
        raise Malformed("witness.wrong_address", "Say where to serve as host:port.")
    with memory.held():
        if arguments.once:
            return _look(memory)
        with served(memory, host, int(port)) as address:
            print(f"serving {address}/logs", flush=True)
            try:
                while True:
                    _look(memory)
                    time.sleep(arguments.every)
            except KeyboardInterrupt:
                return 0


def _look(memory: Memory) -> int:
    refused = 0
    for log, note, error in round_of(memory, HttpLog, now=datetime.now(UTC)):
        if note is not None:
            print(f"cosigned {log.key.name} at {note.splitlines()[1]}", flush=True)
        if error is not None:
            refused = 1
            _tell(error)
    return refused


def _tell(error: PropriaError) -> None:
    print(f"propria: {error.code}: {error.sentence}", file=sys.stderr, flush=True)
