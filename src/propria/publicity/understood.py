"""Whether every word of a provable sentence is understood: a word that no rule reads may say more than is signed. Pure.

The words stand in classes. What is left of a sentence without its listed names, the titles that those people licensed, the
numbers that were held against the facts, and these words, nobody has read.
"""

import re
import unicodedata
from collections.abc import Iterable

from propria.publicity import frames
from propria.publicity.lexicon import OPENNESS_EN, OPENNESS_ZH, WORKS_EN
from propria.publicity.model import NamedPerformer, PublicCounts
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH, numbers_en, numbers_zh

_CLASSES_EN = {
    "joins": "a an the of for to among in on at by with from as and or but that this it its is are was were be "
    "been has have had do does who which whose though although because while i we my she he they her his "
    "him hers theirs their them himself herself themselves own one ones there here any each both such also alike "
    r"may(?=\s(?:be\sapproached|approach|ask|check)\b) can(?=\sreport) you(?=\smay\sask) told\sus "
    r"(?:I|we)\s(?:will\snot|won't)\sround\s(?:that|it|this)\s(?:up|down) (?:so\sfar|say\sso) our(?=\s(?:newsletter|page|register)\b)",
    "bounds": r"some (?:no\s|or\s)?more\sthan no\smore or\smore and\smore(?=\sare) (?:that|as)\smany(?:\sas)? than over "
    "at least just only exactly precisely fewer less under below up about around nearly almost roughly "
    r"at\smost odd(?=\s(?:performers|actors|artists)) that\sis\sall "
    r"alone else covers(?=\s+[“\"]) no\sother(?=\s(?:project|film|title|work|production|one)\b) not\s+more(?=[,.”\"]) not\sone\smore between mere as\sfew\sas total for\sno\sother\sproduction no\sother\sproduction comes?\sto all(?=\s(?:of\sthem\s)?open)",
    "denies": r"no not none nothing nobody neither nor never without anything anyone(?=\smay) nobody follows? "
    "thereby mean(?:s|ing)?",
    "people": "performers?'? actors?'? actress(?:es)? artists?'? people persons? creators? producers? names?",
    "states": r"under(?=\s(?:a|the|her|his|their)\slicen) open enquir(?:y|ies) inquir(?:y|ies) willing talk approach(?:ed)? ask licen[cs](?:es?|ed|ing)'? "
    "sign(?:s|ed)? gives? gave given grants? granted announced? use active likeness(?:es)? faces? voices? "
    r"image digital(?=\s(?:likeness|double)) projects? named",
    "says": "say(?:s|ing)? said tell(?:s|ing)? told shows? showed shown lists? listed counts? counted finds? "
    "found report(?:s|ed)? according reads? states? answers? stands? come case numbers? numbered tally "
    "exact writing press going",
    "places": r"through\sthe\sregister declar(?:es?|ed) what(?=\sthe\s(?:register|log|page)\sshows) register registry library(?=,|\s(?:count|show|sa|list)) "
    r"covers(?=\s{2,}) bulletin report statement list (?:operator|company)(?='s\s(?:latest\s|own\s|annual\s|interim\s)?(?:bulletin|report|newsletter|page|register|website|statement|list|figures)) (?:platform|studio|company)(?=\s(?:count|show|sa|list)) page entry record public checkpoint website "
    "offline newsletter front slide pictured check proof key",
    "days": "monday tuesday wednesday thursday friday saturday sunday morning afternoon evening week month "
    "quarter early late end last since until",
    "records": r"latest(?=\s(?:counts?|figures?|numbers?|tally|total|data)) count data list caption footnote line sum chart table these those "
    r"makes? clear simply merely indeed actually altogether respectively otherwise publicly formally in\s(?:fact|short|other\swords) to\sbe\s(?:exact|precise) "
    r"and\sno\sfewer no\sfewer",
    "neutral": "published printed barely scarcely columnists? critics? analysts? visitors? readers? puts? stays? sits well such thing way years? days? hours? half-year therefore thus hence meanwhile however moreover besides rather even when where why how us you your me see seen knows? known hears? looks? learns? notes? noted mentions? mentioned explains? explained points? means? matters? production film series drama",
    "phrases": r"for\s(?:her|his|their)\spart in\sall whom what nothing\smore no\sother(?=[\s,.]*$) figures? taken(?=\sfrom\sthe\s(?:log|register)) log",
    "times": r"today now currently still already date far present moment time this of\sthis\smorning remains? "
    r"remain yet showed\son\s(?:mon|tues|wednes|thurs|fri|satur|sun)day then",
}
_CLASSES_ZH = {
    "joins": "的 了 着 和 与 及 以及 并且 并 而 但 也 都 均 各自 各 其中 其 之一 之 中 里 上 在 有 是 为 即 就 对 "
    "向 由 把 将 这 那 该 此 此外 以 于 他(?!人) 除此之外 除了 除 外 亦 她 他们 她们 自己(?!人) 本人 告诉我们 告诉大家 二人 两人 所 者 "
    "虽然 虽 尽管 但是 状态(?=是|为|：) 没有 同意(?!洽) "
    "涵盖(?=《) [依凭经按](?=授权) 仅此(?=一) 则 个 位 名 人 份 部 项 者 者们 而言 来说 因为 因 是因为 敢写 真",
    "bounds": "只有 仅有 仅 只限 只涉及 只 仅 至少 超过 逾 多于 少于 不足 不到 不超过 多达 达 刚过 正好 恰好 "
    r"不等于 不代表 生效 不多(?=[，。]|$) 我们(?=有|只有|目前|现有|共有) 多(?=\s*[位个名]?[都也]没) 一[位个][也都]不多 "
    "不多不少 一[个位]也不多 刚过 之间 满打满算 拢共 充其量 顶多 不止 [余多来](?=[位名人]) 以上 以下 共有 共 总共 约 近 "
    "再无他人 别无其他 别无 这么多 人数 数字 一共 合计",
    "denies": "未作出 未作 没有 并不是 不是 并未 未 尚未 不意味着 因此 任何 无 文件 不",
    "people": "表演者 演员 艺人 制作方 创作者",
    "states": "一期 列出 对象 范围 同时 针对 不及 其他 唯一 已获得 授出 在内 依据 询问 问询 制片方 片方 指定 处于 状态 而且 仅限 愿意 接受 开放 可以 接洽 洽谈 询洽 洽询 数字(?=形象) 已获 授权书 授权 过 作出 签署 签 给出 给 获得 已有 公布 使用中 使用 "
    "用于 在用 正在 有效 肖像 形象 面孔 声音 具名 具体 作品 项目 电影",
    "says": "表示 显示 写明 写道 写着 写得 很清楚 勉强 专栏 作者 记者 媒体 分析师 观察者 给出的 给出 因而 于是 与此 另外 此时 这里 那里 不妨 可见 据了解 看看 知道 哪里 其实 实际上 事实上 确切 严格来说 也就是说 也就是 换言之 而已 罢了 不多也不少 告诉 说 称 所列 列 包括 准确地说 据 登记在册 在册 出自",
    "places": "作品 日志 最新(?=数字|数据|统计|人数) 数据 统计 目录 表格 图 栏 公开 登记册 登记 本期 通讯 名册 艺人库 库 运营方(?=最新|给出|公布|列出) 简报 通报 (?:平台|公司)(?=给出|公布|宣布|公告|表示|称|说|显示|更正|上有) 页面 条目 数据 "
    "答 问答",
    "times": r"周(?=\s) 上周 本周 本月 上月 今年 年初 季度 春季 夏季 秋季 冬季 末 初 起 上午 下午 早上 晚间 中午 如今 当前 目前为止 目前 截至 截稿时 截稿 截至发稿 发稿 到(?=目前|现在|今天) "
    "今日 今天 今晨 现有 现 现在 眼下 迄今 已经 已 仍然 仍 依然 正 时 还 至今 "
    "早 过去",
}


