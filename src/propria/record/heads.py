"""Heads by the clock: what was logged is under a signed head within the merge delay, witnessed, and anchored in time.

An authority that does not answer holds nothing up: the head is signed all the same and the next round asks again.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database, Session
from propria.plumbing.settings import Settings
from propria.plumbing.tsa import HttpTimeStampAuthority, TimeStampAuthority
from propria.proofs.notes import note_text
from propria.proofs.timestamps import read_timestamp
from propria.record import log, store
from propria.record.model import MERGE_DELAY_SECONDS, Anchor, Head, Notary
from propria.record.pushing import HeadPusher, head_pusher

ROUND_SECONDS = MERGE_DELAY_SECONDS // 3
T = TypeVar("T")
_logger = logging.getLogger("propria.record")


def under_head(
    database: Database, notary: Notary, work: Callable[[Head, Session], T], *, now: Instant
) -> tuple[T, Head]:
    """What `work` makes in the transaction that takes a head, and that head once it is signed and kept.

    The key's holder is asked between two transactions. A head that could not be signed is signed by whoever asks next.
    Raises: what `work` and the key's holder raise; what `work` did stays in the second case.
    """

    def taken(db: Session) -> tuple[T, Head]:
        head = log.take_head(notary, now=now, db=db)
        return work(head, db), head

    made, head = database.transact(taken)
    if head.note:
        return made, head
    signed = log.sign_head(head, notary)
    return made, database.transact(lambda db: log.keep_head(signed, now=now, db=db))


def newest_head(database: Database, notary: Notary, *, now: Instant) -> Head:
    """A signed head over everything that was logged until now. Raises: what the key's holder raises."""
    return under_head(database, notary, lambda head, db: None, now=now)[1]


@dataclass(frozen=True)
class HeadKeeper:
    """What signs heads by the clock; `authority` None anchors none, `apart` is the least time between two anchors."""

    database: Database
    notary: Notary
    authority: TimeStampAuthority | None = None
    apart: timedelta = timedelta(0)
    pusher: HeadPusher | None = None

    def keep(self, *, now: Instant) -> None:
        """One round: sign a head over whatever was logged since the last one, then anchor the newest if it is time.

        Raises: Unavailable(`plumbing.tsa_failed`), Malformed(`proofs.unreadable_timestamp`): the head is signed then;
        Unavailable(`plumbing.signer_silent`, `plumbing.signer_wrong`): the next round asks again.
        """
        newest = newest_head(self.database, self.notary, now=now)
        for problem in () if self.pusher is None else self.pusher.push():
            _logger.warning("a witness did not cosign: %s %s", problem.code, problem.sentence)
        last = self.database.read(lambda db: store.last_anchor(db=db))
        is_due = last is None or (last.size < newest.size and now - last.asked_at >= self.apart)
        if self.authority is None or not is_due:
            return
        token = self.authority.stamp(hashlib.sha256(note_text(newest.note).encode()).digest())
        stamped_at = read_timestamp(token).at
        anchor = Anchor(newest.size, self.authority.name, token, stamped_at, now)
        self.database.transact(lambda db: store.add_anchor(anchor, db=db))


def head_keeper(database: Database, notary: Notary, settings: Settings) -> HeadKeeper:
    """The keeper that the settings describe."""
    authority = HttpTimeStampAuthority(settings.tsa_url) if settings.tsa_url else None
    apart = timedelta(seconds=settings.tsa_every_seconds)
    return HeadKeeper(database, notary, authority, apart, head_pusher(database, notary, settings))


@contextmanager
def kept(keeper: HeadKeeper, clock: Clock, *, every_seconds: float = ROUND_SECONDS) -> Iterator[None]:
    """Keep heads while the block runs, in a thread of its own; whatever a round meets is told and tried again."""
    over = threading.Event()

    def rounds() -> None:
        while not over.wait(every_seconds):
            try:
                keeper.keep(now=clock.now())
            except PropriaError as problem:
                _logger.warning("the head or its anchor waits: %s", problem.code)
            except Exception:
                _logger.exception("a round of head keeping failed")

    thread = threading.Thread(target=rounds, name="head-keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
