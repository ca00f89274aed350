"""Announcing a licence: both sides sign the same words, and then, and only then, it may be said in public."""

from collections.abc import Collection
from typing import Any

from propria.deals.model import Side
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.ids import AnnouncementId, PersonId, StatementId, new_id
from propria.kernel.time import Instant, wire
from propria.ladder import Deal
from propria.licences import actions, announcers, store, texts_announcing
from propria.licences import store_announcements as kept
from propria.licences.model import Announcement, Licence
from propria.parties import actions as parties
from propria.parties.groups import actions as groups
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest
from propria.scope import ANY

ANNOUNCED, WITHDRAWN = "licence.announced", "announcement.withdrawn"
MAY_SHOW = ("term", "territory", "language", "act")
"""What the sides may choose to say beside the parties, the title and the kind of work."""
_SAID, _ENDED, _LAPSED = "announced", "withdrawn", "lapsed"


def announcement_of(licence_id: str, *, db: Session) -> Announcement | None:
    """What one side or both signed that may be said of a licence, unless it was taken back."""
    return kept.standing(licence_id, db=db)


def said_of(licence_ids: Collection[str], *, db: Session) -> dict[str, Announcement]:
    """licence → its announcement, for those that both sides signed and neither took back."""
    return kept.said(list(licence_ids), db=db)


