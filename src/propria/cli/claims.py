"""`propria claims check FILE`: hold each sentence of a text against the facts of the library in PROPRIA_HOME.

With `--bundles DIR` it also writes one bundle for each provable sentence, which anyone judges again offline.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from propria.cli.serve import settings_of_home
from propria.cli.verify import read
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.opening import open_library
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.files import write_durably
from propria.plumbing.library import Library
from propria.publicity import actions
from propria.publicity.claim_proofs import claim_bundle
from propria.publicity.model import ClaimVerdict, SentenceVerdict
from propria.publicity.reading import text_of_file
from propria.record.actions import KeyResolver
from propria.record.bundles import operator_trust
from propria.record.notary import notary_of

PRIVATE = "publicity.evidence_private"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("what", choices=("check",), nargs="?", default="check", help="check a text")
    parser.add_argument("file", type=Path, help="txt, md, html, docx, pptx or pdf, in English or Chinese")
    parser.add_argument("--json", action="store_true", help="one JSON object a sentence")
    parser.add_argument(
        "--bundles", type=Path, metavar="DIR", help="write there what proves each provable sentence"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a verdict per sentence; exit 1 if any of them overclaims. Raises: Malformed(`cli.no_file`, and as `text_of_file` says)."""
    text = text_of_file(read(arguments.file), arguments.file.name)
    library = open_library(settings_of_home())
    try:
        verdicts, proven = checked(text, library, arguments.bundles)
    finally:
        library.close()
    for number, one in enumerate(verdicts):
        said = proven.get(number, {})
        print(json.dumps(one.to_json() | said, ensure_ascii=False) if arguments.json else _shown(one, said))
    return 1 if any(v.verdict is ClaimVerdict.OVERCLAIMS for v in verdicts) else 0


def checked(
    text: str, library: Library, folder: Path | None
) -> tuple[list[SentenceVerdict], dict[int, dict[str, Any]]]:
    """The verdicts, and for each provable sentence, by its number, the file in `folder` that proves it or why none can."""
    now = library.clock.now()
    verdicts = library.database.read(lambda db: actions.check_claims(text, now=now, db=db))
    return verdicts, {} if folder is None else dict(_written(folder, verdicts, library, now))


def _shown(one: SentenceVerdict, said: dict[str, Any]) -> str:
    lines = [f"{one.verdict.value:14} {one.text}"]
    if one.verdict is ClaimVerdict.OVERCLAIMS:
        lines += [f"{'':14} - {r.en}" for r in one.reasons] + [f"{'':14} say: {one.provable_text}"]
    lines += [f"{'':14} {word}: {value}" for word, value in said.items()]
    return "\n".join(lines)


def _written(
    folder: Path, verdicts: Sequence[SentenceVerdict], library: Library, now: Instant
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The same, written as it goes; the operator's trust file lies beside the bundles."""
    notary = notary_of(library.settings)

    def resolver(db: Session) -> KeyResolver:
        return parties.resolver(db=db)

    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / "trust.json", operator_trust(notary).to_bytes())
    for number, one in enumerate(verdicts):
        if one.verdict is not ClaimVerdict.PROVABLE:
            continue
        try:
            data = claim_bundle(
                one.text, library.database, resolver=resolver, notary=notary, now=now
            ).to_bytes()
        except Refused as error:
            if error.code != PRIVATE:
                raise
            yield number, {"bundle": None, "no_bundle": error.code}
            continue
        file = folder / f"claim-{number + 1:03}.bundle.json"
        write_durably(file, data)
        yield number, {"bundle": str(file)}
