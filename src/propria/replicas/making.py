"""The host of an engine: opens recordings, has a version built and stores it; has an approved version say a line.

The engine never learns whose pack it is. Plaintext lives in memory, and in the workplace that a caller brings.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from propria.kernel.errors import NotFound, Unverified
from propria.kernel.ids import AssetId, new_id
from propria.kernel.time import Instant
from propria.likeness import actions as likeness
from propria.likeness.model import AssetKind, MediaAsset
from propria.likeness.orders import actions as orders
from propria.likeness.safe import Safe
from propria.plumbing.database import Database, Session
from propria.plumbing.news import publish
from propria.plumbing.web.words import Words
from propria.replicas import actions, rules, store
from propria.replicas.engine import port
from propria.replicas.engine.manner import AS_FILMED, Manner
from propria.replicas.events import VersionBuilt
from propria.replicas.lineage import consents_of, lineage, with_lineage
from propria.replicas.model import Artefact, BuildStep, Progress, ReplicaVersion, VersionState

MOST_FILE_BYTES = 1 << 30
_STEPS = {
    port.Step.FIND_FACES: BuildStep.FIND_FACES,
    port.Step.LANDMARKS: BuildStep.LANDMARKS,
    port.Step.FIT: BuildStep.FIT,
    port.Step.TEXTURE: BuildStep.TEXTURE,
    port.Step.VOICE: BuildStep.VOICE,
    port.Step.VISEMES: BuildStep.VISEMES,
    port.Step.RENDER: BuildStep.CARD,
    port.Step.ENCODE: BuildStep.CARD,
}


def open_recordings(
    version_id: str, *, shares_with: str, now: Instant, db: Session
) -> tuple[MediaAsset, ...]:
    """Open what a version is made from; the performer sees each opening, with the version's number and who builds it elsewhere.

    Raises: Refused(`replicas.stopped`, `likeness.shredded`, `consent.no_share_consent`).
    """
    version = store.version(version_id, db=db)
    rules.still_building(version)
    actions.may_be_sent(version.performer_id, shares_with, now=now, db=db)
    zh_by, en_by = (f"，交给 {shares_with}", f", given to {shares_with}") if shares_with else ("", "")
    purpose = Words(
        f"制作您数字分身的第 {version.number} 版{zh_by}",
        f"Build version {version.number} of your replica{en_by}",
    )
    return tuple(likeness.open_for_work(s.asset_id, purpose, now=now, db=db) for s in version.sources)


def pack_of(assets: tuple[MediaAsset, ...], safe: Safe, *, licence: str) -> port.PerformerPack:
    """The recordings in the clear, read in parts, for the engine alone. Raises: as `likeness.in_parts`."""
    opened = [(asset, likeness.in_parts(asset, safe)) for asset in assets]
    return port.PerformerPack(
        footage=tuple(
            port.Clip(data, a.line or None, language_of(a.line))
            for a, data in opened
            if a.kind is AssetKind.VIDEO
        ),
        stills=tuple(data for a, data in opened if a.kind is AssetKind.PHOTO),
        recordings=tuple(
            port.Recording(data, a.line or None, language_of(a.line))
            for a, data in opened
            if a.kind is AssetKind.VOICE
        ),
        licence=licence,
    )


def language_of(line: str) -> str:
    """The language of a line's words, by its script: the vault keeps the words and not their language.

    >>> language_of("灯都亮了。"), language_of("The lamps are lit."), language_of("")
    ('zh', 'en', 'en')
    """
    return "zh" if any("\u3400" <= letter <= "\u9fff" for letter in line) else "en"


def reporting(version_id: str, database: Database) -> port.OnStep:
    """What an engine tells as it works, kept for the page; a build that was stopped ends at the next word.

    The callable raises Refused(`replicas.stopped`).
    """
    last: list[Progress] = []

    def told(progress: port.Progress) -> None:
        tenth = progress.total // 10 or 1
        seen = Progress(_STEPS[progress.step], progress.done // tenth * tenth, progress.total)
        if last and last[-1] == seen:
            return
        last[:] = [seen]
        advance(version_id, seen, database)

    return told


def advance(version_id: str, progress: Progress, database: Database) -> None:
    """The build is at this step. Raises: Refused(`replicas.stopped`), NotFound(`replicas.no_version`)."""

    def work(db: Session) -> None:
        if not store.set_progress(version_id, progress, db=db):
            rules.still_building(store.version(version_id, db=db))

    database.transact(work)


def store_files(
    version_id: str, made: port.Artefacts, about: port.About, safe: Safe, database: Database
) -> None:
    """Encrypt a version's files under its performer's key; each is known by name before a byte is written.

    The model card gets the version's lineage first. Raises: Refused(`replicas.stopped`).
    """

    def plan(db: Session) -> tuple[ReplicaVersion, list[Artefact], port.Artefacts]:
        version = store.version(version_id, db=db)
        rules.still_building(version)
        complete = with_lineage(made, lineage(version, consents_of(version, db=db), about))
        files = [
            Artefact(AssetId(new_id("asset")), version.id, name, hashlib.sha256(data).hexdigest(), len(data))
            for name, data in complete.files.items()
        ]
        store.plan_files(version.id, files, asdict(about), db=db)
        return version, files, complete

    version, files, complete = database.transact(plan)
    for one in files:
        safe.write(
            one.blob_key, one.id, [version.subject], [complete.files[one.name]], most_bytes=MOST_FILE_BYTES
        )


def finish_build(version_id: str, *, now: Instant, db: Session) -> None:
    """The version is frozen and waits for its performer. Raises: Refused(`replicas.stopped`)."""
    version = store.version(version_id, db=db)
    rules.still_building(version)
    store.set_built(version.id, now, db=db)
    publish(VersionBuilt(version.id, version.performer_id, now), db=db)


def fail_build(version_id: str, code: str, *, now: Instant, db: Session) -> None:
    """The build failed, for the reason that the code names; one that was stopped stays as it is."""
    version = store.version(version_id, db=db)
    if version.state is VersionState.BUILDING:
        store.end(version.id, rules.after(version, "fail"), None, now, failure=code, db=db)


def discard_files(version_id: str, safe: Safe, database: Database, *, now: Instant) -> None:
    """Destroy what a build left half-way. Doing it again changes nothing; a finished version keeps its files.

    What was stored of a build that ended while an order to preserve binds is kept for it, as of a finished one.
    """

    def left(db: Session) -> tuple[Artefact, ...]:
        version = store.version(version_id, db=db)
        is_kept = version.ended_at is not None and orders.binding(version.performer_id, now=now, db=db)
        unstored = tuple(one for one in version.artefacts if not safe.keys.holds(one.id))
        return () if version.built_at is not None else unstored if is_kept else version.artefacts

    files = database.read(left)
    if files:
        safe.destroy([(one.blob_key, one.id) for one in files])
        database.transact(lambda db: store.forget_artefacts([one.id for one in files], db=db))


def contents(artefact: Artefact, safe: Safe) -> bytes:
    """A stored file in the clear, checked against its digest.

    Raises: Unverified(`replicas.other_bytes`, `plumbing.cipher_*`), Refused(`plumbing.key_destroyed`).
    """
    data = b"".join(safe.read(artefact.blob_key, artefact.id))
    if hashlib.sha256(data).hexdigest() != artefact.digest:
        raise Unverified("replicas.other_bytes", "Other bytes are stored than were built.")
    return data


def file_of(version: ReplicaVersion, name: str, safe: Safe) -> tuple[Artefact, bytes]:
    """One file of a version. Raises: NotFound(`replicas.no_file`), Refused(`replicas.sealed`), and as `contents`."""
    found = version.artefact(name)
    if found is None:
        raise NotFound("replicas.no_file", "This version has no such file.")
    rules.not_sealed(version, is_there=safe.keys.holds(found.id))
    return found, contents(found, safe)


@dataclass(frozen=True)
class Line:
    """A line to be said: its text, its language (BCP 47), the voice, the picture's height in pixels (0: as filmed), its form.

    `sound` is the sound that says the text, needed where the voice is `given`.
    """

    text: str
    language: str
    voice: port.Voice = port.Voice.PREVIEW
    sound: bytes | None = None
    height_px: int = 0
    form: port.Form = port.Form.MP4
    manner: Manner = AS_FILMED


@dataclass(frozen=True)
class SaidLine:
    """A clip or sound inside the workplace, neither sealed nor labelled yet, and the engine's report of it."""

    file: Path
    content_type: str
    report: dict[str, Any]


