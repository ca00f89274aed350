"""The words of groups, (zh, en)."""

from collections.abc import Sequence

from propria.parties.model import Name, Performer
from propria.record.model import Sheet, Words


def joined(own: Performer, group: Performer, members: Sequence[Name]) -> Words:
    """A performer says that they are one of a group."""
    zh, en = "、".join(name.zh for name in members), ", ".join(name.en for name in members)
    return (
        f"本人{own.name.zh}是组合{group.name.zh}的成员，全体成员为：{zh}。组合签约须每人亲自签名，各人的条件对组合同样有效，"
        "任何一人均可否决或退出。",
        f"I, {own.name.en}, am one of {group.name.en}, which consists of: {en}. What it signs, each of us signs; what holds for "
        "each of us holds for it; any of us may refuse, and may leave.",
    )


def left(own: Performer, group: Performer) -> Words:
    """A performer leaves."""
    return (
        f"本人{own.name.zh}即刻退出组合{group.name.zh}。组合此后不再洽谈或签约，已签授权不变。",
        f"I, {own.name.en}, leave {group.name.en} from this moment. It is asked and signs nothing any more; signed licences stay.",
    )


def sheet() -> Sheet:
    """What the signing page says beside joining."""
    return Sheet(
        title=("加入组合", "Be one of a group"),
        effects=(
            (
                "对方只会得知“不便承接”，不知是谁的条件",
                "Others learn “not available”, never whose terms it was",
            ),
        ),
        does_not_allow=(
            ("其他成员替您签署", "Another member to sign for you"),
            ("任何委托代表组合签约", "Any mandate to sign for the group"),
        ),
    )


def leaving_sheet() -> Sheet:
    """What the signing page says beside leaving."""
    return Sheet(
        title=("退出组合", "Leave a group"),
        effects=(("组合的公开意愿与洽谈随之结束", "What the group is open to ends, and its talks"),),
    )
