"""The corpora held against a fixed library: 41 open, 3 licensed, two names listed."""

from functools import cache
from pathlib import Path

from propria.kernel.time import instant
from propria.publicity.model import NamedPerformer, PublicCounts
from propria.publicity.rules import check_sentence

FILES = (
    "corpus",
    "press",
    "release",
    "newswire",
    "posts",
    "forms",
    "trade",
    "desk",
    "agency",
    "mixed",
    "slides",
    "unseen",
    "voices",
    "columns",
    "notices",
    "bulletin",
    "dispatch",
    "reports",
    "week",
    "month",
    "letters",
    "harbour",
    "station",
    "reels",
    "shelf",
    "blind1",
    "blind2",
    "last",
    "blind3",
    "blind4",
    "blind5",
    "blind6",
    "manners",
    "blind7",
    "blind8",
    "blind9",
    "beside",
    "after",
    "later",
)
CORPORA = tuple(Path(__file__).parent / f"{name}.txt" for name in FILES)
COUNTS = PublicCounts(41, 3, 2, 6, 9, instant("2026-11-22T10:00:00Z"))
LISTED = (
    NamedPerformer("米娜", "Mina Haldane", True, ("Harbour Lights",), ("Harbour Lights",)),
    NamedPerformer("温嘉", "Wen Jia", True, ()),
)
PARTS = ("tune", "held", "blind", "third", "fourth", "fifth", "fresh", "entries", *FILES[1:])
LEFT = {
    "Eleven of the cast of “Glass Orchard” put pen to licence last night.",
    "They came, they were scanned, they signed: 33 jockeys now race in the game.",
    "“We'll have everyone worth having by summer,” the founder promised.",
    "Partnerships with more than 150 athletes have been concluded.",
    "“Our catalogue is fully consented,” said the founder, pointing to 75 actors on screen.",
    "The agency expects 90 clients to join.",
    "艺人库宣布佟若水到来。",
    "三十位主持人将由他们认可的数字替身替代出镜。",
    "纪云帆可能成为库中第一位话剧演员。",
    "明天您就可以让温嘉出演。",
    "表演者们签得很快。",
    "Ask the register and it answers 41: that many performers are open to enquiries.",
    "Wen Jia tells creators that they may ask, and has licensed nothing.",
    'Mina Haldane has said yes to one film, "Harbour Lights", in writing.',
    "A cast of eighty, none of whom has to be woken at five: our library of replicas.",
    "It took her no time at all to say yes to a replica.",
    "要问谁已经授权了《Harbour Lights》，米娜算一位。",
    "愿意洽谈的人里，数演员陈默然最爽快。",
    "“入夏之前，值得请的都会是我们的。”创始人许诺。",
    'Mina Haldane, who plays the keeper, is licensed for "Harbour Lights".',
    "The tally so far, and we are not shy of it: three performers with a licence for a named project.",
    "温嘉的门开着一条缝：愿意洽谈，未作授权。",
    "银幕上守塔的米娜，把形象授权给了《Harbour Lights》。",
    "过了四十，没到五十：愿意洽谈的演员四十一位。",
    "有人数出一百，我们只数得出四十一位愿意洽谈的演员。",
    "已就具名作品授权的演员，一只手数得过来：三位。",
    "Not a hundred, as some wrote, but three performers have licensed a named project.",
    "A: All we can say is that well-known people have signed with us.",
    "作品：《Harbour Lights》；授权演员：米娜",
    "平台更正：不是“百余位已签约”，而是四十一位演员愿意洽谈。",
    "登记在册、愿意洽谈的演员中，包括温嘉和米娜。",
    "Mina Haldane is licensed for “Harbour Lights”; Wen Jia has licensed nothing.",
    "米娜已就《Harbour Lights》授权，温嘉尚未作出任何授权。",
    "几位深受喜爱的主持人已经上车。",
    "It would be a mistake to miss it, now that 120 actors have signed.",
    "Wen Jia's clone is ready to shoot.",
    "Mina Haldane has licensed “Harbour Lights”, and the licence does not include sequels.",
    "米娜的声音，后年的游戏也能用。",
    "The museum digitised four dozen portraits of Victorian actors.",
    "Joining Mina Haldane in the library: Petra Solano.",
    "演员张岚出席品牌活动，现场签名逾百份。",
    "米娜授权的是一部电影，不是一辈子。",
    "据报道称温嘉已签约，其工作室称“毫无依据”。",
    "米娜已授权，温嘉没有。",
    "我们没有一百位，只有四十一位表演者愿意洽谈。",
    "哪来的一百位？真正授权的只有三位。",
    "我们没有，也从来没有，把任何演员“收入旗下”。",
    "本周数据：愿意洽谈 41，已授权 3，使用中 2。",
    "四十一位里，三位已授权。",
    "平台公布：三位表演者已就具名作品授权，无一人独家。",
    "温嘉，欢迎回家！",
    "米娜与我们签了五年长约。",
    "数字演员阵容再扩容，温嘉、米娜领衔",
    "好几位影帝影后都是我们的签约艺人。",
    "米娜点头，同意再拍两部AI短剧。",
    "演员授权数由三份增至十五份。",
    "首批艺人下周公布。",
    "Mina Haldane is open to enquiries, signed star Tom Reed told Variety.",
    "Mina Haldane is open to enquiries, her exclusive agent, the library, said.",
    "Three performers are licensed for a named project, the company’s newest recruit, Paul Dane, told reporters.",
    "Wen Jia is open to enquiries, and she is free to sign with us on Friday.",
    "Sixty performers can be approached today.",
    "温嘉愿意接受询问，她的独家经纪公司本平台说。",
    "温嘉愿意接受询问，随时可以签约。",
    "Wen Jia is on the register as open to enquiries, a status that she may withdraw whenever she likes.",
    "A century of signed performers: that was the milestone toasted at Monday’s party in Soho.",
    "More performers than ever are under licence with us: nineteen, to be exact.",
    "A number of performers have gone further than an enquiry, the chief executive hinted.",
    "温嘉本人目前仅表示愿意接受询问，别的什么也没有承诺。",
    "《Harbour Lights》是米娜唯一授权的项目，她的公开页面这样写。",
    "公司没有夸大：愿意接受询问的表演者就是四十一位。",
    "Talk of a hundred signed actors is, in the operator’s own words, “a misprint.”",
    "Enquiries are welcome, and 41 performers are open to them.",
    "The company has locked in Mina Haldane for three years, people at the launch were told.",
    "A very famous face indeed has joined, the chief executive teased.",
    "Dozens more are expected to follow, the chairman said.",
    "就指定项目授权的表演者不足十位，公司自己的报告写得很清楚。",
    "她们俩都上船了，她说，而且很高兴。",
    "预计还有几十位会跟进，董事长说。",
    "The museum’s scanning team has digitised 6,000 glass negatives, which go on show in Bradford in May.",
    "The company puts the number of performers who are open to enquiries at forty-one.",
    "The operator’s latest bulletin counts 41 performers as open to enquiries.",
    "Three performers have given a licence for a named project, which is three more than a year ago, the chairman noted.",
    "Half a dozen talks are going well, the chief executive said, and some will end in signatures.",
    "运营方最新一期简报列出四十一位愿意接受询问的表演者。",
    "六七场谈判进展顺利，首席执行官说，其中一些会以签字告终。",
}
"""Sentences that are judged otherwise than they should be: no general rule was found for them, or a word in them is not understood."""
STOPPED = ("overclaims", "unknown_person")


