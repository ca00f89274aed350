"""`propria claims check FILE`: hold each sentence of a text against the facts of the library in PROPRIA_HOME."""

import argparse
import json
from pathlib import Path

from propria.cli.serve import settings_of_home
from propria.cli.verify import read
from propria.opening import open_library
from propria.publicity import actions
from propria.publicity.model import ClaimVerdict
from propria.publicity.reading import text_of_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("what", choices=("check",), nargs="?", default="check", help="check a text")
    parser.add_argument("file", type=Path, help="txt, md, html, docx, pptx or pdf, in English or Chinese")
    parser.add_argument("--json", action="store_true", help="one JSON object a sentence")


def run(arguments: argparse.Namespace) -> int:
    """Print a verdict per sentence; exit 1 if any of them overclaims. Raises: Malformed(`cli.no_file`, and as `text_of_file` says)."""
    text = text_of_file(read(arguments.file), arguments.file.name)
    library = open_library(settings_of_home())
    try:
        now = library.clock.now()
        verdicts = library.database.read(lambda db: actions.check_claims(text, now=now, db=db))
    finally:
        library.close()
    for one in verdicts:
        if arguments.json:
            print(json.dumps(one.to_json(), ensure_ascii=False))
        else:
            print(f"{one.verdict.value:14} {one.text}")
            if one.verdict is ClaimVerdict.OVERCLAIMS:
                print(
                    "".join(f"{'':14} - {r.en}\n" for r in one.reasons) + f"{'':14} say: {one.provable_text}"
                )
    return 1 if any(v.verdict is ClaimVerdict.OVERCLAIMS for v in verdicts) else 0
