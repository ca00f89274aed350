"""What the operator's desk tells: what was refused, what hangs, the log's health, the vault, imports. Decides nothing."""

from dataclasses import dataclass
from datetime import timedelta

from propria.alerts import actions as alerts
from propria.custody import actions as custody
from propria.custody.texts import told_overdue
from propria.disputes import actions as disputes
from propria.disputes import lookalikes
from propria.disputes.model import Denial
from propria.journeys.alarms import ALTERED
from propria.kernel.errors import NotFound
from propria.kernel.time import HOUR, MINUTE, Instant
from propria.licences.gate import TokenKey
from propria.likeness import actions as likeness
from propria.likeness import holding
from propria.likeness.exports import actions as exports
from propria.likeness.exports.model import OPEN
from propria.likeness.exports.pages import STATE_WORDS
from propria.likeness.model import purpose_words
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer, Role
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.texts import OF
from propria.plumbing.database import Session
from propria.plumbing.jobs import Jobs
from propria.plumbing.web.components import Act, Empty, Fact, Field, Kind, NamedStep, State, Step, Timeline
from propria.plumbing.web.formats import moment
from propria.plumbing.web.locales import translations
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.record import actions as record
from propria.record import signing_page
from propria.record import store as entries
from propria.record.model import Entry, Notary
from propria.royalties import actions as royalties
from propria.usage import store as renders
from propria.usage.model import RenderRequest
from propria.web.sign_page import page_digest
from propria.web.typed_form import Notice

LATELY = timedelta(days=1)
LATE_AFTER = HOUR
STALE_AFTER = 15 * MINUTE
SHOWN_ENTRIES = 500
SHOWN_ACCESSES = 20
READ_ACCESSES = 500
SHOWN_IMPORTS = 50
SHOWN_ALERTS = 200


@dataclass(frozen=True)
class Incident:
    """Something to look at, by the clock: since when it stands."""

    at: Instant
    state: State
    says: Words
    note: Text
    href: str


@dataclass(frozen=True)
class Imported:
    """A name that somebody says they represent; unclaimed and shown to nobody."""

    name: Words
    gone_at: Instant | None


@page_context("journeys/desk.html")
@dataclass(frozen=True)
class DeskPage:
    """The operator's desk."""

    answer: Words
    incidents: tuple[Incident, ...]
    health: tuple[NamedStep, ...]
    facts: tuple[Fact, ...]
    keys: tuple[Fact, ...]
    accesses: Timeline
    imports: tuple[Imported, ...]
    imports_count: int
    import_field: Field
    notice: Notice | None
    nothing: Empty


def desk_page(
    actor: Actor,
    notary: Notary,
    token_key: TokenKey,
    jobs: Jobs,
    *,
    typed: str = "",
    notice: Notice | None = None,
    now: Instant,
    db: Session,
) -> DeskPage:
    """The desk. Raises: NotFound(`journeys.no_desk`) to anybody but the operator."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("journeys.no_desk", "There is nothing here.")
    log = record.facts_of_log(db=db)
    unclaimed = parties.imported(actor, db=db)
    incidents = sorted(
        (
            *_refusals(log["size"], now=now, db=db),
            *_hanging(jobs, now=now, db=db),
            *_denials(actor, now=now, db=db),
            *_lookalikes(actor, db=db),
            *_overdue(now=now, db=db),
            *_altered(actor, now=now, db=db),
            *_reviews(actor, now=now, db=db),
            *_vault(actor, now=now, db=db),
        ),
        key=lambda i: i.at,
    )
    health = _health(log, now=now, db=db)
    return DeskPage(
        answer=_answer(len(incidents), health),
        incidents=tuple(reversed(incidents)),
        health=health,
        facts=_facts(log),
        keys=_keys(notary, token_key),
        accesses=_accesses(actor, db=db),
        imports=tuple(_imported(p) for p in unclaimed[:SHOWN_IMPORTS]),
        imports_count=len(unclaimed),
        import_field=Field(
            "rows",
            Words("名单（CSV）", "Names, as CSV"),
            kind="textarea",
            value=typed,
            wide=True,
            hint=Words("每行：中文名,英文名,联系方式", "A line each: Chinese name, English name, contact"),
        ),
        notice=notice,
        nothing=Empty(
            Words("近一日没有事件。", "No incident in the last day."),
            Words(
                "被拒绝的签署、未完成的生成，会按时间列在这里。",
                "Signatures refused and renders that hang are listed here by the clock.",
            ),
        ),
    )


def _answer(incidents: int, health: tuple[NamedStep, ...]) -> Words:
    failed = sum(step.stands is Step.FAILED for step in health)
    if failed:
        return Words(
            f"有 {failed} 项检查未通过。", f"{failed} of the checks {'fails' if failed == 1 else 'fail'}."
        )
    if incidents:
        return Words(
            f"有 {incidents} 件事要看。",
            f"{incidents} {'thing needs' if incidents == 1 else 'things need'} a look.",
        )
    return Words("没有事等您。", "Nothing waits for you.")


def _refusals(size: int, *, now: Instant, db: Session) -> list[Incident]:
    """Signatures that a rule refused within the last day, as the log holds them: a code, and nobody's words."""
    newest = entries.entries(start=max(0, size - SHOWN_ENTRIES), db=db)
    return [_refusal(entry) for entry in newest if entry.kind == "refusal" and now - entry.logged_at < LATELY]


