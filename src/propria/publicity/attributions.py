"""Who said it, to whom, where and when. Pure. Reviewed data.

A part of a sentence attributes where every word of it is of a class below, a name that is not listed, or one of at most two words of an
office, and among them are a verb of saying and a speaker. Any other word makes it no attribution: *her newest signing told reporters* is one of none. Whoever was
merely near (an insider, a fan, sources), and who denies, hopes or hints, is in no class.
"""

import re

SPEAKERS_EN = (
    "company operator library register registry platform studio producer producers distributor streamer publisher broadcaster firm group "
    "executive officer director counsel manager chair chairman chairwoman chairperson president founder co-founder spokesman spokeswoman "
    "spokesperson spokespeople representative representatives head chief boss secretary treasurer lawyer lawyers solicitor solicitors "
    "attorney agent agents publicist publicists management page website site statement release filing prospectus report bulletin "
    "newsletter deck presentation brochure record records checkpoint log ledger entry homepage listing she he they it"
)
"""Whoever speaks for this business or for a performer, and what they write."""
OFFICES_EN = (
    "general managing deputy senior vice interim founding joint acting commercial operating financial finance legal technology technical "
    "creative product marketing communications partnerships rights licensing strategy policy operations research public relations "
    "investor corporate official production sales content business affairs press own CAA"
)
"""What a speaker is head of."""
SAYS_EN = (
    "said says say told tells added adds wrote writes confirmed confirms announced announces stated states noted notes explained explains "
    "reported reports conceded concedes admitted admits boasted boasts disclosed discloses revealed reveals emphasised emphasized stressed "
    "stresses insisted insists declared declares remarked shows showed show reads read posted acknowledged acknowledges recorded promises "
    "promised published observed replied answered reiterated summarised concluded put gave gives makes clear"
)
"""Verbs of saying."""
HEARERS_EN = (
    "analysts investors shareholders reporters reporter journalists journalist media meeting conference panel audience readers exhibitors "
    "buyers delegates members staff moderator board us call earnings results interview email e-mail letter note post blog podcast slide "
    "slides keynote summit festival fair market event briefing line first second front annual half-year half quarterly interim yearly "
    "trading update spring summer autumn winter sheet fact factsheet memo circular reply answer question questions stage floor trade paper "
    "magazine daily weekly newspaper agency outlet documentary radio television figure number count shown speaking writing"
)
"""Who listened, and where it was said or written."""
WHEN_EN = (
    "monday tuesday wednesday thursday friday saturday sunday monday's tuesday's wednesday's thursday's friday's today yesterday last "
    "this week month year morning afternoon evening night january february march april may june july august september october november "
    "december earlier later recently again then here there late early"
)
GLUE_EN = (
    "the a an its our their his her to in on at by during from of for with via as and that before after under also today's yesterday's "
    "publicly proudly flatly plainly simply when asked according per words so"
)
_SAYS_EN, _SPEAKERS_EN = frozenset(SAYS_EN.split()), frozenset(SPEAKERS_EN.split())
_ANY_EN = frozenset(
    word.lower() for words in (OFFICES_EN, HEARERS_EN, WHEN_EN, GLUE_EN) for word in words.split()
)
_OPENS_EN = re.compile(
    r"^\W*(?:according to|as?[ -]per|per|in the words of|in (?:the \w+'s|its|his|her|their) own words)\b",
    re.IGNORECASE,
)
_NO_NAME_EN = re.compile(
    r"^(?:(?:sign|licen|join|consent|scan|captur|authori[sz]|represent|exclusiv|actor|actress|artist|performer|clone|replica|double|avatar|likeness)"
    r"|(?:stars?|twins?|faces?|voices?|talents?|all|every|no|not|none|never|more|have|has|had|is|are|was|were|will|may|can|open|in|use)$)",
    re.IGNORECASE,
)
"""Words that are no name, whatever a headline's capitals say."""
_NO_OFFICE_EN = re.compile(
    r"^(?:[A-Z\d]|(?:sign|licen|join|consent|scan|captur|authori[sz]|represent|exclusiv|actor|actress|artist|perform|clon|replica|double|avatar|likeness|partner|"
    r"ambassador|client|member|recruit|star|twin|face|voice|talent|singer|idol|sourc|insider|onlook|witness|friend|fan|rumou?r|anonym|unnamed|den[iy]|hop|expect|want|"
    r"refus|contract|enrol|onboard|roster|stable|book|agree|grant|us(?:e|ing)|new|latest|first|second|third|un|dis|mis|replicat|digiti|render|train|employ|host|home|colleague|muse|lead|rival|compet|other|another|own)"
    r"|(?:all|every|each|both|no|not|none|never|nobody|more|most|many|several|some|dozens?|hundreds?|thousands?|half|have|has|had|is|are|was|were|be|been|will|would|"
    r"may|might|can|could|should|if|whether|who|whom|which|open|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+(?:teen|ty|ed))$)"
)
"""Words that are no office: whoever claims, counts, denies or hopes, and whoever was merely near."""
MOST_OFFICES = 2
"""Words of an office that are of no class: *casting director*, *head of engineering*."""
MOST_NAMES = 5
"""Words of names: a person's and an outlet's; more are a headline."""
_WORD_EN = re.compile(r"[^\W\d_][\w'&-]*|\d[\w,.]*")

