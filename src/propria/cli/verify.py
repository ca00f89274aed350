"""`propria verify BUNDLE --trust FILE`: what a bundle proves, with no server and, unless asked to compare, no network.

A claim's bundle is judged again: the sentence, by the people whom its own evidence shows.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.time import instant
from propria.proofs.bundles import Bundle, verify_bundle
from propria.proofs.report_words import render
from propria.proofs.reports import Problem, Report
from propria.proofs.trust import Trust
from propria.publicity.claim_bundles import OUTRUNS_WORDS, is_claim_bundle, verify_claim

AGREES = {
    "en": "One history with {where}, {size} entries",
    "zh": "与 {where}（{size} 条）为同一份历史",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("bundle", type=Path, nargs="?", help="the bundle, a JSON file")
    parser.add_argument("--trust", type=Path, help="your trust file; default: trust.json beside the bundle")
    parser.add_argument("--language", "--lang", choices=("en", "zh"), default="en")
    parser.add_argument(
        "--own", default="", help="your ISNI or domain: says whether anyone listed under a name is you"
    )
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="PLACE",
        help="a checkpoint file that you kept, or a log's address: whether it is one history; may be given twice",
    )
    parser.add_argument("--json", action="store_true", help="the facts as JSON")
    parser.add_argument(
        "--lines", action="store_true", help="answer the questions of `propria conformance` on standard input"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report; exit 0 when everything in it checks out, 1 otherwise.

    Raises: Malformed(`cli.no_file`, `proofs.*`, `publicity.wrong_claim_bundle`).
    """
    if arguments.lines:
        for line in answers(sys.stdin):
            print(line, flush=True)
        return 0
    if arguments.bundle is None:
        raise Malformed("cli.no_file", "Name the bundle to read.")
    trust = Trust.from_bytes(read(arguments.trust or arguments.bundle.parent / "trust.json"))
    data, now = read(arguments.bundle), datetime.now(UTC)
    claim = verify_claim(data, trust, now=now) if is_claim_bundle(data) else None
    evidence = data if claim is None else claim.evidence
    report = verify_bundle(data, trust, now=now) if claim is None else claim.report
    report, agree = _compared(report, evidence, trust, arguments.against)
    if arguments.json:
        more: dict[str, Any] = {"against": agree} if arguments.against else {}
        more |= {} if claim is None else {"claim": claim.to_json()}
        print(json.dumps(report.to_json() | more, ensure_ascii=False, indent=2))
    else:
        for line in () if claim is None else claim.lines(arguments.language):
            print(line)
        print(render(report, arguments.language, own=arguments.own, also=OUTRUNS_WORDS))
        for each in agree:
            print(AGREES[arguments.language].format(**each))
    return 1 if report.colour == "red" else 0


def _compared(
    report: Report, data: bytes, trust: Trust, places: list[str]
) -> tuple[Report, list[dict[str, Any]]]:
    """The report with whatever contradicts it, and the heads seen elsewhere that its own agrees with."""
    if not places or report.checkpoint is None:
        return report, []
    from propria.cli.against import held_against

    agree, problems = held_against(Bundle.from_bytes(data), trust, places)
    found = tuple(Problem(problem.code, "against") for problem in problems)
    same = [{"where": each.where, "size": each.head.size} for each in agree]
    return replace(report, problems=(*report.problems, *found)), same


def answers(questions: Iterable[str]) -> Iterator[str]:
    """One answer a question, both JSON on one line; docs/protocol/conformance.md has the shapes."""
    for question in questions:
        asked = json.loads(question)
        yield json.dumps({"id": asked["id"]} | _answer(asked))


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        trust = Trust.from_bytes(asked["trust"].encode())
        report = verify_bundle(asked["bundle"].encode(), trust, now=instant(asked["now"]))
    except PropriaError:
        return {"colour": "unreadable", "problems": []}
    problems = [{"code": problem.code, "where": problem.where} for problem in report.problems]
    return {"colour": report.colour, "problems": problems}


def read(file: Path) -> bytes:
    """A file's bytes. Raises: Malformed(`cli.no_file`)."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Malformed("cli.no_file", f"{file} cannot be read: {error.strerror}.") from error
