"""The log as a folder of static files (C2SP tlog-tiles) that any web server or bucket can mirror.

The checkpoint is written last: whoever reads it finds every file under it. Every export holds each file that is there
against the log, so that one cut short by a crash, or changed, is written again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from propria.kernel.errors import PropriaError, Refused
from propria.plumbing.database import Session
from propria.plumbing.files import write_durably
from propria.proofs.merkle import root_of
from propria.proofs.notes import Checkpoint, NoteKey, note_text, open_checkpoint
from propria.proofs.tiles import TILE_WIDTH, entry_bundle, new_spans, new_tiles, tile_path
from propria.record import store


@dataclass(frozen=True)
class Exported:
    """What an export did: the size of the head that is there now, files written, files that were right already."""

    size: int
    written: int
    kept: int


def export(folder: Path, key: NoteKey, *, db: Session) -> Exported:
    """Bring the folder to the newest checkpoint, which must have been made.

    Raises: Refused(`record.mirror_longer`, `record.mirror_differs`) if the folder holds a signed head that the
    log does not continue: somebody restored an old library, or this is another one's mirror; OSError.
    """
    newest = store.checkpoint(db=db)
    if newest is None:
        raise Refused("record.no_checkpoint_yet", "No head has been signed yet.")
    subtree = store.tree(newest.size, db=db)
    there = _head_in(folder, key)
    if there is not None and there.size > newest.size:
        raise Refused(
            "record.mirror_longer",
            f"{folder} holds a signed head of {there.size} entries, the library has {newest.size}.",
        )
    if there is not None and root_of(there.size, subtree) != there.root:
        raise Refused(
            "record.mirror_differs", f"{folder} holds a signed head that this log does not continue."
        )
    written = kept = 0
    files = (*new_tiles(0, newest.size, subtree), *_bundles(newest.size, db=db), *_anchors(db=db))
    for path, data in files:
        if _bring(folder / path, data):
            written += 1
        else:
            kept += 1
    for name, text in (("vkey", key.vkey() + "\n"), ("checkpoint", newest.note)):
        written += _bring(folder / name, text.encode())
    return Exported(newest.size, written, kept)


def _head_in(folder: Path, key: NoteKey) -> Checkpoint | None:
    """The signed head in the folder; None where there is none or it was cut short."""
    try:
        return open_checkpoint((folder / "checkpoint").read_text("utf-8"), key)[0]
    except (OSError, UnicodeDecodeError, PropriaError):
        return None


def _bundles(size: int, *, db: Session) -> Iterator[tuple[str, bytes]]:
    for index, width in new_spans(0, size):
        first = index * TILE_WIDTH
        entries = store.entries(start=first, end=first + width, db=db)
        yield tile_path("entries", index, width=width), entry_bundle([e.data for e in entries])


def _anchors(*, db: Session) -> Iterator[tuple[str, bytes]]:
    """Each anchored head's text, and the time stamps over exactly these bytes."""
    for anchor in store.anchors(db=db):
        kept = store.checkpoint(size=anchor.size, db=db)
        if kept is not None:
            yield f"anchors/{anchor.size}.txt", note_text(kept.note).encode()
            yield f"anchors/{anchor.size}.tst", anchor.token


def _bring(file: Path, data: bytes) -> bool:
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(file, data)
    return True
