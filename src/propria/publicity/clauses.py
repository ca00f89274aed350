"""What a clause says of the people in it: the claiming words, each with the right object. Pure.

A plain word claims by itself. A wide one (sign, join, license …) claims with an object of this business, with whoever
runs it, with a person as its object, with papers of no other kind, or with no object at all.
"""

import re
from functools import cache

from propria.publicity import lexicon as words
from propria.publicity.word_classes import OTHER_SURFACES_EN

_BUSINESS_EN = re.compile(rf"\b(?:{words.BUSINESS_EN})", re.IGNORECASE)
_LIKENESS_EN = re.compile(words.LIKENESS_EN, re.IGNORECASE)
_COMPANY_EN = re.compile(
    rf"^\W*(?:up |on |forces |over )?(?:with|to|by|for|from)?\s*{words.COMPANY_EN}", re.IGNORECASE
)
_US_EN = re.compile(r"\bus\b", re.IGNORECASE)
_SAID_BY_EN = re.compile(
    rf"\b{words.COMPANY_EN}(?:['’]s (?:\w+ ){{0,2}}(?:statement|website|site|list|page|brochure|deck))",
    re.IGNORECASE,
)
_PAPERS_EN = re.compile(
    rf"^\W*(?:to )?{words.PAPERS_EN}\b(?=\W*$|\W+(?:{words.TIME_EN}|(?:with|to) (?:{words.COMPANY_EN}|{words.BUSINESS_EN})))",
    re.IGNORECASE,
)
_BARE_EN = re.compile(
    rf"^\W*$|^\s*(?:,[”\x22]?|[”\x22],?)\s(?:said|says|according|the|an?|its|his|her|(?-i:[A-Z]))|^\s(?:is|are|was|were) (?-i:[A-Z])|^\s(?:now )?(?:stands?|stood|comes|came|runs|ran|reached|passed|hits?|tops?|topped) (?:at|to|the|\d|\w+(?:ty|ed|een)\b)|^\s*[|:=–]\s*(?:over |more than |about )?\d|^\s*(?:(?:for|in) )?(?:(?:the )?(?:film|series|drama|game|project),? )?[“«\x22]|^\W*(?:up|on)?\W*(?:$|{words.TIME_EN})",
    re.IGNORECASE,
)
_OTHER_EN = re.compile(rf"(?<!AI )(?<!digital )(?<!virtual )\b(?:{words.OTHER_HEADS_EN})\b", re.IGNORECASE)
_EMPLOYED_EN = re.compile(words.EMPLOYED_EN, re.IGNORECASE)
_ELSEWHERE_EN = re.compile(rf"\b(?:{OTHER_SURFACES_EN})\b", re.IGNORECASE)
_OTHER_SUBJECTS_EN = re.compile(words.OTHER_SUBJECTS_EN, re.IGNORECASE)
_PURPOSE_EN = re.compile(words.PURPOSE_OTHER_EN, re.IGNORECASE)
_PHRASE_ENDS_EN = re.compile(
    r"\b(?:of|for|that|who|which|from|about|by|after|before|during|protecting|governing|worth)\b|[,;:—”\"]",
    re.IGNORECASE,
)
_LEADING_EN = re.compile(
    r"^\W*(?:up |on |in |forces |over )?(?:with|to|on|for|by|in|at|from)?\s*", re.IGNORECASE
)
_PERSON_NEXT_EN = re.compile(
    rf"^\W*(?:with |to )?(?:\w+ of (?:the|our|its|these) )?(?:(?:(?!of\b)[\w’'-]+,? ){{0,5}}?(?:{words.PEOPLE_EN})\b)",
    re.IGNORECASE,
)
_NAME_NEXT_EN = re.compile(r"^\W*(?:with |up |to )*(?:\w+ ){0,2}?[A-Z][a-z’]+ [A-Z][a-z’]+")
_BRINGS_EN = re.compile(rf"^(?:{words.BRINGS_EN})", re.IGNORECASE)
_LICENSES_WORK_EN = re.compile(
    r"^(?:licen[sc]|authori[sz])\w+ (?:\w+ )??(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|both|many|several|\d+) (?:[\w-]+ ){0,2}?(?:seasons?|series|films?|movies?|games?|shows?|musicals?|titles?|productions?|projects?)\b",
    re.IGNORECASE,
)
"""What performers license and companies buy: a season, two films."""
_AUXILIARIES_EN = re.compile(
    r"(?: (?:has|have|had|is|are|was|were|been|being|will|would|may|might|could|plans?|planned|hopes?|wants?|intends?|aims?|expects?|seeks?|also|now|already|since|to))*\s*$"
)
_PASSIVE_EN = re.compile(r"(?:been|was|were|is|are) ", re.IGNORECASE)
_PASSIVE_HEAD_EN = re.compile(r"\b(?:been|was|were|is|are) $", re.IGNORECASE)
_PERSON_EN = re.compile(rf"\b(?:{words.PEOPLE_EN})\b", re.IGNORECASE)
_NEEDS_OBJECT_EN = re.compile(
    r"^(?:captur|record|represent|approv|partner|collab|back|endors|commit|agree(?!d (?:on )?(?:the |our |all )?terms)|lent|lend)",
    re.IGNORECASE,
)
_TAKES_PERSON_EN = re.compile(
    r"^(?:sign|ink|negotiat|talks|captur|represent|welcom|partner|collab|team|licen|enrol|has sign|have sign|record)",
    re.IGNORECASE,
)

