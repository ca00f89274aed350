"""What licences do when a contract is signed."""

from propria.deals import actions as deals
from propria.deals.events import ContractSigned
from propria.deals.model import Side
from propria.kernel.ids import LicenceId, new_id
from propria.kernel.time import HOUR
from propria.licences import actions, store
from propria.licences.events import LicenceFrozen
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.news import publish


def freeze(event: ContractSigned, *, db: Session) -> None:
    """The last signature is on: the licence says from now on what may be done, and only an amendment changes it."""
    contract = deals.contract(event.contract_id, db=db)
    sheet = deals.sheet_of(contract, db=db)
    deal = deals.deal(event.deal_id, db=db)
    performer = parties.performer(event.performer_id, db=db)
    starts_at, ends_at = sheet.term
    licence = Licence(
        id=LicenceId(new_id("licence")),
        contract_id=contract.id,
        performer_id=performer.id,
        subject=performer.subject,
        creator_id=deal.creator_id,
        project=sheet.project,
        project_title=sheet.title,
        scope=sheet.scope,
        starts_at=starts_at,
        ends_at=ends_at,
        notice_ends_at=event.at + HOUR * (sheet.scope.duties.notice_hours or 0),
        funds_needed=sheet.guarantee,
        funds_held_at=None,
        shown_by_performer=False,
        shown_by_creator=False,
        signed_at_entry=deals.signatures(contract.id, db=db)[Side.PERFORMER].entry_index,
        signed_at=event.at,
    )
    store.add(licence, db=db)
    actions.refresh_state(licence.id, now=event.at, db=db)
    publish(LicenceFrozen(licence.id, performer.id, event.at), db=db)
