"""The frames that turn a claim into something else: a denial, a condition, a question, a plan, other business.

Each row is a reviewed pattern. A denial or a condition claims nothing; a plan claims what nobody can check yet;
a signing whose object is a film, a festival or an agency says nothing of a likeness.
"""

import re

QUESTION = re.compile(r"[?？][”\"'’」]?\s*$|吗\s*[。]?$")
CONDITION = re.compile(
    r"^\W*(?:if|unless|should|were)\b|\b(?:if|unless|provided that|as long as)\s+(?:\w+\s+){1,4}signs?\b"
    r"|如果|假如|倘若|一旦|除非|^若|若是",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|nobody|no one|none of|neither|hasn['’]t|haven['’]t|didn['’]t|isn['’]t|aren['’]t)\b(?! only)"
    r"|\bno (?:actor|actress|artist|performer|star|talent)s?\b|\bwithout (?:having )?(?:sign|licen|authori)"
    r"|尚未|从未|无任何|并未|未曾|没有|未(?=签|授|入驻|加盟|加入|同意)|并非|不是|从来没",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:denie[sd]|deny|denying|refute[sd]?|rejected (?:reports|claims)|untrue|false|rumou?rs?)\b"
    r"|否认|不实|谣言|辟谣|不属实|系误传|子虚乌有",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|would|shall|may|might|could|is going to|are going to|plans? to|hopes? to|set to|in talks"
    r"|expected to|poised to|about to)\b|将(?!军|来)|即将|有望|计划|拟(?=签|授|入)|或将|有意|正在洽谈",
    re.IGNORECASE,
)
OTHER_BUSINESS = re.compile(
    r"\b(?:distribution|financing|sales|overall|first-look|publishing|record|book|sponsorship) (?:deal|agreement|pact)"
    r"|\bjoin(?:s|ed|ing)? (?:the |a |an )?(?:\w+ )?(?:cast|jury|board|strike|picket|production)\b"
    r"|\b(?:joins?|joined) (?:\w+ ){0,3}(?:cast|jury)\b|\bsign(?:s|ed|ing)? (?:(?:a|an|the|its|their) )?(?:\w+ )?"
    r"(?:bill|law|lease|letter|petition|order|memorandum)\b"
    r"|\bsign(?:s|ed)? on (?:to|as|for)\b|\b(?:brand|charity|charitable|sponsor)\b|\blicensed (?:music|songs|footage|data)\b"
    r"|\b(?:must|required?|requires|rules?|law|bill) \b"
    r"|\bsigned (?:with|to) (?:CAA|WME|UTA|Gersh|an agency)"
    r"|\blicensed the (?:format|series|film|show|rights|score|song|script)\b|\bsigned (?:autographs|copies|the petition)"
    r"|须取得|必须|新规|法规|条例|出演|网剧|志愿|品牌|公益|战略合作|摄影棚|音乐|剧组|新剧|新片|电影(?!形象)|综艺|评委|发行协议|改编权|版权|音乐授权|翻拍权|赞助协议|签名会",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:half|a third|two thirds|a quarter|most|majority|all) of (?:the |our |these )?(?=\w)"
    r"|\b\d+(?:\.\d+)?\s?%|[一二三四五六七八九]成|超半数|半数|过半|大多数|全部|百分之",
    re.IGNORECASE,
)
# A name that the register may not hold: two or three capitalised English words, or a Chinese name after its calling.
NAME_EN = re.compile(r"\b[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}\b")
NAME_ZH = re.compile(
    r"(?:演员|艺人|明星|歌手|影帝|影后)([\u4e00-\u9fff]{2,3}?)(?=已|正式|宣布|签|授权|入驻|加盟|加入|与|和|、)"
)
NOT_NAMES_ZH = re.compile(r"与|平台|已|经|正|集|真|都|均|全|们|完成|宣布|纷纷|陆续")
NOT_NAMES_EN = re.compile(
    r"^(?:The|A|An|Our|Their|Some|More|Several|Two|Three|Half|Exclusive|New|Los|Hong|United|San)\b"
    r"|\b(?:Netflix|Reporter|Studios?|Pictures|Entertainment|Media|Group|Films|Awards|Festival|University)$"
)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹章苏潘葛范彭鲁韦马方袁柳史唐薛雷贺"
    "汤罗郝安常于傅齐康顾孟黄穆萧尹姚邵汪毛戴宋熊董梁杜贾江郭林徐邱高夏蔡田胡霍陆叶白刘邓龙万段钟崔程"
    "谭廖曾肖丁余"
)
NAME_FIRST_ZH = re.compile(
    rf"^[“「]?([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=已|正式|宣布|官宣|签约|授权|入驻|加盟|与平台)"
)
# What a number may stand before and still count people.
COUNTS_PEOPLE_EN = re.compile(
    r"^\s*(?:\+|or more)?\s*(?:of (?:the|our|its|them|these)\s*)?(?:[\w'’-]+\s+){0,3}?"
    r"(?:artists?|performers?|act(?:or|ress)(?:e?s)?|stars|talents?|people|celebrities|names)\b"
    r"|^\s*(?:of them\s+|others?\s+)?(?:have|has|are|is)\b",
    re.IGNORECASE,
)
COUNTS_PEOPLE_ZH = re.compile(
    r"^\s*[多余来]?\s*(?:[位名]|个(?:演员|艺人|明星)|(?:一线|知名)?(?:演员|艺人|明星|表演者))"
)
CLAUSE = re.compile(r"[,，;；:：—]|(?:\b(?:but|while|whereas|although|though)\b)|但|而(?=已)", re.IGNORECASE)