def _refusal(entry: Entry) -> Incident:
    facts = entry.facts or {}
    code = str(facts.get("code", ""))
    written = translations("zh-Hans").pgettext("error", code)
    said = Words(written if written != code else "一次签署被规则拒绝。", "A rule refused a signature.")
    note = f"{facts.get('type', '')} · {code}"
    return Incident(
        entry.logged_at,
        State(Kind.STOP, Words("已拒绝", "refused")),
        said,
        note,
        f"/log/entries/{entry.index}",
    )


def _denials(actor: Actor, *, now: Instant, db: Session) -> list[Incident]:
    """Who denies having signed, and until when an answer is owed."""
    return [_denial(one, now=now) for one in disputes.open_denials(actor, db=db)]


def _denial(one: Denial, *, now: Instant) -> Incident:
    late = now >= one.due_at
    state = State(
        Kind.STOP if late else Kind.WAIT,
        Words("已逾期", "overdue")
        if late
        else Words(f"限 {moment(one.due_at, 'zh-Hans')} 前答复", f"due {moment(one.due_at, 'en')}"),
    )
    says = Words("有人表示未签署一项登记。", "Somebody says that they did not sign a listing.")
    return Incident(one.received_at, state, says, one.id, f"/denials/{one.id}")


def _lookalikes(actor: Actor, *, db: Session) -> list[Incident]:
    """Who says that something is like them, until a panel rules."""
    state = State(Kind.WAIT, Words("待裁定", "until a ruling"))
    says = Words("有演员称某物与其相像。", "A performer says that something is like them.")
    return [
        Incident(one.reported_at, state, says, one.id, f"/lookalikes/{one.id}")
        for one in lookalikes.cases_for(actor, db=db)
    ]


def _overdue(*, now: Instant, db: Session) -> list[Incident]:
    """Holders who have not signed that they destroyed what they had to."""
    late = [duty for duty in custody.every_duty(db=db) if duty.is_overdue(now)]
    state = State(Kind.STOP, Words("已逾期", "overdue"))
    return [
        Incident(duty.owed.due_at, state, Words(*told_overdue(duty)), duty.id, f"/duties#{duty.id}")
        for duty in late
    ]


def _altered(actor: Actor, *, now: Instant, db: Session) -> list[Incident]:
    """Rows that were found, within the last day, to say something else than what was signed."""
    told = [alert for alert in alerts.told(actor, SHOWN_ALERTS, db=db) if alert.news.code == ALTERED]
    state = State(Kind.STOP, Words("被改动", "altered"))
    return [
        Incident(
            one.told_at,
            state,
            Words(one.news.zh, one.news.en),
            f"{ALTERED} · {one.news.facts.get('row', '')}",
            str(one.news.facts["see"]),
        )
        for one in told
        if now - one.told_at < LATELY
    ]


def _reviews(actor: Actor, *, now: Instant, db: Session) -> list[Incident]:
    """What takes two people and waits for one: amber for whoever did not look first."""
    return [
        Incident(
            one.since or now,
            State(Kind.OPEN, Words("等同事", "waits for a colleague"))
            if one.first == actor.person_id
            else State(Kind.WAIT, Words("等您看", "waits for you")),
            Words(f"双人审核：{OF[one.kind][0]}", f"Two people look: {OF[one.kind][1]}"),
            one.kind.value,
            "/desk/reviews",
        )
        for one in reviews.waiting(actor, db=db)
    ]


def _vault(actor: Actor, *, now: Instant, db: Session) -> list[Incident]:
    """Recordings that wait for a person's word, and exports that are under way."""
    held = [
        Incident(
            one.found.made_at,
            State(Kind.WAIT, Words("等人查看", "waits for a person")),
            Words(
                "一份录制与同一演员先前的不像。", "A recording is unlike the same performer’s earlier ones."
            ),
            one.asset.id,
            f"/desk/held/{one.asset.id}",
        )
        for one in holding.every(actor, db=db)
    ]
    leaving = [
        Incident(
            one.asked_at,
            STATE_WORDS[one.state],
            Words("一份录制的副本将要离开。", "A copy of a recording is about to leave."),
            one.id,
            "/exports",
        )
        for one in exports.every(actor, now=now, db=db)
        if one.state in OPEN
    ]
    return held + leaving


