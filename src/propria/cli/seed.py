"""`propria seed`: invent performers by the thousand, and write them as one file that the matching kernel maps.

It is no library to be served: a library holds what people signed and what its log proves, and nobody here signed anything.
`./run bench live --performers N` fills a library with the same people, and asks it as its pages do.
"""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from propria.casting.invented.people import Invented, invent
from propria.casting.invented.stated import Stated
from propria.casting.invented.texts import vectors_of
from propria.casting.matching.segment import Segment
from propria.casting.matching.snapshot import SUFFIX, save
from propria.casting.profiles.texts import lines
from propria.casting.search.meaning import encoder
from propria.cli.init import home

SHOWN = 3
FOLDER = "invented"
PEOPLE = "people"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("--performers", type=int, required=True, help="how many people to invent")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people")
    parser.add_argument(
        "--out", type=Path, help="the folder of the snapshot; else `invented` in PROPRIA_HOME"
    )
    parser.add_argument(
        "--profiles",
        action="store_true",
        help="also write who they are and what each states, a line of JSON each",
    )


def run(arguments: argparse.Namespace) -> int:
    """Invent them, write them, and say who some of them are."""
    started = time.monotonic()
    invented = with_meaning(invent(arguments.performers, arguments.seed))
    out = arguments.out or home() / FOLDER
    size = save(Segment.of(invented.columns), (out / PEOPLE).with_suffix(SUFFIX))
    stated = Stated(invented)
    if arguments.profiles:
        _write(stated, arguments.performers, out / f"{PEOPLE}.jsonl")
    for row in range(0, arguments.performers, max(1, arguments.performers // SHOWN)):
        name, said = invented.facts.name(row), stated.profile(row)
        print(f"  {invented.columns.performer_ids[row].decode()}  {name.zh}  {name.en}")
        print("    " + "; ".join(f"{fact[1]}: {value[1]}" for fact, value in lines(said)))
    print(
        f"{arguments.performers:,} people who do not exist, {size / 1e6:,.0f} MB in {out}, "
        f"{time.monotonic() - started:.0f} s"
    )
    print("  for the matching kernel and its benches; a library that is served holds only what people signed")
    if invented.columns.vectors is None:
        print("  without the meaning of their profiles: the encoder comes with ./run setup replica")
    return 0


def with_meaning(invented: Invented) -> Invented:
    """The same people with the vectors of their profiles, where the encoder is installed."""
    model = encoder()
    if model is None:
        return invented
    vectors, projection = vectors_of(invented.facts, model)
    columns = replace(invented.columns, vectors=vectors, projection=projection.basis)
    return replace(invented, columns=columns)


def _write(stated: Stated, count: int, file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for row in range(count):
            out.write(json.dumps(stated.line(row), ensure_ascii=False) + "\n")
