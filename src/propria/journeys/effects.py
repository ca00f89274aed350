"""What a withdrawal does in every context that holds something; consent owns the slot, this fills it."""

from propria.consent.actions import EffectsOf
from propria.consent.model import Effect, Purpose
from propria.deals import actions as deals
from propria.deals.model import Finished
from propria.licences import actions as licences
from propria.plumbing.clock import Clock
from propria.plumbing.database import Session
from propria.record.model import Words


def licence_effects(licence_id: str, db: Session) -> tuple[Words, ...]:
    """What the withdrawal of a licence does, everywhere, in the order in which a performer asks."""
    licence = licences.licence(licence_id, db=db)
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    count = len(licences.permits_of(licence_id, db=db))
    return (
        ("自此刻起，任何新的生成一律拒绝。", "From this moment every new render is refused."),
        (
            f"此前已准许 {count} 次使用；照合同计酬。",
            f"{count} uses were permitted before; they are paid as the contract says.",
        ),
        _FINISHED[sheet.wind_down.finished if sheet.wind_down else None],
        (
            "您可能因此须赔偿对方已发生的合理支出；平台不作判断。",
            "You may owe the other side what it reasonably spent; the library does not judge that.",
        ),
        ("已公开流传的副本，无法召回。", "Copies that are already in the world cannot be called back."),
    )


_FINISHED: dict[Finished | None, Words] = {
    Finished.MAY_STAY: (
        "已完成的成片可以继续展示（收尾条款）。",
        "Finished works may stay (wind-down clause).",
    ),
    Finished.UNTIL: (
        "已完成的成片可展示至约定日期（收尾条款）。",
        "Finished works may be shown until the date agreed (wind-down clause).",
    ),
    Finished.MUST_STOP: (
        "已完成的成片须停止展示（收尾条款）。",
        "Showing finished works stops (wind-down clause).",
    ),
    None: (
        "没有收尾条款：已完成的成片须另行约定或裁定。",
        "There is no wind-down clause: finished works need agreement or a ruling.",
    ),
}


def effects_of(clock: Clock) -> EffectsOf:
    """The slot's filling."""

    def found(performer_id: str, purpose: Purpose, db: Session) -> tuple[Effect, ...]:
        return ()

    return found
