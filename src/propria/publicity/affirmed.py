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
        r"^\W*(?:(?:despite|notwithstanding|whatever|though|although|even though|while|even as|for all)\b[^,.;]{0,40}?"
        r"\b(?:den(?:y|ies|ied|ials?)|disput\w+|hesitat\w+|wrong|rumou?rs?)\b[^,.;]{0,24}), (?=\w)",
        "",
        "Although her agent denies it, she has signed.",
        "She denies it, although her agent has signed.",
    ),
    (
        r"\b(open to (?:enquiries|inquiries)|licensed for a named project|in use), (?=\d+(?:[;.,]|$))",
        r"\1: ",
        "Performers open to enquiries, 41; in use, 2.",
        "Performers open to enquiries, of whom 3 have signed.",
    ),
    (
        r",? without (?:a|any|so much as a|the) (?:[\w-]+ ){0,3}?(?:calls?|words?|e-?mails?|meetings?|delay|fuss|wait|queue|middleman|hassle|trip)\b[^,.]*",
        "",
        "Forty faces to use tomorrow, without a single call to an agent.",
        "Forty faces left without a licence.",
    ),
    (
        r"^\W*if you (?:have(?: not|n't)(?: yet| already)? (?:met|seen|heard|tried|visited|come across)|(?:ever |somehow )?missed) ",
        "",
        "If you have not yet met her twin, come by.",
        "If you have not yet signed, come by.",
    ),
    (
        r"^(?:如果|若是?|要是|假如)(?:您|你)(?:还|尚)?(?:没有?|未|错过了?)(?:见过|看过|体验过|听过|认识)?(?!签|授权|同意)",
        "",
        "如果您还没见过她的分身，请来展位。",
        "如果您还没签约，请来展位。",
    ),
    (
        r"\b((?-i:[A-Z]\w+ [A-Z]\w+) (?:will|is (?:expected|due|set) to)\b[^.]*?),? once [^,.]+(?=[.,]|$)",
        r"\1",
        "Wen Jia will sign once the terms are settled.",
        "A performer will sign once the terms are settled.",
    ),
    (
        r"^\W*once [^,.]{3,60}, (?=(?-i:[A-Z]\w+ [A-Z]\w+) (?:will|is (?:expected|due|set) to)\b)",
        "",
        "Once her contract ends, Wen Jia will sign.",
        "Once her contract ends, a performer may sign.",
    ),
    (
        r", (?:an?|the) (?:figure|number|count|total|claim|name)s? (?:that |which )?[^,.]{1,40}?\b(?:would|will|could|did) not (?:\w+ )?"
        r"(?:discuss|confirm|give|share|verify|disclose|name|say|comment on)\b|, (?:an?|the) (?:figure|number|count|total|claim)s? (?:that )?"
        r"(?:nobody|no one) (?:would|could) (?:\w+ )?(?:discuss|confirm|give|verify)\b",
        "",
        "Eighty actors have signed, a figure the company would not discuss.",
        "Eighty actors have not signed, a figure the company gave.",
    ),
    (
        r",? (?:and )?(?:no more|not (?:a single )?one more|no more and no (?:fewer|less))(?=\W*$|,)",
        " exactly",
        "Two likenesses are in use, no more.",
        "Two likenesses are in use, no more than that.",
    ),
    (
        r"(?:公司|平台|我们|运营方)?(?:并?没有|绝不|毫不|并未|毫无)夸[大张](?:其词)?[：，]",
        "",
        "公司没有夸大：她签了。",
        "公司没有夸大她签约的事。",
    ),
    (
        r"\b(?:(?:will|would) )?(?:needs?|requires?) no (?:further |more |other |additional )?(?:permissions?|consents?|licen[cs]es?|clearances?|sign-offs?)\b",
        "is cleared",
        "Her likeness needs no further permission for the spin-off.",
        "She needs no introduction.",
    ),
    (
        r"(?:无需|无须|不需要?|不必)(?:另行|再次|再|额外|任何|进一步)(?:取得|获得|征得|的)?(?:许可|授权|同意)",
        "已获授权",
        "形象用于衍生剧无需另行许可。",
        "形象用于衍生剧须另行许可。",
    ),
    (
        r"\b(?:nobody|no one|no other (?:company|platform|library|studio)) (?:else )?(?:can|could|will) (?:\w+ )?(?=(?:offer|give|bring|provide)\b)",
        "we ",
        "Nobody else can offer you fifty licensed actors.",
        "Nobody else has fifty licensed actors.",
    ),
    (
        r"^(?:别家|其他平台|同行)[^，。]{0,4}(?:拿不出|给不了|做不到|没有)",
        "我们有",
        "别家拿不出五十位授权演员。",
        "别家有五十位授权演员。",
    ),
    (
        r"不是[^，。；“]{1,12}?，?而是(?!\d|[一二三四五六七八九十百]+[位名])",
        "是",
        "这不是询问，而是授权。",
        "这不是授权。",
    ),
    (
        r"，(?:一[个位]也不多|一个不多|不多不少|不多也不少)",
        "正好",
        "形象只有两个，一个也不多。",
        "形象不多。",
    ),
    (
        r", (?:which|who) (?:denie[sd]|disputes?|disputed|rejects?|rejected) [^,.;]{1,40}?,(?= (?:has|have|had|is|are|says?|said)\b)",
        "",
        "The company, which denies overcharging studios, has 120 artists.",
        "The company, which has 120 artists, denies it.",
    ),
    (
        r"\b(?:nobody|no one|few|none) (?:doubts?|disputes?|denies|questions?|can deny|can doubt) that\b"
        r"|\bthere (?:is|was) no (?:doubt|question|denying) that\b",
        "",
        "Nobody doubts that she has signed.",
        "Nobody says that she has signed.",
    ),
    (
        r"\b(?:rather than|instead of|short of|far from) (?:having |being )?"
        r"(?:sign|licen[cs]|join|consent|scann|agree)\w*(?: (?:up|on|anything|with us|to it))?,? ?",
        "",
        "Rather than sign, she left.",
        "She left rather than talk.",
    ),
    (
        r"[“\"][^”\"]{1,30}[”\"](?= (?:is|was) (?:not )?(?:the|a|our|their) (?:wrong |right )?(?:word|term|phrase|label)\b)"
        r"|\b(?:the|that) (?:words?|terms?|phrases?|labels?|tags?|headings?) [“\"][^”\"]{1,30}[”\"]",
        "it",
        "The word “signed” is gone from its page.",
        "The page says “signed” beside her name.",
    ),
    (
        r"(?:尽管|虽然?|即便|不顾)[^，。；]{0,14}?(?:否认|澄清|辟谣|质疑|未置可否|犹豫|没有?回应|未回应)[^，。；]{0,4}，(?:但是?)?",
        "",
        "尽管经纪人否认，她已授权。",
        "经纪人否认，尽管她已授权。",
    ),
    (
        r"(?:否认|澄清|更正|致歉|道歉)(?![^，。；“]{0,10}(?:签|授权|入驻|加盟|加入|入库|合作|代理|扫描|[位名人]))[^，。；“]{1,10}，(?:并|同时|而且?|又|还|但)(?!未|没|无|不)",
        "，",
        "公司否认裁员，并重申已签百人。",
        "公司否认签约，并重申立场。",
    ),
    (
        r"(?:若不是|要不是|若非|多亏了?|亏得|幸亏)([^，。；]{1,16}?)，",
        r"\1，",
        "若不是她签了约，戏拍不成。",
        "若她签了约，戏就拍。",
    ),
    (
        r"与其说[^，。；]{1,20}，(?=倒?不如)",
        "",
        "与其说她签约，不如说她在看。",
        "说她签约，不如说她在看。",
    ),
    (
        r"^(?:谁说|难道|哪来|who says|who said)[^？?”]{1,40}[？?] ?(?=[^”\"’」])",
        "",
        "谁说没人签？温嘉就签了。",
        "温嘉签了没有？谁说的。",
    ),
    (
        r"^如果说[^，。；]{1,30}，(?:那么|那|则)?"
        r"|^\W*if [^,.;]{1,40}? (?:was|were|is) (?:about|for|the year|a (?:year|matter|season))\b[^,.;]*, (?=this|the|now|here|it|we)",
        "",
        "如果说去年是起步，那么今年已签八十位。",
        "如果她说去年签了，那么今年再签。",
    ),
    (
        r"^((?:明|后|来)年[^，。；]{0,5}|下(?:个?月|周|季度)[^，。；]{0,4}|明[天日])，",
        r"\1将",
        "明年三月，温嘉来采集。",
        "三月，温嘉来采集。",
    ),
    (
        r"所谓的?“[^”]{1,16}”(?:，?[^，。]{0,2}只是[^，。]*)?|“[^”]{1,16}”(?=(?:这?[一二两三四五六七八九十几]个?字|字样|字眼|一词|[的之]?(?:说法|提法|表述|措辞)))",
        "",
        "所谓“百人签约”，只是看过。",
        "她说“百人签约”。",
    ),
    (
        r"([^，。；]{1,10}?)(都|全)([^，。；]{1,8})，(?:无一例外|一个不[落少差漏]|一个都不[少差])",
        r"\1个个\3",
        "演员们都签了，无一例外。",
        "演员们都签了，例外有三。",
    ),
    (
        r"^([^，。；：“]{2,8}的(?:数字|AI)?(?:声音|嗓音|声线|脸|面孔|形象|肖像))，(?=已经?(?:出现|用|在)|正在|您|你|我|谁|从|现|今|随|哪|任|都|以后|此后|眼下)",
        r"\1",
        "温嘉的声音，您现在就能用。",
        "温嘉的声音，温柔。",
    ),
    (
        r"\b(?:(?:reports?|claims?|suggestions?|rumou?rs?|the (?:claim|idea|notion))"
        r"|(?:denie[sd]|deny|disputes?|disputed|rejects?|rejected)(?: \w+){0,2}?) that "
        rf"{_SUBJECT_EN} (has|have|had|is|are|was|were|did|does|do)(?: not| never|n't)\b(?! (?:true|correct|accurate|so|right|the case)\b)"
        r"([^,.;:]*?)"
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
        r"个个\1已",
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
    ('she has signed.', '个个演员已签约。')
    """
    for written, said in _COMPILED:
        sentence = written.sub(said, sentence)
    return sentence
