"""Holding a bundle's head against heads seen elsewhere: one log, or two histories? It reads files and a log's address."""

import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.proofs.bundle_parts import Bundle
from propria.proofs.merkle import root_of, verify_consistency
from propria.proofs.notes import Checkpoint, note_text, open_checkpoint
from propria.proofs.tiles import TileReader
from propria.proofs.trust import Trust

TIMEOUT_SECONDS = 20
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Against:
    """A head that was seen elsewhere: where, and the checkpoint that the log signed."""

    where: str
    head: Checkpoint


def held_against(
    bundle: Bundle, trust: Trust, places: Iterable[str]
) -> tuple[list[Against], list[PropriaError]]:
    """(the heads that the bundle's head agrees with, what contradicts it) for addresses of logs and files of checkpoints.

    Two heads agree when one continues the other. A file alone is enough where it is of the bundle's own size, or of one
    that the bundle has a proof for; else name the log's address too, whose tiles prove it.
    Raises: Malformed(`cli.no_file`, `cli.no_proof`, `cli.log_unreachable`, the readers' codes), Unverified(the readers' codes).
    """
    own = Checkpoint.from_text(note_text(bundle.checkpoint))
    named = list(places)
    logs = [_head(url + "/checkpoint", url, trust, own) for url in named if _is_address(url)]
    files = [_head(place, place, trust, own) for place in named if not _is_address(place)]
    agree, problems = list[Against](), list[PropriaError]()
    for log in logs:
        try:
            _in_tiles(log, [own, *(file.head for file in files)])
            agree.append(log)
        except Unverified as problem:
            problems.append(problem)
    for file in files:
        try:
            if logs or _by_itself(file.head, own, bundle):
                agree.append(file)
        except Unverified as problem:
            problems.append(problem)
    return agree if not problems else [], problems


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _head(source: str, where: str, trust: Trust, own: Checkpoint) -> Against:
    data = _fetched(source) if _is_address(source) else _read(Path(source))
    if data is None:
        raise Malformed("cli.log_unreachable", f"{where} has no checkpoint.")
    log = trust.log(own.origin)
    try:
        head, _ = open_checkpoint(data.decode(), log.key)
    except UnicodeDecodeError as error:
        raise Malformed("proofs.wrong_note", "This is not a signed note.") from error
    return Against(where, head)


def _by_itself(seen: Checkpoint, own: Checkpoint, bundle: Bundle) -> bool:
    if seen.size == own.size:
        verify_consistency(seen.size, own.size, seen.root, own.root, ())
        return True
    for continuation in bundle.continuations:
        if continuation.size == seen.size < own.size:
            verify_consistency(seen.size, own.size, seen.root, own.root, continuation.proof)
            return True
    raise Malformed(
        "cli.no_proof",
        f"The bundle has no proof from {seen.size} entries to its {own.size}; name the log's address with --against too.",
    )


def _in_tiles(log: Against, heads: list[Checkpoint]) -> None:
    reader = TileReader(lambda path: _fetched(f"{log.where}/{path}"), log.head.size)
    if root_of(log.head.size, reader.subtree) != log.head.root:
        raise Unverified("proofs.consistency_not_proved", "The tiles are not those of the log's head.")
    for head in heads:
        if head.size > log.head.size or root_of(head.size, reader.subtree) != head.root:
            raise Unverified("proofs.consistency_not_proved", "The log does not continue this head.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Malformed("cli.no_file", f"{file} cannot be read: {error.strerror}.") from error


def _fetched(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            found: bytes = answer.read(MOST_BYTES)
            return found
    except urllib.error.HTTPError as error:
        error.close()
        return None
    except (OSError, ValueError) as error:
        raise Malformed("cli.log_unreachable", f"{url} does not answer.") from error
