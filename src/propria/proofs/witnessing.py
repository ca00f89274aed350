"""What a witness does: cosign a checkpoint only if it continues the last one it cosigned. No storage."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.proofs.merkle import verify_consistency
from propria.proofs.notes import Checkpoint, NoteKey, NoteSigner, add_signature, note_text, open_checkpoint


@dataclass(frozen=True)
class Cosigned:
    """The note with the witness's line added, and the checkpoint to remember before handing it out."""

    note: str
    checkpoint: Checkpoint


_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})\Z")
MOST_HASHES = 63


@dataclass(frozen=True)
class AddCheckpoint:
    """What a log asks of a witness: `old` is the size that the witness cosigned last, as far as the log knows."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def to_text(self) -> str:
        """The body of the request. Source: C2SP tlog-witness."""
        lines = [f"old {self.old}", *(base64.b64encode(h).decode() for h in self.proof)]
        return "\n".join(lines) + "\n\n" + self.note

    @classmethod
    def from_text(cls, text: str) -> "AddCheckpoint":
        """Read that body. Raises: Malformed(`proofs.wrong_request`)."""
        wrong = Malformed("proofs.wrong_request", "This does not ask for a cosignature.")
        head, separator, note = text.partition("\n\n")
        first, *hashes = head.split("\n")
        old = _OLD.match(first)
        if not separator or old is None or len(hashes) > MOST_HASHES:
            raise wrong
        try:
            proof = tuple(base64.b64decode(line, validate=True) for line in hashes)
        except (binascii.Error, ValueError) as error:
            raise wrong from error
        if any(len(h) != 32 for h in proof):
            raise wrong
        return cls(int(old[1]), proof, note)


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
