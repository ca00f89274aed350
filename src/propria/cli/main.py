"""`propria COMMAND`: parse the words and hand over; a command is imported only when it is asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from propria.kernel.errors import PropriaError

COMMANDS = {
    "init": "make a data folder with fresh secrets",
    "serve": "serve the library",
    "demo": "play the whole story, then serve the same library",
    "verify": "check a bundle offline",
    "zipapp": "write the offline verifier as one file",
    "conformance": "hold any verifier to the vectors",
    "claims": "check the sentences of a text against the facts",
    "odrl": "read, evaluate and import ODRL 2.2 policies",
    "lease": "decide, use and split an offline lease on its host",
    "fsck": "recompute everything from the log and the signed statements",
    "rebuild": "make anew what the record derives from its log",
    "log": "write the log as static files",
    "monitor": "tell the owner of a leaf when it changes",
    "witness": "follow logs and cosign what continues",
    "operator": "make an operator",
    "handover": "the library is sold, insolvent or closes: consents rest until given anew",
    "engine": "hold a replica engine to its port, or serve the embedded one",
    "trace": "say whose handed-out copy a file is, by its mark",
    "denials": "list who denies having signed, by the clock",
    "seed": "invent performers by the thousand, as a file for the matching kernel; no library to be served",
    "docs": "write the pages of docs/ that are made from the code",
}

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before NumPy is imported. Requests have threads of their own; those of BLAS wait in loops, at several times the CPU time."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; a refusal prints its code and what to do, and exits 1."""
    parser = argparse.ArgumentParser(prog="propria", description="Digital performers, by their own hand.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    given = list(sys.argv[1:] if words is None else words)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary)
        if given[:1] == [name]:
            importlib.import_module(f"propria.cli.{name}").add_arguments(sub)
    arguments = parser.parse_args(given)
    try:
        command = importlib.import_module(f"propria.cli.{arguments.command}")
        return int(command.run(arguments))
    except PropriaError as error:
        print(f"propria: {error.code}: {error.sentence}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
