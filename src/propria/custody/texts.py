"""The words of custody, (zh, en): in previews, in what holders sign, in what people are told."""

from propria.custody.model import Cause, Duty, HolderKind, Owed, What
from propria.parties.model import Performer
from propria.plumbing.web.formats import moment
from propria.record.model import Sheet, Words

NOBODY: Words = (
    "本库之外，没有已知的持有人须销毁什么。",
    "Outside the library nobody is known to hold anything that must be destroyed.",
)


def what_goes(owed: Owed) -> Words:
    """What must go, with its count."""
    n = owed.count
    match owed.what:
        case What.FINISHED:
            return f"已取走的 {n} 份成品", f"the finished outputs that were fetched ({n})"
        case What.UNFINISHED:
            return f"未完成的材料（源自 {n} 次使用）", f"unfinished material (from uses: {n})"
        case What.PASSED_ON:
            return f"转交给它的一切（源自 {n} 次使用）", f"whatever was passed on to it (from uses: {n})"
        case What.INPUTS:
            return f"它留存的输入（{n} 次）", f"the inputs that it keeps (jobs: {n})"


_KIND: dict[HolderKind, Words] = {
    HolderKind.LICENSEE: ("被授权方", "licensee"),
    HolderKind.SUB_LICENSEE: ("再被授权方，由被授权方签署", "sub-licensee; the licensee signs for it"),
    HolderKind.ENGINE_HOST: ("引擎运行方", "engine host"),
}


def kind_words(owed: Owed, *, by_operator: bool) -> Words:
    """In which role a holder holds it, and who signs for it."""
    zh, en = _KIND[owed.holder.kind]
    if owed.holder.kind is HolderKind.ENGINE_HOST:
        who = ("运营方", "the operator") if by_operator else ("被授权方", "the licensee")
        return f"{zh}，由{who[0]}签署", f"{en}; {who[1]} signs for it"
    return zh, en


def will_owe(owed: Owed) -> Words:
    """What a withdrawal says before it is signed: who, what, by when, and how it is confirmed."""
    zh, en = owed.holder.name
    kind_zh, kind_en = kind_words(owed, by_operator=owed.holder.creator_id is None)
    what_zh, what_en = what_goes(owed)
    return (
        f"{zh}（{kind_zh}）须于 {moment(owed.due_at, 'zh-Hans')} 前销毁{what_zh}，并签署声明；逾期会标明。",
        f"{en} ({kind_en}) must destroy {what_en} by {moment(owed.due_at, 'en')}, and sign that it did; "
        "if it does not, you see that it is overdue.",
    )


_CAUSE: dict[Cause, Words] = {
    Cause.LICENCE: ("授权已撤回", "The licence was withdrawn"),
    Cause.REPLICA: ("数字分身已注销", "The replica was cancelled"),
    Cause.CONSENT: ("录制同意已收回", "The consent to be recorded was taken back"),
}


def cause_words(duty: Duty) -> Words:
    """What ended."""
    return _CAUSE[duty.cause]


def destroyed(duty: Duty, performer: Performer, signer: Words) -> Words:
    """The holder's own word. It is a claim of theirs and says so."""
    (zh, en), (what_zh, what_en) = duty.owed.holder.name, what_goes(duty.owed)
    (by_zh, by_en), (why_zh, why_en) = signer, _CAUSE[duty.cause]
    name = performer.name
    return (
        f"{by_zh}声明：就{name.zh}，{zh}处的{what_zh}，连同全部副本，均已销毁。缘由：{why_zh}（{duty.thing_id}）。"
        "以上是声明人的话；本库没有看见，也无从看见。",
        f"We, {by_en}, say of {name.en}: at {en}, {what_en} is destroyed, with every copy. "
        f"Reason: {why_en} ({duty.thing_id}). This is the word of whoever signs; the library did not see it and cannot.",
    )


def destroyed_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("声明已销毁", "Say that it is destroyed"),
        does_not_allow=(
            ("留下副本、备份或衍生文件", "Keeping a copy, a backup or a file made from it"),
            ("代替查验：本库并未查验", "Any check: the library checks nothing here"),
        ),
        effects=(
            ("演员读到您的名字、这段话和日志条目", "The performer reads your name, these words and their log entry"),
            ("声明不实，是违约的书面证据", "If it is untrue, it is written evidence of a breach"),
        ),
    )  # fmt: skip


def told_owed(duty: Duty) -> Words:
    """To whoever signs for a holder."""
    (zh, en), (what_zh, what_en) = duty.owed.holder.name, what_goes(duty.owed)
    why_zh, why_en = _CAUSE[duty.cause]
    return (
        f"{why_zh}。{zh}处的{what_zh}须于 {moment(duty.owed.due_at, 'zh-Hans')} 前销毁，并由您签署声明。",
        f"{why_en}. At {en}, {what_en} must be destroyed by {moment(duty.owed.due_at, 'en')}, and you sign that it was.",
    )


def told_overdue(duty: Duty) -> Words:
    """To performer, operator and whoever signs, once, when the date has passed."""
    (zh, en), (what_zh, what_en) = duty.owed.holder.name, what_goes(duty.owed)
    return (
        f"逾期：{zh}未签署已销毁{what_zh}，限期为 {moment(duty.owed.due_at, 'zh-Hans')}。",
        f"Overdue: {en} has not signed that {what_en} is destroyed; it was due by {moment(duty.owed.due_at, 'en')}.",
    )


def told_stated(duty: Duty) -> Words:
    """To the performer, when a holder signed."""
    (zh, en), (what_zh, what_en) = duty.owed.holder.name, what_goes(duty.owed)
    return (
        f"已有签署的声明：{zh}处的{what_zh}已销毁。这是签署人的话，本库无从查验。",
        f"It is signed that, at {en}, {what_en} is destroyed. That is the word of whoever signed; the library cannot check it.",
    )
