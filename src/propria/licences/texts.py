"""The words of licence statements, (zh, en)."""

from propria.licences.model import Licence
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
