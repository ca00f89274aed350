"""A model card in words, (zh, en): what was measured, against what, and what is weak. It measures nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.plumbing.web.words import Words
from propria.replicas.engine.port import INVENTED

LIMITS_ZH = {
    "Hair is one volume; ears and the back of the head are guessed from the front.": (
        "头发是一整块；耳朵和后脑由正面推测而来。"
    ),
    "The light of the recordings stays on the skin; depth is partly the mesh's own.": (
        "录制时的光线留在皮肤上；深度有一部分来自通用网格。"
    ),
    "Lips can only make shapes that the footage shows; the head moves and blinks as it did there.": (
        "口型只能取自您的录像；头部动作与眨眼也照录像。"
    ),
    "Near-frontal heads only. Lips in Mandarin recordings are timed by rule.": "只适合接近正面的头部；普通话素材的口型按规则对时。",
    "The voice is a preview: coloured stock speech in English or Mandarin, and not the performer's voice; its Mandarin has a "
    "foreign accent.": "声音只是预览：在现成的英语或普通话语音上着色，并非您本人的声音；普通话带外国口音。",
    "Near-frontal heads only. Timing of Mandarin lips is by rule.": "只适合接近正面的头部；普通话口型按规则对时。",
    "The voice is a preview: coloured stock speech, English only, and not the performer's voice.": (
        "声音只是预览：在现成语音上着色，仅英语，并非您本人的声音。"
    ),
    "Likeness numbers come from embedders learnt on scraped photographs and recordings; "
    "rendered characters look more alike to them than real people do.": (
        "相似度由网络评定，其训练素材抓取自公开的照片与录音；在它看来，渲染出来的人物彼此比真人更像。"
    ),
}


@dataclass(frozen=True)
class CardRow:
    """One part of a card: its name and its sentences."""

    name: Words
    says: tuple[Words, ...]


def rows_of(card: Mapping[str, Any]) -> tuple[CardRow, ...]:
    """The card's parts in the order in which a performer asks; what the card does not hold is left out."""
    invented = (card.get("others") or {}).get("name") == INVENTED
    parts = (
        CardRow(Words(zh="用了什么", en="Made from"), _given(card.get("given", {}))),
        CardRow(
            Words(zh="面容", en="Face"), _face(card.get("face", {}), card.get("head", {}), invented=invented)
        ),
        CardRow(Words(zh="声音", en="Voice"), _voice(card.get("voice", {}), invented=invented)),
        CardRow(Words(zh="口型", en="Lips"), _lips(card.get("lips", {}))),
        CardRow(Words(zh="不足之处", en="What is weak"), _limits(card.get("limits", ()))),
    )
    return tuple(part for part in parts if part.says)


