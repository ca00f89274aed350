"""Why a performer's side declines, in one tap: few reasons, kept for that side alone. The other side is told only that it is declined."""

from propria.deals import notes
from propria.deals.declines import end
from propria.deals.model import Deal, Side
from propria.deals.notes import Remark
from propria.kernel.errors import Forbidden, Malformed
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words
from propria.record.model import Notary

REASONS: dict[str, Words] = {
    "pay": Words("酬金不合适", "the pay"),
    "days": Words("时间不合适", "the days"),
    "work": Words("不接这类作品", "not this kind of work"),
    "role": Words("不合适的角色", "not this role"),
    "replica": Words("不愿以数字分身参演", "not by replica"),
    "unsaid": Words("不说明", "I would rather not say"),
}


def decline_because(
    actor: Actor, deal_id: str, because: str, *, notary: Notary, now: Instant, db: Session
) -> Deal:
    """Decline in one tap; the reason is a private note of the performer's side.

    Raises: Malformed(`deals.no_such_reason`), Forbidden(`deals.not_yours_to_decline`), and as `declines.end`.
    """
    if because not in REASONS:
        raise Malformed("deals.no_such_reason", "That is none of the reasons.", reasons=sorted(REASONS))
    ended = end(actor, deal_id, "decline", "", notary=notary, now=now, db=db)
    if ended.ended_by is not Side.PERFORMER:
        raise Forbidden(
            "deals.not_yours_to_decline", "Only the performer’s side declines by a reason of its own."
        )
    said = REASONS[because]
    notes.write(actor, deal_id, Remark("reason", f"{said.zh} · {said.en}", is_private=True), now=now, db=db)
    return ended
