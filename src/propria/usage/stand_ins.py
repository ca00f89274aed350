"""Stand-ins: whose recorded performance may move a replica in a production, by their own signed word. Decides by rules alone."""

from dataclasses import dataclass

from propria.consent import actions as consent
from propria.consent.model import Grant, Purpose
from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.likeness import actions as likeness
from propria.likeness.model import AssetKind, MediaAsset
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.provenance.model import PerformedBy
from propria.record import actions as record
from propria.usage import rules, store
from propria.usage.model import Performance, RenderRequest


@dataclass(frozen=True)
class StandIn:
    """Who performs, the recording of it, and the consent on which it may move a replica."""

    performer: Performer
    recording: MediaAsset
    grant: Grant

    def performed_by(self, *, db: Session) -> PerformedBy:
        """As an output's passport names them."""
        digest = record.statement(self.grant.id, db=db).statement.digest().hex()
        name = self.performer.name
        return PerformedBy(self.performer.id, (name.zh, name.en), digest, self.grant.given_at_entry)


def stand_in_for(licence: Licence, wanted: Performance, *, now: Instant, db: Session) -> StandIn:
    """The stand-in of a performance under a licence, if they agreed to that production.

    Raises: NotFound(`likeness.no_asset`), Refused(`usage.own_performance`, `usage.no_stand_in_consent`,
    `usage.performance_out_of_bounds`).
    """
    recording = likeness.asset(wanted.asset_id, db=db)
    if not recording.is_material or recording.kind is not AssetKind.VIDEO:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    rules.check_other(recording.performer_id, licence.performer_id)
    given = consent.grants_of(recording.performer_id, db=db)
    productions = {licence.project, *licence.project_title}
    grant = rules.drives([g for g in given if g.purpose is Purpose.DRIVE], productions, now)
    rules.check_performance(wanted, recording.duration_ms)
    return StandIn(parties.performer(recording.performer_id, db=db), recording, grant)


def stand_in_of(request: RenderRequest, *, db: Session) -> Performer | None:
    """Whose performance moves a render; None where it is nobody else's."""
    if not isinstance(request.wanted, Performance):
        return None
    return parties.performer(likeness.asset(request.wanted.asset_id, db=db).performer_id, db=db)


@dataclass(frozen=True)
class Driven:
    """What a stand-in's performance was used for: the render, the production, and who asked."""

    request: RenderRequest
    title: tuple[str, str]
    creator: tuple[str, str]


def own_consents(actor: Actor, *, db: Session) -> list[Grant]:
    """Every consent as a stand-in that the actor gave, newest first. Raises: NotFound(`parties.no_performer`)."""
    given = consent.grants_of(parties.own_profile(actor, db=db).id, db=db)
    return [g for g in reversed(given) if g.purpose is Purpose.DRIVE]


def own_performances(actor: Actor, *, db: Session) -> list[MediaAsset]:
    """The actor's recordings that could move a replica, newest first. Raises: NotFound(`parties.no_performer`)."""
    held = likeness.own_assets(actor, db=db)
    return [one for one in reversed(held) if one.is_material and one.kind is AssetKind.VIDEO]


def driven_by(actor: Actor, *, db: Session) -> list[Driven]:
    """Every render that the actor's performances move, newest first. Raises: NotFound(`parties.no_performer`)."""
    mine = {one.id for one in likeness.own_assets(actor, db=db)}
    found = []
    for request in store.renders(kind=Performance.kind, db=db):
        if isinstance(request.wanted, Performance) and request.wanted.asset_id in mine:
            name = parties.creator(request.creator_id, db=db).name
            title = licences.licence(request.licence_id, db=db).project_title
            found.append(Driven(request, title, (name.zh, name.en)))
    return found
