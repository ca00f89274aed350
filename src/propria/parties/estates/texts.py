"""The words of deaths and estates, (zh, en)."""

from collections.abc import Mapping
from datetime import date

from propria.parties.model import Performer, Person
from propria.record.model import Words


def death_attested(performer: Performer, died_on: date) -> Words:
    """Two people saw the papers of a death."""
    return (
        f"两位工作人员分别查验了{performer.name.zh}的死亡证明，日期均为 {died_on.isoformat()}。自本条起，一切委托冻结；"
        "只有写明身后使用的授权照原文继续。",
        f"Two people, each for themselves, saw the papers by which {performer.name.en} died on {died_on.isoformat()}. From this "
        "entry on every mandate is frozen, and only a licence that says so itself goes on, exactly as it was written.",
    )


def death_corrected(performer: Performer) -> Words:
    """A death that was recorded in error."""
    return (
        f"两位工作人员分别确认{performer.name.zh}在世。此前的死亡记录有误，自本条起不再作数。",
        f"Two people, each for themselves, saw that {performer.name.en} is alive. The death that was recorded is an error and "
        "counts no more from this entry on.",
    )


def estate_attested(performer: Performer, holders: Mapping[Person, int]) -> Words:
    """Two people saw who holds an estate."""
    zh = "；".join(f"{one.name.zh} {share / 100:.2f}%" for one, share in holders.items())
    en = "; ".join(f"{one.name.en} {share / 100:.2f}%" for one, share in holders.items())
    return (
        f"两位工作人员分别查验了{performer.name.zh}遗产权利人的材料，全体权利人及份额为：{zh}。"
        "新的授权须全体签名，款项按份额分付。",
        f"Two people, each for themselves, saw the papers of the estate of {performer.name.en}. All who hold it, with their "
        f"shares: {en}. A new licence needs every one of them, and money is paid by these shares.",
    )