def _given(given: Mapping[str, Any]) -> tuple[Words, ...]:
    if not given:
        return ()
    seconds, stills, takes = given["footage_seconds"], given["stills"], given["recordings"]
    return (
        Words(
            zh=f"录像 {seconds:g} 秒，照片 {stills} 张，录音 {takes} 段。",
            en=f"{seconds:g} seconds of footage, {_count(stills, 'photo')}, {_count(takes, 'voice recording')}.",
        ),
        *(
            Words(
                zh=f"一段 {one['seconds']:g} 秒的录像只用了开头 {one['used_seconds']:g} 秒（SHA-256 {one['sha256'][:16]}…）。",
                en=f"Of one piece of footage of {one['seconds']:g} seconds only the first {one['used_seconds']:g} were used "
                f"(SHA-256 {one['sha256'][:16]}…).",
            )
            for one in given.get("shortened", ())
        ),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _face(face: Mapping[str, Any], head: Mapping[str, Any], *, invented: bool) -> tuple[Words, ...]:
    found: list[Words] = []
    front, turned, genuine = (face.get(k) for k in ("front", "three_quarter", "genuine"))
    whose = _kept_out(face.get("held_out_pictures"))
    if front is not None and genuine is not None:
        side = "" if turned is None else f"，侧面 {turned:.2f}"
        view = "" if turned is None else f", turned {turned:.2f}"
        found.append(
            Words(
                zh=f"与{whose.zh}相比，正面相似度 {front:.2f}{side}；这些画面彼此之间为 {genuine:.2f}，1 为同一张照片。",
                en=f"Beside {whose.en} it is alike at {front:.2f} from the front{view}; these among themselves come to "
                f"{genuine:.2f}, and 1 is the same picture.",
            )
        )
    if face:
        found.append(_beside(face, _FACES, invented=invented))
    if "morph_targets" in head:
        units, views = head["morph_targets"], head.get("views_painted", 0)
        found.append(
            Words(
                zh=f"可做 {units} 种表情动作；皮肤取自 {views} 个画面。",
                en=f"It can make {units} movements of the face; the skin is painted from {_count(views, 'picture')}.",
            )
        )
    return tuple(found)


def _kept_out(pictures: int | None) -> Words:
    """What the face is compared with; a card that does not say so is not said to have kept anything out."""
    if pictures is None:
        return Words(zh="您的录制素材", en="your recordings")
    if not pictures:
        return Words(
            zh="制作时用过的画面（素材太少，无法另留）",
            en="the pictures that it was painted from (there were too few to keep some out)",
        )
    return Words(
        zh=f"您录像中未用于制作的 {pictures} 帧",
        en=f"{_count(pictures, 'frame')} of your footage that it was not painted from",
    )


_FACES = Words(zh="虚构面孔", en="invented faces")
_VOICES = Words(zh="合成声音", en="synthetic voices")
NOT_BESIDE_OTHERS = Words(zh="与他人的相似度：未测量。", en="Likeness to others: not measured.")
NO_SYNC = Words(zh="口型与声音的时差：未测量。", en="Delay between sound and lips: not measured.")
_NOWHERE_MS = 200


def _beside(part: Mapping[str, Any], whose: Words, *, invented: bool) -> Words:
    """How alike it is to others, who they are, and what the performer's own recordings measure beside them.

    Only others that are known to be the invented ones are told of.
    """
    if not invented or any(
        part.get(name) is None for name in ("others", "other", "other_nearest", "other_of_recordings")
    ):
        return NOT_BESIDE_OTHERS
    mean, nearest, own = (part[name] for name in ("other", "other_nearest", "other_of_recordings"))
    return Words(
        zh=f"与他人相比：对照本库演示角色的 {part['others']} 个{whose.zh}，平均 {mean:.2f}，最接近者 {nearest:.2f}；"
        f"您自己的素材与之相比为 {own:.2f}。未与任何真人比较。",
        en=f"Beside others, {part['others']} {whose.en} of the library's cast: {mean:.2f} on average, {nearest:.2f} to the "
        f"nearest; your own recordings come to {own:.2f} there. It was compared with no real person.",
    )


_VOICE_KEPT = {
    True: Words(
        zh="只用其中前一部分另做一次，与未使用的最后 {:g} 秒相比，",
        en="Made once more from their first part alone, beside the last {:g} seconds, which it never heard,",
    ),
    False: Words(zh="与制作时用过的录音相比，", en="Beside the recordings that it was made from,"),
}
"""Whether some recordings were kept out → what the voice is compared with."""


def _voice(voice: Mapping[str, Any], *, invented: bool) -> tuple[Words, ...]:
    if voice.get("kind", "none") == "none":
        return (
            Words(
                zh="没有声音：素材里没有足够的语音。", en="No voice: the recordings hold too little speech."
            ),
        )
    seconds, kept = voice["seconds_heard"], voice.get("held_out_seconds")
    misheard, pitch = round(100 * voice["word_error"]), round(voice["pitch_hz"])
    if voice["kind"] == "stock":
        return (
            Words(
                zh="没有足够相似而又听得清的预览声音；台词用现成的合成语音说。",
                en="No preview is both more like you and understood; lines are said in the stock voice.",
            ),
        )
    return (
        Words(
            zh=f"预览声音，取自 {seconds:g} 秒录音。{_VOICE_KEPT[bool(kept)].zh.format(kept)}相似度 {voice['likeness']:.2f}；"
            f"现成语音为 {voice['likeness_of_stock_voice']:.2f}，您本人为 {voice['genuine']:.2f}。",
            en=f"A preview voice, from {seconds:g} seconds of recordings. {_VOICE_KEPT[bool(kept)].en.format(kept)} it is alike at "
            f"{voice['likeness']:.2f}; a stock voice is at {voice['likeness_of_stock_voice']:.2f}, you yourself at "
            f"{voice['genuine']:.2f}.",
        ),
        _beside(voice, _VOICES, invented=invented),
        Words(zh=f"每百字听错 {misheard} 个。", en=f"Of 100 words a listener misheard {misheard}."),
        Words(
            zh=f"做法：用一种现成的合成语音，音高移到您的 {pitch} 赫兹，再按您各个音的频谱修饰。",
            en=f"How: one stock voice, moved to your {pitch} Hz and coloured by your sounds.",
        ),
    )


def _lips(lips: Mapping[str, Any]) -> tuple[Words, ...]:
    if not lips.get("can_talk", False):
        return (
            Words(
                zh="不能说台词：没有足够的说话录像。只有头像。",
                en="It cannot say lines: there was too little talking footage. It is a head only.",
            ),
        )
    found = [
        Words(
            zh=f"口型取自您 {lips['frames']} 帧录像。",
            en=f"Lips come from {lips['frames']} frames of your footage.",
        )
    ]
    if lips.get("missing"):
        named = ", ".join(lips["missing"])
        found.append(
            Words(
                zh=f"录像里缺少的口型，用相近的代替：{named}。",
                en=f"Shapes that the footage lacks are approximated: {named}.",
            )
        )
    return (*found, _sync(lips))


def _sync(lips: Mapping[str, Any]) -> Words:
    """The delay of lips that a kept-out part of the footage drives, and how far they move alike."""
    names = ("sync_ms", "sync_correlation", "sync_at_chance", "sync_seconds")
    if any(lips.get(name) is None for name in names):
        return NO_SYNC
    delay, alike, chance, seconds = (lips[name] for name in names)
    if delay >= _NOWHERE_MS:
        return Words(
            zh=f"用您一段 {seconds:g} 秒未参与制作口型的原声驱动：前后 {_NOWHERE_MS} 毫秒内，嘴的开合与录像对不上。",
            en=f"Driven by {seconds:g} seconds of your sound whose frames were kept out, its lips agree with the recording "
            f"nowhere within {_NOWHERE_MS} ms.",
        )
    return Words(
        zh=f"用您一段 {seconds:g} 秒未参与制作口型的原声驱动：与录像中的口型相差 {delay:.0f} 毫秒；"
        f"开合同步的相关系数为 {alike:.2f}，随机为 {chance:.2f}，1 为完全一致。",
        en=f"Driven by {seconds:g} seconds of your sound whose frames were kept out, its lips are {delay:.0f} ms off those "
        f"of the recording; they open alike at {alike:.2f}, where chance is {chance:.2f} and 1 is the same.",
    )


def _limits(limits: Any) -> tuple[Words, ...]:
    return tuple(Words(zh=LIMITS_ZH.get(said, said), en=said) for said in limits)
