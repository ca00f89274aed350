"""What the pages of replicas are told. No request, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from propria.kernel.ids import AssetId, ReplicaId, ReplicaVersionId
from propria.kernel.time import Instant
from propria.likeness.model import AssetKind, AssetState, MediaAsset
from propria.plumbing.web.components import (
    Choice,
    Fact,
    Field,
    Kind,
    NamedStep,
    Progress,
    State,
    Step,
    Waiting,
)
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text, Words
from propria.replicas.card_words import CardRow, rows_of
from propria.replicas.failure_words import why
from propria.replicas.model import (
    FRONT,
    HEAD,
    PERFORMANCES,
    SAMPLE,
    TURNED,
    Artefact,
    Because,
    BuildStep,
    DestructionReceipt,
    ReplicaVersion,
    VersionState,
)

STATES = {
    VersionState.BUILDING: State(Kind.WAIT, Words(zh="制作中", en="being built")),
    VersionState.BUILT: State(Kind.WAIT, Words(zh="等您认可", en="waits for you")),
    VersionState.APPROVED: State(Kind.OPEN, Words(zh="已认可", en="approved")),
    VersionState.REFUSED: State(Kind.STOP, Words(zh="已拒绝", en="refused")),
    VersionState.FAILED: State(Kind.NONE, Words(zh="未完成", en="not finished")),
    VersionState.STOPPED: State(Kind.NONE, Words(zh="已停止", en="stopped")),
    VersionState.TAINTED: State(Kind.STOP, Words(zh="素材已毁，停用", en="frozen: a recording is gone")),
    VersionState.CANCELLED: State(Kind.STOP, Words(zh="已注销", en="cancelled")),
}
STEPS = {
    BuildStep.OPEN: Words(zh="打开您选的素材，逐份记录", en="Open your recordings, each written down"),
    BuildStep.FIND_FACES: Words(zh="找到脸", en="Find the face"),
    BuildStep.LANDMARKS: Words(zh="标出面部各点", en="Mark the points of the face"),
    BuildStep.FIT: Words(zh="塑形", en="Shape the head"),
    BuildStep.TEXTURE: Words(zh="上色", en="Paint the skin"),
    BuildStep.VOICE: Words(zh="测量声音", en="Measure the voice"),
    BuildStep.VISEMES: Words(zh="收集口型", en="Collect the shapes of the lips"),
    BuildStep.CARD: Words(zh="核对并写明不足", en="Compare, and write down what is weak"),
    BuildStep.STORE: Words(zh="加密存放", en="Encrypt and store"),
}
BECAUSE = {
    Because.REFUSED: Words(zh="您拒绝了这一版", en="You refused this version"),
    Because.CANCELLED: Words(zh="您注销了分身", en="You cancelled the replica"),
    Because.CONSENT_WITHDRAWN: Words(zh="您收回了制作同意", en="You took back your consent to build"),
    Because.HANDED_OVER: Words(
        zh="本库易手，您未重新同意", en="The library changed hands and you did not consent anew"
    ),
    Because.RETENTION_ENDED: Words(zh="保存期满", en="The time you agreed to is over"),
    Because.RECORDING_DESTROYED: Words(zh="所用素材已销毁", en="A recording it was made from is destroyed"),
    Because.NEVER_FINISHED: Words(zh="制作没有完成", en="Its build did not finish"),
}
KINDS = {
    AssetKind.PHOTO: Words(zh="照片", en="photo"),
    AssetKind.VIDEO: Words(zh="录像", en="video"),
    AssetKind.VOICE: Words(zh="录音", en="voice"),
}
LOOK = Words(zh="去看看", en="Look at it")
DECIDE = Words(zh="看过再决定", en="Look, then decide")


@dataclass(frozen=True)
class Recording:
    """One recording that a build may use, or that a version was made from."""

    id: AssetId
    kind: Words
    line: str
    seconds: int
    stored_at: Instant
    digest: str
    is_held: bool
    is_photo: bool
    is_video: bool


def recording(asset: MediaAsset) -> Recording:
    """A recording in words."""
    return Recording(
        asset.id,
        KINDS[asset.kind],
        asset.line,
        round(asset.duration_ms / 1000),
        asset.stored_at,
        asset.digest,
        asset.state is AssetState.HELD,
        asset.kind is AssetKind.PHOTO,
        asset.kind is AssetKind.VIDEO,
    )


@dataclass(frozen=True)
class Given:
    """Which consents are in force; `sharing` is yes where the engine runs here and needs none."""

    captured: bool = False
    building: bool = False
    sharing: bool = False
    training: bool = False


@page_context("replicas/replicas.html")
@dataclass(frozen=True)
class ReplicasPage:
    """What was made of a performer, newest first, and the building of a new version."""

    waiting: int
    approved: int
    building: int
    rows: tuple[Waiting, ...]
    recordings: tuple[Recording, ...]
    given: Given
    there: str
    reason: Field
    years: Field
    term: Field
    error: Text


def replicas_page(
    versions: Sequence[ReplicaVersion],
    assets: Sequence[MediaAsset],
    given: Given,
    there: str,
    *,
    typed: Mapping[str, str],
    error: Text = "",
) -> ReplicasPage:
    """The list and the form; `there` is the provider of an engine elsewhere."""
    states = [v.state for v in versions]
    years = tuple(
        Choice(str(n), Words(zh=f"{n} 年", en="1 year" if n == 1 else f"{n} years")) for n in (1, 2, 3)
    )
    return ReplicasPage(
        waiting=states.count(VersionState.BUILT),
        approved=states.count(VersionState.APPROVED),
        building=states.count(VersionState.BUILDING),
        rows=tuple(_row(v) for v in reversed(versions)),
        recordings=tuple(recording(a) for a in assets if a.is_material),
        given=given,
        there=there,
        reason=Field(
            "reason",
            Words(zh="做来干什么？", en="What is it for?"),
            "textarea",
            typed.get("reason", ""),
            hint=Words(zh="一句话，只说一件事。", en="One sentence, one purpose."),
            wide=True,
        ),
        years=Field(
            "years",
            Words(zh="保存多久？", en="Kept for how long?"),
            "select",
            typed.get("years", "1"),
            hint=Words(
                zh="期满即注销并销毁，出具回执。", en="Then it is cancelled and destroyed, with a receipt."
            ),
            options=years,
        ),
        term=Field(
            "years",
            Words(zh="多长时间有效？", en="In force for how long?"),
            "select",
            typed.get("years", "1"),
            hint=Words(
                zh="期满自行终止；随时可以收回。", en="Then it ends by itself; take it back at any time."
            ),
            options=years,
        ),
        error=error,
    )


def _row(version: ReplicaVersion) -> Waiting:
    count = len(version.sources)
    waits = version.state is VersionState.BUILT
    return Waiting(
        title=_title(version),
        href=f"/replicas/{version.id}",
        says=Words(zh=f"用 {count} 份素材制成", en=f"made from {count} recording{'' if count == 1 else 's'}"),
        action=DECIDE if waits else LOOK,
        state=STATES[version.state],
        first=waits,
    )


def _title(version: ReplicaVersion) -> Words:
    return Words(zh=f"第 {version.number} 版", en=f"Version {version.number}")


@dataclass(frozen=True)
class Expression:
    """One slider: its words, and the movements of the face that it drives together."""

    words: Words
    targets: str


EXPRESSIONS = (
    Expression(Words(zh="张嘴", en="Open the mouth"), "jawOpen"),
    Expression(Words(zh="微笑", en="Smile"), "mouthSmileLeft mouthSmileRight"),
    Expression(Words(zh="撇嘴", en="Frown"), "mouthFrownLeft mouthFrownRight"),
    Expression(Words(zh="撅嘴", en="Purse the lips"), "mouthPucker"),
    Expression(Words(zh="闭眼", en="Close the eyes"), "eyeBlinkLeft eyeBlinkRight"),
    Expression(Words(zh="扬眉", en="Raise the brows"), "browInnerUp browOuterUpLeft browOuterUpRight"),
    Expression(Words(zh="皱眉", en="Knit the brows"), "browDownLeft browDownRight"),
    Expression(Words(zh="鼓腮", en="Puff the cheeks"), "cheekPuff"),
)


@page_context("replicas/version.html")
@dataclass(frozen=True)
class VersionPage:
    """One version: how far it is, what it looks like beside the recordings, what it says of itself, what to do."""

    id: ReplicaVersionId
    replica_id: ReplicaId
    number: int
    state: str
    standing: State
    progress: Progress | None
    failed: Text
    head_href: str
    front_href: str
    turned_href: str
    tracks_href: str
    sample_href: str
    files_href: str
    beside: tuple[Recording, ...]
    expressions: tuple[Expression, ...]
    card: tuple[CardRow, ...]
    files: tuple[Artefact, ...]
    made_from: tuple[Recording, ...]
    facts: tuple[Fact, ...]
    receipt: tuple[Fact, ...]
    effects: tuple[Text, ...]
    may_approve: bool
    may_refuse: bool
    may_stop: bool
    may_cancel: bool
    may_build_again: bool
    is_sealed: bool
    others: tuple[Link, ...]


@dataclass(frozen=True)
class Seen:
    """What is known of a version when its page is asked for; `acts` is what its state allows."""

    version: ReplicaVersion
    acts: frozenset[str]
    recordings: tuple[Recording, ...]
    card: Mapping[str, Any]
    receipt: DestructionReceipt | None
    effects: tuple[Text, ...]
    is_living: bool
    is_sealed: bool = False
    others: tuple[ReplicaVersion, ...] = ()

    @property
    def has_files(self) -> bool:
        """Whether its performer may look at its files: they are built, not destroyed, and kept for no order alone."""
        return self.version.built_at is not None and self.receipt is None and not self.is_sealed


def version_page(seen: Seen) -> VersionPage:
    """The page of one version."""
    version = seen.version
    has_files = bool(version.artefacts) and seen.has_files
    where = f"/replicas/{version.id}"
    shown = {name: f"{where}/files/{name}" if has_files and version.artefact(name) else "" for name in _SHOWN}
    return VersionPage(
        id=version.id,
        replica_id=version.replica_id,
        number=version.number,
        state=version.state.value,
        standing=STATES[version.state],
        progress=_progress(version) if version.state is VersionState.BUILDING else None,
        failed=why(version.failure) if version.failure else "",
        head_href=shown[HEAD],
        front_href=shown[FRONT],
        turned_href=shown[TURNED],
        tracks_href=shown[PERFORMANCES],
        sample_href=shown[SAMPLE],
        files_href=f"{where}/files/" if has_files else "",
        beside=_beside(seen.recordings) if has_files else (),
        expressions=EXPRESSIONS,
        card=rows_of(seen.card) if has_files else (),
        files=version.artefacts if version.built_at is not None else (),
        made_from=seen.recordings,
        facts=_facts(version),
        receipt=_receipt(seen.receipt),
        effects=seen.effects,
        may_approve="approve" in seen.acts,
        may_refuse="refuse" in seen.acts,
        may_stop="stop" in seen.acts,
        may_cancel=seen.is_living,
        may_build_again=version.state is VersionState.TAINTED
        and any(r.is_held and (r.is_photo or r.is_video) for r in seen.recordings),
        is_sealed=seen.is_sealed,
        others=tuple(Link(f"{where}/beside/{one.id}", _title(one)) for one in seen.others)
        if has_files
        else (),
    )


_SHOWN = (HEAD, FRONT, TURNED, PERFORMANCES, SAMPLE)
_MOST_BESIDE = 3


def _beside(recordings: Sequence[Recording]) -> tuple[Recording, ...]:
    """The recordings to show beside it: photos first, then footage, a few; some footage where there is any."""
    photos = [r for r in recordings if r.is_held and r.is_photo]
    footage = [r for r in recordings if r.is_held and r.is_video]
    return (*photos[: _MOST_BESIDE - bool(footage)], *footage)[:_MOST_BESIDE]


def _progress(version: ReplicaVersion) -> Progress:
    order = list(STEPS)
    here = order.index(version.progress.step)
    rows = tuple(
        NamedStep(words, Step.PASSED if at < here else Step.RUNNING if at == here else Step.TO_DO)
        for at, words in enumerate(STEPS.values())
    )
    return Progress(
        rows,
        done=version.progress.done,
        total=version.progress.total,
        unit=Words(zh="份", en="parts"),
        poll_href=f"/replicas/{version.id}",
        poll_target="progress",
    )


def _facts(version: ReplicaVersion) -> tuple[Fact, ...]:
    engine = version.engine
    rows = [
        Fact(Words(zh="开始制作", en="Begun"), version.begun_at),
        Fact(
            Words(zh="录制同意", en="Consent to be recorded"),
            Words(zh="声明", en="statement"),
            f"/log/bundles/{version.capture_consent}",
        ),
        Fact(
            Words(zh="制作同意", en="Consent to build"),
            Words(zh="声明", en="statement"),
            f"/log/bundles/{version.build_consent}",
        ),
    ]
    if version.approved_by is not None:
        bundle = f"/log/bundles/{version.approved_by}"
        rows.append(Fact(Words(zh="您的认可", en="Your approval"), version.approved_at, bundle))
    if engine:
        rows += [
            Fact(Words(zh="引擎", en="Engine"), f"{engine['name']} {engine['version']}"),
            Fact(Words(zh="在哪里运行", en="Where it ran"), _HOSTS.get(engine["host"], engine["host"])),
            Fact(
                Words(zh="留存", en="What it keeps"),
                Words(zh="不留存任何输入", en="nothing") if _keeps_nothing(engine) else engine["retention"],
            ),
            Fact(Words(zh="模型权重", en="Weights, SHA-256"), engine["weights_sha256"][:16]),
        ]
    return tuple(rows)


_HOSTS = {"operator": Words(zh="运营方自己的机器", en="the operator’s own machine")}


def _keeps_nothing(engine: Mapping[str, Any]) -> bool:
    return str(engine["retention"]).startswith("nothing is kept")


def _receipt(receipt: DestructionReceipt | None) -> tuple[Fact, ...]:
    if receipt is None:
        return ()
    return (
        Fact(Words(zh="销毁时间", en="Destroyed"), receipt.destroyed_at),
        Fact(Words(zh="文件数", en="Files"), receipt.files),
        Fact(Words(zh="原因", en="Why"), BECAUSE[receipt.because]),
    )
