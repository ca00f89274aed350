"""What is said when the library changes hands, (zh, en)."""

from propria.consent.model import Handover, HandoverKind
from propria.kernel.time import Instant, wire
from propria.plumbing.web.formats import day
from propria.record.model import Words

HAPPENS: dict[HandoverKind, Words] = {
    HandoverKind.SOLD: ("本库已转让", "The library is sold"),
    HandoverKind.INSOLVENT: ("本库的运营方资不抵债", "The library’s operator is insolvent"),
    HandoverKind.CLOSING: ("本库关闭", "The library closes"),
}


def announced(kind: HandoverKind, successor: Words, anew_by: Instant) -> Words:
    """The statement that the operator logs; each performer is told the same words."""
    zh, en = HAPPENS[kind]
    to_zh, to_en = successor
    zh += f"，承接方：{to_zh}" if to_zh else ""
    en += f"; it goes to {to_en}" if to_en else ""
    return (
        f"{zh}。承接方对任何人的形象与声音不因此取得权利。此前所作的录制同意与制作同意即刻停用；{wire(anew_by)} 之前本人未重新同意的，"
        "届时终止，所存素材与分身销毁。已签合同、已完成的作品与愿意洽谈的声明不变。",
        f"{en}. Whoever takes it over gets no right over anybody’s likeness or voice by that. Consents to record and to build that "
        f"were given before rest from now on; those that are not given anew by {wire(anew_by)} end then, and the recordings and "
        "replicas under them are destroyed. Contracts, finished works and openness stay as they were signed.",
    )


def notice(said: Handover) -> Words:
    """What every page says from then on."""
    zh, en = HAPPENS[said.kind]
    to_zh, to_en = said.successor
    zh += f"，承接方：{to_zh}" if to_zh else ""
    en += f"; it goes to {to_en}" if to_en else ""
    return (
        f"{zh}。此前录下的一切，须本人重新同意方可使用；{day(said.anew_by, 'zh-Hans')}前未重新同意的，予以销毁。",
        f"{en}. Nothing recorded before is used unless its performer consents anew; what nobody does by "
        f"{day(said.anew_by, 'en')} is destroyed.",
    )


def taken_up(count: int) -> Words:
    """The sentence that a consent given anew has more than another one."""
    return (
        f"本库易手之后，本人重新同意；此前 {count} 项同意之下的内容，可依其原有期限继续保存。",
        f"The library changed hands, and I consent anew: what is held under {count} earlier consent(s) of mine may be kept on "
        "their own terms.",
    )
