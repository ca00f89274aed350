"""Languages: BCP 47 tags with their zh and en names, and the one spelling of a tag. No decisions.

A tag covers the tags that it begins (RFC 4647 basic filtering): `zh` covers `zh-Hans` and `zh-x-sichuan`.
It does not cover `yue`: Cantonese has a tag of its own and must be named (doubt is read for the performer,
Civil Code art. 1021). `cmn` is spelt `zh`, and an extended language by its own tag (`zh-yue` is `yue`), as
CLDR and RFC 5646 do.
"""

import re

_ROWS = """
af|南非荷兰语|Afrikaans
am|阿姆哈拉语|Amharic
ar|阿拉伯语|Arabic
ase|美国手语|American Sign Language
az|阿塞拜疆语|Azerbaijani
be|白俄罗斯语|Belarusian
bfi|英国手语|British Sign Language
bg|保加利亚语|Bulgarian
bn|孟加拉语|Bangla
bo|藏语|Tibetan
bs|波斯尼亚语|Bosnian
ca|加泰罗尼亚语|Catalan
cs|捷克语|Czech
csl|中国手语|Chinese Sign Language
cy|威尔士语|Welsh
da|丹麦语|Danish
de|德语|German
el|希腊语|Greek
en|英语|English
en-GB|英式英语|British English
en-US|美式英语|American English
eo|世界语|Esperanto
es|西班牙语|Spanish
es-ES|欧洲西班牙语|European Spanish
es-MX|墨西哥西班牙语|Mexican Spanish
et|爱沙尼亚语|Estonian
eu|巴斯克语|Basque
fa|波斯语|Persian
fi|芬兰语|Finnish
fil|菲律宾语|Filipino
fr|法语|French
fr-CA|加拿大法语|Canadian French
ga|爱尔兰语|Irish
gd|苏格兰盖尔语|Scottish Gaelic
gl|加利西亚语|Galician
gu|古吉拉特语|Gujarati
ha|豪萨语|Hausa
hak|客家话|Hakka
he|希伯来语|Hebrew
hi|印地语|Hindi
hr|克罗地亚语|Croatian
hu|匈牙利语|Hungarian
hy|亚美尼亚语|Armenian
id|印度尼西亚语|Indonesian
ig|伊博语|Igbo
is|冰岛语|Icelandic
it|意大利语|Italian
ja|日语|Japanese
ka|格鲁吉亚语|Georgian
kk|哈萨克语|Kazakh
km|高棉语|Khmer
kn|卡纳达语|Kannada
ko|韩语|Korean
ky|柯尔克孜语|Kyrgyz
la|拉丁语|Latin
lb|卢森堡语|Luxembourgish
lo|老挝语|Lao
lt|立陶宛语|Lithuanian
lv|拉脱维亚语|Latvian
mg|马拉加斯语|Malagasy
mk|马其顿语|Macedonian
ml|马拉雅拉姆语|Malayalam
mn|蒙古语|Mongolian
mr|马拉地语|Marathi
ms|马来语|Malay
mt|马耳他语|Maltese
my|缅甸语|Burmese
nan|闽南语|Southern Min
nb|书面挪威语|Norwegian Bokmål
ne|尼泊尔语|Nepali
nl|荷兰语|Dutch
nn|挪威尼诺斯克语|Norwegian Nynorsk
pa|旁遮普语|Punjabi
pl|波兰语|Polish
pt|葡萄牙语|Portuguese
pt-BR|巴西葡萄牙语|Brazilian Portuguese
ro|罗马尼亚语|Romanian
ru|俄语|Russian
rw|卢旺达语|Kinyarwanda
si|僧伽罗语|Sinhala
sk|斯洛伐克语|Slovak
sl|斯洛文尼亚语|Slovenian
so|索马里语|Somali
sq|阿尔巴尼亚语|Albanian
sr|塞尔维亚语|Serbian
sv|瑞典语|Swedish
sw|斯瓦希里语|Swahili
ta|泰米尔语|Tamil
te|泰卢固语|Telugu
tg|塔吉克语|Tajik
th|泰语|Thai
tk|土库曼语|Turkmen
tl|他加禄语|Tagalog
tr|土耳其语|Turkish
tw|契维语|Twi
ug|维吾尔语|Uyghur
uk|乌克兰语|Ukrainian
ur|乌尔都语|Urdu
uz|乌兹别克语|Uzbek
vi|越南语|Vietnamese
wuu|吴语|Wu
xh|科萨语|Xhosa
yo|约鲁巴语|Yoruba
yue|粤语|Cantonese
zh|普通话／中文|Mandarin Chinese
zh-CN|中文（中国内地）|Chinese (mainland China)
zh-HK|中文（香港）|Chinese (Hong Kong)
zh-Hans|中文（简体）|Chinese, simplified
zh-Hant|中文（繁体）|Chinese, traditional
zh-TW|中文（台湾）|Chinese (Taiwan)
zh-x-dongbei|东北话|Northeastern Mandarin
zh-x-sichuan|四川话|Sichuanese
zu|祖鲁语|Zulu
"""

LANGUAGES: dict[str, tuple[str, str]] = {
    code: (zh, en) for code, zh, en in (row.split("|") for row in _ROWS.split("\n") if row)
}
_PREFERRED = {
    "cmn": "zh",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "arb": "ar",
    "no": "nb",
}
_EXTENDED = frozenset(
    {"yue", "nan", "wuu", "hak", "gan", "hsn", "cdo", "cjy", "cpx", "czh", "czo", "mnp", "lzh"}
)
_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)


def spell(tag: str) -> str:
    """The one spelling of a language tag: RFC 5646 case, preferred subtags.

    Raises: ValueError if it is not a well-formed tag.

    >>> spell("ZH-hans-cn"), spell("cmn"), spell("zh-yue"), spell("zh-x-sichuan")
    ('zh-Hans-CN', 'zh', 'yue', 'zh-x-sichuan')
    """
    parts = tag.strip().replace("_", "-").lower().split("-")
    if len(parts) > 1 and parts[0] == "zh" and (parts[1] in _EXTENDED or parts[1] == "cmn"):
        parts = parts[1:]
    parts[0] = _PREFERRED.get(parts[0], parts[0])
    private = parts.index("x") if "x" in parts else len(parts)
    spelt = "-".join(
        part.title()
        if 0 < i < private and len(part) == 4 and part.isalpha()
        else part.upper()
        if 0 < i < private and len(part) == 2
        else part
        for i, part in enumerate(parts)
    )
    if not _TAG.fullmatch(spelt):
        raise ValueError(f"not a language tag: {tag}")
    return spelt
