"""Whether rows that decisions are shown by still say what was signed; whoever it concerns is told once a day.

Decisions read the signed words and never the row, so an altered one changes nothing; that it was altered is an alarm.
A round looks at some licences, the next round at the next ones; `propria fsck` looks at everything.
"""

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.time import Instant, wire
from propria.licences import signed
from propria.licences import store as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties import contesting
from propria.plumbing.database import Session

ALTERED = "alerts.row_altered"
LOOKED_AT = 100
EVERY_SECONDS = 10


def raise_alarms(*, now: Instant, db: Session) -> int:
    """How many altered rows are among the licences whose turn it is."""
    places = range(0, licences.count(db=db), LOOKED_AT)
    if not places:
        return 0
    turn = int(now.timestamp()) // EVERY_SECONDS % len(places)
    found = signed.altered(first=places[turn], most=LOOKED_AT, db=db)
    for licence in found:
        _tell(licence, now=now, db=db)
    return len(found)


def _tell(licence: Licence, *, now: Instant, db: Session) -> None:
    news = News(
        f"row altered {licence.id} {wire(now)[:10]}",
        ALTERED,
        f"授权 {licence.id} 的存储行与所签文字不符：有人绕过本库改动了数据库。判定只看已签署的文字，未受影响。",
        f"The stored row of licence {licence.id} is not what was signed: somebody changed the database behind the library. "
        "Decisions read the signed words alone and are not affected.",
        {"licence": licence.id, "see": f"/licences/{licence.id}"},
    )
    performer = parties.performer(licence.performer_id, db=db)
    tell([performer.person_id, *(p.id for p in contesting.operators(db=db))], news, now=now, db=db)
