"""A sentence without what stands beside its claim: attributions (attributions.py) and asides (asides.py). Pure.

Whatever is left out says nothing of anybody's state, so that a sentence is judged by the rest, and is provable when the rest is.
"""

import re
from collections.abc import Callable

from propria.publicity.asides import is_aside
from propria.publicity.attributions import attributes, holds_office
from propria.publicity.frames import FIRST_PERSON

_BETWEEN_EN = re.compile(
    r",(?!\d{3})|[;:()—“”\"]| – |\b(?:and|but|though|although|yet)\b(?= (?:that|this|which|each|any|all|every|none|nobody|being|she|he|they|it|can|may|is|are|binds?|commits?|obliges?|remains?|a|an|anyone|anybody|whether|you|producers?)\b)",
    re.IGNORECASE,
)
_BETWEEN_ZH = re.compile(r"[，；：“”（）]|——")
_HEAD_EN = re.compile(r"^([^“”\";:]{1,160}?)(?: that\b|:(?! ?\d))", re.IGNORECASE)
_SAID_EN = re.compile(
    r"^(\W*(?:[\w'-]+ ){1,4}?(?:said|says|confirmed|confirms|states|stated|reports|reported|adds|added)) (?=[\w“])",
    re.IGNORECASE,
)
_VERB_NEXT = re.compile(r"^\s*(?:has|have|had|is|are|was|were|will|would|does|did)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:she|he|they)\b|[她他]", re.IGNORECASE)
"""Who may be whoever is said to speak."""
_AND = re.compile(r"\s*(?:and|or|but)\b", re.IGNORECASE)
_JOINT = re.compile(r"^(?:[,;:，；：—]|and|but|though|although|yet| – |——)$", re.IGNORECASE)
_ENDING = re.compile(r"[.!。！…]*[”\"’」]?$")


_GUIDANCE = re.compile(
    r"[，；,;]\s?(?:(?:公司|平台|运营方|我们)?(?:也|并|同时|另|特别)*(?:提醒|请|希望|要求|呼吁)(?:各位|各家|广大)?(?:媒体|读者|记者|同行|编辑)?(?:朋友)?(?:不要|切?勿|别)(?:将其|把它|把此|误)?"
    r"(?:写|说|报|报道|称|理解|解读|当)(?:成|为|作)“[^”]{1,16}”"
    r"|(?:and )?(?:the )?(?:company|operator|register|library|we)? ?(?:asks?|asked|reminds?|reminded|urges?|urged|begs?) (?:the )?(?:reporters|editors|media|press|journalists|readers) not to "
    r"(?:write|print|say|read it as|call it) [“\"][^”\"]{1,30}[”\"])(?=[，。,.]|$)",
    re.IGNORECASE,
)
"""How not to write it."""


_LOOKS_UP = re.compile(
    r"^(?:anyone|anybody|whoever|(?:an?|any|every) \w+)(?: who)? (?:looks? up|search(?:es)? for|checks?(?: on)?) (.+?) (?:finds?|sees?|reads?|learns?|will (?:find|see)|is told)"
    r"(?: that)? (?:she|he|they) |^(?:任何人|谁|读者|任何一位制片人)(?:去|来)?(?:查询|查阅|打开|翻阅)(?:公开)?(?:登记册|名册|页面)(?:都|均)?(?:会|能|可以?)?(?:看到|看见|发现|查到)[：，]?",
    re.IGNORECASE,
)
"""Who looks somebody up, and finds."""
_ADDING = re.compile(
    r", (?:(?:adding|noting|stressing|explaining|pointing out)|(?:who|which) (?:also )?(?:added|stressed|said|noted|explained|insisted|pointed out))(?: that)? (?=\w)",
    re.IGNORECASE,
)


def bare(sentence: str, listed: tuple[str, ...], *, zh: bool) -> str:
    """The sentence without attributions and asides; as it is where nothing but those is left.

    `listed`: names of listed performers, who say nothing in passing.

    >>> bare("Wen Jia is open to enquiries, the company said, and she may refuse at any time.", ("Wen Jia",), zh=False)
    'Wen Jia is open to enquiries.'
    >>> bare("公司表示，温嘉愿意接受询问，但这不是授权。", ("温嘉",), zh=True)
    '温嘉愿意接受询问。'
    """
    sentence = _ADDING.sub(
        ", and ", _LOOKS_UP.sub(lambda found: f"{found[1]} " if found[1] else "", _GUIDANCE.sub("", sentence))
    )
    own = bool(FIRST_PERSON.search(sentence))
    by_name = not _PRONOUN.search(sentence)

    def passes(part: str) -> bool:
        if any(name.lower() in part.lower() for name in listed):
            return False
        return (not own and attributes(part, zh=zh, by_name=by_name)) or is_aside(part, zh=zh)

    if not zh:
        for head in (_HEAD_EN, _SAID_EN):
            found = head.match(sentence)
            if found and not own and _is_head(found[1], listed, by_name=by_name):
                sentence = sentence[found.end() :].lstrip()
    return _joined(_parts(sentence, zh=zh), passes) or sentence


def _is_head(part: str, listed: tuple[str, ...], *, by_name: bool) -> bool:
    """Whether a sentence begins with who says the rest."""
    named = any(name.lower() in part.lower() for name in listed)
    return not named and attributes(part, zh=False, by_name=by_name)


def _parts(sentence: str, *, zh: bool) -> list[str]:
    """Parts and what stands between them, in turn; a part first and last."""
    between = _BETWEEN_ZH if zh else _BETWEEN_EN
    ending = _ENDING.search(sentence)
    body = sentence[: ending.start()] if ending else sentence
    found, at = [], 0
    for one in between.finditer(body):
        found += [body[at : one.start()], one.group()]
        at = one.end()
    return [*found, body[at:], sentence[len(body) :]]


def _joined(parts: list[str], passes: Callable[[str], bool]) -> str:
    """The parts that do not pass, with one of the marks that stood around each that does; empty where no word is left."""
    *body, ending = parts
    kept: list[str] = []
    dropped = False
    at = 0
    while at < len(body):
        part = body[at]
        taken = 0 if at % 2 or not part.strip() else _longest(body[at:], passes)
        if at % 2:
            kept += [part] if kept or not _JOINT.match(part) else []
        elif taken:
            dropped = True
            while kept and (not kept[-1].strip() or _JOINT.match(kept[-1])):
                kept.pop()
            at += taken - 1
        else:
            if dropped and _VERB_NEXT.match(part) and kept and _JOINT.match(kept[-1]):
                kept.pop()
            kept.append(part)
        at += 1
    while dropped and kept and (not kept[-1].strip() or _JOINT.match(kept[-1])):
        kept.pop()
    left = "".join(kept).strip()
    return f"{left}{ending}" if re.search(r"\w", left) else ""


def _longest(body: list[str], passes: Callable[[str], bool]) -> int:
    """How many of these, marks between them included, pass together: an office between commas belongs to its holder."""
    for length in (5, 3, 1):
        parts, marks = body[0:length:2], body[1:length:2]
        if (
            len(body) < length
            or not parts[-1].strip()
            or any(mark.strip() not in (",", "，") for mark in marks)
        ):
            continue
        if (length == 1 or _is_holder(parts)) and passes(" ".join(parts)):
            return length
    return 0


def _is_holder(parts: list[str]) -> bool:
    """Whether an office stands at an end, so that a name beside it is its holder and nobody whom the claim names."""
    ends = [parts[0]] if len(parts) > 2 else [parts[0], parts[1]]
    return all(holds_office(end) for end in ends) and not any(_AND.match(part) for part in parts)