def _is_one_word(entry: str) -> bool:
    """Phrases are read before words."""
    return r"\s" not in entry


_WORD_EN = re.compile(
    r"\b(?:"
    + "|".join(sorted((w for words in _CLASSES_EN.values() for w in words.split()), key=_is_one_word))
    + r")(?![\w'-])",
    re.IGNORECASE,
)
_WORD_ZH = re.compile(
    "|".join(sorted((w for words in _CLASSES_ZH.values() for w in words.split()), key=len, reverse=True))
)
_OPENNESS = re.compile(
    "|".join(
        [*(rf"\b(?:all (?:of (?:them|whom) )?(?:are )?)?(?:{idiom})" for idiom in OPENNESS_EN), *OPENNESS_ZH]
    ),
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"(?<=[\d一二两三四五六七八九十百千万])[到至](?=[\d一二两三四五六七八九十百千万]+[位名人])"
)
"""Between two bounds, both of which were held against the facts."""
_DATE = re.compile(
    r"(?:(?:[\d〇一二三四五六七八九十]+)(?:年|月(?!底)|日|时|分))+(?![\u4e00-\u9fff]*[位名份])"
    r"|(?-i:\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)(?: \d{1,2})?(?:,? \d{4})?\b)",
    re.IGNORECASE,
)
"""When: a date says nothing of how many."""
_DENIED_NUMBER = re.compile(
    rf"\bnot (?:an? )?(?:{NUMBER_EN.pattern})(?=[,:;—–])|(?:没有|不是|并非)(?:{NUMBER_ZH.pattern})[位名人](?=，)",
    re.IGNORECASE,
)
"""A number that is said not to be."""
_LABEL = re.compile(
    r"^\W*(?:(?:slide|figure|page|item|question|q|a|问答|第)\s*[\d一二三四五六七八九十]*\s*[页条问]?)(?=\s*[:：.、)–—-]|\s*答)"
    r"|^\W*[一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十])",
    re.IGNORECASE,
)
"""What stands before a line to number it."""
_WHOLE = re.compile(r"\bof (?:the )?#|#[^，。]{0,9}中|[:：]\s*#\W*$", re.IGNORECASE)
"""Where the number at # is a whole that some are of."""
_SPEAKERS_EN = (
    r"(?:(?:the|our|its|a) )?(?:chief executive(?: officer)?|(?:co-)?founder|chair(?:man|woman|person)?|"
    r"managing director|spokes(?:man|woman|person)|company|studio|platform|she|he|they)"
)
_LISTENERS_EN = (
    r"(?:us|analysts|reporters|investors|shareholders|journalists|the (?:press|board|meeting|conference))"
)
_SPEAKERS_ZH = r"(?:公司|平台|本平台|其)?(?:首席执行官|董事长|负责人|发言人|创始人|总经理|总裁|他|她)?(?:昨日|今日|日前)?"
_LISTENERS_ZH = (
    r"(?:在[^，。“”]{0,4}(?:业绩会|发布会|论坛|股东会|采访中|会)上?|对(?:记者|媒体|投资者|分析师))?"
)
_SAID_BY = re.compile(
    rf"(?<=[”\"]),? {_SPEAKERS_EN} (?:said|says|told|tells|added|wrote)(?: {_LISTENERS_EN})?"
    r"(?: (?:today|yesterday|on \w+day))?\W*$"
    rf"|^{_SPEAKERS_ZH}{_LISTENERS_ZH}(?:说|表示|称|写道|强调|回应)[：，](?=“)"
    rf"|^{_SPEAKERS_EN} (?:said|says|told|tells)(?: {_LISTENERS_EN})?[:,] (?=[“\"])"
    rf"|(?<=[”」])，?{_SPEAKERS_ZH}{_LISTENERS_ZH}(?:说|表示|称|写道|强调|补充道?)[。]?$",
    re.IGNORECASE,
)
"""Who said what stands in quotation marks, and to whom."""
_OF_A_WORK = rf"(?:\b(?:{WORKS_EN}) (?=[A-Z“\"])|(?:剧集|电视剧|网剧|电影|影片)《)?"
_ONE_WORK = r"(?:》(?:这)?一[部个](?:剧集?|片子?|作品|项目|电影|影片|戏))?"
"""What a title is of, beside it."""
_MARKS = frozenset("|｜=·")
_SEEN = ("L", "N", "S")
"""Kinds of characters that say something: letters, numbers, symbols."""