def render_line(
    version_id: str,
    line: Line,
    engine: port.Engine,
    safe: Safe,
    database: Database,
    *,
    workplace: Path,
    now: Instant,
    on_step: port.OnStep = port.ignore,
) -> SaidLine:
    """Have an approved version say a line, outside any transaction; call it only under a permit.

    An engine that does not declare the form is not asked. The version is asked for again when the line is there:
    a cancellation in between leaves nothing.
    Raises: NotFound(`replicas.no_version`), Refused(`replicas.cancelled`, `replicas.tainted`,
    `replicas.not_approved`, `consent.no_build_consent`, `replicas.form_not_made`, `replicas.manner_not_done`,
    and what `port.Engine.render` refuses), Unverified(`replicas.other_bytes`).
    """
    version = database.read(lambda db: actions.usable_version(version_id, now=now, db=db))
    rules.check_form(line.form, engine.about)
    rules.check_manner(line.manner, engine.about)
    request = port.RenderRequest(
        artefacts={one.name: contents(one, safe) for one in version.artefacts},
        text=line.text,
        language=line.language,
        voice=line.voice,
        sound=line.sound,
        height_px=line.height_px,
        form=line.form,
        manner=line.manner,
    )
    made = engine.render(request, on_step)
    database.read(lambda db: actions.usable_version(version_id, now=now, db=db))
    return _put_down(made, workplace / f"line.{line.form.media_type[-3:]}")


def perform(
    version_id: str,
    performance: Path,
    engine: port.Engine,
    safe: Safe,
    database: Database,
    *,
    height_px: int = 0,
    form: port.Form = port.Form.MP4,
    workplace: Path,
    now: Instant,
    on_step: port.OnStep = port.ignore,
) -> SaidLine:
    """Have an approved version do a stand-in's performance (a video file); as `render_line`, under a permit alone.

    Raises: as `render_line`, Refused(`replicas.performance_not_made`, `replicas.form_not_made`, and what `port.Engine.perform` refuses).
    """
    version = database.read(lambda db: actions.usable_version(version_id, now=now, db=db))
    rules.check_performs(engine.about)
    rules.check_form(form, engine.about)
    artefacts = {one.name: contents(one, safe) for one in version.artefacts}
    made = engine.perform(
        port.PerformRequest(artefacts, performance.read_bytes(), height_px=height_px, form=form), on_step
    )
    database.read(lambda db: actions.usable_version(version_id, now=now, db=db))
    return _put_down(made, workplace / "performed.mp4")


def _put_down(made: port.Rendered, file: Path) -> SaidLine:
    file.touch(mode=0o600)
    file.write_bytes(made.media)
    return SaidLine(file, made.content_type, dict(made.report))
