"""Looking at what was recorded: how good it is, and whether it is the same person as before. It judges no person."""

import json
from dataclasses import dataclass
from typing import Any

from propria.consent import actions as consent
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import AssetId
from propria.kernel.time import Instant
from propria.likeness import actions, rules, rules_quality, stillness, store, store_quality
from propria.likeness.model import WORDLESS, AssetState, MediaAsset
from propria.likeness.quality_model import Decision, Looked, Quality, Verdict
from propria.likeness.safe import Safe
from propria.likeness.slots import Look
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database, Session
from propria.plumbing.jobs import JobContext, Jobs
from propria.plumbing.web.words import Words

LOOK_JOB = "likeness.look"
_MOST_EARLIER = 12


def ask(asset: MediaAsset, *, jobs: Jobs, again: Instant | None = None, db: Session) -> None:
    """Have a recording looked at, once it is in the vault; a spoken consent too, so that later ones are held against it."""
    if asset.state is AssetState.HELD:
        key = asset.id if again is None else f"{asset.id}/{again.timestamp():.0f}"
        jobs.enqueue(LOOK_JOB, key=key, arguments={"asset_id": asset.id}, db=db)


def looks_by(shares_with: str) -> Words:
    """Why a recording is opened to be looked at, and who is given it where that is elsewhere."""
    zh_by, en_by = (f"（交给 {shares_with}）", f" (given to {shares_with})") if shares_with else ("", "")
    return Words(
        f"查看录得如何，是否与您先前的录制为同一人{zh_by}",
        f"To see how good it is, and whether it is the same person as before{en_by}",
    )


def unshared_with(performer_id: str, provider: str, *, now: Instant, db: Session) -> str:
    """The provider whose engine would look and to whom this performer agreed to send nothing; empty where nothing is missing."""
    try:
        if provider:
            consent.shared_with(performer_id, provider, now=now, db=db)
    except Refused:
        return provider
    return ""


@dataclass(frozen=True)
class Looker:
    """Looks at recordings, one at a time, as a durable job.

    Where an engine elsewhere looks, `shares_with` is its provider; whoever did not agree to share with it is not looked at.
    """

    database: Database
    safe: Safe
    clock: Clock
    look: Look
    shares_with: str = ""

    def carry_out(self, job: JobContext, asset_id: str) -> None:
        """Look, and keep what was found. Raises: what the engine refuses."""
        job.step("look", lambda: self._look(asset_id))

    def _look(self, asset_id: str) -> None:
        asset = self.database.transact(lambda db: self._opened(asset_id, db))
        if asset is None:
            return
        looked = self._looked(asset)
        self.database.transact(lambda db: self._keep(asset, looked, db))

    def _looked(self, asset: MediaAsset) -> Looked:
        data = actions.in_parts(asset, self.safe)
        if asset.kind in WORDLESS:
            return stillness.look_at(data)
        return self.look(asset.kind, data, asset.line)

    def _opened(self, asset_id: str, db: Session) -> MediaAsset | None:
        asset, now = store.asset(asset_id, db=db), self.clock.now()
        if asset.state is not AssetState.HELD:
            return None
        there = "" if asset.kind in WORDLESS else self.shares_with
        if unshared_with(asset.performer_id, there, now=now, db=db):
            return None
        return actions.open_for_work(asset_id, looks_by(there), now=now, db=db)

    def _keep(self, asset: MediaAsset, looked: Looked, db: Session) -> None:
        if store.asset(asset.id, db=db).state is not AssetState.HELD:
            return
        before = store_quality.find(asset.id, db=db)
        earlier = _earlier(asset, self.safe, db=db)
        found = (
            *rules_quality.another_person(looked.face, looked.voice, earlier),
            *rules_quality.findings_of(asset.kind, looked.measures),
        )
        verdict = rules_quality.verdict_of(found)
        _write_seen(asset, looked, self.safe)
        measures = looked.measures | rules_quality.held_against(looked.face, looked.voice, earlier)
        made = Quality(asset.id, asset.performer_id, verdict, found, measures, looked.by, self.clock.now())
        store_quality.save(made, db=db)
        if before is not None and before.decision is not None and verdict is Verdict.HELD:
            store_quality.decide(asset.id, before.verdict, before.decision, db=db)


def register(jobs: Jobs, looker: Looker) -> None:
    """Let the library look at recordings; one at a time, since one fills the machine."""
    jobs.register(LOOK_JOB, looker.carry_out, at_once=1)