def not_understood(
    sentence: str,
    named: tuple[NamedPerformer, ...],
    counted: Iterable[int],
    counts: PublicCounts,
    *,
    zh: bool,
) -> str:
    """What no class of words reads, with ellipses between; empty where every word is understood.

    `named`: whom it may name, `counted`: the numbers that were held against `counts`. Beside those it may say *one*, and the
    counts themselves as a whole that some are of; where `counts` are those of a file, any whole.
    """
    left = _FROM_TO.sub(" ", sentence)
    for passed in (_LABEL, _SAID_BY, _DENIED_NUMBER, _DATE, _OPENNESS):
        left = passed.sub(" ", left)
    for known in sorted(_known(named), key=len, reverse=True):
        left = re.sub(
            rf"{_OF_A_WORK}{re.escape(known)}(?:'s?(?![\w]))?{_ONE_WORK}", " ", left, flags=re.IGNORECASE
        )
    facts, held = {counts.open, counts.licensed, counts.active}, {1, *counted}
    number, read = (NUMBER_ZH, numbers_zh) if zh else (NUMBER_EN, numbers_en)

    def without(found: re.Match[str]) -> str:
        values = {value for value, _, _ in read(found.group())}
        whole = _WHOLE.search(f"{found.string[: found.start()]}#{found.string[found.end() :]}")
        return " " if values <= held or (whole and (values <= facts or not counts.whole)) else found.group()

    left = (_WORD_ZH if zh else _WORD_EN).sub(" ", number.sub(without, left))
    several = [match.group() for match in frames.PROJECTS.finditer(sentence)]
    return " … ".join(several or "".join(one if _says(one) else " " for one in left).split())


def _known(named: tuple[NamedPerformer, ...]) -> set[str]:
    return {
        known
        for person in named
        for known in (person.zh, person.en, *person.licensed_projects, *person.active_projects)
    }


def _says(character: str) -> bool:
    return unicodedata.category(character)[0] in _SEEN and character not in _MARKS
