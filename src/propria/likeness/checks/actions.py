"""Asking whether a file shows one performer and whether that was licensed: their side alone, with their word, written down.

Nothing of the file is kept, and no answer is: a check leaves one line on each recording that it was compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from shutil import copyfileobj
from threading import Lock

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import PerformerId
from propria.kernel.ranged import Ranged
from propria.kernel.time import DAY, Instant
from propria.likeness import quality, rules, store, telling
from propria.likeness.checks import texts
from propria.likeness.checks.model import Evidence, Found, Origin, Reference, Trait
from propria.likeness.checks.rules import evidence
from propria.likeness.checks.spread import MEASURED, Measured
from propria.likeness.faults import unusable
from propria.likeness.intake import ALSO_SOUND, NO_PICTURE
from propria.likeness.model import Access, AssetKind, MediaAsset
from propria.likeness.safe import Safe
from propria.likeness.slots import OriginOf, WhoIsIn
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.minors import actions as minors
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.plumbing.media import MediaLimits, inspect, workplace
from propria.plumbing.rate import Limit, take

MOST_BYTES = 512 << 20
LIMITS = MediaLimits(size_bytes=MOST_BYTES, duration_ms=180_000)
DAILY = Limit("likeness check", burst=30, per=DAY)
MOST_REFERENCES = 12
_KINDS = {"image": AssetKind.PHOTO, "video": AssetKind.VIDEO, "audio": AssetKind.VOICE}
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Begun:
    """A check that was written down: whose, of what kind of file, and the recordings that it may look at."""

    performer_id: PerformerId
    kind: AssetKind
    recordings: tuple[tuple[MediaAsset, str], ...]


@dataclass(frozen=True)
class Told:
    """One trait's evidence beside what was measured with this engine, where it was."""

    evidence: Evidence
    measured: Measured | None


@dataclass(frozen=True)
class Answer:
    """What a check says: similarity by trait, where the file comes from, which engine compared."""

    performer_id: PerformerId
    kind: AssetKind
    traits: tuple[Told, ...]
    origin: Origin
    by: str


def may_ask(actor: Actor, performer_id: str, *, now: Instant, db: Session) -> Performer:
    """The performer whose likeness may be checked now by this person: themselves, or who speaks or acts for them.

    Raises: NotFound(`parties.no_performer`), Refused(`consent.no_check_consent`).
    """
    performer = parties.performer(performer_id, db=db) if performer_id else parties.own_profile(actor, db=db)
    if not _is_their_side(actor, performer, now=now, db=db):
        raise NotFound("parties.no_performer", "There is no such performer.")
    consent.grant_in_force(performer.id, Purpose.CHECK, now=now, db=db)
    return performer


def _is_their_side(actor: Actor, performer: Performer, *, now: Instant, db: Session) -> bool:
    return (
        estates.speaks_for(actor.person_id, performer, db=db)
        or minors.is_guardian(actor.person_id, performer.id, now=now, db=db)
        or any(
            one.performer_id == performer.id and one.runs_at(now)
            for one in parties.mandates_held(actor.person_id, db=db)
        )
    )


def kind_of(file: Ranged) -> AssetKind:
    """Whether a file is a picture, a clip or a sound that can be looked at. Raises: Malformed(`likeness.unusable_file`)."""
    seen = inspect(file, limits=LIMITS)
    faults, facts = list(seen.faults), seen.facts
    if faults == [NO_PICTURE] and facts is not None and facts.media_type in ALSO_SOUND:
        return AssetKind.VOICE
    if faults or facts is None or facts.kind not in _KINDS:
        raise unusable(faults or ["media.wrong_type"])
    return _KINDS[facts.kind]


def begin(actor: Actor, performer_id: str, kind: AssetKind, *, now: Instant, db: Session) -> Begun:
    """Write a check down where its performer reads it, before anything is compared.

    Raises: as `may_ask`, Refused(`likeness.nothing_to_compare`), RateExceeded(`plumbing.rate_exceeded`).
    """
    performer = may_ask(actor, performer_id, now=now, db=db)
    known = quality.undoubted(performer.id, db=db)
    recordings = [(one, by) for one, by in known if one.is_material][-MOST_REFERENCES:]
    if not recordings:
        raise _nothing()
    take(DAILY, performer.id, now=now, db=db)
    why = rules.stated_purpose(texts.PURPOSE[kind])
    for asset, _ in recordings:
        store.add_access(Access(asset.id, actor.person_id, why, now), db=db)
    if actor.person_id != performer.person_id:
        telling.checked(performer, kind, actor.person_id, now=now, db=db)
    return Begun(performer.id, kind, tuple(recordings))


def _nothing() -> Refused:
    return Refused(
        "likeness.nothing_to_compare",
        "No recording of this performer was looked at by the engine that compares; a check needs one.",
    )


def compare(begun: Begun, file: Ranged, who_is_in: WhoIsIn, origin_of: OriginOf, safe: Safe) -> Answer:
    """Hold the file against the recordings and look up where it comes from; of all files that are asked about, one at a time.

    Raises: what the engine refuses, Refused(`likeness.nothing_to_compare`).
    """
    with _one_at_a_time:
        found = who_is_in(begun.kind, file)
        origin = _origin(file, begun.performer_id, origin_of)
    references = _references(begun, found, safe)
    engine = _name(found.by)
    traits = [
        Told(one, MEASURED.get((engine, trait)))
        for trait in Trait
        if (one := evidence(trait, found.moments, references)) is not None
    ]
    return Answer(begun.performer_id, begun.kind, tuple(traits), origin, found.by)


def _origin(file: Ranged, performer_id: str, origin_of: OriginOf) -> Origin:
    """Where it comes from; seals are read by name alone, so this one file lies in memory meanwhile."""
    with workplace() as place:
        brought = place / "asked"
        with file.open() as source, brought.open("wb") as target:
            copyfileobj(source, target)
        return origin_of(brought, performer_id)


def _references(begun: Begun, found: Found, safe: Safe) -> Sequence[Reference]:
    known = []
    for asset, by in begun.recordings:
        if _name(by) == _name(found.by):
            face, voice = quality.face_and_voice(asset, safe)
            known.append(
                Reference(asset.id, tuple(face) if face else None, tuple(voice) if voice else None, by)
            )
    if not known:
        raise _nothing()
    return known


def _name(by: str) -> str:
    """An engine's name without its version."""
    return by.rpartition(" ")[0]
