"""The words of an order to preserve, (zh, en): what is signed, and what the performer is told."""

from propria.likeness.orders.model import Preservation
from propria.parties.model import Performer
from propria.plumbing.web.formats import day
from propria.record.model import Sheet, Words

_DOES: dict[str, Words] = {
    "asked": ("请求依命令保全", "ask that by an order these be preserved"),
    "confirmed": ("确认依命令保全", "confirm that by an order these be preserved"),
    "lifting_asked": ("请求解除依命令的保全", "ask that the order to preserve these be lifted"),
    "lifted": ("解除依命令的保全", "lift the order to preserve these"),
}
_TOLD: dict[str, Words] = {
    "asked": (
        "运营方一人请求保全，待另一人确认",
        "one person of the operator asks, another has to confirm it",
    ),
    "confirmed": ("两人已签署，现已生效", "two people signed for it, and it binds now"),
    "lifting_asked": (
        "运营方一人请求解除，待另一人确认；在此之前继续有效",
        "one person of the operator asks to lift it, another has to confirm that; it binds until then",
    ),
    "lifted": ("已解除", "it was lifted"),
}


def signed(act: str, name: Words, performer: Performer, order: Preservation) -> Words:
    """What one of the operator's people signs."""
    does = _DOES[act]
    return (
        f"本人{name[0]}（运营方）{does[0]}{performer.name.zh}的全部录制素材、数字分身文件、选角照片和自拍试戏。下令者：{order.authority}；文号：{order.reference}；"
        f"至迟至 {day(order.ends_at, 'zh-Hans')}。期间任何人不得打开或使用本应销毁者；届时销毁。",
        f"I, {name[1]}, of the operator, {does[1]}: all recordings of {performer.name.en}, all files of their replicas, "
        f"their pictures for casting and their self-tapes. Ordered by: "
        f"{order.authority}; number: {order.reference}; until {day(order.ends_at, 'en')} at the latest. "
        "Until then nobody opens or uses what was to be destroyed; then it is destroyed.",
    )


def sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("依命令保全", "An order to preserve"),
        does_not_allow=(
            (
                "打开、使用或据以制作本应销毁的素材",
                "Opening, using or building from what was to be destroyed",
            ),
            (
                "仅凭您一人保全任何内容，或解除已生效的保全",
                "Keeping anything by you alone, or lifting alone what binds",
            ),
        ),
        effects=(
            (
                "演员即刻获知下令者、文号与期限。",
                "The performer is told at once who ordered it, its number and its end.",
            ),
        ),
    )


def told(act: str, order: Preservation) -> Words:
    """What the performer reads when an order moves."""
    state = _TOLD[act]
    return (
        f"依命令保全您的录制素材、数字分身文件、选角照片和自拍试戏：{state[0]}。下令者：{order.authority}；文号：{order.reference}；至迟至 "
        f"{day(order.ends_at, 'zh-Hans')}。生效期间，本应销毁的只保存、不打开、不使用；您可以向下令者提出异议。",
        f"An order to preserve your recordings, the files of your replicas, your pictures for casting and your self-tapes: {state[1]}. "
        f"Ordered by: "
        f"{order.authority}; number: {order.reference}; until {day(order.ends_at, 'en')} at the latest. "
        "While it binds, what was to be destroyed is kept, not opened and not used; you can contest it with whoever gave the order.",
    )