_ORGANISATIONS_ZH = "运营方|运营商|本公司|该公司|总公司|公司|本平台|该平台|平台|片方|出品方|发行方|制作方|制作公司|经纪公司|艺人库|演员库|工作室|本库|我们|我司|我方|官方|其"
_PAPERS_ZH = (
    "登记册|登记簿|名册|公开页面|页面|首页|主页|官网|公告|声明|通稿|新闻稿|年报|半年报|季报|中报|财报|简报|通讯|招股书|产品页|数据|日志|记录|条目|"
    "幻灯片|报告|函件|手册|白皮书|通报|官微|官方微博|公众号|月报|周报"
)
_SAYS_ZH = "写|介绍说|补充说|补充道|回应称|强调说|指出|透露|介绍|确认|证实|宣布|公布|写道|写明|写着|补充|强调|告诉|回应|承认|坦言|披露|显示|列明|载明|注明|直言|通报|称|说|表示|道"
_FREE_ZH = (
    r"(?:(?!签|授|权(?!威)|同意|入库|库[里中内]|入驻|加盟|加入|扫描|采集|演员(?!库)|艺人(?!库)|明星|表演者|歌手|花旦|小生|大牌|面孔|偶像|声优|主播|主演|头牌|台柱|当家|肖像|形象|替身|分身|[位名]|已|将|未|不|没|否|独家|旗下"
    r"|知情|内部人|消息|网友|粉丝|[一二三四五六七八九十百千\d]+人)[^，。：；“”])"
)
"""Words of a place, a listener or a paper; none that claims."""
_OFFICES_ZH = (
    r"(?:法务|公关|(?:首席|联席|联合|执行|常务|副|总|高级|法务|版权|财务|商务|运营|合作|合作部|市场|市场部|公关|传播|业务|技术|产品|内容|授权|艺人|投资者关系|战略|政策|新闻)*"
    rf"(?:(?![新首听据闻传]|最新|代言|合作|对手|友商|签){_FREE_ZH}){{0,4}}?"
    r"(?:负责人|总监|总经理|经理|发言人|董事长|总裁|执行官|财务官|运营官|法务官|商务官|技术官|内容官|创始人|主管|代表|顾问|律师|经纪人|秘书长|总编|老板|掌门人|制片人|高管))"
)
_WHEN_ZH = r"(?:周[一二三四五六日末]|星期[一二三四五六日天]|日前|近日|今[天日晨晚]|昨[天日晚]|上周|本周|上月|本月|今年|去年|[\d一二三四五六七八九十]+月(?:[\d一二三四五六七八九十]+日)?|早间|晚间|春季|夏季|秋季|冬季|当天|当日|随后|此前)"
_HOW_ZH = (
    r"(?:还|也|又|再次|同时|进一步|公开|明确|正式|这样|如此|如是|当场|第一时间|自豪地|则|特别|一再|反复|同步)"
)
_TO_ZH = (
    rf"(?:在|于|向|对|给|就|面对|接受|回应|回复|答复|出席|做客|致)(?:{_FREE_ZH}|《[^》]{{1,12}}》){{1,16}}?"
)
_SPEAKER_ZH = (
    rf"(?:(?:{_ORGANISATIONS_ZH}|[她他])的?)?(?:{_WHEN_ZH}的?)*(?:{_OFFICES_ZH}(?:{_FREE_ZH}{{2,4}}?)?|(?:{_PAPERS_ZH})+[上中里]?)"
    rf"|{_ORGANISATIONS_ZH}|[他她]们?"
)
_ATTRIBUTES_ZH = re.compile(
    rf"^(?:但|而|不过|另据)?(?:{_WHEN_ZH}|{_TO_ZH})*(?:{_SPEAKER_ZH})(?:{_WHEN_ZH}|{_TO_ZH}|{_HOW_ZH})*(?:告诉(?:了)?(?:{_FREE_ZH}|《[^》]{{1,12}}》){{1,8}}|(?:{_SAYS_ZH})(?:了|道)?)$"
    rf"|^(?:根据|据|按照?|依据|按)(?:{_SPEAKER_ZH})(?:的)?(?:{_PAPERS_ZH})*(?:{_WHEN_ZH}|{_TO_ZH}|{_HOW_ZH})*(?:{_SAYS_ZH})?$"
)


def attributes(part: str, *, zh: bool, by_name: bool = True) -> bool:
    """Whether a part of a sentence says who said it and nothing else. `by_name`: whether a bare name may be who.

    >>> attributes("chief executive Laura Penn told analysts", zh=False), attributes("a fan told analysts", zh=False)
    (True, False)
    >>> attributes("公司发言人周五向第一财经确认", zh=True), attributes("公司签约艺人说", zh=True)
    (True, False)
    """
    if zh:
        return bool(_ATTRIBUTES_ZH.match(part.strip()))
    found = _WORD_EN.findall(part)
    words = [word.lower().removesuffix("'s").removesuffix("'") for word in found]
    known = _SAYS_EN | _SPEAKERS_EN | _ANY_EN
    unknown = [(at, word) for at, word in enumerate(found) if words[at] not in known]
    offices = [word for at, word in unknown if not _is_name(word, at, found)]
    if (
        len(unknown) > MOST_NAMES
        or len(offices) > MOST_OFFICES
        or any(_NO_OFFICE_EN.match(word) for word in offices)
    ):
        return False
    spoken_by = any(word in _SPEAKERS_EN for word in words) or (by_name and bool(unknown) and not offices)
    return spoken_by and (bool(_OPENS_EN.match(part)) or any(word in _SAYS_EN for word in words))


def _is_name(word: str, at: int, found: list[str]) -> bool:
    """Whether a word has a capital that is not only that of a sentence's beginning."""
    begins = at == 0 and not (len(found) > 1 and found[1][0].isupper())
    return word[0].isupper() and not begins and not _NO_NAME_EN.match(word)


def holds_office(part: str) -> bool:
    """Whether a part names an office or a verb of saying, and not only a person."""
    return any(word.lower() in _SAYS_EN | _SPEAKERS_EN for word in _WORD_EN.findall(part))
