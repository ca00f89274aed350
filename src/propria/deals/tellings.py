"""Who is told what of talks: the other side of an offer, a counter, an answer, a signature; both of what lapses."""

from datetime import timedelta

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.deals import store
from propria.deals.events import ContractSigned, DealMoved, OfferMade, SideSigned
from propria.deals.model import Deal, Kind, Side
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.estates import actions as estates
from propria.parties.groups import actions as groups
from propria.parties.model import Power
from propria.plumbing.database import Session
from propria.plumbing.news import publish

SOON = timedelta(days=3)
MOST_AT_ONCE = 500
_SAYS: dict[str, tuple[str, str, str]] = {
    "agree": (
        "deals.agreed",
        "对方同意了条款；签署之前仍不允许任何使用。",
        "They agreed to the terms; until both sign, nothing is allowed.",
    ),
    "decline": ("deals.declined", "对方谢绝了；洽谈终止。", "They declined; the talks have ended."),
    "take_back": (
        "deals.taken_back",
        "对方收回了报价；洽谈终止。",
        "They took the offer back; the talks have ended.",
    ),
    "reopen": ("deals.reopened", "对方重新开启了洽谈。", "They opened the talks again."),
    "lapse": ("deals.lapsed_now", "洽谈过期，不允许任何使用。", "The talks lapsed; nothing is allowed."),
}
_OFFERS: dict[Kind, tuple[str, str]] = {
    Kind.LICENCE: ("您收到一份报价", "There is an offer for you"),
    Kind.AMENDMENT: ("对方提出变更现行授权", "An amendment of a running licence is proposed"),
    Kind.RENEWAL: ("对方提出续期", "A renewal of a running licence is proposed"),
    Kind.TERMINATION: ("对方提出提前终止授权", "An early end of a running licence is proposed"),
}


def people_of(deal: Deal, side: Side, *, now: Instant, db: Session) -> list[PersonId]:
    """Who acts for a side at this instant: who founded the creator or the performer, and whoever negotiates for them."""
    if side is Side.CREATOR:
        return colleagues.people_who_may(deal.creator_id, Right.NEGOTIATE, db=db)
    performer = parties.performer(deal.performer_id, db=db)
    own = [one.person_id for one in groups.persons_of(performer.id, db=db).values()] or [performer.person_id]
    own += [one.person_id for one in estates.heirs_of(performer.id, db=db)]
    acting = [
        m.representative_id
        for m in parties.mandates_of(deal.performer_id, db=db)
        if m.runs_at(now, Power.NEGOTIATE)
    ]
    return [person for person in (*own, *acting) if person is not None]


def _title(deal: Deal, *, db: Session) -> tuple[str, str]:
    return store.turns(deal.id, db=db)[-1].sheet.title


def _tell(
    deal: Deal,
    sides: tuple[Side, ...],
    key: str,
    code: str,
    says: tuple[str, str],
    *,
    now: Instant,
    db: Session,
) -> None:
    """Tell the people of these sides once; the news names the work, never a sum and never a scope."""
    zh, en = _title(deal, db=db)
    facts = {
        "see": f"/deals/{deal.id}",
        "deal": deal.id,
        "state": deal.state,
        "lapses_at": wire(deal.lapses_at),
    }
    news = News(f"{deal.id} {key}", code, f"《{zh}》：{says[0]}", f"{en}: {says[1]}", facts)
    for side in sides:
        tell(people_of(deal, side, now=now, db=db), news, now=now, db=db)


def announce(event: OfferMade | DealMoved | SideSigned | ContractSigned, *, db: Session) -> None:
    """Tell later contexts what happened, and the people whom it concerns."""
    publish(event, db=db)
    match event:
        case OfferMade():
            _offer_made(event, db=db)
        case DealMoved():
            _deal_moved(event, db=db)
        case SideSigned():
            _side_signed(event, db=db)
        case ContractSigned():
            _contract_signed(event, db=db)


def _offer_made(event: OfferMade, *, db: Session) -> None:
    """The other side hears of an offer, a counter, or a proposed change."""
    deal = store.deal(event.deal_id, db=db)
    other = Side(event.side).other
    if deal.turns > 1:
        code, says = "deals.countered", ("对方还价了，轮到您。", "They countered; it is your turn.")
    else:
        zh, en = _OFFERS[deal.kind]
        code, says = (
            "deals.offered",
            (f"{zh}；不回应，就什么也不允许。", f"{en}; if you do nothing, nothing is allowed."),
        )
    _tell(deal, (other,), f"turn {deal.turns}", code, says, now=event.at, db=db)


def _deal_moved(event: DealMoved, *, db: Session) -> None:
    """The other side hears what one did; both hear what the clock did."""
    deal = store.deal(event.deal_id, db=db)
    code, zh, en = _SAYS[event.act]
    sides = (Side(event.side).other,) if event.side else tuple(Side)
    _tell(deal, sides, f"{event.act} {wire(event.at)}", code, (zh, en), now=event.at, db=db)


def _side_signed(event: SideSigned, *, db: Session) -> None:
    """The other side hears that the contract waits for them."""
    deal = store.deal(event.deal_id, db=db)
    says = (
        "对方签署了合同，等您签署。",
        "They signed the contract; it waits for your signature.",
    )
    sides = (Side(event.side).other,)
    _tell(deal, sides, f"signed {event.contract_id}", "deals.side_signed", says, now=event.at, db=db)


def _contract_signed(event: ContractSigned, *, db: Session) -> None:
    """Both hear that a contract is signed by all."""
    deal = store.deal(event.deal_id, db=db)
    says = ("双方均已签署。", "Both sides have signed.")
    if event.replaces is not None:
        says = ("双方均已签署变更；自此按新条款。", "Both sides have signed the change; the new terms run.")
    _tell(deal, tuple(Side), f"complete {event.contract_id}", "deals.signed", says, now=event.at, db=db)


def licence_withdrawn(contract_id: str, *, now: Instant, db: Session) -> None:
    """The creator hears that the performer took the licence of this contract back."""
    deal = store.deal(store.deal(store.contract(contract_id, db=db).deal_id, db=db).licence_deal, db=db)
    says = (
        "演员撤回了授权；不得再有新的生成。",
        "The performer withdrew the licence; nothing new may be made.",
    )
    _tell(deal, (Side.CREATOR,), "withdrawn", "licences.withdrawn", says, now=now, db=db)


def licence_ends_soon(contract_id: str, ends_at: Instant, *, now: Instant, db: Session) -> None:
    """Both sides hear, once for each end, that the licence of this contract ends within a month."""
    deal = store.deal(store.contract(contract_id, db=db).deal_id, db=db)
    says = ("授权三十日内到期。", "The licence ends within thirty days.")
    _tell(deal, tuple(Side), f"ends {wire(ends_at)}", "licences.ends_soon", says, now=now, db=db)


def warn_of_deadlines(*, now: Instant, db: Session) -> int:
    """Whoever has the next word hears, once, that talks lapse within three days. How many talks that were."""
    found = store.to_warn(now, now + SOON, MOST_AT_ONCE, db=db)
    says = ("三日内过期。", "It lapses within three days.")
    for deal in found:
        sides = (deal.turn_of,) if deal.state == "open" else tuple(Side)
        _tell(deal, sides, f"soon {wire(deal.lapses_at)}", "deals.lapses_soon", says, now=now, db=db)
        store.warned(deal, db=db)
    return len(found)
