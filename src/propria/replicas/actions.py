"""Building, approving, refusing, cancelling. What was made of a performer is theirs to see and theirs to end."""

from collections.abc import Sequence

from propria.consent import actions as consent
from propria.consent.model import Grant, Purpose
from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.ids import PersonId, ReplicaId, ReplicaVersionId, StatementId, new_id
from propria.kernel.time import Instant
from propria.likeness import actions as likeness
from propria.likeness import quality
from propria.likeness.orders import actions as orders
from propria.likeness.orders.model import Holding
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor, Exercise, Performer, Power
from propria.plumbing.database import Session
from propria.plumbing.jobs import Jobs
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record import erasing
from propria.record.model import Draft, SigningRequest, Words
from propria.replicas import rules, store, texts
from propria.replicas.events import ReplicaCancelled, VersionApproved, VersionTainted
from propria.replicas.lineage import remaining
from propria.replicas.model import Because, DestructionReceipt, Replica, ReplicaVersion, VersionState

BUILD_JOB = "replicas.build"


def start_build(
    actor: Actor, asset_ids: Sequence[str], *, shares_with: str, jobs: Jobs, now: Instant, db: Session
) -> ReplicaVersion:
    """Begin to build a version from recordings of the actor's own choice, under both consents.

    Where the engine is elsewhere, `shares_with` is its provider, and a third consent names it.
    Raises: NotFound(`parties.no_performer`, `likeness.no_asset`), Refused(`consent.no_capture_consent`,
    `consent.no_build_consent`, `consent.no_share_consent`, `likeness.shredded`, `likeness.held_for_a_person`,
    `replicas.nothing_to_build_from`, `replicas.too_much`, `replicas.already_building`).
    """
    performer = parties.own_profile(actor, db=db)
    captured = consent.grant_in_force(performer.id, Purpose.CAPTURE, now=now, db=db)
    building = consent.grant_in_force(performer.id, Purpose.BUILD, now=now, db=db)
    may_be_sent(performer.id, shares_with, now=now, db=db)
    chosen = [likeness.asset(asset_id, db=db) for asset_id in dict.fromkeys(asset_ids)]
    quality.require_settled([one.id for one in chosen], db=db)
    version = ReplicaVersion(
        id=ReplicaVersionId(new_id("replica version")),
        replica_id=_living_replica(performer, now=now, db=db).id,
        performer_id=performer.id,
        subject=performer.subject,
        number=rules.one_at_a_time(store.versions(performer.id, db=db)),
        state=VersionState.BUILDING,
        capture_consent=captured.id,
        build_consent=building.id,
        begun_at=now,
        sources=rules.sources_of(chosen, performer.id),
    )
    store.add_version(version, db=db)
    jobs.enqueue(BUILD_JOB, key=version.id, arguments={"version_id": version.id}, db=db)
    return version


def may_be_sent(performer_id: str, provider: str, *, now: Instant, db: Session) -> None:
    """The performer agreed that this provider gets what it needs; an engine that runs here (an empty name) needs no word.

    Raises: Refused(`consent.no_share_consent`).
    """
    if provider:
        consent.shared_with(performer_id, provider, now=now, db=db)


def build_again(
    actor: Actor, version_id: str, *, shares_with: str, jobs: Jobs, now: Instant, db: Session
) -> ReplicaVersion:
    """Begin a new version from what is still held of the recordings that this one was made from.

    Raises: NotFound(`replicas.no_version`), and what `start_build` refuses.
    """
    version = own_version(actor, version_id, db=db)
    left = remaining(version, db=db)
    return start_build(actor, left, shares_with=shares_with, jobs=jobs, now=now, db=db)


def _living_replica(performer: Performer, *, now: Instant, db: Session) -> Replica:
    living = [r for r in store.replicas(performer.id, db=db) if not r.is_cancelled]
    if living:
        return living[-1]
    new = Replica(ReplicaId(new_id("replica")), performer.id, performer.subject, now)
    store.add_replica(new, db=db)
    return new


