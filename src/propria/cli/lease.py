"""`propria lease …`: an offline lease on its host, from files in one folder; no server is asked.

propria lease keygen                  a key for this host; prints its public part
propria lease decide USE.json         may this be made now? exit 1 if not
propria lease use USE.json            write it down, signed, before it is made
propria lease split KEY PART.json     hand a part of it to another key; prints that host's lease.json
propria lease left                    what is left
propria lease report                  the records, one a line, to bring back
propria lease check PACK.json         judge an evidence pack again
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from propria.cli.verify import read
from propria.client.leases import OfflineLease, make_key
from propria.kernel.errors import Malformed
from propria.kernel.time import instant, wire
from propria.plumbing.clock import SystemClock
from propria.proofs.canonical import from_b64, members, read_json, to_b64
from propria.proofs.lease_chains import judge, used_under
from propria.proofs.leases import Record, read_issued
from propria.scope import Scope, Use


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("what", choices=tuple(_DOES), help="what to do")
    parser.add_argument("words", nargs="*", help="its files or key")
    parser.add_argument(
        "--folder", type=Path, default=Path(), help="where key, lease.json and records.jsonl lie"
    )
    parser.add_argument("--library-key", default="", help="the library's token key in hex, as /gate shows it")
    parser.add_argument("--output", default="", help="SHA-256 of what was made, in hex")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Raises: Malformed(`cli.lease_words`), and as `client.leases` says."""
    return _DOES[arguments.what](arguments)


def _word(arguments: argparse.Namespace, number: int) -> str:
    if len(arguments.words) <= number:
        raise Malformed("cli.lease_words", f"`propria lease {arguments.what}` needs more words; see --help.")
    return str(arguments.words[number])


def _held(arguments: argparse.Namespace) -> OfflineLease:
    try:
        public = bytes.fromhex(arguments.library_key)
    except ValueError:
        public = b""
    if len(public) != 32:
        raise Malformed("cli.lease_words", "--library-key is the library's token key: 64 hex digits.")
    return OfflineLease(arguments.folder, public)


def _keygen(arguments: argparse.Namespace) -> int:
    print(to_b64(make_key(arguments.folder)))
    return 0


def _use_of(arguments: argparse.Namespace) -> Use:
    """The use of a file; without a moment of its own it is made now."""
    raw = read_json(read(Path(_word(arguments, 0))))
    if isinstance(raw, dict) and "at" not in raw:
        raw = {"at": wire(SystemClock().now().replace(microsecond=0))} | raw
    return Use.from_json(raw)


def _decide(arguments: argparse.Namespace) -> int:
    verdict = _held(arguments).decide(_use_of(arguments))
    print(json.dumps({"allowed": verdict.allowed, "reasons": list(verdict.codes)}))
    return 0 if verdict else 1


def _use(arguments: argparse.Namespace) -> int:
    print(_held(arguments).use(_use_of(arguments), output=arguments.output).digest)
    return 0


def _split(arguments: argparse.Namespace) -> int:
    part = members(read_json(read(Path(_word(arguments, 1)))), frozenset({"scope", "expires_at"}))
    now = SystemClock().now().replace(microsecond=0)
    handed = _held(arguments).split(
        from_b64(_word(arguments, 0), size=32),
        Scope.from_json(part["scope"]),
        expires_at=instant(part["expires_at"]),
        at=now,
    )
    print(json.dumps(handed, ensure_ascii=False))
    return 0


def _left(arguments: argparse.Namespace) -> int:
    print(json.dumps(_held(arguments).left()))
    return 0


def _report(arguments: argparse.Namespace) -> int:
    for record in _held(arguments).to_report():
        print(json.dumps(record, ensure_ascii=False))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    """A line a record; exit 1 if any is in breach or was made after the cut-off."""
    pack = read_json(read(Path(_word(arguments, 0))))
    names = frozenset({"format", "public_key", "lease", "records", "withdrawn", "statements"})
    found = members(pack, names)
    public = bytes.fromhex(arguments.library_key) or from_b64(found["public_key"], size=32)
    lease = read_issued(found["lease"], public=public)
    records = [Record.from_json(raw) for raw in found["records"]]
    judged = judge(lease, records, seen=[record.digest for record in records])
    cut_off = instant(found["withdrawn"]["at"]) if found["withdrawn"] else None
    wrong = 0
    for one in judged:
        marks = [b.value for b in one.breaches]
        if one.record.use is not None and cut_off is not None and one.record.made_at >= cut_off:
            marks.append("after_withdrawal")
        wrong += bool(marks)
        kind = "split" if one.record.sub_lease else "use"
        print(
            f"{wire(one.record.made_at)}  {kind:5}  {one.record.digest[:16]}  {', '.join(marks) or 'as leased'}"
        )
    print(f"leased {json.dumps(lease.quota)}, used {json.dumps(dict(used_under(judged)))}")
    if not arguments.library_key:
        print("the key is the pack's own word: compare it with the library's, or give --library-key")
    return 1 if wrong else 0


_DOES: dict[str, Callable[[Any], int]] = {
    "keygen": _keygen,
    "decide": _decide,
    "use": _use,
    "split": _split,
    "left": _left,
    "report": _report,
    "check": _check,
}
