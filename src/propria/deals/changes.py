"""Proposing that a licence which runs be amended, renewed or ended earlier; it changes only by a signed contract."""

from dataclasses import replace

from propria.deals import law, renewing, rules, steps, store, versions
from propria.deals.actions import Room, acting_room, room
from propria.deals.events import OfferMade
from propria.deals.lifecycle import DEAL
from propria.deals.model import Deal, Kind, TermSheet, Turn
from propria.deals.payees import check_payees
from propria.deals.rules_changes import ACT_OF
from propria.deals.tellings import announce
from propria.deals.versions import Version
from propria.kernel.errors import Malformed
from propria.kernel.ids import OfferId, new_id
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session


def read_kind(word: str) -> Kind:
    """What kind of change is meant. Raises: Malformed(`deals.no_such_change`)."""
    if word not in set(ACT_OF):
        raise Malformed(
            "deals.no_such_change", "A licence is amended, renewed or terminated.", kind=word[:40]
        )
    return Kind(word)


def propose(
    actor: Actor,
    deal_id: str,
    kind: Kind,
    sheet: TermSheet,
    *,
    lapses_at: Instant,
    now: Instant,
    db: Session,
) -> Deal:
    """Put other terms for a licence that runs; either side may, and the other has the next word.

    Raises: NotFound(`deals.no_deal`, `deals.not_signed`), Refused(`deal.cannot_<act>`, `deals.not_running`,
    `deals.offer_term`) and as `versions.check_put`.
    """
    seen = acting_room(actor, deal_id, now=now, db=db)
    current = versions.running(seen.deal, db=db)
    root = store.deal(seen.deal.licence_deal, db=db)
    DEAL.after(root.state, ACT_OF[kind])
    sheet = renewing.without_spent(kind, sheet)
    rules.check_sheet(sheet, now=now)
    check_payees(sheet, db=db)
    rules.check_lapse(now, lapses_at)
    deal = replace(
        root,
        id=OfferId(new_id("offer")),
        state=DEAL.initial,
        turns=1,
        turn_of=seen.side.other,
        opened_at=now,
        lapses_at=lapses_at,
        kind=kind,
        root_id=root.id,
        base_id=current.contract.id,
    )
    sheet = law.with_duties(sheet, on=now)
    versions.check_running(deal, now=now, db=db)
    versions.check_put(deal, seen.side, sheet, now=now, db=db)
    store.add_deal(deal, db=db)
    steps.put(deal, Turn(deal.id, 1, seen.side, actor.person_id, sheet, now), db=db)
    announce(OfferMade(deal.id, deal.performer_id, seen.side.value, now), db=db)
    return deal


def history(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> tuple[Room, list[Version]]:
    """Every signed version of a licence's terms, for its parties alone. Raises: NotFound(`deals.no_deal`)."""
    seen = room(actor, deal_id, now=now, db=db)
    return seen, versions.versions_of(seen.deal, db=db)


def open_changes(deal: Deal, *, db: Session) -> list[Deal]:
    """Talks about changing this licence that nobody has ended or signed."""
    return [one for one in store.changes_of(deal.licence_deal, db=db) if one.state in ("open", "agreed")]
