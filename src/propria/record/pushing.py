"""Heads are taken to witnesses, and what these cosign is kept in the checkpoint; a witness that fails holds nobody up."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from propria.kernel.errors import PropriaError
from propria.plumbing.database import Database, Session
from propria.plumbing.errors import Unavailable
from propria.plumbing.settings import Settings
from propria.plumbing.witnesses import HttpWitness, OtherSize, Witness
from propria.proofs.merkle import consistency_proof
from propria.proofs.witnessing import AddCheckpoint
from propria.record import cosigning, store
from propria.record.cosigning import Witnesses
from propria.record.model import Notary

TRIES = 2


@dataclass(frozen=True)
class HeadPusher:
    """Takes the newest head to each witness; `last` is the size that each cosigned last, as far as is known here."""

    database: Database
    notary: Notary
    known: Witnesses
    witnesses: Sequence[Witness]
    last: dict[str, int] = field(default_factory=dict)

    def push(self) -> list[PropriaError]:
        """One round: whoever has not cosigned the newest head is asked to; what went wrong, witness by witness."""
        newest = self.database.read(lambda db: store.checkpoint(db=db))
        problems: list[PropriaError] = []
        for witness in self.witnesses:
            if newest is None or self.last.get(witness.name) == newest.size:
                continue
            try:
                self._ask(witness, newest.size, newest.note)
            except PropriaError as problem:
                problems.append(problem)
        return problems

    def _ask(self, witness: Witness, size: int, note: str) -> None:
        """Raises: Unavailable(`plumbing.witness_failed`), and what `cosigning.keep` raises."""
        for _ in range(TRIES):
            old = self.last.get(witness.name, 0)
            if old > size:
                raise Unavailable(
                    "plumbing.witness_failed", f"{witness.name} cosigned {old} entries, the log has {size}."
                )
            try:
                self._cosigned(witness, old, size, note)
            except OtherSize as other:
                self.last[witness.name] = other.size
                continue
            self.last[witness.name] = size
            return
        raise Unavailable("plumbing.witness_failed", f"{witness.name} names another size each time.")

    def _cosigned(self, witness: Witness, old: int, size: int, note: str) -> None:
        """Ask, and keep the answer. Raises: OtherSize, and as `_ask`."""

        def proved(db: Session) -> tuple[bytes, ...]:
            return _proof(old, size, db=db)

        asked = AddCheckpoint(old, self.database.read(proved), note)
        grown = note + witness.add_checkpoint(asked.to_text())
        self.database.transact(lambda db: cosigning.keep(grown, self.notary, self.known, db=db))


def _proof(old: int, size: int, *, db: Session) -> tuple[bytes, ...]:
    if not 0 < old <= size:
        return ()
    return tuple(consistency_proof(old, size, store.tree(size, db=db)))


def head_pusher(database: Database, notary: Notary, settings: Settings) -> HeadPusher:
    """The pusher that the settings describe; without addresses it asks nobody."""
    witnesses = [HttpWitness(url) for url in settings.witness_urls.split()]
    return HeadPusher(database, notary, cosigning.witnesses_of(settings), witnesses)
