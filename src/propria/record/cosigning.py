"""Cosignatures that witnesses hand over: kept beside the checkpoint that they are of, and told apart by whose they are."""

from dataclasses import dataclass

from propria.kernel.errors import Forbidden, Malformed, NotFound, PropriaError
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.plumbing.settings import Settings
from propria.proofs.notes import (
    COSIGNATURE,
    Checkpoint,
    NoteKey,
    add_signature,
    note_text,
    open_checkpoint,
    open_note,
)
from propria.record import store
from propria.record.model import Notary


@dataclass(frozen=True)
class Witnesses:
    """The witnesses whose cosignatures are kept; `elsewhere` is the operator's word that not all run here."""

    keys: tuple[NoteKey, ...]
    elsewhere: bool


@dataclass(frozen=True)
class Cosigned:
    """A known witness's cosignature of a checkpoint, and when it says that it saw it."""

    name: str
    seen_at: Instant


def witnesses_of(settings: Settings) -> Witnesses:
    """The witnesses that the settings name. Raises: Malformed(`settings.wrong_type`)."""
    try:
        keys = tuple(NoteKey.from_vkey(text) for text in settings.witnesses.split())
    except Malformed as error:
        raise Malformed(
            "settings.wrong_type", "A witness is named by its verifier key.", name="witnesses"
        ) from error
    if any(key.algorithm != COSIGNATURE for key in keys):
        raise Malformed("settings.wrong_type", "A witness's key is one that cosigns.", name="witnesses")
    return Witnesses(keys, settings.witnesses_elsewhere)


def keep(note: str, notary: Notary, witnesses: Witnesses, *, db: Session) -> None:
    """Keep what the known witnesses cosigned of one of this log's own checkpoints; again is once.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_checkpoint`), NotFound(`record.no_checkpoint`),
    Forbidden(`record.unknown_witness`), Unverified(`proofs.note_unsigned`, `proofs.wrong_note_signature`).
    """
    head = Checkpoint.from_text(note_text(note))
    kept = store.checkpoint(size=head.size, db=db)
    if kept is None or note_text(kept.note) != note_text(note):
        raise NotFound("record.no_checkpoint", "This log has signed no such checkpoint.")
    _, cosigned = open_checkpoint(note, notary.signer.key(), witnesses.keys)
    if not cosigned:
        raise Forbidden("record.unknown_witness", "None of the witnesses whom this log knows signed this.")
    known = {s.key for s in open_checkpoint(kept.note, notary.signer.key(), witnesses.keys)[1]}
    grown = kept.note
    for signature in cosigned:
        if signature.key not in known:
            grown = add_signature(grown, _line_of(signature.key, note))
    if grown != kept.note:
        store.save_note(head.size, grown, db=db)


def cosigners(note: str, witnesses: Witnesses) -> tuple[Cosigned, ...]:
    """Which of the known witnesses cosigned this checkpoint; none where any of their lines is wrong."""
    try:
        found = open_note(note, witnesses.keys).signatures
    except PropriaError:
        return ()
    return tuple(Cosigned(s.key.name, s.seen_at) for s in found if s.seen_at is not None)


def _line_of(key: NoteKey, note: str) -> str:
    lines = note.rpartition("\n\n")[2].splitlines(keepends=True)
    return next(line for line in lines if key.made(line))
