"""What passes by every rule: somebody stands beside a word of this business alone, and nothing says that it claims nothing. Pure.

The words of such a clause may say more than is signed, so that its sentence is unclear and not innocent.
"""

import re

from propria.publicity import frames
from propria.publicity.composed import other_business, other_deed
from propria.publicity.lexicon import OTHER_HEADS_EN
from propria.publicity.model import NamedPerformer
from propria.publicity.people import is_near, is_of_others, people_of

_ALONE_EN = (
    r"licen[cs]\w*|likeness\w*|replicas?|avatars?|(?:digital|virtual|AI) (?:doubles?|twins?|self|selves|versions?)"
    r"|AI (?:artists? |talent )?library"
)
_ALONE_ZH = r"授权|肖像|数字人|分身|艺人库|入库"
_BESIDE_EN = (
    r"consent\w*|rosters?|library|digiti[sz]\w+|scann(?:ed|ing)|clon\w+|(?:face|voice|image|digital) rights"
)
_BESIDE_ZH = r"替身|扫描|建模|克隆|采集|数字权[益利]|声音(?:权|模型)|声纹|名册|签约|签署|艺人|" + (
    r"(?<!二手)(?<!电商)(?<!社交)(?<!直播)(?<!视频)(?<!票务)平台"
)
_ALONE = re.compile(rf"\b(?:{_ALONE_EN})\b|{_ALONE_ZH}", re.IGNORECASE)
"""Words of this business and no other: beside performers who are counted."""
_BESIDE = re.compile(rf"\b(?:{_ALONE_EN}|{_BESIDE_EN})\b|{_ALONE_ZH}|{_BESIDE_ZH}", re.IGNORECASE)
"""Words that may be of another one: beside somebody who is listed."""
_WIDE = re.compile(r"授权|签约|签署")
"""Words that are of the other business that their clause speaks of: a book, a record label."""
_OF_A_WORK = re.compile(
    rf"\blicen[cs]\w+ (?:(?:the|an?|its|his|her|their|all|two) )?(?:[\w-]+ ){{0,2}}?(?:{OTHER_HEADS_EN})\b",
    re.IGNORECASE,
)
"""What companies license: a novel, a format."""
_TO_COME = re.compile(
    r"\b(?:announce|unveil|name|reveal|present|introduce|publish)\w*\b[^,.]{0,30}\b"
    r"(?:signings?|signatures|signatories|recruits|line-?up|(?:new|more|next|first) (?:names|faces|licen[cs]es|voices))\b"
    r"|\b(?:signings?|signatures|signatories|recruits)\b[^,.]{0,20}\b(?:to follow|to come)\b"
    r"|(?:公布|宣布|官宣|揭晓|公开|推出)[^，。]{0,8}(?:签约名单|授权名单|入驻名单|签约艺人|新名单|新阵容|入库名单|新签约)",
    re.IGNORECASE,
)
"""What is announced of nobody yet: signings to come."""
_SILENT = (frames.QUESTION, frames.DENIAL, frames.CONDITION)
_SILENT_CLAUSE = (frames.NEGATION, frames.AUDIENCE)


def unread_business(sentence: str, named: tuple[NamedPerformer, ...], *, zh: bool) -> str:
    """The word of this business beside somebody listed or counted, or of signings to come, in a sentence that no rule reads; empty where
    there is none."""
    silent = any(frame.search(sentence) for frame in _SILENT)
    if silent or is_of_others(sentence, named, zh=zh) or other_deed(sentence, zh=zh):
        return ""
    for clause in frames.clauses(sentence):
        people = people_of(clause, named, zh=zh, ours=is_near(sentence, zh=zh))
        word = _BESIDE.search(clause) if people.named else people.counted and _ALONE.search(clause)
        word = word or (frames.FUTURE.search(clause) and _TO_COME.search(clause))
        if word and _OF_A_WORK.match(clause, word.start()):
            continue
        if word and zh and _WIDE.fullmatch(word.group()) and other_business(clause, zh=zh):
            continue
        if word and not any(frame.search(clause) for frame in _SILENT_CLAUSE):
            return word.group()
    return ""
