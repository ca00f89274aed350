"""Keeps the snapshots of a running library's indexes fresh, in the background: no request waits for a file to be written."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from propria.casting import live, rules
from propria.casting import store_snapshots as store
from propria.casting.search import calendars, indexing, kept
from propria.consent import actions as consent
from propria.kernel.errors import PropriaError
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database

ROUND_SECONDS = 5.0
MANY = 500
"""From so many changes on a snapshot is written anew; each costs a start some milliseconds."""
A_WHILE_SECONDS = 600.0
"""After so long one change is enough."""
STOPPING_SECONDS = 30.0
logger = logging.getLogger("propria.casting.snapshots")


class Index(Protocol):
    """What each of the three indexes is to the keeper."""

    @property
    def name(self) -> str:
        """What its file is called."""
        ...

    changes: int
    """How many it took in since it was made or mapped."""
    token: str
    """Of the snapshot that was written of it last, or that it was mapped from; empty where there is none."""

    def frozen(self) -> kept.Frozen:
        """What is to be kept as of now."""
        ...


@dataclass
class Keeper:
    """Writes the snapshots of one library; one process at a time does."""

    database: Database
    clock: Clock
    folder: Path
    _written: dict[str, tuple[int, float]] = field(default_factory=dict)

    def keep(self) -> None:
        """One round: make or map the indexes if nobody asked yet, make anew what an erasure left in them, write what is due."""
        now, news = self.clock.now(), self.database.news
        if not self.database.read(lambda db: consent.are_open(rules.INDEX_FROM, now=now, db=db)):
            return
        self.database.read(lambda db: live.library_of(db=db))
        terms = live.index_of(news)
        if terms.erased:
            self.database.read(lambda db: terms.renew(db=db))
        self.write_due()

    def write_due(self, *, is_last: bool = False) -> None:
        """Write every snapshot that is due. `is_last`: one change is enough."""
        news = self.database.news
        every: tuple[Index, ...] = (
            live.index_of(news), indexing.index_of(news), calendars.following_of(news)
        )  # fmt: skip
        unknown = {one.name for one in every if not self._is_known(one.token)}
        if unknown:
            kept.sweep(self.folder, database=self.database)
        for index in every:
            if index.name in unknown or self._has_changed(index, is_last=is_last):
                frozen = index.frozen()
                if frozen.heard >= 0:
                    index.token = kept.write(index.name, frozen, folder=self.folder, database=self.database)
                    self._written[index.name] = frozen.changes, time.monotonic()

    def _is_known(self, token: str) -> bool:
        return bool(token) and self.database.read(lambda db: store.is_known(token, db=db))

    def _has_changed(self, index: Index, *, is_last: bool) -> bool:
        changes, at = self._written.setdefault(index.name, (0, time.monotonic()))
        new = index.changes - changes
        return new >= MANY or (new > 0 and (is_last or time.monotonic() - at >= A_WHILE_SECONDS))


@contextmanager
def keeping(database: Database, clock: Clock, *, every_seconds: float = ROUND_SECONDS) -> Iterator[None]:
    """Keep a library's snapshots while the block runs, in a thread of its own, and once more when it ends."""
    folder = kept.folder_of(database.news)
    assert folder is not None, "say first where they lie"
    keeper, over = Keeper(database, clock, folder), threading.Event()

    def rounds() -> None:
        while True:
            with kept.alone(folder) as is_ours:
                while is_ours:
                    _try(keeper.keep)
                    if over.wait(every_seconds):
                        _try(lambda: keeper.write_due(is_last=True))
                        return
            if over.wait(every_seconds):
                return

    thread = threading.Thread(target=rounds, name="snapshot-keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(STOPPING_SECONDS)


def _try(call: Callable[[], None]) -> None:
    """Whatever a round meets is told and tried again."""
    try:
        call()
    except PropriaError as problem:
        logger.warning("casting.snapshot_waits", extra={"code": problem.code})
    except OSError as problem:
        logger.warning("casting.snapshot_waits", extra={"why": str(problem)})
    except Exception:
        logger.exception("casting.snapshot_failed")
