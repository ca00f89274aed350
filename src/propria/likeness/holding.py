"""Recordings that are held: a person of the operator's looks at pictures, for a reason its performer reads, and decides.

Nobody hears or sees the recording itself. Beside the pictures of the held one lie those of the performer's newest recordings
that no one doubts; looking at either is written down, and the performer is told at once.
"""

from dataclasses import dataclass

from propria.kernel.errors import NotFound, Refused
from propria.kernel.time import HOUR, Instant
from propria.likeness import quality, rules, rules_quality, store, store_quality, telling
from propria.likeness.model import Access, MediaAsset
from propria.likeness.quality_model import Quality, Verdict
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session

SHOWN_FOR = HOUR
MOST_BESIDE = 3


@dataclass(frozen=True)
class Held:
    """One held recording, whose it is said to be, and the recordings that it can be compared with."""

    asset: MediaAsset
    performer: Performer
    found: Quality
    beside: tuple[MediaAsset, ...]


def every(actor: Actor, *, db: Session) -> list[Held]:
    """What waits for a person's word, oldest first. Raises: NotFound(`likeness.no_asset`) for anybody but the operator."""
    return [_held(found, db=db) for found in quality.waiting(actor, db=db)]


def one(actor: Actor, asset_id: str, *, db: Session) -> Held:
    """One of them. Raises: NotFound(`likeness.no_asset`), Refused(`likeness.not_held`)."""
    quality.waiting(actor, db=db)
    asset = store.asset(asset_id, db=db)
    return _held(rules_quality.waits_for_a_person(store_quality.find(asset.id, db=db)), db=db)


def _held(found: Quality, *, db: Session) -> Held:
    asset = store.asset(found.asset_id, db=db)
    known = store_quality.of_performer(asset.performer_id, db=db)
    beside = [
        other
        for other in reversed(store.assets(asset.performer_id, db=db))
        if other.is_material
        and other.id in known
        and known[other.id].verdict is not Verdict.HELD
        and known[other.id].measures.get("pictures")
    ]
    performer = parties.performer(asset.performer_id, db=db)
    return Held(asset, performer, found, tuple(beside[:MOST_BESIDE]))


def look(actor: Actor, asset_id: str, purpose: str, *, now: Instant, db: Session) -> Held:
    """Look at pictures of a held recording and of those beside it; written down for each, and told at once.

    Raises: as `one`, and Refused(`likeness.no_purpose`).
    """
    held, said = one(actor, asset_id, db=db), rules.stated_purpose(purpose)
    for asset in (held.asset, *held.beside):
        store.add_access(Access(asset.id, actor.person_id, said, now), db=db)
    telling.looked_at(held.asset, Access(held.asset.id, actor.person_id, said, now), db=db)
    return held


def is_looking(actor: Actor, asset_id: str, *, now: Instant, db: Session) -> bool:
    """Whether this person said, within the hour, why they look at this recording."""
    return store.has_opened(asset_id, actor.person_id, since=now - SHOWN_FOR, db=db)


def sheet(actor: Actor, asset_id: str, beside: str, *, now: Instant, db: Session) -> MediaAsset:
    """The recording whose pictures are shown: the held one, or one beside it.

    Raises: as `one`, and Refused(`likeness.look_first`), NotFound(`likeness.no_asset`) for any other.
    """
    held = one(actor, asset_id, db=db)
    if not is_looking(actor, held.asset.id, now=now, db=db):
        raise Refused("likeness.look_first", "Say first why you look; the performer reads it.")
    shown = [asset for asset in (held.asset, *held.beside) if asset.id == beside]
    if not shown:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    return shown[0]


def decide(
    actor: Actor, asset_id: str, *, is_performer: bool, why: str, safe: Safe, now: Instant, db: Session
) -> None:
    """A person's word, as `quality.decide`; the performer is told it, with the reason. Raises: as `quality.decide`."""
    held = one(actor, asset_id, db=db)
    quality.decide(actor, asset_id, is_performer=is_performer, why=why, safe=safe, now=now, db=db)
    doubt, said = rules_quality.why_not(held.found.findings), rules.stated_purpose(why)
    telling.decided(held.asset, doubt, said, is_performer=is_performer, now=now, db=db)
