"""From a log's key to the keys that follow it: each is named in a note that the one before it signed."""

from collections.abc import Iterable

from propria.kernel.errors import PropriaError
from propria.proofs.notes import ED25519, NoteKey, open_note

HEADING = "propria/v1/log-key-rotation"


def rotation_text(origin: str, new: NoteKey) -> str:
    """What the old key signs: the log's name and the new verifier key."""
    return f"{HEADING}\n{origin}\n{new.vkey()}\n"


def next_key(old: NoteKey, note: str) -> NoteKey | None:
    """The key that `old` signed as the one that follows it; None where it signed this and it names none.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_vkey`), Unverified(`proofs.note_unsigned`,
    `proofs.wrong_note_signature`).
    """
    lines = open_note(note, [old]).text.split("\n")
    new = NoteKey.from_vkey(lines[2]) if len(lines) == 4 else old
    is_next = lines[:2] == [HEADING, old.name] and new.name == old.name and new.algorithm == ED25519
    return new if is_next and new != old else None


def followed(key: NoteKey, notes: Iterable[str]) -> tuple[NoteKey, ...]:
    """The keys that these notes lead to from `key`, the newest last; what the last one did not sign leads nowhere."""
    keys = [key]
    for note in notes:
        try:
            new = next_key(keys[-1], note)
        except PropriaError:
            continue
        if new is not None:
            keys.append(new)
    return tuple(keys[1:])
