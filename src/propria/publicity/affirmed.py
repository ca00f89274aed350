"""A sentence as it affirms: two negations are none, and what only sounds like one is left out. Pure. Reviewed data.

“It is untrue that she has not signed” says that she has. The frames (frames.py) read one negation; so what two of them say is
read here first, in plain words. Each reading has an example, and a sentence near it that stays as it is.
"""

import re

_SUBJECT_EN = (
    r"((?:(?!\b(?:has|have|had|is|are|was|were|did|does|do|and|but|or|who|that|which)\b)[^,.;:]){1,50}?)"
)
_NOBODY_EN = (
    r"\b(?:not (?:a single )?one|none|no one|nobody|no (?:\w+ )?(?:actor|performer|artist|singer|star)s?)"
)
_OF_WHOM_EN = r"((?: (?:of|in|on|among) (?:(?!\b(?:has|have|had|is|are)\b)[^,.;:]){1,40}?)?)"
_NOBODY_ZH = r"(?:没有|无)(?:任何)?(?:一[位名个人]|谁|哪一?[位个])"
_NOT_ZH = r"(?:没有?|未曾?|拒绝|不(?=是|在|签|授权|同意|愿意|肯|属))"
_SIGNING_ZH = r"(?=签|授权|同意|扫|入库|入驻|加入|加盟|点头|答应|采集)"

