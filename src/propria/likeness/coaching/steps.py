"""What is worth recording, step by step, and lines to read that hold every sound of English and of Mandarin. Data only."""

from dataclasses import dataclass

from propria.likeness.model import AssetKind
from propria.likeness.quality_words import EXPRESSION_WORDS
from propria.plumbing.web.words import Locale, Words

LINES: dict[Locale, tuple[str, ...]] = {
    "en": (
        "The lamps along the harbour usually glow until morning.",
        "Choose a good book, and put five things in the brown box.",
        "The boy waited a year by the water, just for a joke.",
        "She shared her joy with every third voice.",
        "We measure how far each road turns away from town.",
    ),
    "zh-Hans": (
        "八月的风吹过山坡，船上的灯一盏一盏亮了。",
        "春天里，请您慢慢走近，坐在窗边，听雪落下。",
        "二哥从城里寄来两瓶酒，四个人围着桌子笑。",
        "她用双手捧起热水，轻轻说：远处有军号。",
        "快去取书，朋友还在熊猫馆门口等你，嘴里哼着歌。",
        "草原云多，花开得晚，我们却不怕累，也不怪谁。",
    ),
}
"""All 39 sounds of General American, and every initial and common final of Mandarin, are in them."""


@dataclass(frozen=True)
class Goal:
    """A pose or an expression that a take should show; `code` is what the coach says when it is reached."""

    code: str
    says: Words


TURNS = (
    Goal("left", Words("请向您的左侧转头", "Turn your head to your left")),
    Goal("right", Words("请向您的右侧转头", "Turn your head to your right")),
    Goal("up", Words("请抬头", "Look up")),
    Goal("down", Words("请低头", "Look down")),
)
EXPRESSIONS = tuple(
    Goal(code, Words(f"请{words.zh}", f"{words.en[0].upper()}{words.en[1:]}"))
    for code, words in EXPRESSION_WORDS.items()
)
STILL = (Goal("still", Words("保持安静", "Keep still and silent")),)
BREATHS = tuple(
    Goal(f"breath_{n}", Words(f"第 {n} 次呼吸", f"Breathe in and out, {n} of 3")) for n in (1, 2, 3)
)


@dataclass(frozen=True)
class Step:
    """One take that is worth having: what to do, why, and what it should show one after the other."""

    kind: AssetKind
    says: Words
    why: Words
    goals: tuple[Goal, ...] = ()


STEPS = (
    Step(
        AssetKind.VIDEO,
        Words(
            "慢慢向左、向右转头，再抬头、低头。", "Turn your head slowly left and right, then up and down."
        ),
        Words("没拍到的侧面只能推测。", "Sides that were never seen are guessed."),
        TURNS,
    ),
    Step(
        AssetKind.VIDEO,
        Words(
            "张嘴、微笑、噘嘴、抬眉、皱眉、闭眼；每个停一秒。",
            "Open mouth, smile, pucker, brows up, brows down, eyes closed; a second each.",
        ),
        Words("没有的表情用通用的代替。", "An expression that is missing will be anybody’s."),
        EXPRESSIONS,
    ),
    Step(
        AssetKind.PHOTO,
        Words("正面一张，表情放松。", "One picture from the front, at rest."),
        Words("它是其余一切的比照。", "Everything else is held against it."),
    ),
    Step(
        AssetKind.ROOM_TONE,
        Words("不动、不出声，录十五秒。", "Be still and silent for fifteen seconds."),
        Words(
            "房间底声：铺在每句话之间，才不会忽然全静。",
            "The tone of the room: laid between lines, so that none falls into dead silence.",
        ),
        STILL,
    ),
    Step(
        AssetKind.BREATH,
        Words(
            "靠近麦克风，吸气、呼气三次，每次之间静一秒。",
            "Close to the microphone, breathe in and out three times, silent for a second in between.",
        ),
        Words(
            "没有自己的呼吸，话就不像人说的。",
            "Without breaths of your own, speech does not sound like a person.",
        ),
        BREATHS,
    ),
)
