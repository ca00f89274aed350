"""What the page of talks tells a performer of a decline of theirs that the log keeps."""

from propria.deals.actions import Room
from propria.deals.declines import declines_of
from propria.deals.model import Side
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.web.components import Act
from propria.plumbing.web.words import Words

_KEPT = Words(
    "您这一方谢绝了。日志里只有一个哈希；谢绝的内容只有您能打开，用作证据。",
    "Your side declined. The log keeps only a hash; what was declined is yours alone to open as evidence.",
)


def declines_told(seen: Room, *, db: Session) -> list[Act]:
    """An act for each decline of these talks, with its bundle; nothing for the other side."""
    if seen.side is not Side.PERFORMER:
        return []
    performer = parties.performer(seen.deal.performer_id, db=db)
    return [
        Act(said.logged_at, _KEPT, said.entry_index, f"/log/bundles/{said.statement.id}")
        for said in declines_of(performer, deal_id=seen.deal.id, db=db)
    ]
