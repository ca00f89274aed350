"""What licences do when a contract is signed."""

from propria.consent.events import OpennessWithdrawn
from propria.deals import actions as deals
from propria.deals import law, tellings
from propria.deals.events import ContractSigned
from propria.deals.model import Side
from propria.kernel.errors import NotFound
from propria.kernel.ids import LicenceId, new_id
from propria.kernel.time import DAY, HOUR, Instant
from propria.licences import actions, rules, store
from propria.licences.events import LicenceChanged, LicenceFrozen
from propria.licences.model import Licence, Version
from propria.parties import actions as parties
from propria.parties.events import PerformerDied, PerformerLives
from propria.plumbing.database import Session
from propria.plumbing.news import publish

WARNED_BEFORE = 30 * DAY
MOST_AT_ONCE = 500


def contract_signed(event: ContractSigned, *, db: Session) -> None:
    """The last signature is on: a licence is frozen, or a new version of one that runs."""
    freeze(event, db=db) if event.replaces is None else change(event, event.replaces, db=db)


def change(event: ContractSigned, replaces: str, *, db: Session) -> None:
    """From this entry on the licence says what the new contract says; what it said before stays written down.

    Raises: NotFound(`licences.no_licence`).
    """
    licence = store.of_contract(replaces, db=db)
    if licence is None:
        raise NotFound("licences.no_licence", "There is no such licence.")
    version = _version(licence.id, licence.version + 1, event, db=db)
    store.add_version(version, db=db)
    if rules.needs_more_funds(licence, version):
        store.set_funds_held(licence.id, None, db=db)
    actions.refresh_state(licence.id, now=event.at, db=db)
    told = LicenceChanged(licence.id, licence.performer_id, version.kind, version.from_entry, event.at)
    publish(told, db=db)


def _version(licence_id: LicenceId, number: int, event: ContractSigned, *, db: Session) -> Version:
    contract = deals.contract(event.contract_id, db=db)
    sheet = deals.sheet_of(contract, db=db)
    starts_at, ends_at = sheet.term
    return Version(
        licence_id=licence_id,
        number=number,
        kind=deals.deal(event.deal_id, db=db).kind.value,
        contract_id=contract.id,
        scope=sheet.scope,
        starts_at=starts_at,
        ends_at=ends_at,
        funds_needed=sheet.guarantee,
        from_entry=event.entry_index,
        from_at=event.at,
    )


def freeze(event: ContractSigned, *, db: Session) -> None:
    """A new licence says from now on what may be done, and only an amendment changes it."""
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
        notice_ends_at=max(
            event.at + HOUR * (sheet.scope.duties.notice_hours or 0),
            law.used_from(contract, sheet, signed_at=event.at),
        ),
        funds_needed=sheet.guarantee,
        funds_held_at=None,
        shown_by_performer=False,
        shown_by_creator=False,
        signed_at_entry=deals.signatures(contract.id, db=db)[Side.PERFORMER].entry_index,
        signed_at=event.at,
    )
    store.add(licence, db=db)
    store.add_version(_version(licence.id, 1, event, db=db), db=db)
    actions.refresh_state(licence.id, now=event.at, db=db)
    publish(LicenceFrozen(licence.id, performer.id, event.at), db=db)


def openness_ended(event: OpennessWithdrawn, *, db: Session) -> None:
    """A name that an announced licence shows stays listed when its openness ends."""
    actions.settle_name(event.performer_id, now=event.at, db=db)


def life_changed(event: PerformerDied | PerformerLives, *, db: Session) -> None:
    """A death ends what does not name it, and a correction lets it run again: the map says so at once."""
    for licence in store.licences(performer_id=event.performer_id, db=db):
        actions.refresh_state(licence.id, now=event.at, db=db)


def warn_of_ends(*, now: Instant, db: Session) -> int:
    """Both sides of each licence that ends within thirty days hear of it, once. How many licences that were."""
    found = store.to_warn(now, now + WARNED_BEFORE, MOST_AT_ONCE, db=db)
    for licence in found:
        tellings.licence_ends_soon(licence.contract_id, licence.ends_at, now=now, db=db)
        store.warned(licence, db=db)
    return len(found)