_DIGITAL_EN, _DIGITAL_ZH = re.compile(words.DIGITAL_EN, re.IGNORECASE), re.compile(words.DIGITAL_ZH)
_BUSINESS_ZH = re.compile(words.BUSINESS_ZH)
_OTHER_ZH = re.compile(rf"(?<!AI)(?<!数字)(?<!虚拟)(?:{words.OTHER_HEADS_ZH})")
_PAPERS_ZH = re.compile(rf"^{words.PAPERS_ZH}")
_BARE_ZH = re.compile(
    r"^(?:潮|者|过|中|并|且|的(?:还有|包括|有)|了|出去|成功|完毕|完成|到位|名单|人数|之列|仪式|制作)*(?:[，。！!”」）)、并且]|的?(?:还有|包括)|$|的?(?:\d|[一二三四五六七八九十百千]+[位名人])|的(?:作品|项目|影片|电影)[，。！]?$|的(?:作品|项目|影片|电影)(?:是|为|只有|仅有)?《|率先|的[一那首]批|了?(?:一部|一个|各一部|具名)*(?:作品|项目|影片|剧集)的|了?(?:一部|一个|各一部|具名)*(?:作品|项目|影片|剧集)?(?:[，。！]|$|《)|的?(?:消息|阵容|艺人|演员|明星|表演者|人)*(?:总?数|人数|数量|规模)|的?(?:消息|阵容|艺人|演员|明星|表演者|人)*(?:已|中有|中包括|里有|共|包括|还?有|分别|达|突破|超|累计|较|同比|环比|增长|翻|[，。！]|\s*[|｜:：]|名单|$))"
)
_PERSON_NEXT_ZH = re.compile(
    rf"^(?:了|的)?(?:包括|超过|逾|近|约|累计|共|[首第]批)?[\d一二三四五六七八九十百千万余多数两几]*(?:[位名个])?(?:[\u4e00-\u9fff]{{0,6}})?(?:{words.PEOPLE_ZH})"
)
_WORKS_ZH = r"(?:作品|项目|短剧|网剧|剧集|电视剧|剧|电影|影片|片子|游戏|手游|节目|广告|动画|专辑|有声书)"
_FOR_WORKS_ZH = re.compile(rf"[就为][^，。；]{{0,10}}{_WORKS_ZH}[》”]?(?:作出|给出|签署|签)?(?:了)?$")
_WORKS_NEXT_ZH = re.compile(
    rf"^(?:了|过)?(?:给)?(?:另外?|其他|下|又|新|第)?[一二两三四五六七八九十几多数\d]+[部个款支档首](?:新)?{_WORKS_ZH}"
)
"""What performers license: 就两部短剧授权, 授权两部电影."""
_OF_A_TITLE_ZH = re.compile(r"^(?:给|于|用于)?(?:影片|电影)(?=《[^》]*》使用)")
"""What a title is of, right after a licence for it."""
_BRINGS_ZH = re.compile(rf"^(?:{words.BRINGS_ZH})")
_TAKES_PERSON_ZH = re.compile(r"^(?:手握|坐拥|签下|签约|官宣|携手|联手|牵手|招募|代理|签了|合作|集结)")


def claims_of(
    clause: str, *, zh: bool, about: tuple[str, ...], subject: str = ""
) -> list[tuple[str, str, int]]:
    """Each claiming word of a clause: the word, what it needs, where it stands.

    `about`: the names in the clause. `subject`: the clause before a Chinese one that leaves its own subject out.
    """
    text = clause
    for hedge in words.HEDGES:
        text = text.replace(hedge, " " * len(hedge))
    found: list[tuple[str, str, int]] = []
    for match in (_DIGITAL_ZH if zh else _DIGITAL_EN).finditer(text):
        if text[match.end() :].startswith(about):
            found.append((match.group().strip(), words.NEVER, match.start()))
    plain, wide = (words.PLAIN_ZH, words.WIDE_ZH) if zh else (words.PLAIN_EN, words.WIDE_EN)
    for pattern, needs in plain.items():
        for match in _finder(pattern, zh=zh).finditer(text):
            found.append((match.group().strip(), needs, match.start()))
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    for pattern, needs in wide.items():
        for match in _finder(pattern, zh=zh).finditer(text):
            word, head, tail = match.group(), clause[: match.start()], clause[match.end() :]
            if _claims_zh(word, head, tail, about, subject) if zh else _claims_en(word, head, tail, about):
                found.append((match.group().strip(), needs, match.start()))
    return sorted(found, key=lambda one: one[2])


