"""What the page of archives is told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.disputes.archive.model import Archive, ArchiveState
from propria.kernel.ids import ArchiveId
from propria.kernel.time import Instant
from propria.plumbing.web.components import Empty, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice

STATES = {
    ArchiveState.MAKING: State(Kind.WAIT, Words("制作中", "being made")),
    ArchiveState.READY: State(Kind.WAIT, Words("可以取走", "ready"), Words("等您取走", "you may fetch it")),
    ArchiveState.FETCHED: State(Kind.NONE, Words("已取走", "fetched")),
    ArchiveState.FAILED: State(Kind.STOP, Words("未能制成", "could not be made")),
    ArchiveState.DROPPED: State(Kind.NONE, Words("已销毁", "destroyed")),
}


@dataclass(frozen=True)
class Row:
    """One archive and what may be done with it."""

    id: ArchiveId
    state: State
    asked_at: Instant
    until: Instant | None
    part: str
    done: int
    total: int
    size_bytes: int
    digest: str
    failure: str
    may_fetch: bool
    may_drop: bool


@page_context("disputes/archive.html")
@dataclass(frozen=True)
class ArchivePage:
    """Everything held about me: ask for it, follow it, fetch it once."""

    rows: tuple[Row, ...]
    may_ask: bool
    notice: Notice | None
    nothing: Empty


def archive_page(archives: Sequence[Archive], notice: Notice | None = None) -> ArchivePage:
    """The page as things stand."""
    rows = tuple(_row(one) for one in archives)
    return ArchivePage(
        rows,
        may_ask=not any(row.may_drop for row in rows),
        notice=notice,
        nothing=Empty(Words("您还没有要过存档。", "You have not asked for an archive yet.")),
    )


def _row(archive: Archive) -> Row:
    is_ready, is_making = archive.state is ArchiveState.READY, archive.state is ArchiveState.MAKING
    return Row(
        archive.id,
        STATES[archive.state],
        archive.asked_at,
        archive.expires_at if is_ready else None,
        archive.part if is_making else "",
        archive.done,
        archive.total,
        archive.size_bytes,
        archive.digest,
        archive.failure or "",
        may_fetch=is_ready,
        may_drop=is_ready or is_making,
    )