def stop_build(actor: Actor, version_id: str, *, now: Instant, db: Session) -> ReplicaVersion:
    """Stop a running build; nothing of it is kept.

    Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_stop`).
    """
    version = own_version(actor, version_id, db=db)
    store.end(version.id, rules.after(version, "stop"), None, now, db=db)
    return store.version(version.id, db=db)


def draft_approval(
    actor: Actor, version_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the performer approves a version, file by file; nothing is usable before they sign.

    Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_approve`).
    """
    version = own_version(actor, version_id, db=db)
    rules.after(version, "approve")
    performer = parties.performer(version.performer_id, db=db)
    body = {
        "performer": performer.id,
        "replica": version.replica_id,
        "version": version.id,
        "files": version.digests(),
        "made_from": {s.asset_id: s.digest for s in version.sources},
        "consents": [version.capture_consent, version.build_consent],
        "engine": {k: str(version.engine.get(k, "")) for k in ("name", "version", "weights_sha256")},
    }
    draft = Draft("replica.approved", performer.subject, body, *texts.approved(performer, version))
    sheet = texts.approval_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def approve(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `replica.approved`: from now on this version may be rendered under a permit.

    Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_approve`, `replicas.other_files`).
    """
    version = store.version(signed.body["version"], db=db)
    rules.is_own(by, parties.performer(version.performer_id, db=db).person_id)
    state = rules.after(version, "approve")
    rules.signed_what_is_stored(version, signed.body["files"])
    statement_id = StatementId(signed.statement.id)
    store.set_approved(version.id, statement_id, now, db=db)
    record.set_state(version.subject, version.id, state.value, db=db)
    publish(VersionApproved(version.id, version.performer_id, statement_id, now), db=db)


def refuse(actor: Actor, version_id: str, safe: Safe, *, now: Instant, db: Session) -> ReplicaVersion:
    """The performer will not have this version: its files are destroyed, with a receipt.

    Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_refuse`).
    """
    version = own_version(actor, version_id, db=db)
    store.end(version.id, rules.after(version, "refuse"), Because.REFUSED, now, db=db)
    _destroy_files(version, Because.REFUSED, safe, now=now, db=db)
    return store.version(version.id, db=db)


def _destroy_files(
    version: ReplicaVersion, because: Because, safe: Safe, *, now: Instant, db: Session
) -> None:
    """The keys go once this transaction is durable; the receipt is kept. What an order preserves waits for its end."""
    if version.artefacts and not orders.binding(version.performer_id, now=now, db=db):
        store.add_receipt(DestructionReceipt(version.id, len(version.artefacts), because, now), db=db)
        db.after_commit(lambda: safe.destroy([(a.blob_key, a.id) for a in version.artefacts]))


def _destroy_sealed(safe: Safe, *, now: Instant, db: Session) -> None:
    """What an order kept, for the reason that it had; `_destroy_files` leaves what one still binds."""
    for version in store.sealed(db=db):
        if orders.has_ever_bound(version.performer_id, db=db):
            _destroy_files(version, version.because or Because.NEVER_FINISHED, safe, now=now, db=db)


def is_sealed(version: ReplicaVersion, *, db: Session) -> bool:
    """Whether an order alone keeps the version's files: nobody opens or uses them."""
    return version.id in {one.id for one in store.sealed(replica_id=version.replica_id, db=db)}


def files_held(performer_id: str, db: Session) -> Holding:
    """How many files there are of a performer's replicas, and how many of them an order alone keeps."""
    held = [v for v in store.versions(performer_id, db=db) if not store.find_receipt(v.id, db=db)]
    sealed = [v for v in held if is_sealed(v, db=db)]
    return Holding(sum(len(v.artefacts) for v in held), sum(len(v.artefacts) for v in sealed))


def has_open_files(version: ReplicaVersion, *, db: Session) -> bool:
    """Whether its performer may open its files: they are neither destroyed nor kept for an order alone."""
    return store.find_receipt(version.id, db=db) is None and not is_sealed(version, db=db)


def draft_cancellation(
    actor: Actor, replica_id: str, effects: tuple[Words, ...], *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the end of a replica with everything it does; one signature away.

    Raises: NotFound(`replicas.no_replica`) to anybody but the performer and who may withdraw for them.
    """
    replica = store.replica(replica_id, db=db)
    _may_cancel(actor.person_id, replica, now=now, db=db)
    performer = parties.performer(replica.performer_id, db=db)
    body = {"target": replica.id, "replica": replica.id, "performer": performer.id}
    draft = Draft("replica.cancelled", performer.subject, body, *texts.cancelled(performer, replica))
    sheet = texts.cancelling_sheet((*own_effects(replica.id, now=now, db=db), *effects))
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def own_effects(replica_id: str, *, now: Instant, db: Session) -> tuple[Words, ...]:
    """What cancelling does to what replicas themselves hold, and what an order puts off."""
    binding = orders.binding(store.replica(replica_id, db=db).performer_id, now=now, db=db)
    held = [
        v for v in store.versions_of(replica_id, db=db) if v.artefacts and not store.find_receipt(v.id, db=db)
    ]
    return texts.own_effects(len(held), sum(len(v.artefacts) for v in held), binding)


def _may_cancel(person_id: PersonId, replica: Replica, *, now: Instant, db: Session) -> None:
    size = record.size_of_log(db=db)
    try:
        parties.authority(
            person_id, replica.performer_id, Exercise(Power.WITHDRAW), at_entry=size, now=now, db=db
        )
    except PropriaError:
        raise NotFound("replicas.no_replica", "There is no such replica.") from None


def cancel(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, safe: Safe
) -> None:
    """The signed `replica.cancelled`: always accepted, idempotent; keys are shredded with receipts.

    Raises: NotFound(`replicas.no_replica`). Source: PIPL art. 15 and 47; GDPR art. 7(3) and 17.
    """
    replica = store.replica(signed.body["replica"], db=db)
    _may_cancel(by, replica, now=now, db=db)
    end_replica(replica.id, Because.CANCELLED, safe, now=now, db=db)


def end_replica(replica_id: str, because: Because, safe: Safe, *, now: Instant, db: Session) -> None:
    """Nothing may be made from the replica again; every file of every version is destroyed. Idempotent.

    What the performer did not sign themselves (a consent that ended, a date) an entry of kind `closed` keeps.

    Raises: NotFound(`replicas.no_replica`).
    """
    replica = store.replica(replica_id, db=db)
    if replica.is_cancelled:
        return
    store.cancel_replica(replica.id, because, now, db=db)
    if because is Because.CANCELLED:
        record.set_state(replica.subject, replica.id, "cancelled", db=db)
    else:
        erasing.close(replica.subject, replica.id, "cancelled", now=now, db=db)
    ended = []
    for version in store.versions_of(replica.id, db=db):
        state = rules.after(version, "cancel")
        if state is not version.state:
            store.end(version.id, state, because, now, db=db)
            record.set_state(version.subject, version.id, state.value, db=db)
            ended.append(version.id)
        _destroy_files(version, because, safe, now=now, db=db)
    publish(ReplicaCancelled(replica.id, replica.performer_id, tuple(ended), because.value, now), db=db)


def taint(asset_ids: Sequence[str], *, now: Instant, db: Session) -> int:
    """Recordings were destroyed: what was made from them may not be rendered; how many versions that is."""
    tainted = 0
    for version in store.versions_from(asset_ids, db=db):
        state = rules.after(version, "taint")
        if state is not version.state:
            store.end(version.id, state, Because.RECORDING_DESTROYED, now, db=db)
            record.set_state(version.subject, version.id, state.value, db=db)
            publish(VersionTainted(version.id, version.performer_id, now), db=db)
            tainted += 1
    return tainted


def end_built_under(consent_id: str, because: Because, safe: Safe, *, now: Instant, db: Session) -> int:
    """A consent to build is over: the replicas built under it are cancelled; how many."""
    over = dict.fromkeys(v.replica_id for v in store.versions_under(consent_id, db=db))
    for replica_id in over:
        end_replica(replica_id, because, safe, now=now, db=db)
    return len(over)


def end_expired(safe: Safe, *, now: Instant, db: Session) -> int:
    """Replicas whose consent to build has reached its retention date are cancelled; how many were.

    What an order alone kept is destroyed once none binds.
    """
    over = [
        replica
        for replica in store.living_replicas(db=db)
        if any(_grant(v, db=db).retained_until <= now for v in store.versions_of(replica.id, db=db))
    ]
    for replica in over:
        end_replica(replica.id, Because.RETENTION_ENDED, safe, now=now, db=db)
    _destroy_sealed(safe, now=now, db=db)
    return len(over)


def make_whole(safe: Safe, *, now: Instant, db: Session) -> int:
    """Finish what a crash cut short: what has a receipt, or was never built, is destroyed; how many files were left.

    What an order keeps of a build that never finished waits for its end.
    """
    present = set(safe.blobs.keys("replicas"))
    left = [
        (file.blob_key, file.id)
        for version in store.every_version(db=db)
        if rules.is_over(version) and _is_left(version, now=now, db=db)
        for file in version.artefacts
        if file.blob_key in present or safe.keys.holds(file.id)
    ]
    safe.destroy(left)
    return len(left)


def _is_left(version: ReplicaVersion, *, now: Instant, db: Session) -> bool:
    if store.find_receipt(version.id, db=db):
        return True
    return version.built_at is None and not orders.binding(version.performer_id, now=now, db=db)


def usable_version(version_id: str, *, now: Instant, db: Session) -> ReplicaVersion:
    """The version, if its performer's word allows to render it now; the licence is asked elsewhere.

    Raises: NotFound(`replicas.no_version`), Refused(`replicas.cancelled`, `replicas.tainted`,
    `replicas.not_approved`, `consent.no_build_consent`).
    """
    version = store.version(version_id, db=db)
    rules.usable(version, store.replica(version.replica_id, db=db), _grant(version, db=db), now)
    return version


def is_usable(version_id: str, *, now: Instant, db: Session) -> bool:
    """Whether the version may be rendered now. Raises: NotFound(`replicas.no_version`)."""
    try:
        usable_version(version_id, now=now, db=db)
    except Refused:
        return False
    return True


def _grant(version: ReplicaVersion, *, db: Session) -> Grant:
    given = consent.grants_of(version.performer_id, db=db)
    return next(g for g in given if g.id == version.build_consent)


def own_version(actor: Actor, version_id: str, *, db: Session) -> ReplicaVersion:
    """A version, for its performer alone. Raises: NotFound(`replicas.no_version`)."""
    version = store.version(version_id, db=db)
    rules.is_own(actor.person_id, parties.performer(version.performer_id, db=db).person_id)
    return version


def own_versions(actor: Actor, *, db: Session) -> list[ReplicaVersion]:
    """Everything that was ever made of the actor, oldest first. Raises: NotFound(`parties.no_performer`)."""
    return store.versions(parties.own_profile(actor, db=db).id, db=db)


def versions_of(performer_id: str, *, db: Session) -> list[ReplicaVersion]:
    """A performer's versions, for contexts that have decided who may know of them."""
    return store.versions(performer_id, db=db)


def replica(replica_id: str, *, db: Session) -> Replica:
    """A replica, likewise. Raises: NotFound(`replicas.no_replica`)."""
    return store.replica(replica_id, db=db)


def replicas_of(performer_id: str, *, db: Session) -> list[Replica]:
    """A performer's replicas, likewise."""
    return store.replicas(performer_id, db=db)


def receipt_of(version_id: str, *, db: Session) -> DestructionReceipt | None:
    """The receipt for a version's files, once they are destroyed."""
    return store.find_receipt(version_id, db=db)
