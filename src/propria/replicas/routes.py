"""The API of replicas: builds, their progress, what was made, approving, refusing, cancelling."""

from typing import Any

import msgspec
from litestar import Response, get, post

from propria.kernel.errors import NotFound
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.replicas import actions, making
from propria.replicas.elsewhere.bell import Bell
from propria.replicas.model import DestructionReceipt, ReplicaVersion
from propria.replicas.slots import EngineSlot, ReplicaEffects


class BuildForm(msgspec.Struct, forbid_unknown_fields=True):
    """The recordings to build from, by id."""

    assets: list[str]


class SignForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/replicas"


def progress_json(version: ReplicaVersion) -> dict[str, Any]:
    """How far a build is; `total` 0 means that the parts of this step cannot be counted."""
    now = version.progress
    return {
        "version": version.id,
        "state": version.state.value,
        "step": now.step.value,
        "done": now.done,
        "total": now.total,
        "failure": version.failure,
    }


def version_json(
    version: ReplicaVersion, receipt: DestructionReceipt | None, *, is_sealed: bool = False
) -> dict[str, Any]:
    """A version with its lineage: which recordings, which consents, which engine, which files."""
    moments = {
        "begun_at": version.begun_at,
        "built_at": version.built_at,
        "approved_at": version.approved_at,
        "ended_at": version.ended_at,
    }
    return {
        "version": version.id,
        "replica": version.replica_id,
        "number": version.number,
        "state": version.state.value,
        "made_from": [{"asset": s.asset_id, "kind": s.kind, "sha256": s.digest} for s in version.sources],
        "consents": {"capture": version.capture_consent, "build": version.build_consent},
        "engine": dict(version.engine),
        "files": [
            {"name": a.name, "media_type": a.media_type, "sha256": a.digest, "size_bytes": a.size_bytes}
            for a in version.artefacts
        ],
        "approved_by": version.approved_by,
        "because": version.because.value if version.because else None,
        "failure": version.failure,
        "kept_for_an_order": is_sealed,
        "destroyed": receipt
        and {
            "files": receipt.files,
            "because": receipt.because.value,
            "at": wire(receipt.destroyed_at),
        },
    } | {name: moment and wire(moment) for name, moment in moments.items()}


def _told(version: ReplicaVersion, db: Session) -> dict[str, Any]:
    is_sealed = actions.is_sealed(version, db=db)
    return version_json(version, actions.receipt_of(version.id, db=db), is_sealed=is_sealed)


@post("/replicas/builds", status_code=201, sync_to_thread=True)
def start_build(data: BuildForm, actor: Actor, library: Library, engine_slot: EngineSlot) -> dict[str, Any]:
    """Begin to build a version of your replica from recordings that you choose."""
    now, there = library.clock.now(), engine_slot.shares_with
    made = library.database.transact(
        lambda db: actions.start_build(
            actor, data.assets, shares_with=there, jobs=library.jobs, now=now, db=db
        )
    )
    return {"version": made.id, "replica": made.replica_id, "number": made.number}


@post("/replicas/versions/{version_id:str}/again", status_code=201, sync_to_thread=True)
def build_again(version_id: str, actor: Actor, library: Library, engine_slot: EngineSlot) -> dict[str, Any]:
    """Begin a new version from what the vault still holds of the recordings that this one was made from."""
    now, there = library.clock.now(), engine_slot.shares_with
    made = library.database.transact(
        lambda db: actions.build_again(
            actor, version_id, shares_with=there, jobs=library.jobs, now=now, db=db
        )
    )
    return {"version": made.id, "replica": made.replica_id, "number": made.number}


@get("/replicas/engine", sync_to_thread=False)
def read_engine(engine_slot: EngineSlot) -> dict[str, Any]:
    """Which engine builds and renders: who runs it, where, for how long it keeps what it gets.

    `shares_with` is the reason of a consent to share with it (`/api/v1/grants`); empty where it runs here.
    """
    says = engine_slot.conditions
    return {
        "provider": says.provider,
        "region": says.region,
        "retention_days": says.retention_days,
        "shares_with": engine_slot.shares_with,
    }


