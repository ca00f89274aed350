"""The words of licence statements, (zh, en)."""

from collections.abc import Sequence

from propria.kernel.time import Instant
from propria.licences.model import IssuedLease, Licence, ReportedRecord
from propria.parties.model import Creator, Performer
from propria.record.model import Sheet, Words


def licence_withdrawn(performer: Performer, creator: Creator, licence: Licence) -> Words:
    """The end of a licence by its performer."""
    zh, en = licence.project_title
    return (
        f"本人{performer.name.zh}撤回对{creator.name.zh}就《{zh}》的授权，即刻生效。自此不得生成任何新内容；"
        "已完成的部分依合同的收尾条款处理。",
        f"I, {performer.name.en}, withdraw the licence that I gave {creator.name.en} for {en}, from this moment. "
        "Nothing new may be made; what is finished follows the contract's wind-down clause.",
    )


def withdrawal_sheet(effects: tuple[Words, ...]) -> Sheet:
    """What the signing page says beside a withdrawal: what it does, and nothing that slows it down."""
    return Sheet(title=("撤回授权", "Withdraw a licence"), effects=effects)


def lease_reconciled(
    issued: IssuedLease, made: Sequence[ReportedRecord], withdrawn_at: Instant | None, *, ends: bool
) -> Words:
    """What the operator signs when records of a lease come back."""
    uses = sum(one.use_id is not None for one in made)
    breached = sum(bool(one.breaches) for one in made)
    after = sum(one.is_after(withdrawn_at) for one in made)
    zh = f"离线租约 {issued.id} 回报：{uses} 次使用；其中违约 {breached} 项，撤回之后 {after} 次。"
    en = (
        f"Records of the offline lease {issued.id} came back: uses {uses}; in breach {breached}; after the withdrawal "
        f"{after}."
    )
    tail = (
        ("租约交还，余量退回。", " The lease was returned, and what was left goes back.")
        if ends
        else ("", "")
    )
    return zh + tail[0], en + tail[1]


def lease_told(issued: IssuedLease, breached: int, after: int) -> Words:
    """What people are told when something about a lease is wrong."""
    return (
        f"离线租约 {issued.id}：违约 {breached} 项，撤回之后的使用 {after} 次。均已计费，证据包可下载。",
        f"Offline lease {issued.id}: in breach {breached}, uses after the withdrawal {after}. All of it is billed, and there "
        "is an evidence pack.",
    )