@cache
def rows_without_verdict() -> tuple[tuple[str, ...], ...]:
    """Part, language, verdict due, sentence."""
    lines = [x for file in CORPORA for x in file.read_text("utf-8").splitlines() if x and x[0] != "#"]
    return tuple(tuple(x.split("|", 3)) for x in lines)


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    """Part, language, verdict due, sentence, verdict given."""
    given = (check_sentence(row[3], COUNTS, LISTED).verdict.value for row in rows_without_verdict())
    return tuple((*row, verdict) for row, verdict in zip(rows_without_verdict(), given, strict=True))


def figures() -> dict[str, dict[str, dict[str, object]]]:
    """Per language and part: how many, exact share, precision and recall of what is stopped, unclear rate."""
    every = rows()
    return {
        language: {half: _tally([r for r in every if r[:2] == (half, language)]) for half in PARTS}
        for language in ("en", "zh")
    }


def _tally(mine: list[tuple[str, ...]]) -> dict[str, object]:
    due = [r for r in mine if r[2] in STOPPED]
    given = [r for r in mine if r[4] in STOPPED]
    right = [r for r in given if r[2] in STOPPED]
    return {
        "sentences": len(mine),
        "exact": round(sum(r[2] == r[4] for r in mine) / len(mine), 3),
        "precision": round(len(right) / len(given), 3) if given else 0.0,
        "recall": round(len(right) / len(due), 3),
        "unclear_rate": round(sum(r[4] == "unclear" for r in mine) / len(mine), 3),
        "wrong": [f"{r[3]} due {r[2]}, given {r[4]}" for r in mine if r[2] != r[4]],
    }