@get("/me/replicas", sync_to_thread=True)
def read_replicas(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Everything that was ever made of you, oldest first."""

    def work(db: Session) -> list[dict[str, Any]]:
        return [_told(version, db) for version in actions.own_versions(actor, db=db)]

    return library.database.read(work)


@get("/replicas/versions/{version_id:str}", sync_to_thread=True)
def read_version(version_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """One version of your replica with its lineage."""

    def work(db: Session) -> dict[str, Any]:
        return _told(actions.own_version(actor, version_id, db=db), db)

    return library.database.read(work)


@get("/replicas/versions/{version_id:str}/progress", sync_to_thread=True)
def read_progress(version_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """How far a build is."""
    return progress_json(library.database.read(lambda db: actions.own_version(actor, version_id, db=db)))


@get("/replicas/versions/{version_id:str}/files/{name:str}", sync_to_thread=True)
def read_file(version_id: str, name: str, actor: Actor, library: Library, safe: Safe) -> Response[bytes]:
    """One file of your own replica, in the clear, for you alone."""
    return own_file(version_id, name, actor, library, safe)


def own_file(version_id: str, name: str, actor: Actor, library: Library, safe: Safe) -> Response[bytes]:
    """The file as a response that nobody keeps. Raises: NotFound(`replicas.no_version`, `replicas.no_file`)."""
    version = library.database.read(lambda db: actions.own_version(actor, version_id, db=db))
    found, data = making.file_of(version, name, safe)
    return Response(data, media_type=found.media_type, headers={"cache-control": "no-store"})


@post("/replicas/versions/{version_id:str}/stop", status_code=200, sync_to_thread=True)
def stop_build(version_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Stop a running build; nothing of it is kept."""
    now = library.clock.now()
    stopped = library.database.transact(lambda db: actions.stop_build(actor, version_id, now=now, db=db))
    return progress_json(stopped)


@post("/replicas/versions/{version_id:str}/approve", status_code=201, sync_to_thread=True)
def draft_approval(
    version_id: str, data: SignForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down that you approve a version, for you to sign; nothing may use it before."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_approval(actor, version_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/replicas/versions/{version_id:str}/refuse", status_code=200, sync_to_thread=True)
def refuse(version_id: str, actor: Actor, library: Library, safe: Safe) -> dict[str, Any]:
    """Refuse a version: its files are destroyed, with a receipt."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        return _told(actions.refuse(actor, version_id, safe, now=now, db=db), db)

    return library.database.transact(work)


@post("/replicas/{replica_id:str}/cancel", status_code=201, sync_to_thread=True)
def draft_cancellation(
    replica_id: str,
    data: SignForm,
    actor: Actor,
    library: Library,
    notary: Notary,
    replica_effects: ReplicaEffects,
) -> dict[str, str]:
    """Write down the end of a replica with everything it does, for you to sign."""
    now = library.clock.now()

    def work(db: Session) -> str:
        own = actions.replica(replica_id, db=db)
        effects = replica_effects(own.id, db)
        return actions.draft_cancellation(
            actor, own.id, effects, return_url=data.return_url, now=now, db=db
        ).id

    return to_sign(notary, library.database.transact(work))


class CallbackForm(msgspec.Struct, forbid_unknown_fields=True):
    """A ring: the job that ended, when (seconds since 1970), an id of the ring, and HMAC-SHA256 (hex) of them."""

    job: str
    at: int
    nonce: str
    signature: str


@post("/engine/callbacks", status_code=204, sync_to_thread=True)
def engine_rings(data: CallbackForm, engine_slot: EngineSlot) -> None:
    """An engine elsewhere says that a job ended; whoever waits for it asks the engine. For engines, by signature."""
    bell = getattr(engine_slot.engine, "bell", None)
    if not isinstance(bell, Bell):
        raise NotFound("replicas.callback_unknown", "Nobody waits for this job here.")
    bell.ring(data.job, data.at, data.nonce, data.signature)


HANDLERS = [
    engine_rings,
    read_engine,
    start_build,
    build_again,
    read_replicas,
    read_version,
    read_progress,
    read_file,
    stop_build,
    draft_approval,
    refuse,
    draft_cancellation,
]