def _write_seen(asset: MediaAsset, looked: Looked, safe: Safe) -> None:
    told = json.dumps({"face": looked.face, "voice": looked.voice}).encode()
    safe.write_beside(asset.seen_key, asset.id, told + b"\n" + looked.sheet)


def _read_seen(asset: MediaAsset, safe: Safe) -> tuple[dict[str, Any], bytes]:
    told, _, sheet = safe.read_beside(asset.seen_key, asset.id).partition(b"\n")
    return json.loads(told), sheet


def undoubted(performer_id: str, *, db: Session) -> list[tuple[MediaAsset, str]]:
    """A performer's recordings that were looked at and that no one doubts, oldest first, and which engine looked."""
    known = store_quality.of_performer(performer_id, db=db)
    return [
        (one, known[one.id].by)
        for one in store.assets(performer_id, db=db)
        if one.id in known
        and one.state is AssetState.HELD
        and known[one.id].verdict is not Verdict.HELD
        and not {"face.several", "person.several"}.intersection(known[one.id].findings)
    ]


def face_and_voice(asset: MediaAsset, safe: Safe) -> tuple[list[float] | None, list[float] | None]:
    """Whose face and voice a recording holds, as an engine found it; None where it found none."""
    told = _read_seen(asset, safe)[0]
    return told["face"], told["voice"]


def _earlier(
    asset: MediaAsset, safe: Safe, *, db: Session
) -> list[tuple[list[float] | None, list[float] | None]]:
    """Faces and voices of the performer's other recordings that no one doubts, the newest."""
    before = [one for one, _ in undoubted(asset.performer_id, db=db) if one.id != asset.id]
    return [face_and_voice(one, safe) for one in before[-_MOST_EARLIER:]]


def own_quality(actor: Actor, asset_id: str, *, db: Session) -> tuple[MediaAsset, Quality | None]:
    """One recording of the actor's own and what was found in it. Raises: NotFound(`likeness.no_asset`)."""
    asset = store.asset(asset_id, db=db)
    if parties.performer(asset.performer_id, db=db).person_id != actor.person_id:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    return asset, store_quality.find(asset.id, db=db)


def own_qualities(actor: Actor, *, db: Session) -> dict[AssetId, Quality]:
    """What was found in the actor's own recordings. Raises: NotFound(`parties.no_performer`)."""
    return store_quality.of_performer(parties.own_profile(actor, db=db).id, db=db)


def pictures(asset: MediaAsset, safe: Safe) -> bytes:
    """Up to six pictures of the recording, side by side, as JPEG. Raises: NotFound(`likeness.no_pictures`)."""
    sheet = _read_seen(asset, safe)[1]
    if not sheet:
        raise NotFound("likeness.no_pictures", "There is no picture in this recording.")
    return sheet


def look_again(actor: Actor, asset_id: str, *, jobs: Jobs, now: Instant, db: Session) -> MediaAsset:
    """Have one's own recording looked at again.

    Raises: NotFound(`likeness.no_asset`), Refused(`likeness.shredded`).
    """
    asset, _ = own_quality(actor, asset_id, db=db)
    rules.readable(asset)
    ask(asset, jobs=jobs, again=now, db=db)
    return asset


def waiting(actor: Actor, *, db: Session) -> list[Quality]:
    """Recordings that wait for a person's word, for the operator alone. Raises: NotFound(`likeness.no_asset`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("likeness.no_asset", "There is no such recording.")
    return store_quality.held(db=db)


def decide(
    actor: Actor, asset_id: str, *, is_performer: bool, why: str, safe: Safe, now: Instant, db: Session
) -> None:
    """A person's word on a held recording: it is the performer saying what was to be said, or it is not and is destroyed.

    The performer reads the reason. Raises: NotFound(`likeness.no_asset`), Refused(`likeness.not_held`,
    `likeness.no_purpose`).
    """
    waiting(actor, db=db)
    found = rules_quality.waits_for_a_person(store_quality.find(store.asset(asset_id, db=db).id, db=db))
    decision = Decision(actor.person_id, rules.stated_purpose(why), now)
    if is_performer:
        store_quality.decide(found.asset_id, Verdict.CONFIRMED, decision, db=db)
    else:
        actions.shred((found.asset_id,), rules_quality.why_not(found.findings), safe, now=now, db=db)


def require_settled(asset_ids: list[str], *, db: Session) -> None:
    """None of these waits for a person. Raises: Refused(`likeness.held_for_a_person`)."""
    for asset_id in asset_ids:
        rules_quality.not_held(store_quality.find(asset_id, db=db))
