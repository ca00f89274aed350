"""The words of self-tapes: what a performer signs before a take is sent, and what both sides are told, (zh, en)."""

from collections.abc import Mapping

from propria.casting.tapes.model import RETENTION, Tape
from propria.kernel.time import wire
from propria.parties.model import Creator, Performer, Person
from propria.record.model import Question, Sheet, Words


def consented(person: Person, performer: Performer, creator: Creator, tape: Tape) -> Words:
    """An audition for this role only."""
    zh_title, en_title = tape.brief.title
    own = performer.person_id == person.id
    zh_who = f"本人{performer.name.zh}" if own else f"本人{person.name.zh}，作为{performer.name.zh}的监护人，"
    en_who = f"I, {performer.name.en}," if own else f"I, {person.name.en}, guardian of {performer.name.en},"
    until, gone = wire(tape.deadline), wire(tape.retained_until)
    return (
        f"{zh_who}同意把自拍试戏片段交给{creator.name.zh}，只用于《{zh_title}》角色“{tape.brief.role}”的试戏，只由其团队在此处观看。"
        f"{until} 之前可以换成新的一版；最迟 {gone} 销毁，本人可随时收回并立即销毁。"
        "这不是授权：不得作为采集素材，不得用于制作数字分身、训练模型或任何作品，不得另行转交或公开。",
        f"{en_who} agree to send a self-tape to {creator.name.en}, as an audition for the role “{tape.brief.role}” in {en_title} only, "
        f"watched here by their team alone. Until {until} a newer version may replace it; it is destroyed on {gone} at the latest, "
        "and at once when I withdraw it, at any time. It is no licence: it is no capture, nothing may be built or trained from it, "
        "it may be used in no work, and it may not be handed on or published.",
    )


SHEET = Sheet(
    title=("同意交出试戏片段", "Send a self-tape"),
    does_not_allow=(
        ("作为采集素材、用于制作数字分身", "Any capture or build of a replica from it"),
        ("用于训练任何模型", "Training any model on it"),
        ("用于任何作品或宣传", "Use in any work or advertisement"),
        ("转交他人或公开", "Handing it on or publishing it"),
    ),
    questions=(
        Question(
            "only",
            ("对方可以用这段片段做什么？", "What may they do with the take?"),
            (("为这一个角色观看", "Watch it for this one role"), ("放进作品里", "Put it into the work")),
            0,
            ("只能为这一个角色的试戏观看。", "They may watch it as an audition for this one role."),
        ),
    ),
    effects=(
        (
            f"截止日之后 {RETENTION.days} 天销毁；您收回时立即销毁",
            f"It is destroyed {RETENTION.days} days after the deadline, and at once when you withdraw it",
        ),
        ("谁看过、看的是哪一版，您都看得到", "You see who watched which version, and when"),
        ("观看者自行翻录的，无法追回", "A copy that somebody filmed while watching cannot be called back"),
    ),
)
TOLD: Mapping[str, Words] = {
    "ask": ("有人请您发一段自拍试戏", "you are asked for a self-tape"),
    "take": ("演员发来了一版试戏", "a take was sent"),
    "withdraw": (
        "演员收回了试戏，不能再看",
        "the performer withdrew the self-tape; it can be watched no more",
    ),
}
"""Act → what the other side is told."""
