"""What the studio tells of each render: how far it is, why it failed, what it cost, where it lies. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.pages import title_of
from propria.plumbing.database import Session
from propria.plumbing.jobs import Progress
from propria.plumbing.web.components import Kind, NamedStep, State, Step
from propria.plumbing.web.components import Progress as Shown
from propria.plumbing.web.words import Words
from propria.provenance import actions as provenance
from propria.provenance.rules_answers import May
from propria.replicas.engine.port import Form
from propria.replicas.manner_words import manner_words
from propria.usage import actions
from propria.usage.jobs import STEPS
from propria.usage.model import Performance, RenderRequest, Take, Wanted
from propria.usage.rules import CANCELLED
from propria.usage.slots import Charged

SHOWN_AT_MOST = 50
STEP_WORDS: dict[str, Words] = {
    "open": Words("核对授权，开启素材", "Check the licence, open what is needed"),
    "render": Words("生成", "Make it"),
    "label_and_seal": Words("加标识、加印记", "Label and seal it"),
    "store": Words("加密入库", "Encrypt and store it"),
    "read_back": Words("读回核验", "Read it back and check every mark"),
    "meter": Words("计量，放行", "Meter and release it"),
}
FAILURES: dict[str, Words] = {
    CANCELLED: Words("请求者已取消。", "Whoever asked for it cancelled it."),
    "usage.stopped_in_flight": Words(
        "生成完成之前，授权已停止。", "The licence was stopped before this was finished."
    ),
    "usage.more_than_reserved": Words("所成多于所占用的数量。", "More was made than was reserved."),
    "usage.output_differs": Words("入库的文件与加印记时不一致。", "What was stored is not what was sealed."),
    "likeness.shredded": Words("所用素材已销毁。", "The recording was destroyed."),
    "replicas.cancelled": Words("演员已注销该数字分身。", "The performer cancelled the replica."),
    "replicas.tainted": Words(
        "该版本所用素材已销毁，不得再用。", "A recording that the version was made from was destroyed."
    ),
    "replicas.form_not_made": Words(
        "本库的引擎不产出这种格式。", "The library's engine does not give a line in this form."
    ),
    "replicas.performance_not_made": Words(
        "本库的引擎不能以他人的表演驱动。", "The library’s engine does not do a stand-in’s performance."
    ),
    "replicas.no_face": Words("素材中看不到人脸。", "No face is seen in the recording."),
    "usage.no_stand_in_consent": Words(
        "替身未同意，或已收回同意。", "The stand-in did not agree, or took the consent back."
    ),
    "replicas.engine_missing": Words("本库没有可用的引擎。", "The library has no engine for it."),
    "replicas.engine_died": Words("引擎中途停止。", "The engine stopped halfway."),
    "provenance.seal_lost": Words("印记未能留存。", "The seal did not survive."),
    "provenance.label_lost": Words("标识未能留存。", "A label did not survive."),
}
_OTHER = Words("未能完成。", "It could not be finished.")
_RELEASED = State(Kind.ACTIVE, Words("已放行", "Released"))
_FAILED = State(Kind.STOP, Words("未完成", "Failed"))
_CANCELLED = State(Kind.NONE, Words("已取消", "Cancelled"))
_RUNNING = State(Kind.WAIT, Words("制作中", "Being made"), Words("由本库处理", "the library is at work"))


@dataclass(frozen=True)
class RenderRow:
    """One render."""

    asked_at: Instant
    title: Words
    what: Words
    state: State
    progress: Shown | None
    failed: Words | None
    code: str
    charged: Money | None
    play_href: str
    file_href: str
    passport_href: str
    cancel_href: str
    not_shown: Words | None

    @property
    def is_running(self) -> bool:
        """Whether it has neither been released nor come to nothing."""
        return bool(self.cancel_href)


def render_rows(
    requests: Sequence[RenderRequest],
    jobs: Mapping[str, Progress],
    charged: Charged,
    *,
    poll_href: str = "/studio",
    now: Instant,
    db: Session,
) -> tuple[RenderRow, ...]:
    """The renders as a page lists them, in the order given; `poll_href` is the page that looks again."""
    uses = {
        use.render_id: use.id
        for licence_id in {request.licence_id for request in requests}
        for use in actions.uses_under(licence_id, db=db)
    }
    rows = []
    for request in requests:
        use_id = uses.get(request.id)
        spent = None if use_id is None else charged(use_id, db)
        rows.append(_row(request, jobs[request.job_id], spent, poll_href, now=now, db=db))
    return tuple(rows)


def _row(
    request: RenderRequest, job: Progress, spent: Money | None, poll_href: str, *, now: Instant, db: Session
) -> RenderRow:
    code = request.failed_code or (job.error_code if request.released_at is None else None) or ""
    state = _state(request, code)
    play_href, file_href, passport_href, not_shown = "", "", "", None
    if request.released_at:
        told = provenance.answer(provenance.output(request.output_id, db=db), now=now, db=db).may_show
        passport_href = f"/outputs/{request.output_id}"
        if told.may is May.NO:
            not_shown = Words(told.words.zh, told.words.en)
        else:
            file_href, play_href = f"/renders/{request.id}/file", f"/renders/{request.id}"
    return RenderRow(
        asked_at=request.asked_at,
        title=title_of(licences.licence(request.licence_id, db=db)),
        what=what_words(request.wanted),
        state=state,
        progress=None
        if state in (_RELEASED, _CANCELLED)
        else _progress(request, job, poll_href, has_failed=bool(code)),
        failed=FAILURES.get(code, _OTHER) if code else None,
        code=code,
        charged=spent,
        play_href=play_href,
        file_href=file_href,
        passport_href=passport_href,
        cancel_href=f"/renders/{request.id}/cancel" if state is _RUNNING else "",
        not_shown=not_shown,
    )


def _state(request: RenderRequest, code: str) -> State:
    if request.released_at:
        return _RELEASED
    return {CANCELLED: _CANCELLED, "": _RUNNING}.get(code, _FAILED)


def what_words(wanted: Wanted) -> Words:
    """What was asked for, in a line."""
    if isinstance(wanted, Take):
        span = f"{wanted.from_ms / 1000:g}–{wanted.to_ms / 1000:g}"
        return Words(f"录制素材，{span} 秒", f"A recorded take, {span} s")
    if isinstance(wanted, Performance):
        span = f"{wanted.from_ms / 1000:g}–{wanted.to_ms / 1000:g}"
        return _behind(wanted.form, Words(f"替身的表演，{span} 秒", f"A stand-in’s performance, {span} s"))
    if wanted.form is Form.WAV:
        return Words(f"新台词（仅声音）：“{wanted.text}”", f"A new line, sound alone: “{wanted.text}”")
    done = manner_words(wanted.manner)
    beside = ("", "") if done is None else (f"（{done.zh}）", f" ({done.en})")
    said = Words(f"新台词：“{wanted.text}”{beside[0]}", f"A new line: “{wanted.text}”{beside[1]}")
    return _behind(wanted.form, said)


def _behind(form: Form, what: Words) -> Words:
    return Words(f"{what.zh}，绿幕背景", f"{what.en}, before green") if form is Form.GREEN else what


_AFTER_A_FAILURE = 2
"""What a job that failed does besides: throw away what it made, and say so."""


def _progress(request: RenderRequest, job: Progress, poll_href: str, *, has_failed: bool) -> Shown:
    done = job.done - _AFTER_A_FAILURE if has_failed else job.done
    at = min(max(done, 0), len(STEPS) - 1)
    draws = STEPS[at] == "render" and not has_failed

    def stands(index: int) -> Step:
        if index == at:
            return Step.FAILED if has_failed else Step.RUNNING
        return Step.PASSED if index < at else Step.TO_DO

    return Shown(
        tuple(NamedStep(STEP_WORDS[name], stands(index)) for index, name in enumerate(STEPS)),
        done=request.frames_drawn if draws else 0,
        total=request.frames if draws else 0,
        unit=Words("帧", "frames"),
        poll_href="" if has_failed else poll_href,
        poll_target="" if has_failed else "renders",
    )