def draft_announcement(
    actor: Actor,
    licence_id: str,
    shows: Collection[str] = (),
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down what may be said of a licence: the other side's words if it signed any, else new ones.

    `shows`: which of MAY_SHOW is said too; nothing of them by default.

    Raises: NotFound(`licences.no_licence`), Malformed(`licences.cannot_show`), Refused(`licences.not_running`,
    `licences.announced_already`).
    """
    licence = store.licence(licence_id, lock=False, db=db)
    side, capacity = announcers.announces(actor.person_id, licence, now=now, db=db)
    _check_runs(licence, now=now, db=db)
    found = kept.standing(licence.id, db=db)
    if found is not None:
        _check_new(found, side, actor.person_id)
    says = dict(found.says) if found is not None else _says(licence, shows, db=db)
    plain = texts_announcing.announced(side, says)
    words = announcers.spoken(actor.person_id, licence, side, capacity, plain, db=db)
    draft = Draft(ANNOUNCED, licence.subject, says | {"side": side.value}, *words)
    sheet = texts_announcing.ANNOUNCED_SHEET
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _check_new(found: Announcement, side: Side, person_id: PersonId) -> None:
    if found.signed_by(side) is not None or person_id in found.hands:
        raise Refused("licences.announced_already", "You, or your side, signed this announcement already.")


def _check_runs(licence: Licence, *, now: Instant, db: Session) -> None:
    if actions.standing(licence.id, now=now, db=db).state not in (Deal.LICENSED, Deal.ACTIVE):
        raise Refused("licences.not_running", "Only a licence that runs can be announced.")


def _says(licence: Licence, shows: Collection[str], *, db: Session) -> dict[str, Any]:
    for axis in shows:
        if axis not in MAY_SHOW:
            raise Malformed("licences.cannot_show", "This cannot be part of an announcement.", axis=axis)
    performer = parties.performer(licence.performer_id, db=db)
    group = {"group": True} if groups.members_of(performer.id, db=db) else {}
    creator = parties.creator(licence.creator_id, db=db)
    zh, en = licence.project_title
    media = licence.scope.medium
    return {
        "announcement": new_id("announcement"),
        "licence": licence.id,
        "performer": performer.id,
        "creator": creator.id,
        "creator_subject": parties.person(creator.person_id, db=db).subject,
        "name": performer.name.to_json(),
        "to": creator.name.to_json(),
        "project": licence.project,
        "title": {"zh": zh, "en": en},
        "media": sorted(media) if isinstance(media, frozenset) else [],
        "shows": {axis: _shown(licence, axis) for axis in MAY_SHOW if axis in shows},
    } | group


def _shown(licence: Licence, axis: str) -> list[str]:
    if axis == "term":
        return [wire(licence.starts_at), wire(licence.ends_at)]
    value = getattr(licence.scope, axis)
    return [] if value is ANY else sorted(value)


def announce(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `licence.announced` of one person; once both sides have, with every hand of each, the licence may be said.

    Raises: NotFound(`licences.no_licence`), Refused(`licences.not_running`, `licences.announced_already`,
    `licences.other_words`).
    """
    body = {k: v for k, v in signed.body.items() if k != "side"}
    licence = store.licence(body["licence"], lock=True, db=db)
    side, capacity = announcers.announces(by, licence, now=now, db=db)
    _check_runs(licence, now=now, db=db)
    found = kept.standing(licence.id, db=db)
    if found is None:
        found = Announcement(AnnouncementId(body["announcement"]), licence.id, body)
        kept.add(found, db=db)
    _check_new(found, side, by)
    if found.says != body or signed.body["side"] != side.value:
        raise Refused("licences.other_words", "The other side signed other words; read those first.")
    if side is Side.PERFORMER:
        hands = {**found.hands, by: StatementId(signed.statement.id)}
        kept.put_hands(found.id, hands, db=db)
        if announcers.everybody(by, licence, capacity, now=now, db=db) - hands.keys():
            return
    other = found.signed_by(Side.CREATOR if side is Side.PERFORMER else Side.PERFORMER)
    both = entry_index if other is not None else None
    kept.sign(found.id, side, StatementId(signed.statement.id), both, db=db)
    store.show(licence.id, **{f"by_{side.value}": True}, db=db)
    if both is not None:
        record.set_state(licence.subject, found.id, _SAID, db=db)
        actions.refresh_state(licence.id, now=now, db=db)


def draft_withdrawal(
    actor: Actor, licence_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that what was announced is said no more; one signature away, for either side.

    Raises: NotFound(`licences.no_licence`, `licences.no_announcement`).
    """
    licence = store.licence(licence_id, lock=False, db=db)
    side, capacity = announcers.takes_back(actor.person_id, licence, now=now, db=db)
    found = kept.standing(licence.id, db=db)
    if found is None:
        raise NotFound("licences.no_announcement", "There is no such announcement.")
    body = {"target": found.id, "licence": licence.id, "side": side.value}
    plain = texts_announcing.withdrawn(side, found.says)
    words = announcers.spoken(actor.person_id, licence, side, capacity, plain, db=db)
    draft = Draft(WITHDRAWN, licence.subject, body, *words)
    sheet = texts_announcing.WITHDRAWN_SHEET
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def withdraw(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `announcement.withdrawn` of either side: names its target, always accepted, idempotent.

    Raises: NotFound(`licences.no_announcement`, `licences.no_licence`).
    """
    found = kept.announcement(signed.body["target"], db=db)
    licence = store.licence(found.licence_id, lock=True, db=db)
    announcers.takes_back(by, licence, now=now, db=db)
    if found.withdrawn_at_entry is None:
        kept.withdraw(found.id, entry_index, db=db)
        store.show(licence.id, by_performer=False, by_creator=False, db=db)
        record.set_state(licence.subject, found.id, _ENDED, db=db)
        actions.settle_name(licence.performer_id, now=now, db=db)


def lapse_ended(*, now: Instant, db: Session) -> int:
    """Announcements of licences whose term is over lapse by themselves, in the map too; how many did."""
    over = kept.ended(now, db=db)
    for one in over:
        kept.lapse(one.id, now, db=db)
        licence = store.licence(one.licence_id, lock=False, db=db)
        record.set_state(licence.subject, one.id, _LAPSED, db=db)
        actions.refresh_state(licence.id, now=now, db=db)
    return len(over)


ACTS: dict[str, record.Act] = {ANNOUNCED: announce, WITHDRAWN: withdraw}
"""What each kind of statement about an announcement does."""
