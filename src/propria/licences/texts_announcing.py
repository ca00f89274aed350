"""The words by which a licence is announced, (zh, en): composed from what both sides sign, no free text."""

from collections.abc import Mapping
from typing import Any

from propria.deals.model import Side
from propria.kernel.time import instant
from propria.plumbing.web.formats import day
from propria.record.model import Sheet, Words
from propria.scope.words import AXIS_WORDS, Said, value_words

WITHDRAWN_EFFECTS: tuple[Words, ...] = (
    (
        "自此本库不再在任何页面、数目与订阅中提及此项授权。",
        "From this moment no page, count or feed of this library says this licence.",
    ),
    (
        "授权本身不变：可以使用的仍可使用。",
        "The licence itself does not change: what may be rendered may still be rendered.",
    ),
    (
        "已经发表的话无法收回；引用它的徽章会自行失效。",
        "What was printed cannot be recalled; a badge that quotes it turns itself off.",
    ),
)


def announced(side: Side, says: Mapping[str, Any]) -> Words:
    """What one side signs: the same facts as the other, in its own person."""
    name, creator, title = says["name"], says["to"], says["title"]
    media = value_words("medium", frozenset(says["media"]))
    zh, en = (
        (f"本人{name['zh']}与{creator['zh']}", f"I, {name['en']}, and {creator['en']}")
        if side is Side.PERFORMER
        else (f"{creator['zh']}与{name['zh']}", f"{creator['en']} and {name['en']}")
    )
    said = (
        f"{zh}均允许公开：{name['zh']}已就《{title['zh']}》（{media.zh}）授权{creator['zh']}。",
        f"{en} both let it be said in public: {name['en']} has licensed {creator['en']} for “{title['en']}” ({media.en}).",
    )
    more = [_shown(axis, value) for axis, value in says["shows"].items()]
    zh_more = "".join(f"{zh}。" for zh, _ in more)
    en_more = "".join(f" {en}." for _, en in more)
    return (
        f"{said[0]}{zh_more}除此之外一概不公开；任何一方可随时撤回。",
        f"{said[1]}{en_more} Nothing else is public; either side may take it back at any time.",
    )


def _shown(axis: str, value: Any) -> Words:
    name = AXIS_WORDS[axis]
    words = _term(value) if axis == "term" else value_words(axis, frozenset(value))
    return f"{name.zh}：{words.zh}", f"{name.en}: {words.en}"


def _term(value: list[str]) -> Said:
    start, end = (instant(text) for text in value)
    return Said(f"{day(start, 'zh-Hans')}至{day(end, 'zh-Hans')}", f"{day(start, 'en')} to {day(end, 'en')}")


def withdrawn(side: Side, says: Mapping[str, Any]) -> Words:
    """The end of an announcement, by either side."""
    name, creator, title = says["name"], says["to"], says["title"]
    zh, en = (
        (f"本人{name['zh']}", f"I, {name['en']},")
        if side is Side.PERFORMER
        else (creator["zh"], f"{creator['en']}")
    )
    verb = "take" if side is Side.PERFORMER else "takes"
    return (
        f"{zh}撤回关于《{title['zh']}》授权的公布。授权本身不变。",
        f"{en} {verb} back the announcement of the licence for “{title['en']}”. The licence itself does not change.",
    )  # fmt: skip


ANNOUNCED_SHEET = Sheet(
    title=("公布一项授权", "Announce a licence"),
    does_not_allow=(
        ("酬金、底价与合同其余条款，一概不公开。", "Pay, floors and every other term of the contract stay private."),
        ("一方签署而另一方未签，什么都不公开。", "While one side alone has signed, nothing is said."),
    ),
)  # fmt: skip
WITHDRAWN_SHEET = Sheet(title=("撤回公布", "Take back an announcement"), effects=WITHDRAWN_EFFECTS)