@cache
def _finder(pattern: str, *, zh: bool) -> re.Pattern[str]:
    return re.compile(pattern if zh else rf"\b(?:{pattern})", re.IGNORECASE)


def _claims_en(word: str, head: str, tail: str, about: tuple[str, ...]) -> bool:
    bare_word = re.sub(r"^(?:has|have|had|is|are|was|were|been) ", "", word, flags=re.IGNORECASE)
    phrase = _phrase_en(tail)
    if _OTHER_SUBJECTS_EN.search(head) and not _BUSINESS_EN.search(head + word + tail):
        return False
    business_near = _comes_first(_BUSINESS_EN, _OTHER_EN, phrase) or bool(_COMPANY_EN.search(tail))
    if (
        _EMPLOYED_EN.search(tail)
        or _ELSEWHERE_EN.search(tail)
        or (_PURPOSE_EN.search(tail) and not business_near)
    ):
        return False
    if (
        _PASSIVE_EN.match(word)
        and _OTHER_EN.search(" ".join(head.split()[-4:]))
        and not _LIKENESS_EN.search(head)
    ):
        return False
    if (
        _PASSIVE_HEAD_EN.search(head)
        and _OTHER_EN.search(head)
        and not (about or _PERSON_EN.search(head) or _LIKENESS_EN.search(head))
    ):
        return False
    if _LICENSES_WORK_EN.search(word + tail) and _by_them(head, about):
        return True
    likeness = bool(_LIKENESS_EN.search(head)) or _is_their_double(head, about)
    if _OTHER_EN.search(phrase) and not (business_near or likeness):
        return False
    person_next = bool(_PERSON_NEXT_EN.search(tail) or _NAME_NEXT_EN.search(tail))
    business = bool(
        business_near
        or _is_their_double(head, about)
        or _US_EN.search(word)
        or _BUSINESS_EN.search(word)
        or _BUSINESS_EN.search(tail)
        or _BUSINESS_EN.search(head)
    )
    if bare_word.lower() == "listed" and _PASSIVE_EN.search(head[-5:]) and _BARE_EN.search(tail):
        return True
    if _BRINGS_EN.search(bare_word) and not _PASSIVE_EN.match(word):
        return (business or bool(_SAID_BY_EN.search(head))) and (
            person_next or (bare_word.lower() in ("listed", "recorded") and bool(head.strip()))
        )
    if business:
        return True
    if person_next and _TAKES_PERSON_EN.search(bare_word):
        return True
    if _PAPERS_EN.search(tail):
        return True
    return bool(_BARE_EN.search(tail)) and not _NEEDS_OBJECT_EN.search(bare_word)


def _is_their_double(head: str, about: tuple[str, ...]) -> bool:
    """Whether the subject is the twin or double of one of these names: *Mina Haldane's twin is cleared*."""
    return any(
        f"{name.lower()}'s {double}" in _AUXILIARIES_EN.sub("", head).lower()
        for name in about
        for double in ("twin", "double", "clone")
    )


def _by_them(head: str, about: tuple[str, ...]) -> bool:
    """Whether one of these names is the subject of the verb that follows the head."""
    return _AUXILIARIES_EN.sub("", head).endswith(about)


def _comes_first(wanted: re.Pattern[str], other: re.Pattern[str], phrase: str) -> bool:
    """Whether the phrase has what is wanted, and nothing else before it."""
    one, two = wanted.search(phrase), other.search(phrase)
    return one is not None and (two is None or one.start() <= two.start())


def _phrase_en(tail: str) -> str:
    """The noun phrase right after the word, at most seven words of it."""
    rest = tail[_LEADING_EN.match(tail).end() :]  # type: ignore[union-attr]
    end = _PHRASE_ENDS_EN.search(rest)
    return " ".join((rest[: end.start()] if end else rest).split()[:7])


def _claims_zh(word: str, head: str, tail: str, about: tuple[str, ...], subject: str) -> bool:
    near = tail[:9]
    if word == "授权" and (about or subject) and (_FOR_WORKS_ZH.search(head) or _WORKS_NEXT_ZH.search(tail)):
        return True
    other = bool(_OTHER_ZH.search(head[-8:] + word + (_OF_A_TITLE_ZH.sub("", tail) if about else tail)))
    business = bool(_BUSINESS_ZH.search(f"{subject}。{head}{tail}"))
    if other and not _comes_first(_BUSINESS_ZH, _OTHER_ZH, near):
        return False
    person_next = bool(_PERSON_NEXT_ZH.search(tail)) or any(tail.startswith(name) for name in about)
    if _BRINGS_ZH.search(word) and not (word in ("官宣", "手握", "坐拥") and person_next):
        return business
    if business or (person_next and _TAKES_PERSON_ZH.search(word)):
        return True
    return bool(_PAPERS_ZH.search(tail) or _BARE_ZH.search(tail))
