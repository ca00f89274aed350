"""Whether rows that decisions are shown by still say what was signed; whoever it concerns is told once a day.

Decisions read the signed words and never the row, so an altered one changes nothing; that it was altered is an alarm.
A round looks at some of each kind, the next round at the next ones; `propria fsck` looks at everything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.consent import signed as consent
from propria.consent import store as opennesses
from propria.kernel.time import Instant, wire
from propria.licences import signed as licences
from propria.licences import store as store_licences
from propria.parties import actions as parties
from propria.parties import as_signed, contesting
from propria.parties.mandates import store_turns as store_mandates
from propria.plumbing.database import Session

ALTERED = "alerts.row_altered"
LOOKED_AT = 100
EVERY_SECONDS = 10


@dataclass(frozen=True)
class _Row:
    """A row that is not what was signed: of which kind, its id, whose, and the page that shows it."""

    zh: str
    en: str
    id: str
    performer_id: str
    see: str


def raise_alarms(*, now: Instant, db: Session) -> int:
    """How many altered rows are among those whose turn it is."""
    found = [row for count, altered in _KINDS for row in altered(_turn(count(db=db), now), db)]
    for row in found:
        _tell(row, now=now, db=db)
    return len(found)


def _turn(count: int, now: Instant) -> int:
    """From which place on a round looks at so many rows."""
    places = range(0, count, LOOKED_AT) or (0,)
    return places[int(now.timestamp()) // EVERY_SECONDS % len(places)]


def _licences(first: int, db: Session) -> Iterator[_Row]:
    for one in licences.altered(first=first, most=LOOKED_AT, db=db):
        yield _Row("授权", "licence", one.id, one.performer_id, f"/licences/{one.id}")


def _mandates(first: int, db: Session) -> Iterator[_Row]:
    for one in as_signed.altered_mandates(first=first, most=LOOKED_AT, db=db):
        yield _Row("代理权限", "mandate", one.id, one.performer_id, "/mandates")


def _opennesses(first: int, db: Session) -> Iterator[_Row]:
    for one in consent.altered(first=first, most=LOOKED_AT, db=db):
        yield _Row("洽谈条件", "openness", one.id, one.performer_id, "/terms")


_KINDS: tuple[tuple[Callable[..., int], Callable[[int, Session], Iterator[_Row]]], ...] = (
    (store_licences.count, _licences),
    (store_mandates.count, _mandates),
    (opennesses.count, _opennesses),
)


def _tell(row: _Row, *, now: Instant, db: Session) -> None:
    news = News(
        f"row altered {row.id} {wire(now)[:10]}",
        ALTERED,
        f"{row.zh} {row.id} 的存储行与所签文字不符：有人绕过本库改动了数据库。判定只看已签署的文字，未受影响。",
        f"The stored row of {row.en} {row.id} is not what was signed: somebody changed the database behind the library. "
        "Decisions read the signed words alone and are not affected.",
        {"row": row.id, "see": row.see},
    )
    performer = parties.performer(row.performer_id, db=db)
    tell([performer.person_id, *(p.id for p in contesting.operators(db=db))], news, now=now, db=db)