def _hanging(jobs: Jobs, *, now: Instant, db: Session) -> list[Incident]:
    """Renders that are neither out nor failed; amber after an hour."""
    return [
        _hangs(one, now=now)
        for one in renders.renders(db=db)
        if one.released_at is None and not jobs.progress(one.job_id, db=db).has_ended
    ]


def _hangs(request: RenderRequest, *, now: Instant) -> Incident:
    late = now - request.asked_at > LATE_AFTER
    state = State(
        Kind.WAIT if late else Kind.OPEN,
        Words("超过一小时", "over an hour") if late else Words("进行中", "running"),
    )
    return Incident(
        request.asked_at, state, Words("一次生成尚未完成。", "A render is not finished."), request.id, ""
    )


def _health(log: dict[str, object], *, now: Instant, db: Session) -> tuple[NamedStep, ...]:
    at = log["checkpoint_at"]
    size, covered = int(str(log["size"])), int(str(log["checkpoint_size"]))
    fresh = size == covered or (isinstance(at, Instant) and now - at < STALE_AFTER)
    findings = royalties.fsck(db=db)
    since = (
        Words(moment(at, "zh-Hans"), moment(at, "en"))
        if isinstance(at, Instant)
        else Words("还没有", "none yet")
    )
    return (
        NamedStep(
            Words("最新条目已在签名的检查点之下", "The newest entries are under a signed checkpoint"),
            Step.PASSED if fresh else Step.FAILED,
            since,
        ),
        NamedStep(
            Words("签署页与日志所载相符", "The signing page is the one in the log"),
            *_signing_page(db),
        ),
        NamedStep(
            Words("账目相符", "The ledger adds up"),
            Step.FAILED if findings else Step.PASSED,
            Words(f"{len(findings)} 处不符", f"{len(findings)} findings"),
        ),
        NamedStep(
            Words("独立见证", "Witnesses of their own"),
            Step.TO_DO,
            Words(
                "见证须由他人运行，此处无法代为证明", "others run them; this machine cannot vouch for that"
            ),
        ),
    )


def _signing_page(db: Session) -> tuple[Step, Words]:
    """Whether the page served here has the hash that was logged last; a server logs it when it starts."""
    logged, served = signing_page.published(db=db), page_digest().hex()
    if logged is None:
        return Step.TO_DO, Words("尚未记入", "not logged yet")
    same = logged.statement.body["sha256"] == served
    return Step.PASSED if same else Step.FAILED, Words(
        f"第 {logged.entry_index} 条", f"entry {logged.entry_index}"
    )


def _facts(log: dict[str, object]) -> tuple[Fact, ...]:
    found = [
        Fact(Words("日志条目", "Log entries"), log["size"], "/log"),
        Fact(Words("最新检查点", "Newest checkpoint"), log["checkpoint_size"], "/log/checkpoint"),
    ]
    if log["checkpoint_at"]:
        found.append(Fact(Words("签于", "Signed on"), log["checkpoint_at"]))
    return tuple(found)


def _keys(notary: Notary, token_key: TokenKey) -> tuple[Fact, ...]:
    return (
        Fact(Words("日志密钥", "Log key"), notary.signer.key().vkey(), "/log/vkey"),
        Fact(Words("运营方声明密钥", "Key of the operator’s statements"), notary.operator_key.key_id),
        Fact(Words("令牌密钥（Ed25519）", "Token key, Ed25519"), token_key.public.hex(), "/gate"),
    )


def _accesses(actor: Actor, *, db: Session) -> Timeline:
    acts = []
    recent = likeness.recent_accesses(actor, limit=READ_ACCESSES, db=db)
    for performer_id, access, count in recent[:SHOWN_ACCESSES]:
        whose = parties.performer(performer_id, db=db).name
        who = parties.person(access.person_id, db=db).name if access.person_id else None
        zh_who, en_who = (who.zh, who.en) if who else ("程序", "The library itself")
        said = purpose_words(access.purpose)
        what = "a recording" if count == 1 else f"{count} recordings"
        zh = f"{zh_who}打开了{whose.zh}的 {count} 份素材：{said.zh}"
        acts.append(Act(access.opened_at, Words(zh, f"{en_who} opened {what} of {whose.en}: {said.en}")))
    return Timeline(tuple(acts))


def _imported(performer: Performer) -> Imported:
    return Imported(Words(performer.name.zh, performer.name.en), performer.import_expires_at)
