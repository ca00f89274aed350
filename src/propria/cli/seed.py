"""`propria seed`: invent performers by the thousand, and write them as a snapshot that casting searches."""

import argparse
import time
from pathlib import Path

from propria.casting.invented.people import invent
from propria.casting.matching.segment import Segment
from propria.casting.matching.snapshot import save

SHOWN = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--performers", type=int, required=True, help="how many people to invent")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the snapshot")


def run(arguments: argparse.Namespace) -> int:
    """Invent them, write them, and say who some of them are."""
    started = time.monotonic()
    invented = invent(arguments.performers, arguments.seed)
    size = save(Segment.of(invented.columns), arguments.out)
    for row in range(0, arguments.performers, max(1, arguments.performers // SHOWN)):
        name = invented.facts.name(row)
        print(f"  {invented.columns.performer_ids[row].decode()}  {name.zh}  {name.en}")
    print(
        f"{arguments.performers:,} people who do not exist, {size / 1e6:,.0f} MB in {arguments.out}, "
        f"{time.monotonic() - started:.0f} s"
    )
    return 0
