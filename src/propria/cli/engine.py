"""`propria engine check URL` and `propria engine serve`: hold an engine to the port; put the embedded one behind HTTP."""

import argparse
import json
import os
import sys
import threading
from pathlib import Path

from propria.kernel.errors import Malformed
from propria.replicas.elsewhere.client import HttpEngine
from propria.replicas.elsewhere.examining import Finding, Trial, examine
from propria.replicas.elsewhere.serving import served
from propria.replicas.model import ProviderConditions
from propria.replicas.worker import WorkerEngine

CLIP = Path(__file__).parents[3] / "examples" / "cast" / "mina-haldane" / "footage.mp4"
TOKEN = "PROPRIA_ENGINE_TOKEN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    check = words.add_parser("check", help="hold an engine at an address to what the port promises")
    check.add_argument("url")
    check.add_argument("--clip", type=Path, default=CLIP, help="a clip of a performer who agreed to this")
    check.add_argument("--script", help="the words that are said in it")
    check.add_argument("--provider", default="propria-embedded", help="the name that the engine must give")
    check.add_argument("--region", default="CN", help="where it must stand")
    check.add_argument("--retention-days", type=int, default=0, help="the longest that it may keep anything")
    check.add_argument("--json", action="store_true", help="one JSON object a promise")
    serve = words.add_parser("serve", help="the embedded engine behind HTTP, for one library")
    serve.add_argument("--listen", default="127.0.0.1:8021", help="host:port to serve at")
    serve.add_argument("--region", default="CN", help="where this machine stands")
    for each in (check, serve):
        each.epilog = f"{TOKEN} is the token that both sides know."


def run(arguments: argparse.Namespace) -> int:
    """Check or serve. Raises: Malformed(`cli.no_file`), Refused(`replicas.engine_address`)."""
    return _check(arguments) if arguments.what == "check" else _serve(arguments)


def _check(arguments: argparse.Namespace) -> int:
    if not arguments.clip.is_file():
        raise Malformed("cli.no_file", f"There is no clip at {arguments.clip}.")
    declared = ProviderConditions(arguments.provider, arguments.retention_days, arguments.region)
    engine = HttpEngine(arguments.url, declared, token=os.environ.get(TOKEN, ""))
    broken = 0
    for found in examine(Trial(engine, arguments.clip.read_bytes(), arguments.script)):
        broken += not found.kept
        print(json.dumps(vars(found)) if arguments.json else _row(found), flush=True)
    return 1 if broken else 0


def _row(found: Finding) -> str:
    return f"kept    {found.promise}" if found.kept else f"BROKEN  {found.promise}: {found.seen}"


def _serve(arguments: argparse.Namespace) -> int:
    host, _, port = arguments.listen.rpartition(":")
    if not port.isdigit():
        raise Malformed("cli.wrong_address", "Say where to serve as host:port.")
    token = os.environ.get(TOKEN, "")
    with served(WorkerEngine(arguments.region), host, int(port), token=token) as address:
        print(f"serving {address}", file=sys.stderr, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0
