"""What the sides say beside the terms: remarks pinned to an axis, notes for one's own side, a reason for declining.

Nothing said here is part of a contract, and none of it binds.
"""

from dataclasses import dataclass

from propria.deals import store
from propria.deals.actions import Room, room
from propria.deals.life import end
from propria.deals.model import Deal, Note
from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.scope.axes import AXIS

LONGEST = 1000
MOST = 500
PINS = frozenset({*AXIS, "volume", "duties", "pay", "wind_down", "credit", "reason", ""})
"""What a note can be pinned to: an axis, another part of the terms, the reason for declining, or nothing."""


@dataclass(frozen=True)
class Remark:
    """A note as it is written: to what it is pinned, whether only one's own side reads it, the words."""

    pin: str
    text: str
    is_private: bool = False

    def __post_init__(self) -> None:
        text = self.text.strip()
        object.__setattr__(self, "text", text)
        printable = all(c.isprintable() or c == "\n" for c in text)
        if not text or len(text) > LONGEST or not printable:
            raise Malformed("deals.note_unreadable", f"A note has 1 to {LONGEST} characters of plain text.")
        if self.pin not in PINS:
            raise Malformed("deals.no_such_pin", "That is no part of the terms.", pin=self.pin[:40])


def write(actor: Actor, deal_id: str, remark: Remark, *, now: Instant, db: Session) -> Note:
    """Say something beside the newest version. A remark is for both sides, a private note for one's own.

    Raises: NotFound(`deals.no_deal`), Malformed(`deals.note_unreadable`, `deals.no_such_pin`),
    Refused(`deals.too_many_notes`).
    """
    seen = room(actor, deal_id, now=now, db=db)
    number = store.count_notes(deal_id, db=db) + 1
    if number > MOST:
        raise Refused("deals.too_many_notes", f"These talks have {MOST} notes; say it in a counter.")
    note = Note(
        deal_id=seen.deal.id,
        number=number,
        turn_number=seen.deal.turns,
        side=seen.side,
        person_id=actor.person_id,
        pin=remark.pin,
        text=remark.text,
        is_private=remark.is_private,
        made_at=now,
    )
    store.add_note(note, db=db)
    return note


def read(seen: Room, *, db: Session) -> list[Note]:
    """What the reader of this room may see, oldest first: every remark, and the notes of their own side."""
    return [n for n in store.notes(seen.deal.id, db=db) if not n.is_private or n.side is seen.side]


def end_with_reason(actor: Actor, deal_id: str, act: str, reason: str, *, now: Instant, db: Session) -> Deal:
    """Decline, take back or reopen; a reason, where one is given, is told to the other side.

    Raises: as `life.end` and `write`.
    """
    if reason.strip():
        write(actor, deal_id, Remark("reason", reason), now=now, db=db)
    return end(actor, deal_id, act, now=now, db=db)
