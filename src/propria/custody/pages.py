"""What the page of duties tells: who holds what, by when it must go, what was signed. Decides nothing."""

from dataclasses import dataclass

from propria.custody import actions, texts
from propria.custody.model import Cause, Duty
from propria.kernel.time import Instant
from propria.likeness import actions as likeness
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty, Fact, Kind, State
from propria.plumbing.web.formats import moment
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words
from propria.replicas import actions as replicas


@dataclass(frozen=True)
class DutyRow:
    """One holder and what must go there; `receipt` leads to the log entry of what was signed."""

    id: str
    holder: Words
    role: Words
    performer: Words
    what: Words
    cause: Words
    cause_href: str
    due_at: Instant
    state: State
    receipt: str
    entry: int | None
    may_sign: bool


@page_context("custody/duties.html")
@dataclass(frozen=True)
class DutiesPage:
    """Overdue first, then what is still owed, then what was signed; for a performer also what the library destroyed."""

    rows: tuple[DutyRow, ...]
    overdue: int
    waiting: int
    is_about_reader: bool
    own: tuple[Fact, ...]
    nothing: Empty


def duties_page(actor: Actor, *, now: Instant, db: Session) -> DutiesPage:
    """The page as this reader sees it."""
    found = actions.duties_for(actor, now=now, db=db)
    found.sort(key=lambda d: (d.is_stated, d.owed.due_at, d.id))
    names = parties.performers({d.performer_id for d in found}, db=db)
    rows = []
    for duty in found:
        name = names[duty.performer_id].name
        rows.append(_row(duty, Words(name.zh, name.en), actor, now=now, db=db))
    is_performer = actor.role is Role.PERFORMER
    return DutiesPage(
        rows=tuple(rows),
        overdue=sum(d.is_overdue(now) for d in found),
        waiting=sum(not d.is_stated for d in found),
        is_about_reader=actor.role in (Role.PERFORMER, Role.REPRESENTATIVE),
        own=_own(actor, db=db) if is_performer else (),
        nothing=_NOTHING_OF_YOURS if is_performer else _NOTHING,
    )


def _row(duty: Duty, performer: Words, actor: Actor, *, now: Instant, db: Session) -> DutyRow:
    owed = duty.owed
    return DutyRow(
        id=duty.id,
        holder=Words(*owed.holder.name),
        role=Words(*texts.kind_words(owed, by_operator=owed.holder.creator_id is None)),
        performer=performer,
        what=Words(*texts.what_goes(owed)),
        cause=Words(*texts.cause_words(duty)),
        cause_href=f"/licences/{duty.thing_id}" if duty.cause is Cause.LICENCE else "",
        due_at=owed.due_at,
        state=_state(duty, now),
        receipt=f"/log/bundles/{duty.statement_id}" if duty.statement_id else "",
        entry=duty.stated_at_entry,
        may_sign=actions.may_sign(actor, duty, db=db),
    )


def _state(duty: Duty, now: Instant) -> State:
    due = duty.owed.due_at
    if duty.stated_at is not None:
        at = duty.stated_at
        return State(
            Kind.NONE,
            Words(f"{moment(at, 'zh-Hans')} 签署声明：已销毁", f"signed as destroyed, {moment(at, 'en')}"),
        )
    if duty.is_overdue(now):
        since = Words(f"自 {moment(due, 'zh-Hans')} 起逾期", f"overdue since {moment(due, 'en')}")
        return State(Kind.STOP, since)
    return State(Kind.WAIT, Words("等持有人签署", "waits for the holder’s signature"))


def _own(actor: Actor, *, db: Session) -> tuple[Fact, ...]:
    """What the library itself held and destroyed, by its receipts."""
    found = [
        Fact(
            Words(f"{len(r.asset_ids)} 份录制素材", f"recordings: {len(r.asset_ids)}"),
            r.destroyed_at,
            "/vault",
        )
        for r in likeness.own_receipts(actor, db=db)
    ]
    for version in replicas.own_versions(actor, db=db):
        receipt = replicas.receipt_of(version.id, db=db)
        if receipt is not None:
            name = Words(
                f"数字分身第 {version.number} 版的 {receipt.files} 个文件",
                f"files of replica version {version.number}: {receipt.files}",
            )
            found.append(Fact(name, receipt.destroyed_at, f"/replicas/{version.id}"))
    return tuple(found)


_NOTHING_OF_YOURS = Empty(
    Words("没有人须销毁您的什么。", "Nobody has to destroy anything of yours."),
    Words(
        "撤回授权、注销数字分身或收回录制同意之后，每个持有人及其限期列在这里。",
        "After you withdraw a licence, cancel a replica or take back a consent, each holder and its date is listed here.",
    ),
    Link("/withdraw", Words("看能撤回什么", "See what you can take back")),
)
_NOTHING = Empty(
    Words("没有须销毁的。", "Nothing has to be destroyed."),
    Words(
        "演员撤回之后，您须销毁什么、何时之前，列在这里，并写信告诉您。",
        "After a performer withdraws, what you must destroy and by when is listed here, and you are written to.",
    ),
)
