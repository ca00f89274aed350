"""What a witness does: cosign a checkpoint only if it continues the last one it cosigned. No storage."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.proofs.merkle import verify_consistency
from propria.proofs.notes import Checkpoint, NoteKey, NoteSigner, add_signature, note_text, open_checkpoint


@dataclass(frozen=True)
class Cosigned:
    """The note with the witness's line added, and the checkpoint to remember before handing it out."""

    note: str
    checkpoint: Checkpoint


def witness(
    note: str,
    log_key: NoteKey,
    *,
    signer: NoteSigner,
    last: Checkpoint | None,
    proof: Sequence[bytes],
    now: Instant,
) -> Cosigned:
    """Cosign a log's checkpoint: its own signature must hold, and it must contain all that `last` did.

    `last` is the newest checkpoint that this witness cosigned for this log, None the first time, when
    `proof` is empty. Two witnesses that follow this rule cannot both cosign a forked log.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_checkpoint`), Unverified(`proofs.note_unsigned`,
    `proofs.wrong_note_signature`, `proofs.other_log`, `proofs.consistency_not_proved`).
    Source: C2SP tlog-witness.
    """
    checkpoint, _ = open_checkpoint(note, log_key)
    if last is not None and last.size > 0:
        verify_consistency(last.size, checkpoint.size, last.root, checkpoint.root, proof)
    line = signer.cosign(note_text(note), seen_at=now)
    return Cosigned(add_signature(note, line), checkpoint)
