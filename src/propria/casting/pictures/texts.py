"""The words by which pictures are published for casting and taken back, (zh, en)."""

from collections.abc import Sequence

from propria.casting.pictures.model import Picture
from propria.kernel.time import Instant, wire
from propria.parties.model import Performer
from propria.record.model import Sheet, Words

_HEAD = 16
"""How many of a hash's 64 digits the words show; the statement holds them all."""


def counted(pictures: Sequence[Picture]) -> Words:
    """How many pictures and clips these are."""
    clips = sum(one.is_clip for one in pictures)
    stills = len(pictures) - clips
    zh = [f"{stills} 张照片"] * bool(stills) + [f"{clips} 段短片"] * bool(clips)
    en = [
        f"{count} {one}{'s' * (count != 1)}" for count, one in ((stills, "picture"), (clips, "clip")) if count
    ]
    return "和 ".join(zh), " and ".join(en)


def published(performer: Performer, pictures: Sequence[Picture], until: Instant) -> Words:
    """Exactly these pictures, for casting alone, where, until when, and what nobody may do with them."""
    hashes = ", ".join(picture.digest[:_HEAD] for picture in pictures)
    (zh, en), end = counted(pictures), wire(until)
    return (
        f"本人{performer.name.zh}公开下列 {zh}（SHA-256 开头：{hashes}），仅供选角。"
        f"在本人愿意洽谈并公开姓名期间，至 {end} 止，仅向已登录的制作方展示：本人页面、招募与搜索结果、候选名单、全部角色、并排对照。"
        "任何人不得用以训练模型，不得据以生成、改动或驱动任何影像、声音或数字分身，不得识别或比对面容，不得另行公开。"
        "所示均为本人。本人可随时一键收回。",
        f"I, {performer.name.en}, publish exactly {en} (SHA-256 begins: {hashes}), for casting and nothing else. They show me. "
        f"While I am open to enquiries under my name, until {end}, creators who are signed in see them on my page, in results "
        "of briefs and of search, on shortlists, on the board of all roles and side by side. Nobody may train a model on them, "
        "generate, change or animate any picture, voice or replica from them, match a face by them, or publish them elsewhere. "
        "I can take them back at any time with one tap.",
    )


SHEET = Sheet(
    title=("为选角公开照片", "Publish pictures for casting"),
    does_not_allow=(
        ("用于训练任何模型", "Training any model on them"),
        ("据以生成、改动或驱动影像、声音或数字分身", "Generating, changing or animating a picture, voice or replica"),
        ("识别或比对面容", "Recognising or matching a face"),
        ("在任何作品或宣传中使用", "Use in any work or advertisement"),
        ("另行公开或转交他人", "Publishing them elsewhere or handing them on"),
    ),
    effects=(
        (
            "您愿意洽谈并公开姓名期间，已登录的制作方可以看到",
            "While you are open under your name, creators who are signed in see them",
        ),
        (
            "一键收回：立刻不再展示，运营方所存文件随即销毁",
            "One tap takes one back: it is shown no more at once, and the operator’s copy is destroyed",
        ),
        ("有人看过时留下的副本，无法追回", "A copy that somebody made while looking cannot be called back"),
    ),
)  # fmt: skip


_GONE: Words = ("所存文件已销毁", "the operator’s copy is destroyed")
_KEPT: Words = (
    "依保全命令暂存，任何人不得打开或使用，命令终止后销毁",
    "an order to preserve keeps the operator’s copy, which nobody opens or uses, until it ends; then it is destroyed",
)


def taken_back(performer: Performer, pictures: Sequence[Picture], *, is_kept: bool) -> Words:
    """The operator's word that a performer took pictures back, and when; `is_kept`: an order keeps them from being destroyed."""
    hashes, (zh, en) = ", ".join(picture.digest[:_HEAD] for picture in pictures), counted(pictures)
    copy = _KEPT if is_kept else _GONE
    return (
        f"{performer.name.zh}收回了为选角公开的 {zh}（SHA-256 开头：{hashes}）；即刻不再展示，{copy[0]}。",
        f"{performer.name.en} took back {en} shown for casting (SHA-256 begins: "
        f"{hashes}): shown no more, and {copy[1]}.",
    )