READINGS: tuple[tuple[str, str, str, str], ...] = (
    (
        r"\b(?:(?:reports?|claims?|suggestions?|rumou?rs?|the (?:claim|idea|notion))"
        r"|(?:denie[sd]|deny|disputes?|disputed|rejects?|rejected)(?: \w+){0,2}?) that "
        rf"{_SUBJECT_EN} (has|have|had|is|are|was|were|did|does|do)(?: not| never|n't)\b([^,.;:]*?)"
        r"(?: (?:is|are|was|were) (?:\w+ly )?(?:untrue|false|wrong|mistaken|baseless|unfounded|nonsense|a \w+))?(?=[,.;:”]|$)",
        r"\1 \2\3",
        "Reports that she has not signed are false.",
        "Reports that she has signed are false.",
    ),
    (
        r"\b(?:it (?:is|was) )?(?:\w+ly )?(?:untrue|false|wrong|incorrect|a lie|an error|a mistake|not true|not the case|nonsense) "
        r"(?:to (?:say|claim|suggest|write|think|believe|assume|report) )?that "
        rf"{_SUBJECT_EN} (has|have|had|is|are|was|were|did|does|do)(?: not| never|n't)\b",
        r"\1 \2",
        "It is untrue that she has not signed.",
        "It is untrue that she has signed and was not paid.",
    ),
    (
        rf"{_NOBODY_EN}{_OF_WHOM_EN} (?:(?:has|have|had) )?(?:failed|refused|declined|omitted|neglected|hesitated) to\b",
        r"All\1 have",
        "Not one of our actors has failed to sign.",
        "Not one of our actors has offered to sign.",
    ),
    (
        rf"{_NOBODY_EN}{_OF_WHOM_EN} (?:(?:(?:has|have|had) )?(?:refused|declined|rejected|turned down)|(?:is|are|was|were) without) "
        r"(?=(?:an?|the|our) )",
        r"All\1 have ",
        "None of our actors has declined a licence.",
        "None of our actors has signed a licence.",
    ),
    (
        r"\bthere (?:is|was) (?:no|not an?|not a single|hardly an?) (actor|performer|artist|singer|star|name|face)\b"
        rf"{_OF_WHOM_EN} (?:who|that|which) (has|is|was|did)(?: not| never|n't)\b",
        r"Every \1\2 \3",
        "There is no actor among us who has not been scanned.",
        "There is no actor among us who has been scanned.",
    ),
    (
        r"\b(?:has|have|had|did) (?:not|never) (?:failed|fail|forgotten|forget|hesitated|hesitate|omitted|omit) to\b",
        "has",
        "She has not failed to sign.",
        "She has not offered to sign.",
    ),
    (
        r",? (?:and|but) (?:(?:for|in|to|with) )?(?:nothing (?:else|more)|not one more"
        r"|no other (?:project|film|title|work|production|one))\b",
        " only",
        "She has licensed one film and nothing else.",
        "She has licensed nothing.",
    ),
    (
        r"[,;] (?:(?:and|but) )?(?:(?:the|our|an?|any|her|his|their) )?(?:(?:earlier|previous|former|first|old|initial|prior) \w+|denials?)"
        r"(?: of \w+)? (?:is|are|was|were) (?:\w+ly )?(?:an? (?:\w+ )?(?:error|mistake|misprint|misunderstanding|typo|slip)"
        r"|wrong|incorrect|false|untrue|inaccurate|mistaken)\b",
        "",
        "She has signed, and her denial was a mistake.",
        "The earlier report that she has signed was a mistake.",
    ),
    (
        r"\b(?:any|every) (?:figure|number|count|total|estimate|sum) (?:below|under|short of|lower than|less than|smaller than) "
        r"([^,.;:]+?) (?:is|was|would be) (?:\w+ly )?(?:an? (?:\w+ )?(?:error|mistake|lie|misprint|typo)|wrong|incorrect|false|untrue)\b",
        r"at least \1",
        "Any figure below 120 signed artists is an error.",
        "Any figure above 120 signed artists is an error.",
    ),
    (
        r" without (?:naming|identifying|saying|disclosing|revealing) (?:them|her|him|any(?:one|body)?|names|who|whom|which|more)\b",
        "",
        "Several stars have signed, it says without naming them.",
        "Several stars left without a licence.",
    ),
    (
        r"\b(?:experience|background|expertise|knowledge|grounding|qualifications?) (?:of|in|with) (?:\w+ )?\w+ing\b",
        "experience",
        "You have years of experience of licensing voices.",
        "You have experience of films.",
    ),
    (
        rf"{_NOBODY_ZH}([^，。；在]{{0,6}}?){_NOT_ZH}|无一(?:人)?{_NOT_ZH}|[无莫]不(?=是|签|授权|同意|愿意)",
        r"个个\1",
        "没有一位演员没签约。",
        "没有一位演员签约。",
    ),
    (
        r"(?:^|(?<=[，。；“]))凡(?:是)?([^，。；]{1,16}?)(?<!的)，?(?=(?:[都均]|全都|无一例外地?)(?:已|签|授|入|加|同意))",
        r"\1个个",
        "凡是库里的演员，都签了约。",
        "凡是库里的演员，须签约。",
    ),
    (
        rf"(?:并?不是|并非|否认)(?:说)?([^，。；]{{0,10}}?)(?:没有?|未)(?:有)?{_SIGNING_ZH}",
        r"\1已",
        "并不是她没签。",
        "并不是她签了。",
    ),
    (
        rf"说([^，。；]{{1,12}}?)(?:没有?|未)(?:有)?{_SIGNING_ZH}([^，。；]{{0,14}}?)的?，?(?:都|全|纯|只)?(?:是|属|系)(?:一场)?(?:误会|误解|误传|谣言|讹传)",
        r"\1已\2",
        "说她没签的，是误会。",
        "说她签了的，是误会。",
    ),
    (
        r"，(?:而|至于)?(?:此前|先前|早前|早先|之前|原先|上次)的?[^，。；]{0,8}?(?:[写弄搞说印报译]错|(?:是|属|系)(?:一场)?(?:误会|误解|口误|笔误|误传)|有误|不准确|不实)了?",
        "",
        "她签约了，此前否认是误会。",
        "此前说她签约了的报道有误。",
    ),
    (
        r"(?:有|具有|具备|熟悉|熟知)[^，。；]{1,20}者?优先(?:考虑|录用)?",
        "",
        "有授权谈判经验者优先。",
        "有授权经验。",
    ),
    (
        r"(?:并?没有?|并?不是|并非|绝非|别|不要|切勿)(?:写错|弄错|搞错|看错|说错|误会|误传|谣言|口误|笔误)",
        "",
        "别误会，她签了。",
        "是误会，她没签。",
    ),
)
"""What is written, what it affirms, an example, and what stays as it is."""
_COMPILED = tuple((re.compile(written, re.IGNORECASE), said) for written, said, _, _ in READINGS)


def affirmed(sentence: str) -> str:
    """The sentence with two negations as none.

    >>> affirmed("It is untrue that she has not signed."), affirmed("没有一位演员没签约。")
    ('she has signed.', '个个演员签约。')
    """
    for written, said in _COMPILED:
        sentence = written.sub(said, sentence)
    return sentence
