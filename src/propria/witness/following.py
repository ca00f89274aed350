"""One look at one log: read its head, hold it against the last one, cosign it or keep what proves it wrong."""

from propria.kernel.errors import Malformed, NotFound, PropriaError, Unverified
from propria.kernel.time import Instant
from propria.proofs.merkle import consistency_proof, root_of
from propria.proofs.notes import Checkpoint, NoteSigner, note_text, open_checkpoint
from propria.proofs.tiles import TileReader
from propria.proofs.witnessing import AddCheckpoint, witness
from propria.witness.fetching import LogFiles, LogUnreachable, Open
from propria.witness.memory import Followed, Memory


class Contradiction(Unverified):
    """Two heads with the log's own signature that cannot both be of one log that only grows."""


def look(log: Followed, files: LogFiles, memory: Memory, signer: NoteSigner, *, now: Instant) -> str:
    """The log's head with the witness's line, remembered on disk before it is handed out.

    Raises: Unverified(`witness.log_shrank`, `witness.two_heads`, `witness.log_forked`) with the evidence
    kept, Malformed(`witness.memory_damaged`, `proofs.wrong_note`), Unverified(`proofs.note_unsigned`,
    `proofs.wrong_note_signature`, `proofs.other_log`, `witness.tiles_wrong`),
    LogUnreachable(`witness.log_unreachable`).
    """
    with memory.turn:
        return _look(log, files, memory, signer, now=now)


def _look(log: Followed, files: LogFiles, memory: Memory, signer: NoteSigner, *, now: Instant) -> str:
    note = _head(log, files)
    head, _ = open_checkpoint(note, log.key)
    last = memory.last(log)
    reader = TileReader(files.read, head.size)
    proof: list[bytes] = []
    if last is not None and last.size > 0:
        try:
            hold_against(last, head, log.url, reader)
        except Contradiction as found:
            memory.accuse(log, found.code, {"cosigned": memory.note(log), "refused": note}, now=now)
            raise
        proof = consistency_proof(last.size, head.size, reader.subtree)
    cosigned = witness(note, log.key, signer=signer, last=last, proof=proof, now=now)
    memory.remember(log, cosigned.note)
    return cosigned.note


def _head(log: Followed, files: LogFiles) -> str:
    found = files.read("checkpoint")
    if found is None:
        raise LogUnreachable("witness.log_unreachable", f"{log.url} has no checkpoint.", url=log.url)
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        raise Malformed("proofs.wrong_note", "This is not a signed note.") from error


def hold_against(last: Checkpoint, head: Checkpoint, url: str, reader: TileReader) -> None:
    """Pass only if the log at `url` shows a head that continues the last one, by its own tiles.

    Raises: Contradiction(`witness.log_shrank`, `witness.two_heads`, `witness.log_forked`),
    Unverified(`witness.tiles_wrong`), LogUnreachable(`witness.log_unreachable`).
    """
    if last.size == 0:
        return
    if head.size < last.size:
        raise Contradiction("witness.log_shrank", f"{url} has {head.size} entries, it had {last.size}.")
    if head.size == last.size:
        if head.root != last.root:
            raise Contradiction("witness.two_heads", f"{url} signed two heads of {head.size} entries.")
        return
    try:
        if root_of(head.size, reader.subtree) != head.root:
            raise Unverified("witness.tiles_wrong", f"The tiles of {url} are not those of its head.")
        if root_of(last.size, reader.subtree) != last.root:
            raise Contradiction("witness.log_forked", f"{url} changed entries that it had shown.")
    except NotFound as error:
        raise LogUnreachable("witness.log_unreachable", f"{url}: {error.sentence}") from error


class Behind(Unverified):
    """The log thinks that the witness last cosigned another size than it did; `size` is the one that it did."""


def take(asked: AddCheckpoint, memory: Memory, *, now: Instant) -> str:
    """The witness's line over a head that its log handed in, remembered on disk before it is handed out.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_checkpoint`, `witness.memory_damaged`),
    NotFound(`witness.unknown_log`), Behind(`witness.other_size`), Contradiction(`witness.two_heads`),
    Unverified(`proofs.note_unsigned`, `proofs.wrong_note_signature`, `proofs.consistency_not_proved`).
    """
    head = Checkpoint.from_text(note_text(asked.note))
    known = [one for one in memory.logs() if one.key.name == head.origin]
    if not known:
        raise NotFound("witness.unknown_log", "This witness does not follow that log.")
    lines = asked.note.rpartition("\n\n")[2].splitlines()
    log = next((one for one in known if any(one.key.made(line) for line in lines)), known[0])
    with memory.turn:
        open_checkpoint(asked.note, log.key)
        last, signer = memory.last(log), memory.signer()
        size = 0 if last is None else last.size
        if asked.old != size:
            raise Behind("witness.other_size", f"It cosigned {size} entries last.", size=size)
        if last is not None and head.size == last.size and head.root != last.root:
            evidence = {"cosigned": memory.note(log), "refused": asked.note}
            memory.accuse(log, "witness.two_heads", evidence, now=now)
            raise Contradiction("witness.two_heads", f"{log.url} signed two heads of {head.size} entries.")
        cosigned = witness(asked.note, log.key, signer=signer, last=last, proof=asked.proof, now=now)
        memory.remember(log, cosigned.note)
    return next(x for x in cosigned.note.splitlines(keepends=True) if signer.key().made(x))


def round_of(
    memory: Memory, open_log: Open, *, now: Instant
) -> list[tuple[Followed, str | None, PropriaError | None]]:
    """(log, its cosigned head or None, what was wrong or None) for every log; one log's fault is its own."""
    signer = memory.signer()
    found: list[tuple[Followed, str | None, PropriaError | None]] = []
    for log in memory.logs():
        files, note = open_log(log.url), None
        try:
            note = look(log, files, memory, signer, now=now)
            files.hand_over(note)
            found.append((log, note, None))
        except PropriaError as error:
            found.append((log, note, error))
    return found
